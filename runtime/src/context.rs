//! What a handler may ask for beside its message.

use crate::{
    dispatch::Outbox,
    identity::Identity,
    message::{Command, EventOf},
};
use std::{
    marker::PhantomData,
    sync::{Mutex, PoisonError},
};

/// Where a message stood, and how often it was tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Metadata {
    /// The topic it was read from.
    pub topic: &'static str,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
    /// Milliseconds since 1970; -1 when the record has none.
    pub timestamp: i64,
    /// 1 for the first try.
    pub attempt: u32,
}

/// One delivery of an `M`, as its handler sees it. A handler names what it wants of it as arguments
/// of their own; a [`Handle`](crate::Handle) by hand asks for it here.
pub struct Context<M> {
    pub(crate) metadata: Metadata,
    pub(crate) events: Events<M>,
}

impl<M> Context<M> {
    /// Which client asked, and which request it is; of an event, what caused it.
    pub fn identity(&self) -> &Identity {
        &self.events.identity
    }

    /// Where the message stood, and how often it was tried.
    pub fn metadata(&self) -> Metadata {
        self.metadata
    }

    pub(crate) fn new(identity: Identity, metadata: Metadata, outbox: Outbox) -> Self {
        Context { metadata, events: Events::new(identity, outbox) }
    }

    pub(crate) fn close(self) -> (Identity, Outbox) {
        self.events.close()
    }
}

impl<C: Command> Context<C> {
    /// Publishes what the command declares.
    pub fn events(&self) -> &Events<C> {
        &self.events
    }
}

/// What a handler of `M` may ask for after the message itself: `&Identity`, `Identity` and
/// [`Metadata`], and a command's handler for `&Events<M>`.
#[diagnostic::on_unimplemented(
    message = "a handler of `{M}` cannot be given `{Self}`",
    label = "not available to a handler of `{M}`",
    note = "after its message a handler can ask for `&Identity`, `Identity`, `Metadata`, and for a command `&Events<..>` of that command"
)]
pub trait FromContext<'a, M> {
    /// Takes it from the delivery.
    fn from_context(context: &'a Context<M>) -> Self;
}

impl<'a, M> FromContext<'a, M> for &'a Identity {
    fn from_context(context: &'a Context<M>) -> Self {
        context.identity()
    }
}

impl<'a, M> FromContext<'a, M> for Identity {
    fn from_context(context: &'a Context<M>) -> Self {
        context.identity().clone()
    }
}

impl<'a, M> FromContext<'a, M> for Metadata {
    fn from_context(context: &'a Context<M>) -> Self {
        context.metadata
    }
}

impl<'a, C: Command> FromContext<'a, C> for &'a Events<C> {
    fn from_context(context: &'a Context<C>) -> Self {
        context.events()
    }
}

/// Publishes the events that `C` declares. They leave with the reply, or not at all.
///
/// A handler asks for `&Events<C>`, `C` being its own command: it is lent for as long as the handler
/// runs, so nothing can be published afterwards. An event that the command does not declare does not
/// compile. Events of one handler keep their order within a partition of their topic.
pub struct Events<C> {
    identity: Identity,
    outbox: Mutex<Outbox>,
    command: PhantomData<fn() -> C>,
}

impl<M> Events<M> {
    pub(crate) fn new(identity: Identity, outbox: Outbox) -> Self {
        Events { identity, outbox: Mutex::new(outbox), command: PhantomData }
    }

    pub(crate) fn close(self) -> (Identity, Outbox) {
        let outbox = self.outbox.into_inner().unwrap_or_else(PoisonError::into_inner);
        (self.identity, outbox)
    }

    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What was published so far is dropped for `outbox`.
    pub(crate) fn replace(&self, outbox: Outbox) {
        *self.outbox.lock().unwrap_or_else(PoisonError::into_inner) = outbox;
    }
}

impl<C: Command> Events<C> {
    /// Publishes an event when the command is done. It is encoded at once. A rejection or an error of
    /// the handler drops it; an event larger than its topic takes fails the command.
    pub fn publish<E: EventOf<C>>(&self, event: E) {
        let mut outbox = self.outbox.lock().unwrap_or_else(PoisonError::into_inner);
        outbox.event(&self.identity, &event);
    }
}
