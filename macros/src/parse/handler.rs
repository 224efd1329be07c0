//! A marked function: its markers and its signature.

use super::block::Marked;
use crate::{face::Face, faults::Faults};
use proc_macro2::TokenStream;
use syn::{
    Attribute, FnArg, Ident, Meta, ReceiverKind, ReturnType, Safety, Signature, Token, Type,
    Visibility,
    parse::{ParseStream, Parser},
};

/// What a delegation needs of its handler.
pub(crate) struct Handler {
    /// The conditions under which it exists.
    pub cfgs: Vec<Attribute>,
    pub name: Ident,
    /// `None`: it takes none, which is reported.
    pub message: Option<Type>,
    /// What it takes beside the message.
    pub extractors: Vec<Type>,
    pub output: ReturnType,
    /// Whether it can be called as it stands; what is wrong is reported.
    pub sound: bool,
}

impl Handler {
    /// Reads a marked member; `None`: it is no handler of this face, which is reported.
    pub(super) fn read(
        face: Face,
        interface: &str,
        marked: Marked,
        faults: &mut Faults,
    ) -> Option<Handler> {
        let Marked { markers, attributes, member } = marked;
        check_markers(face, interface, &markers, faults)?;
        match signature.parse2(member) {
            Ok(Some(signature)) => Some(Handler::check(signature, attributes, faults)),
            Ok(None) => {
                let marker = face.marker();
                faults.shape(
                    &markers[0],
                    &format!("`#[{marker}]` belongs on a function that handles a message"),
                );
                None
            }
            Err(error) => {
                faults.push(error);
                None
            }
        }
    }

    fn check(signature: Signature, mut attributes: Vec<Attribute>, faults: &mut Faults) -> Handler {
        attributes.retain(|attribute| attribute.path().is_ident("cfg"));
        let Signature { asyncness, safety, fn_token, ident, generics, inputs, output, .. } =
            signature;
        let mut sound = true;
        let mut fault = |place: &dyn quote::ToTokens, text: &str| {
            sound = false;
            faults.shape(place, text);
        };
        if asyncness.is_none() {
            fault(&fn_token, "a handler is an `async fn`");
        }
        if let Safety::Unsafe(unsafety) = safety {
            fault(&unsafety, "a handler is not `unsafe`: the runtime calls it");
        }
        if !generics.params.is_empty() {
            fault(&generics.params, "a handler has no generic parameters of its own");
        }
        match inputs.first() {
            Some(FnArg::Receiver(receiver))
                if matches!(receiver.kind, ReceiverKind::Reference(_, _, None)) => {}
            Some(other) => fault(other, "a handler takes `&self`: several threads share the value"),
            None => fault(&ident, "a handler takes `&self` and its message"),
        }
        let takes_nothing = inputs.is_empty();
        let mut types = inputs.into_iter().filter_map(|input| match input {
            FnArg::Typed(argument) => Some(*argument.ty),
            FnArg::Receiver(_) => None,
        });
        let message = types.next();
        if message.is_none() && !takes_nothing {
            fault(&ident, "a handler takes its message after `&self`");
        }
        let extractors = types.collect();
        Handler { cfgs: attributes, name: ident, message, extractors, output, sound }
    }
}

/// Reports wrong markers; `None`: the function is no handler of this face.
fn check_markers(
    face: Face,
    interface: &str,
    markers: &[Attribute],
    faults: &mut Faults,
) -> Option<()> {
    let marker = face.marker();
    let mut own = None;
    for attribute in markers {
        if !attribute.path().is_ident(marker) {
            continue;
        }
        if own.replace(attribute).is_some() {
            faults.at(attribute, format_args!("`#[{marker}]` once is enough"));
        }
        if !matches!(attribute.meta, Meta::Path(_)) {
            faults.at(
                &attribute.meta,
                format_args!(
                    "`#[{marker}]` takes no arguments: the type of the first argument after \
                     `&self` says which {marker} the function handles"
                ),
            );
        }
    }
    let other = markers.iter().find(|attribute| !attribute.path().is_ident(marker));
    match (own, other) {
        (_, None) => Some(()),
        (Some(_), Some(other)) => {
            faults.at(other, "a function handles a command or an event, not both");
            Some(())
        }
        (None, Some(foreign)) => {
            let face = Face::of_marker(foreign.path())?;
            let (attribute, marker) = (face.attribute(), face.marker());
            faults.at(
                foreign,
                format_args!(
                    "`#[{marker}]` belongs in a `#[{attribute}]` block\n\n\
                     help: move the function to an `impl` block of its own under \
                     `#[adjutant::{attribute}({interface})]`"
                ),
            );
            None
        }
    }
}

/// The signature at the start of a member; `None`: the member is no function.
fn signature(input: ParseStream<'_>) -> syn::Result<Option<Signature>> {
    let _: Visibility = input.parse()?;
    let starts = input.peek(Token![fn])
        || input.peek(Token![async])
        || input.peek(Token![unsafe])
        || input.peek(Token![extern])
        || input.peek(Token![const]) && (input.peek2(Token![fn]) || input.peek2(Token![async]));
    let signature = if starts { Some(input.parse()?) } else { None };
    // Its body, and whatever else follows.
    let _: TokenStream = input.parse()?;
    Ok(signature)
}
