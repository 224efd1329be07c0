//! The whole expansion: the user's block, a delegation per handler, the claim of the face, and
//! whatever is wrong.

mod bounds;
mod delegation;
mod processor;
mod subscriber;

use crate::{face::Face, faults::Faults, parse};
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

pub(crate) fn expand(face: Face, argument: TokenStream, item: TokenStream) -> TokenStream {
    let mut faults = Faults::new(face);
    let interface = parse::interface(face, argument, &mut faults);
    let (item, block) = parse::block(face, interface.as_ref(), item, &mut faults);
    let faults = faults.into_code();
    let (Some(interface), Some(block)) = (interface, block) else {
        return quote!(#item #faults);
    };
    // Each name of the interface is looked up once: a misspelt one is then one error.
    let place = interface.span();
    let (import, claim) = match face {
        Face::Processor => (
            quote_spanned!(place=> use #interface::{Interface as __Interface, Processor as __Processor};),
            processor::claim(&block),
        ),
        Face::Subscriber => (
            quote_spanned!(place=> use #interface::Interface as __Interface;),
            Some(subscriber::claim(&block)),
        ),
    };
    let delegations = block.handlers.iter().map(|handler| delegation::emit(face, &block, handler));
    quote! {
        #item
        const _: () = {
            #[allow(unused_imports)]
            #import
            #(#delegations)*
            #claim
        };
        #faults
    }
}
