//! Expressions that write, read and skip a value of a type. `out` and `reader` are in scope.

use crate::interface::Ty;
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

/// Where a value to be written stands.
pub(super) enum Place {
    /// An expression of the type itself, such as `self.amount`.
    Field(TokenStream),
    /// A binding that refers to it.
    Reference(TokenStream),
}

impl Place {
    fn value(&self) -> TokenStream {
        match self {
            Place::Field(field) => field.clone(),
            Place::Reference(binding) => quote!(*#binding),
        }
    }

    fn reference(&self) -> TokenStream {
        match self {
            Place::Field(field) => quote!(&#field),
            Place::Reference(binding) => binding.clone(),
        }
    }
}

/// An expression of type `()`.
pub(super) fn write(ty: &Ty, place: &Place) -> TokenStream {
    let (value, reference) = (place.value(), place.reference());
    match ty {
        Ty::Null => quote!(out.null()),
        Ty::Boolean => quote!(out.boolean(#value)),
        Ty::Int => quote!(out.int(#value)),
        Ty::Long => quote!(out.long(#value)),
        Ty::Float => quote!(out.float(#value)),
        Ty::Double => quote!(out.double(#value)),
        Ty::Bytes => quote!(out.bytes(#reference)),
        Ty::String => quote!(out.string(#reference)),
        Ty::Logical(_) | Ty::Named { .. } => quote!(codegen_v1::Datum::write(#reference, out)),
        Ty::Array(items) => {
            let item = write(items, &Place::Reference(quote!(item)));
            quote!(out.array(#reference, |out, item| #item))
        }
        Ty::Map(values) => {
            let value = write(values, &Place::Reference(quote!(value)));
            quote!(out.map(#reference, |out, value| #value))
        }
        Ty::Option { null, some } => {
            let (none, other) = (index(*null), index(1 - null));
            let some = write(some, &Place::Reference(quote!(value)));
            quote! {
                match #reference {
                    ::core::option::Option::None => out.index(#none),
                    ::core::option::Option::Some(value) => {
                        out.index(#other);
                        #some;
                    }
                }
            }
        }
    }
}

/// An expression of type `Result<T, DecodeError>`.
pub(super) fn read(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote!(reader.null()),
        Ty::Boolean => quote!(reader.boolean()),
        Ty::Int => quote!(reader.int()),
        Ty::Long => quote!(reader.long()),
        Ty::Float => quote!(reader.float()),
        Ty::Double => quote!(reader.double()),
        Ty::Bytes => quote!(reader.bytes()),
        Ty::String => quote!(reader.string()),
        Ty::Logical(_) | Ty::Named { .. } => quote!(codegen_v1::Datum::read(reader)),
        Ty::Array(items) => {
            let (min, item) = (min(items), read(items));
            quote!(reader.array(#min, |reader| #item))
        }
        Ty::Map(values) => {
            let (min, value) = (min(values), read(values));
            quote!(reader.map(#min, |reader| #value))
        }
        Ty::Option { null, some } => {
            let (null, some) = (index(*null), read(some));
            quote!(reader.optional(#null, |reader| #some))
        }
    }
}

/// An expression of type `Result<_, DecodeError>` whose value is not wanted.
pub(super) fn skip(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Bytes | Ty::String => quote!(reader.bytes_ref().map(drop)),
        Ty::Logical(_) | Ty::Named { .. } => {
            let ty = super::ty::emit(ty);
            quote!(<#ty as codegen_v1::Datum>::skip(reader))
        }
        Ty::Array(items) => {
            let (min, item) = (min(items), skip(items));
            quote!(reader.skip_array(#min, |reader| #item))
        }
        Ty::Map(values) => {
            let (min, value) = (min(values), skip(values));
            quote!(reader.skip_map(#min, |reader| #value))
        }
        Ty::Option { null, some } => {
            let (null, some) = (index(*null), skip(some));
            quote!(reader.optional(#null, |reader| #some).map(drop))
        }
        _ => {
            let read = read(ty);
            quote!(#read.map(drop))
        }
    }
}

pub(super) fn index(index: u32) -> impl ToTokens {
    Literal::u32_unsuffixed(index)
}

fn min(ty: &Ty) -> impl ToTokens {
    Literal::usize_unsuffixed(ty.min())
}
