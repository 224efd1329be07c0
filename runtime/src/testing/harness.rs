//! A processor or subscriber without a broker.

use crate::{
    client,
    dispatch::{Dispatch, Outbox, Service},
    engine::{self, Retry},
    identity::Identity,
    message::{Command, Event, Message, Reply},
    outcome::{CallError, Unknown, Why},
    receipt::{Position, Receipt},
};
use adjutant_avro::single_object;
use std::{
    marker::PhantomData,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// Runs what is served in memory, through the real codecs, routing and limits, in microseconds.
///
/// ```ignore
/// let harness = Harness::new(ledger::serve(Bank::in_memory()?));
/// let done = harness.call(OpenAccount { .. }).await;
/// assert_eq!(done.outcome?.balance, 5);
/// assert_eq!(done.events::<BalanceChanged>().len(), 1);
/// ```
///
/// A handler that fails is tried eight times, as on a broker, but without pauses; then, and when it
/// panics, the outcome is the same failure. What a broker does, order, offsets and transactions, is
/// not here.
pub struct Harness<I, P> {
    service: Service<I, P>,
    retry: Retry,
    requests: AtomicI64,
}

/// What a command led to.
pub struct Done<C: Command> {
    /// What its caller would get.
    pub outcome: Result<C::Reply, CallError<C>>,
    /// Why it was set aside as a dead letter, if it was.
    pub dead_letter: Option<String>,
    outbox: Outbox,
}

impl<C: Command> Done<C> {
    /// The events of one type that it published, in order.
    pub fn events<E: Event>(&self) -> Vec<E> {
        let values =
            self.outbox.records.iter().map(|record| &self.outbox.bytes[record.value.clone()]);
        let framed = values.filter_map(single_object::split);
        let ours = framed.filter(|(writer, _)| E::is(*writer));
        ours.filter_map(|(writer, datum)| E::decode(writer, datum).ok()).map(|(_, e)| e).collect()
    }
}

impl<I: Dispatch<P>, P> Harness<I, P> {
    /// Of what would be served.
    pub fn new(service: Service<I, P>) -> Self {
        Harness { service, retry: Retry::default(), requests: AtomicI64::new(0) }
    }

    /// How often a handler is tried.
    pub fn tries(mut self, tries: u32) -> Self {
        self.retry = Retry { tries: tries.max(1), first: Duration::ZERO, longest: Duration::ZERO };
        self
    }

    /// Handles a command of the client `harness`, with a request_id of its own.
    pub async fn call<C: Command<Interface = I>>(&self, command: C) -> Done<C> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let request_id = format!("request-{number}");
        self.call_as(Identity { client_id: "harness".into(), request_id }, command).await
    }

    /// Handles a command with this identity; the same one again is what a second delivery is.
    pub async fn call_as<C: Command<Interface = I>>(
        &self,
        identity: Identity,
        command: C,
    ) -> Done<C> {
        let contract = I::CONTRACT;
        let topic = contract.commands.get(contract.normal).map_or("", |topic| topic.name);
        let left = self.run(topic, &identity, &command).await;
        let outcome = outcome(&left.outbox, identity, topic);
        let cause = |headers: engine::Headers| {
            let found = headers.into_iter().find(|(name, _)| name == crate::headers::CAUSE);
            found.and_then(|(_, cause)| String::from_utf8(cause?).ok()).unwrap_or_default()
        };
        Done { outcome, dead_letter: left.dead_letter.map(cause), outbox: left.outbox }
    }

    /// Lets a subscriber observe an event that this request caused; the error says why it failed.
    pub async fn observe<E: Event<Interface = I>>(
        &self,
        identity: Identity,
        event: E,
    ) -> Result<(), String> {
        let left = self.run(E::TOPIC, &identity, &event).await;
        let Some(headers) = left.dead_letter else { return Ok(()) };
        let found = headers.into_iter().find(|(name, _)| name == crate::headers::MESSAGE);
        Err(found.and_then(|(_, text)| String::from_utf8(text?).ok()).unwrap_or_default())
    }

    async fn run<M: Message>(
        &self,
        topic: &'static str,
        identity: &Identity,
        message: &M,
    ) -> engine::Left {
        let offset = self.requests.load(Ordering::Relaxed);
        let mut value = Vec::new();
        single_object::header(M::FINGERPRINT, &mut value);
        message.encode(identity, &mut value);
        let to = &self.service.implementation;
        engine::run_alone::<I, P>(to, topic, offset, value, Vec::new(), self.retry).await
    }
}

/// What the caller of a command gets for what left.
fn outcome<C: Command>(
    outbox: &Outbox,
    identity: Identity,
    topic: &str,
) -> Result<C::Reply, CallError<C>> {
    let reply = outbox.records.iter().find(|record| record.reply);
    let read = match reply {
        Some(record) => client::read_outcome(&outbox.bytes[record.value.clone()]),
        None => return C::Reply::absent().ok_or_else(|| unknown(identity, topic)),
    };
    read.unwrap_or_else(|| Err(unknown(identity, topic)))
}

fn unknown<C: Command>(identity: Identity, topic: &str) -> CallError<C> {
    let sent = Position { topic: topic.into(), partition: 0, offset: None };
    let receipt = Receipt { identity, sent, reply: None, command: PhantomData };
    CallError::Unknown(Unknown { receipt, why: Why::Unreadable })
}
