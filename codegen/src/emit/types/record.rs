//! Records.

use super::{datum, derive, rejection};
use crate::{
    emit::{
        codec::{self, Place},
        doc, ty, value,
    },
    interface::{Field, Role, Start, TypeDef},
};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(def: &TypeDef, fields: &[Field], derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let doc = doc(def.doc.as_deref());
    let own: Vec<_> = fields.iter().filter(|field| field.identity.is_none()).collect();
    let with_values = own.iter().any(|field| matches!(field.default, Start::Value(_)));
    let more: &[&str] = if def.default && !with_values { &["Default"] } else { &[] };
    let derive = derive(def, more, derives);
    let default = (def.default && with_values).then(|| default(def, &own));
    let display = (def.role == Some(Role::Rejection)).then(|| rejection::display(def, &own));
    let members = own.iter().map(|field| member(field));
    let datum = def.role.is_none().then(|| {
        let writes = codec::writes(own.iter().map(|field| write(field)));
        let reads = own.iter().map(|field| read(field));
        let skip = def.skipped.then(|| skip_all(&own));
        datum(def, writes, quote!(::core::result::Result::Ok(#ident { #(#reads),* })), skip)
    });
    quote! {
        #doc
        #derive
        pub struct #ident {
            #(#members),*
        }
        #default
        #display
        #datum
    }
}

fn member(field: &Field) -> TokenStream {
    let (doc, ident, ty) = (doc(field.doc.as_deref()), &field.ident, ty::emit(&field.ty));
    quote!(#doc pub #ident: #ty)
}

/// What is written for a field.
fn write(field: &Field) -> (&crate::interface::Ty, Place) {
    let ident = &field.ident;
    (&field.ty, Place::Field(quote!(self.#ident)))
}

/// A field of a struct literal.
pub(in crate::emit) fn read(field: &Field) -> TokenStream {
    let (ident, name, read) = (&field.ident, &field.name, codec::read(&field.ty));
    quote!(#ident: #read.in_field(#name)?)
}

/// An expression of type `Result<(), DecodeError>`.
pub(in crate::emit) fn skip(field: &Field) -> TokenStream {
    let (name, skip) = (&field.name, codec::skip(&field.ty));
    quote!(#skip.in_field(#name))
}

fn skip_all(fields: &[&Field]) -> TokenStream {
    let skips = fields.iter().map(|field| skip(field));
    quote!(#(#skips?;)* ::core::result::Result::Ok(()))
}

/// The schema's defaults, and elsewhere what the types start with.
fn default(def: &TypeDef, fields: &[&Field]) -> TokenStream {
    let ident = &def.ident;
    let values = fields.iter().map(|field| {
        let name = &field.ident;
        match &field.default {
            Start::Value(value) => {
                let value = value::emit(value);
                quote!(#name: #value)
            }
            _ => quote!(#name: ::core::default::Default::default()),
        }
    });
    quote! {
        impl ::core::default::Default for #ident {
            fn default() -> Self {
                #ident { #(#values),* }
            }
        }
    }
}
