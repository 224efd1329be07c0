//! The Rust type of a field.

use crate::interface::{Logical, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote!(()),
        Ty::Boolean => quote!(bool),
        Ty::Int => quote!(i32),
        Ty::Long => quote!(i64),
        Ty::Float => quote!(f32),
        Ty::Double => quote!(f64),
        Ty::Bytes => quote!(::std::vec::Vec<u8>),
        Ty::String => quote!(::std::string::String),
        Ty::Logical(logical) => self::logical(*logical),
        Ty::Record { ident, boxed: true, .. } => quote!(::std::boxed::Box<#ident>),
        Ty::Record { ident, .. } | Ty::Enum(ident) | Ty::Fixed { ident, .. } | Ty::Union(ident) => {
            quote!(#ident)
        }
        Ty::Array(items) => {
            let items = emit(items);
            quote!(::std::vec::Vec<#items>)
        }
        Ty::Map(values) => {
            let values = emit(values);
            quote!(codegen_v1::BTreeMap<::std::string::String, #values>)
        }
        Ty::Option { some, .. } => {
            let some = emit(some);
            quote!(::core::option::Option<#some>)
        }
    }
}

pub(super) fn logical(logical: Logical) -> TokenStream {
    match logical {
        Logical::Decimal { scale } => {
            let scale = Literal::u32_unsuffixed(scale);
            quote!(codegen_v1::Decimal<#scale>)
        }
        Logical::FixedDecimal { size, scale } => {
            let (size, scale) = (Literal::usize_unsuffixed(size), Literal::u32_unsuffixed(scale));
            quote!(codegen_v1::FixedDecimal<#size, #scale>)
        }
        Logical::BigDecimal => quote!(codegen_v1::BigDecimal),
        Logical::Uuid | Logical::FixedUuid => quote!(codegen_v1::Uuid),
        Logical::Date => quote!(codegen_v1::Date),
        Logical::TimeMillis => quote!(codegen_v1::TimeMillis),
        Logical::TimeMicros => quote!(codegen_v1::TimeMicros),
        Logical::TimestampMillis => quote!(codegen_v1::TimestampMillis),
        Logical::TimestampMicros => quote!(codegen_v1::TimestampMicros),
        Logical::TimestampNanos => quote!(codegen_v1::TimestampNanos),
        Logical::LocalTimestampMillis => quote!(codegen_v1::LocalTimestampMillis),
        Logical::LocalTimestampMicros => quote!(codegen_v1::LocalTimestampMicros),
        Logical::LocalTimestampNanos => quote!(codegen_v1::LocalTimestampNanos),
        Logical::Duration => quote!(codegen_v1::Duration),
    }
}
