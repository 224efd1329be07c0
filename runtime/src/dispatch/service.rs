//! An interface together with the type that processes its commands or observes its events.

use super::delivery::{Answer, Delivery};
use crate::{handle::Shared, message::Interface};
use std::{future::Future, marker::PhantomData};

/// Routes a delivery to the handler of `P` for its type.
pub trait Dispatch<P>: Interface {
    /// Whether `P` processes commands or subscribes to events.
    const FACE: Face;
    /// The topics read, each once; a processor's are those of its contract's commands, in their order.
    const TOPICS: &'static [&'static str];
    /// Runs one delivery.
    fn dispatch(to: &P, delivery: Delivery) -> impl Future<Output = Answer> + Send;
}

/// What a [`Service`] is to its interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Face {
    /// Handles commands.
    Processor,
    /// Handles events.
    Subscriber,
}

/// The events of `I` that a type observes.
pub trait Subscription<I: Interface> {
    /// The topics of those events, each once.
    const TOPICS: &'static [&'static str];
    /// Runs one delivery.
    fn dispatch(&self, delivery: Delivery) -> impl Future<Output = Answer> + Send;
}

/// What can be served as a subscriber of `I`. `#[subscriber]` writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a subscriber of this interface",
    note = "put `#[adjutant::subscriber(..)]` on the `impl` that holds its `#[event]` handlers"
)]
pub trait Subscriber<I: Interface>: Subscription<I> + Shared {}

impl<I: Interface, S: Subscriber<I>> Dispatch<Subscribing<S>> for I {
    const FACE: Face = Face::Subscriber;
    const TOPICS: &'static [&'static str] = S::TOPICS;
    fn dispatch(to: &Subscribing<S>, delivery: Delivery) -> impl Future<Output = Answer> + Send {
        to.0.dispatch(delivery)
    }
}

/// Marks the processor of an interface, since one type may play every role.
pub struct Processing<P>(pub P);

/// Marks a subscriber of an interface.
pub struct Subscribing<P>(pub P);

/// An interface with its implementation, ready to be served.
pub struct Service<I, P> {
    pub(crate) implementation: P,
    pub(crate) group: Option<String>,
    interface: PhantomData<fn() -> I>,
}

/// Joins an implementation to its interface.
pub fn service<I: Dispatch<P>, P>(implementation: P) -> Service<I, P> {
    Service { implementation, group: None, interface: PhantomData }
}

impl<I, P> Service<I, P> {
    /// The consumer group, under which Kafka keeps how far it has read. A processor's is its
    /// interface unless it says otherwise; a subscriber has to name one of its own.
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }
}
