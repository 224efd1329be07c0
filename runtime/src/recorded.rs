//! The outcome of a command as bytes, to be kept beside its effect.

use crate::{
    context::Events,
    dispatch::{Outbox, Outgoing},
    error::{Cause, Handled, HandlerError},
    identity::Identity,
    message::{Command, Interface, Rejection, Reply},
};
use adjutant_avro::single_object;
use std::{fmt, marker::PhantomData, ops::Range};

/// What a command was answered with and what it published, as bytes and back.
///
/// Kafka may deliver a command twice. A handler with an effect outside Kafka stays correct when it
/// keeps the recording in the same database transaction as the effect, under the identity: a second
/// delivery finds it, changes nothing, and answers with the very bytes of the first.
///
/// ```ignore
/// async fn move_funds(&self, command: MoveFunds, identity: &Identity, events: &Events<MoveFunds>)
///     -> Handled<MoveFunds>
/// {
///     let mut database = self.database.begin()?;
///     let recorded = match database.find(identity)? {
///         Some(bytes) => Recorded::from_bytes(&bytes)?,
///         None => {
///             let recorded = Recorded::record(identity, |events| act(&mut database, command, events))?;
///             database.keep(identity, &recorded.to_bytes())?;
///             recorded
///         }
///     };
///     database.commit()?;
///     recorded.replay(events)
/// }
/// ```
///
/// The bytes name the command, so that they cannot answer another one. They hold Avro records with
/// their fingerprints and stay readable as long as the interface promises those schemas.
pub struct Recorded<C> {
    identity: Identity,
    outbox: Outbox,
    command: PhantomData<fn() -> C>,
}

impl<C: Command> Recorded<C> {
    /// Runs `act` and keeps its reply or rejection and the events that it publishes. An error that
    /// asks for another try is no outcome: it comes back as it is.
    pub fn record(
        identity: &Identity,
        act: impl FnOnce(&Events<C>) -> Handled<C>,
    ) -> Result<Self, HandlerError<C>> {
        let events = Events::new(identity.clone(), Outbox::default());
        let outcome = act(&events);
        let (identity, mut outbox) = events.close();
        outbox.outcome::<C>(&identity, outcome).map_err(|e| HandlerError(Cause::Retry(e)))?;
        Ok(Recorded { identity, outbox, command: PhantomData })
    }

    /// Publishes what was recorded and returns what was answered: a handler ends with it. The
    /// records that leave are the recorded bytes, not encoded anew.
    pub fn replay(self, events: &Events<C>) -> Handled<C> {
        if self.identity != *events.identity() {
            return Err("the recording is that of another request".into());
        }
        let outcome = match self.outbox.records.iter().find(|record| record.reply) {
            Some(record) => self.outcome(record.value.clone())?,
            None => C::Reply::absent().map(Ok).ok_or("the recording holds no reply")?,
        };
        events.replace(self.outbox);
        outcome.map_err(HandlerError::reject)
    }

    fn outcome(&self, value: Range<usize>) -> Result<Result<C::Reply, C::Rejection>, String> {
        let unreadable = |e: &dyn fmt::Display| format!("the recorded reply cannot be read: {e}");
        let value = self.outbox.bytes.get(value).unwrap_or_default();
        let (writer, datum) =
            single_object::split(value).ok_or("the recorded reply is not framed")?;
        if let Some(rejection) = C::Rejection::decode(writer, datum) {
            return rejection.map(Err).map_err(|e| unreadable(&e));
        }
        match C::Reply::decode_reply(writer, datum) {
            Some(reply) => reply.map(Ok).map_err(|e| unreadable(&e)),
            None => Err(unreadable(&format_args!("no schema {writer:016x}"))),
        }
    }

    /// Which request it answers.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// As bytes to keep.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        let mut put = |part: &[u8]| {
            out.extend_from_slice(&(part.len() as u32).to_le_bytes());
            out.extend_from_slice(part);
        };
        put(C::NAME.as_bytes());
        put(self.identity.client_id.as_bytes());
        put(self.identity.request_id.as_bytes());
        put(&(self.outbox.records.len() as u32).to_le_bytes());
        for record in &self.outbox.records {
            let bytes = |range: &Range<usize>| &self.outbox.bytes[range.clone()];
            put(if record.reply { b"reply" } else { b"event" });
            put(record.topic.as_bytes());
            put(record.message.as_bytes());
            put(if record.key.is_some() { b"key" } else { b"" });
            put(record.key.as_ref().map(bytes).unwrap_or_default());
            put(bytes(&record.value));
        }
        out
    }

    /// From bytes that [`to_bytes`](Self::to_bytes) made for the same command.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotRecorded> {
        parse(bytes).ok_or(NotRecorded { expected: C::NAME })
    }
}

/// The layout of [`Recorded::to_bytes`]: this byte, then texts and bytes behind their lengths (u32,
/// little-endian): command, client_id, request_id, how many records, then six for each.
const VERSION: u8 = 1;

fn parse<C: Command>(bytes: &[u8]) -> Option<Recorded<C>> {
    let mut rest = bytes.strip_prefix(&[VERSION])?;
    let mut next = move || {
        if rest.is_empty() {
            return Some(None);
        }
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (part, after) = after.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        rest = after;
        Some(Some(part))
    };
    let text = |part: Option<&[u8]>| Some(std::str::from_utf8(part?).ok()?.to_owned());
    if next()?? != C::NAME.as_bytes() {
        return None;
    }
    let identity = Identity { client_id: text(next()?)?, request_id: text(next()?)? };
    let count = u32::from_le_bytes(next()??.try_into().ok()?);
    let contract = C::Interface::CONTRACT;
    let mut outbox = Outbox::default();
    while let Some(kind) = next()? {
        let topic = next()??;
        let topic = contract.topics().find(|t| t.name.as_bytes() == topic)?.name;
        let message = next()??;
        let message = contract.messages.iter().find(|m| m.name.as_bytes() == message)?.name;
        let keyed = !next()??.is_empty();
        let mut put = |part: &[u8]| {
            let start = outbox.bytes.len();
            outbox.bytes.extend_from_slice(part);
            start..outbox.bytes.len()
        };
        let key = put(next()??);
        let value = put(next()??);
        let key = keyed.then_some(key);
        outbox.records.push(Outgoing { topic, key, value, message, reply: kind == b"reply" });
    }
    let complete = outbox.records.len() == count as usize;
    complete.then_some(Recorded { identity, outbox, command: PhantomData })
}

impl<C: Command> fmt::Debug for Recorded<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorded")
            .field("command", &C::NAME)
            .field("identity", &self.identity)
            .field("records", &self.outbox.records.len())
            .finish()
    }
}

/// The bytes are no recording, or that of another command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotRecorded {
    expected: &'static str,
}

impl fmt::Display for NotRecorded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a recorded outcome of `{}`", self.expected)
    }
}

impl std::error::Error for NotRecorded {}
