//! What makes a record an event.

use super::command;
use crate::interface::Event;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(event: &Event) -> TokenStream {
    let Event { ident, topic, commands, .. } = event;
    let key = command::key(event.key.as_ref());
    quote! {
        impl codegen_v1::Event for #ident {
            type Interface = Interface;
            const TOPIC: &'static str = #topic;
            #key
        }
        #(impl codegen_v1::EventOf<#commands> for #ident {})*
    }
}
