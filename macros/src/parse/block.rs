//! The `impl` block: its header, and the members that are marked as handlers.

use super::{Handler, interface::spelled};
use crate::{face::Face, faults::Faults};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use quote::TokenStreamExt;
use syn::{
    Attribute, Generics, ItemImpl, Path, Token, Type,
    parse::{ParseStream, Parser},
};

/// A block of handlers.
pub(crate) struct Block {
    pub generics: Generics,
    pub owner: Type,
    pub handlers: Vec<Handler>,
}

/// A member with markers: what they are, its other attributes, and the tokens from its visibility
/// to somewhere behind its end.
pub(super) struct Marked {
    pub markers: Vec<Attribute>,
    pub attributes: Vec<Attribute>,
    pub member: TokenStream,
}

/// Reads the item that the attribute sits on. What comes first is that item as it was written, but
/// for the markers; it is to come out again whatever else is wrong.
pub(crate) fn block(
    face: Face,
    interface: Option<&Path>,
    item: TokenStream,
    faults: &mut Faults,
) -> (TokenStream, Option<Block>) {
    let (header, body) = split(item);
    let Some(body) = body else {
        not_a_block(face, &header, faults);
        return (header, None);
    };
    let (members, marked) = match members.parse2(body.stream()) {
        Ok(members) => members,
        Err(error) => {
            faults.push(error);
            return (with_body(header, &body, body.stream()), None);
        }
    };
    let block = with_body(header.clone(), &body, TokenStream::new());
    let item = with_body(header.clone(), &body, members);
    let Ok(ItemImpl { trait_, generics, self_ty, .. }) = syn::parse2(block) else {
        not_a_block(face, &header, faults);
        return (item, None);
    };
    if let Some((path, _)) = trait_ {
        let attribute = face.attribute();
        faults.at(
            &path,
            format_args!(
                "`#[{attribute}]` belongs on an `impl` block without a trait\n\n\
                 help: handlers are methods of the type itself: `impl {}`",
                quote::quote!(#self_ty)
            ),
        );
        return (item, None);
    }
    if marked.is_empty() && has_functions(&body) {
        let marker = face.marker();
        faults.shape(&self_ty, &format!("no function of this block is marked `#[{marker}]`"));
        return (item, None);
    }
    let place = interface.map_or_else(|| "..".to_owned(), spelled);
    let handlers = marked.into_iter().filter_map(|m| Handler::read(face, &place, m, faults));
    let handlers = handlers.collect();
    (item, Some(Block { generics, owner: *self_ty, handlers }))
}

/// An item without the braces at its end, and those.
fn split(item: TokenStream) -> (TokenStream, Option<Group>) {
    let mut tokens: Vec<_> = item.into_iter().collect();
    let body = match tokens.last() {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
            Some(group.clone())
        }
        _ => None,
    };
    if body.is_some() {
        tokens.pop();
    }
    (tokens.into_iter().collect(), body)
}

fn with_body(mut header: TokenStream, body: &Group, members: TokenStream) -> TokenStream {
    let mut braces = Group::new(Delimiter::Brace, members);
    braces.set_span(body.span());
    header.append(braces);
    header
}

fn not_a_block(face: Face, header: &TokenStream, faults: &mut Faults) {
    let attribute = face.attribute();
    faults.shape(
        header,
        &format!("`#[{attribute}]` belongs on the `impl` block that holds the handlers"),
    );
}

fn has_functions(body: &Group) -> bool {
    body.stream().into_iter().any(|token| matches!(token, TokenTree::Ident(word) if word == "fn"))
}

/// The members of a block without their markers, and the marked ones. Bodies are not parsed, so
/// that whatever compiles inside of them is left alone.
fn members(input: ParseStream<'_>) -> syn::Result<(TokenStream, Vec<Marked>)> {
    let (mut members, mut found) = (TokenStream::new(), Vec::new());
    members.append_all(input.call(Attribute::parse_inner)?);
    while !input.is_empty() {
        let (markers, attributes): (Vec<_>, Vec<_>) = input
            .call(Attribute::parse_outer)?
            .into_iter()
            .partition(|attribute| Face::of_marker(attribute.path()).is_some());
        members.append_all(&attributes);
        let mut member = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![#]) {
            member.append(input.parse::<TokenTree>()?);
        }
        members.append_all(member.clone());
        if !markers.is_empty() {
            found.push(Marked { markers, attributes, member });
        }
    }
    Ok((members, found))
}
