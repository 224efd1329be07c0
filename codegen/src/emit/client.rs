//! The client: a method for each command.

use super::doc;
use crate::interface::{Command, Interface};
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(interface: &Interface) -> TokenStream {
    let title = format!(" Sends the commands of `{}`.", interface.name);
    let methods = interface.commands.iter().map(method);
    quote! {
        #[doc = #title]
        #[derive(Clone)]
        pub struct Client(codegen_v1::ClientOf<Interface>);

        impl ::core::convert::From<codegen_v1::Core> for Client {
            fn from(core: codegen_v1::Core) -> Self {
                Client(codegen_v1::ClientOf::new(core))
            }
        }

        impl codegen_v1::Client for Client {
            type Interface = Interface;
        }

        impl codegen_v1::Deref for Client {
            type Target = codegen_v1::ClientOf<Interface>;
            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl Client {
            #(#methods)*
        }
    }
}

fn method(command: &Command) -> TokenStream {
    let Command { ident, method, .. } = command;
    let doc = doc(command.doc.as_deref());
    let (returned, call) = match command.reply {
        Some(_) => (quote!(Call), quote!(call)),
        None => (quote!(Order), quote!(order)),
    };
    quote! {
        #doc
        pub fn #method(&self, command: #ident) -> codegen_v1::#returned<'_, #ident> {
            self.0.#call(command)
        }
    }
}
