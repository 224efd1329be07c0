//! From the trait that the runtime calls to the user's function.

use super::bounds::shared;
use crate::{
    face::Face,
    parse::{Block, Handler},
};
use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{ReturnType, spanned::Spanned};

/// Implements `Handle` or `Observe` for the handler's message. Spans are those of the user's types,
/// so that rustc points there.
pub(super) fn emit(face: Face, block: &Block, handler: &Handler) -> Option<TokenStream> {
    let Handler { cfgs, name, extractors, .. } = handler;
    let message = handler.message.as_ref()?;
    let (generics, _, _) = block.generics.split_for_impl();
    let bounds = shared(&block.generics);
    let owner = &block.owner;
    let at_message = message.span();
    let role = match face {
        Face::Processor => quote_spanned!(at_message=> Handle),
        Face::Subscriber => quote_spanned!(at_message=> Observe),
    };

    let future = match handler.sound {
        true => returned(handler),
        false => promised(face, at_message),
    };
    // What the user wrote is called as it is, without a second `async`: that would copy the message.
    let extracted = extractors.iter().map(|extractor| {
        quote_spanned! {extractor.span()=>
            <#extractor as ::adjutant::codegen_v1::FromContext<'_, __Message>>::from_context(__context)
        }
    });
    let call = match handler.sound {
        true => quote_spanned!(name.span()=> Self::#name(self, __message #(, #extracted)*)),
        false => quote!(::core::future::pending()),
    };
    let function = quote_spanned! {name.span()=>
        fn handle(&self, __message: __Message, __context: &::adjutant::codegen_v1::Context<__Message>) -> #future {
            #call
        }
    };
    // The message's type is named once, outside of generic arguments: misspelt, it is one error.
    Some(quote_spanned! {at_message=>
        #(#cfgs)*
        const _: () = {
            type __Message = #message;
            impl #generics ::adjutant::codegen_v1::#role<__Message, __Interface> for #owner #bounds {
                #function
            }
        };
    })
}

/// What the user's function returns, as written.
fn returned(handler: &Handler) -> TokenStream {
    let (output, at) = match &handler.output {
        ReturnType::Type(_, output) => (quote!(#output), output.span()),
        ReturnType::Default => (quote_spanned!(handler.name.span()=> ()), handler.name.span()),
    };
    quote_spanned!(at=> impl ::core::future::Future<Output = #output> + ::core::marker::Send)
}

/// What the trait asks for: a function that cannot be called is reported, and nothing follows.
fn promised(face: Face, at: Span) -> TokenStream {
    let output = match face {
        Face::Processor => quote_spanned!(at=> ::adjutant::codegen_v1::Handled<__Message>),
        Face::Subscriber => {
            quote_spanned!(at=> ::core::result::Result<(), ::adjutant::codegen_v1::Error>)
        }
    };
    quote_spanned!(at=> impl ::core::future::Future<Output = #output> + ::core::marker::Send)
}
