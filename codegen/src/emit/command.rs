//! What makes a record a command.

use crate::interface::{Command, Key, KeyKind};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(command: &Command) -> TokenStream {
    let Command { ident, rejections, .. } = command;
    let reply = match &command.reply {
        Some(reply) => quote!(#reply),
        None => quote!(()),
    };
    let rejection = match &command.rejection {
        Some(rejection) => quote!(#rejection),
        None => quote!(codegen_v1::Never),
    };
    let key = key(command.key.as_ref());
    let answered = command.reply.is_some().then(|| quote!(impl codegen_v1::Answered for #ident {}));
    let title = format!(" Why `{ident}` may be refused.");
    let eq = command.rejections_eq.then(|| quote!(Eq, Hash));
    let rejections = command.rejection.as_ref().map(|all| {
        quote! {
            #[doc = #title]
            #[derive(Debug, Clone, PartialEq, #eq)]
            pub enum #all {
                #(#rejections(#rejections)),*
            }

            codegen_v1::rejections!(#ident, #all, #(#rejections),*);
        }
    });
    quote! {
        impl codegen_v1::Command for #ident {
            type Interface = Interface;
            type Reply = #reply;
            type Rejection = #rejection;
            #key
        }
        #answered
        #rejections
    }
}

/// The method that appends the text of a key.
pub(super) fn key(key: Option<&Key>) -> TokenStream {
    let Some(Key { field, kind }) = key else {
        return quote! {
            fn key(&self, _: &mut ::std::vec::Vec<u8>) -> bool {
                false
            }
        };
    };
    let put = match kind {
        KeyKind::Text => quote!(out.extend_from_slice(self.#field.as_bytes());),
        KeyKind::Display => quote!(codegen_v1::put_text(&self.#field, out);),
        KeyKind::Symbol => quote!(out.extend_from_slice(self.#field.symbol().as_bytes());),
    };
    quote! {
        fn key(&self, out: &mut ::std::vec::Vec<u8>) -> bool {
            #put
            true
        }
    }
}
