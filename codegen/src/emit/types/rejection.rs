//! What rejections have beside other records.

use crate::{
    interface::{Field, Ty, TypeDef},
    names,
};
use proc_macro2::TokenStream;
use quote::quote;

/// A rejection in words: its name, and its fields.
pub(super) fn display(def: &TypeDef, fields: &[&Field]) -> TokenStream {
    let ident = &def.ident;
    let mut format = names::words(&ident.to_string());
    let mut values = Vec::new();
    for (n, field) in fields.iter().enumerate() {
        let plain = matches!(
            field.ty,
            Ty::Boolean | Ty::Int | Ty::Long | Ty::Float | Ty::Double | Ty::String
        );
        let (words, name) = (names::words(&field.name), &field.ident);
        let hole = if plain { "{}" } else { "{:?}" };
        format += &format!("{} {words} {hole}", if n == 0 { ":" } else { "," });
        values.push(quote!(self.#name));
    }
    let write = match values.as_slice() {
        [] => quote!(f.write_str(#format)),
        values => quote!(::core::write!(f, #format, #(#values),*)),
    };
    quote! {
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                #write
            }
        }
    }
}
