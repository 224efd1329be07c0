//! The types of an interface and, unless they are messages, their codecs.

mod enumeration;
mod fixed;
mod record;
mod rejection;
mod union;

pub(super) use record::{read, skip};

use crate::interface::{Shape, TypeDef};
use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

pub(super) fn emit(def: &TypeDef, derives: &[syn::Path]) -> TokenStream {
    match &def.shape {
        Shape::Record(fields) => record::emit(def, fields, derives),
        Shape::Enum { symbols, default } => enumeration::emit(def, symbols, *default, derives),
        Shape::Fixed { size } => fixed::emit(def, *size, derives),
        Shape::Union(branches) => union::emit(def, branches, derives),
    }
}

/// The codec of a type; each part is the body of a method.
fn datum(
    def: &TypeDef,
    write: TokenStream,
    read: TokenStream,
    skip: Option<TokenStream>,
) -> TokenStream {
    let (ident, min) = (&def.ident, Literal::usize_unsuffixed(def.min));
    let skip = skip.map(|skip| {
        quote! {
            fn skip(
                reader: &mut codegen_v1::Reader<'_>,
            ) -> ::core::result::Result<(), codegen_v1::DecodeError> {
                #skip
            }
        }
    });
    quote! {
        impl codegen_v1::Datum for #ident {
            const MIN: usize = #min;
            fn write(&self, out: &mut codegen_v1::Writer<'_>) {
                #write
            }
            fn read(
                reader: &mut codegen_v1::Reader<'_>,
            ) -> ::core::result::Result<Self, codegen_v1::DecodeError> {
                #read
            }
            #skip
        }
    }
}

/// The traits of a type: all it can have, then `more`, then those that the user asks for.
fn derive(def: &TypeDef, more: &[&str], derives: &[syn::Path]) -> TokenStream {
    let eq = def.eq.then(|| quote!(Eq, Hash,));
    let more = more.iter().map(|name| format_ident!("{name}"));
    quote!(#[derive(Debug, Clone, PartialEq, #eq #(#more,)* #(#derives),*)])
}
