//! Defaults as expressions.

use super::ty;
use crate::interface::Value;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// An expression of the Rust type that the value was made for.
pub(super) fn emit(value: &Value) -> TokenStream {
    match value {
        Value::Unit => quote!(()),
        Value::Bool(value) => quote!(#value),
        Value::Int(number) => number_of(&number.to_string()),
        Value::Long(number) => number_of(&number.to_string()),
        Value::Float(number) if number.is_finite() => number_of(&format!("{number:?}")),
        Value::Double(number) if number.is_finite() => number_of(&format!("{number:?}")),
        Value::Float(number) => not_finite("f32", f64::from(*number)),
        Value::Double(number) => not_finite("f64", *number),
        Value::Bytes(bytes) => {
            let bytes = list(bytes);
            quote!(::std::vec::Vec::from(#bytes))
        }
        Value::Text(text) => quote!(::std::string::String::from(#text)),
        Value::Array(items) => {
            let items = items.iter().map(emit);
            quote!(::std::vec::Vec::from([#(#items),*]))
        }
        Value::Map(entries) => {
            let entries = entries.iter().map(|(key, value)| {
                let value = emit(value);
                quote!((::std::string::String::from(#key), #value))
            });
            quote!(codegen_v1::BTreeMap::from([#(#entries),*]))
        }
        Value::None => quote!(::core::option::Option::None),
        Value::Some(some) => {
            let some = emit(some);
            quote!(::core::option::Option::Some(#some))
        }
        Value::Boxed(inner) => {
            let inner = emit(inner);
            quote!(::std::boxed::Box::new(#inner))
        }
        Value::Number(logical, number) => {
            let (ty, number) = (ty::logical(*logical), emit(number));
            quote!(#ty(#number))
        }
        Value::Decimal(digits) => {
            let digits = list(digits);
            quote!(codegen_v1::Decimal::from_bytes(&#digits).unwrap_or_default())
        }
        Value::BigDecimal(digits, scale) => {
            let (digits, scale) = (list(digits), number_of(&scale.to_string()));
            quote!(codegen_v1::BigDecimal::from_bytes(&#digits, #scale).unwrap_or_default())
        }
        Value::Raw(logical, bytes) => {
            let (ty, bytes) = (ty::logical(*logical), list(bytes));
            quote!(<#ty>::from_bytes(#bytes))
        }
        Value::Fixed(ident, bytes) => {
            let bytes = list(bytes);
            quote!(#ident(#bytes))
        }
        Value::Symbol(ident, symbol) => quote!(#ident::#symbol),
        Value::Branch(ident, branch, None) => quote!(#ident::#branch),
        Value::Branch(ident, branch, Some(value)) => {
            let value = emit(value);
            quote!(#ident::#branch(#value))
        }
        Value::Record(ident, fields) => {
            let fields = fields.iter().map(|(name, value)| {
                let value = emit(value);
                quote!(#name: #value)
            });
            quote!(#ident { #(#fields),* })
        }
    }
}

/// `[1, 2, 3]`
fn list(bytes: &[u8]) -> TokenStream {
    let bytes = bytes.iter().map(|byte| Literal::u8_unsuffixed(*byte));
    quote!([#(#bytes),*])
}

/// The tokens of a number, a minus apart.
fn number_of(text: &str) -> TokenStream {
    text.parse().unwrap_or_default()
}

fn not_finite(ty: &str, number: f64) -> TokenStream {
    let name = match number {
        number if number.is_nan() => "NAN",
        number if number > 0.0 => "INFINITY",
        _ => "NEG_INFINITY",
    };
    format!("{ty}::{name}").parse().unwrap_or_default()
}
