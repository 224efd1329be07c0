//! A processor handles every command, which the generated trait demands.

use crate::parse::Block;
use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::spanned::Spanned;

/// Claims the face, unless a handler without a message would make rustc miss its command.
pub(super) fn claim(block: &Block) -> Option<TokenStream> {
    if block.handlers.iter().any(|handler| handler.message.is_none()) {
        return None;
    }
    let (generics, _, bounds) = block.generics.split_for_impl();
    let owner = &block.owner;
    Some(quote_spanned!(owner.span()=> impl #generics __Processor for #owner #bounds {}))
}
