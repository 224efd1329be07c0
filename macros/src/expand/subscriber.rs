//! A subscriber takes the events that it has handlers for, and reads only their topics.

use super::bounds::shared;
use crate::parse::Block;
use proc_macro2::TokenStream;
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned;

pub(super) fn claim(block: &Block) -> TokenStream {
    let (generics, _, bounds) = block.generics.split_for_impl();
    let (owner, shared) = (&block.owner, shared(&block.generics));
    let (mut types, mut topics, mut arms) = (Vec::new(), Vec::new(), Vec::new());
    for (number, handler) in block.handlers.iter().enumerate() {
        let Some(event) = &handler.message else { continue };
        let (name, cfgs) = (format_ident!("__Event{number}", span = event.span()), &handler.cfgs);
        types.push(quote_spanned!(event.span()=> #(#cfgs)* type #name = #event;));
        // This alone asks whether it is an event of the interface: one mistake is then one error.
        topics.push(quote_spanned! {event.span()=>
            #(#cfgs)* ::adjutant::codegen_v1::topic::<#name, __Interface>()
        });
        arms.push(quote_spanned! {event.span()=>
            #(#cfgs)*
            if __delivery.is::<#name>() {
                return __delivery.observe::<#name, __Interface, Self>(self).await;
            }
        });
    }
    quote_spanned! {owner.span()=>
        const _: () = {
            #(#types)*
            const __ALL: &[&str] = &[#(#topics),*];
            const __TOPICS: ::adjutant::codegen_v1::Topics<{ __ALL.len() }> =
                ::adjutant::codegen_v1::Topics::each_once(__ALL);
            impl #generics ::adjutant::codegen_v1::Subscription<__Interface> for #owner #shared {
                const TOPICS: &'static [&'static str] = __TOPICS.as_slice();
                async fn dispatch(&self, __delivery: ::adjutant::codegen_v1::Delivery) -> ::adjutant::codegen_v1::Answer {
                    #(#arms)*
                    __delivery.unknown()
                }
            }
            impl #generics ::adjutant::codegen_v1::Subscriber<__Interface> for #owner #bounds {}
        };
    }
}
