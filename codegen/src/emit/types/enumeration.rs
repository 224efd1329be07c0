//! Enums.

use super::datum;
use crate::{
    emit::{codec, doc},
    interface::{Symbol, TypeDef},
};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(
    def: &TypeDef,
    symbols: &[Symbol],
    default: Option<usize>,
    derives: &[syn::Path],
) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let doc = doc(def.doc.as_deref());
    let variants = symbols.iter().enumerate().map(|(n, symbol)| {
        let (mark, ident) = ((Some(n) == default).then(|| quote!(#[default])), &symbol.ident);
        quote!(#mark #ident)
    });
    let default = default.map(|_| quote!(Default,));
    let (idents, names): (Vec<_>, Vec<_>) = symbols.iter().map(|s| (&s.ident, &s.name)).unzip();
    let indices = (0..symbols.len() as u32).map(codec::index).collect::<Vec<_>>();
    let count = codec::index(symbols.len() as u32);
    let datum = datum(
        def,
        quote!(out.put(*self as i32);),
        quote! {
            match reader.symbol(#count)? {
                #(#indices => ::core::result::Result::Ok(#ident::#idents),)*
                _ => reader.fault(codegen_v1::What::Enum),
            }
        },
        None,
    );
    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, #default #(#derives),*)]
        pub enum #ident {
            #(#variants),*
        }

        impl #ident {
            /// As in the schema.
            pub fn symbol(self) -> &'static str {
                match self {
                    #(#ident::#idents => #names),*
                }
            }
        }
        #datum
    }
}
