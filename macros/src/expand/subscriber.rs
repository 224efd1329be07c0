//! A subscriber takes the events that it has handlers for, and reads only their topics.

use crate::parse::Block;
use proc_macro2::TokenStream;
use quote::{format_ident, quote_spanned};
use syn::spanned::Spanned;

pub(super) fn claim(block: &Block) -> Option<TokenStream> {
    let (generics, _, bounds) = block.generics.split_for_impl();
    let owner = &block.owner;
    let events = || block.handlers.iter().filter_map(|h| Some((&h.cfgs, h.message.as_ref()?)));
    let names = || events().enumerate().map(|(n, (cfgs, _))| (cfgs, format_ident!("__Event{n}")));

    let types = events().zip(names()).map(
        |((cfgs, event), (_, name))| quote_spanned!(event.span()=> #(#cfgs)* type #name = #event;),
    );
    let topics = names().map(|(cfgs, name)| {
        quote_spanned!(owner.span()=> #(#cfgs)* <#name as ::adjutant::codegen_v1::Event>::TOPIC,)
    });
    let arms = names().map(|(cfgs, name)| {
        quote_spanned! {owner.span()=>
            #(#cfgs)*
            if __delivery.is::<#name>() {
                return __delivery.observe::<#name, Self>(self).await;
            }
        }
    });
    Some(quote_spanned! {owner.span()=>
        const _: () = {
            #(#types)*
            const __ALL: &[&str] = &[#(#topics)*];
            const __TOPICS: ::adjutant::codegen_v1::Topics<{ __ALL.len() }> =
                ::adjutant::codegen_v1::Topics::each_once(__ALL);
            impl #generics ::adjutant::codegen_v1::Subscriber<__interface::Interface> for #owner #bounds {
                const TOPICS: &'static [&'static str] = __TOPICS.as_slice();
                async fn dispatch(&self, __delivery: ::adjutant::codegen_v1::Delivery) -> ::adjutant::codegen_v1::Answer {
                    #(#arms)*
                    __delivery.unknown()
                }
            }
        };
    })
}
