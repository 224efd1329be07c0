//! From a consumed record to the handler of its type, and back with what it answered.

use crate::{
    Identity,
    context::{Context, Metadata},
    error::{BoxError, Cause, Handled, HandlerError},
    handle::{Handle, Observe, Shared},
    message::{Command, Event, Interface, Message, Rejection, Reply},
};
use adjutant_avro::codegen_v1::{DecodeError, single_object};
use std::{future::Future, marker::PhantomData, ops::Range};

/// One consumed record on its way through a handler. Owned, so that every dispatch of a lane has
/// one type and can be parked; its buffers go back to the lane with the [`Answer`].
pub struct Delivery {
    pub(crate) writer: u64,
    /// Where the datum starts in `value`.
    pub(crate) datum: usize,
    pub(crate) value: Vec<u8>,
    pub(crate) metadata: Metadata,
    pub(crate) outbox: Outbox,
}

/// What became of a [`Delivery`].
pub struct Answer {
    pub(crate) verdict: Verdict,
    pub(crate) value: Vec<u8>,
    pub(crate) outbox: Outbox,
}

/// The outcome of one try.
#[derive(Debug)]
pub(crate) enum Verdict {
    /// The outbox holds what the command publishes and is answered with.
    Done(Identity),
    /// The handler asked for another try.
    Retry(Identity, BoxError),
    /// No message of this interface has the writer's fingerprint.
    Unknown,
    /// The datum is not what its fingerprint says.
    Undecodable(DecodeError),
}

/// Encoded records that leave together. Values are framed.
#[derive(Debug, Default)]
pub struct Outbox {
    pub(crate) bytes: Vec<u8>,
    pub(crate) records: Vec<Outgoing>,
}

/// One record of an [`Outbox`]; ranges are of its bytes.
#[derive(Debug, Clone)]
pub(crate) struct Outgoing {
    pub topic: &'static str,
    /// `None`: the key of the command.
    pub key: Option<Range<usize>>,
    pub value: Range<usize>,
    /// Full name of the message.
    pub message: &'static str,
    pub reply: bool,
}

impl Outbox {
    pub(crate) fn clear(&mut self) {
        self.bytes.clear();
        self.records.clear();
    }

    pub(crate) fn event<E: Event>(&mut self, identity: &Identity, event: &E) {
        let start = self.bytes.len();
        let key = event.key(&mut self.bytes).then_some(start..self.bytes.len());
        let value = self.bytes.len();
        single_object::header(E::FINGERPRINT, &mut self.bytes);
        event.encode(identity, &mut self.bytes);
        let value = value..self.bytes.len();
        self.records.push(Outgoing { topic: E::TOPIC, key, value, message: E::NAME, reply: false });
    }

    /// Completes the events with what the handler answered; an error asks for another try.
    pub(crate) fn outcome<C: Command>(
        &mut self,
        identity: &Identity,
        outcome: Handled<C>,
    ) -> Result<(), BoxError> {
        let replayed = self.records.iter().any(|record| record.reply);
        let topic = C::Interface::CONTRACT.replies.name;
        match outcome {
            Ok(_) | Err(HandlerError(Cause::Rejected(_))) if replayed => {}
            Ok(reply) => {
                self.reply(topic, identity, C::NAME, |out| reply.encode_reply(identity, out));
            }
            Err(HandlerError(Cause::Rejected(rejection))) => {
                // A refusal changes nothing, so nothing is published.
                self.clear();
                self.reply(topic, identity, C::NAME, |out| Some(rejection.encode(identity, out)));
            }
            Err(HandlerError(Cause::Retry(error))) => {
                self.clear();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Appends a reply, rejection or failure; `encode` appends the datum and tells its fingerprint.
    pub(crate) fn reply(
        &mut self,
        topic: &'static str,
        identity: &Identity,
        message: &'static str,
        encode: impl FnOnce(&mut Vec<u8>) -> Option<u64>,
    ) {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(identity.client_id.as_bytes());
        self.bytes.push(b'/');
        self.bytes.extend_from_slice(identity.request_id.as_bytes());
        let value = self.bytes.len();
        single_object::header(0, &mut self.bytes);
        match encode(&mut self.bytes) {
            Some(writer) => {
                single_object::set_fingerprint(writer, &mut self.bytes[value..]);
                let (key, value) = (Some(start..value), value..self.bytes.len());
                self.records.push(Outgoing { topic, key, value, message, reply: true });
            }
            None => self.bytes.truncate(start),
        }
    }
}

impl Delivery {
    /// The fingerprint of the writer's schema.
    pub fn fingerprint(&self) -> u64 {
        self.writer
    }

    /// Whether it is an `M`, current or released.
    pub fn is<M: Message>(&self) -> bool {
        M::is(self.writer)
    }

    /// Decodes, runs the handler and encodes the outcome.
    pub async fn handle<C: Command, H: Handle<C, C::Interface> + Sync>(
        self,
        handler: &H,
    ) -> Answer {
        let Delivery { writer, datum, value, metadata, outbox } = self;
        let (identity, command) = match C::decode(writer, &value[datum..]) {
            Ok(decoded) => decoded,
            Err(error) => return Answer { verdict: Verdict::Undecodable(error), value, outbox },
        };
        let context = Context::new(identity, metadata, outbox);
        let outcome = handler.handle(command, &context).await;
        let (identity, mut outbox) = context.close();
        let verdict = match outbox.outcome::<C>(&identity, outcome) {
            Ok(()) => Verdict::Done(identity),
            Err(error) => Verdict::Retry(identity, error),
        };
        Answer { verdict, value, outbox }
    }

    /// Decodes and runs the subscriber's handler.
    pub async fn observe<E: Event, H: Observe<E, E::Interface> + Sync>(
        self,
        handler: &H,
    ) -> Answer {
        let Delivery { writer, datum, value, metadata, outbox } = self;
        let (identity, event) = match E::decode(writer, &value[datum..]) {
            Ok(decoded) => decoded,
            Err(error) => return Answer { verdict: Verdict::Undecodable(error), value, outbox },
        };
        let context = Context::new(identity, metadata, outbox);
        let result = handler.handle(event, &context).await;
        let (identity, outbox) = context.close();
        let verdict = match result {
            Ok(()) => Verdict::Done(identity),
            Err(error) => Verdict::Retry(identity, error.0),
        };
        Answer { verdict, value, outbox }
    }

    /// No handler is for it.
    pub fn unknown(self) -> Answer {
        Answer { verdict: Verdict::Unknown, value: self.value, outbox: self.outbox }
    }
}

/// Routes a delivery to the handler of `P` for its type.
pub trait Dispatch<P>: Interface {
    /// Whether `P` processes commands or subscribes to events.
    const FACE: Face;
    /// The topics read; a processor's are those of its contract's commands, in their order.
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

/// The events of `I` that a type observes. `#[subscriber]` writes it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a subscriber of this interface",
    note = "put `#[adjutant::subscriber(..)]` on the `impl` that holds its `#[event]` handlers"
)]
pub trait Subscriber<I: Interface>: Shared {
    /// The topics of those events.
    const TOPICS: &'static [&'static str];
    /// Runs one delivery.
    fn dispatch(&self, delivery: Delivery) -> impl Future<Output = Answer> + Send;
}

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
