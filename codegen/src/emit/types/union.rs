//! Unions of more than null and one type.

use super::{datum, derive};
use crate::{
    emit::{
        codec::{self, Place},
        doc, ty,
    },
    interface::{Branch, Ty, TypeDef},
};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

pub(super) fn emit(def: &TypeDef, branches: &[Branch], derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let more: &[&str] = if def.default { &["Default"] } else { &[] };
    let (doc, derive) = (doc(def.doc.as_deref()), derive(def, more, derives));
    let count = codec::index(branches.len() as u32);
    let indices: Vec<_> = (0..branches.len() as u32).map(codec::index).collect();
    let variants = branches.iter().map(variant);
    let writes = branches.iter().zip(0..).map(|(Branch { ident: variant, ty }, index)| {
        let index = Literal::i32_suffixed(index);
        let branch = (&Ty::Int, Place::Field(quote!(#index)));
        match ty {
            Ty::Null => quote!(#ident::#variant => out.put(#index)),
            ty => {
                let write = codec::writes([branch, (ty, Place::Reference(quote!(value)))]);
                quote!(#ident::#variant(value) => { #write })
            }
        }
    });
    let reads =
        branches.iter().zip(&indices).map(|(Branch { ident: variant, ty }, index)| match ty {
            Ty::Null => quote!(#index => ::core::result::Result::Ok(#ident::#variant)),
            ty => {
                let read = codec::read(ty);
                quote!(#index => #read.map(#ident::#variant))
            }
        });
    let other = quote!(_ => reader.fault(codegen_v1::What::Union));
    let skip = def.skipped.then(|| {
        let skips = branches.iter().zip(&indices).map(|(Branch { ty, .. }, index)| {
            let skip = codec::skip(ty);
            quote!(#index => #skip)
        });
        quote!(match reader.branch(#count)? { #(#skips,)* #other })
    });
    let datum = datum(
        def,
        quote!(match self { #(#writes),* }),
        quote!(match reader.branch(#count)? { #(#reads,)* #other }),
        skip,
    );
    quote! {
        #doc
        #derive
        pub enum #ident {
            #(#variants),*
        }
        #datum
    }
}

/// Null is a variant without a value.
fn variant(branch: &Branch) -> TokenStream {
    let Branch { ident, ty } = branch;
    match ty {
        Ty::Null => quote!(#[default] #ident),
        ty => {
            let ty = ty::emit(ty);
            quote!(#ident(#ty))
        }
    }
}
