//! The way in for subscribers; which events they take, `#[subscriber]` knows.

use crate::interface::Interface;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(interface: &Interface) -> Option<TokenStream> {
    let title =
        format!(" Subscribes to the events of `{}` that `subscriber` handles.", interface.name);
    (!interface.events.is_empty()).then(|| {
        quote! {
            #[doc = #title]
            pub fn subscribe<__S: codegen_v1::Subscriber<Interface>>(
                subscriber: __S,
            ) -> codegen_v1::Service<Interface, codegen_v1::Subscribing<__S>> {
                codegen_v1::service(codegen_v1::Subscribing(subscriber))
            }
        }
    })
}
