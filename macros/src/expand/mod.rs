//! The whole expansion: the user's block, a delegation per handler, the claim of the face, and
//! whatever is wrong.

mod delegation;
mod processor;
mod subscriber;

use crate::{face::Face, faults::Faults, parse};
use proc_macro2::TokenStream;
use quote::quote;

pub(crate) fn expand(face: Face, argument: TokenStream, item: TokenStream) -> TokenStream {
    let mut faults = Faults::new(face);
    let interface = parse::interface(face, argument, &mut faults);
    let (item, block) = parse::block(face, interface.as_ref(), item, &mut faults);
    let faults = faults.into_code();
    let (Some(interface), Some(block)) = (interface, block) else {
        return quote!(#item #faults);
    };
    let delegations = block.handlers.iter().map(|handler| delegation::emit(face, &block, handler));
    let claim = match face {
        Face::Processor => processor::claim(&block),
        Face::Subscriber => subscriber::claim(&block),
    };
    quote! {
        #item
        const _: () = {
            use #interface as __interface;
            #(#delegations)*
            #claim
        };
        #faults
    }
}
