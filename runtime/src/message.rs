//! What the generator implements for the records of an interface.

use crate::{
    contract::{Contract, SchemaText},
    identity::{Identity, IdentityRef},
};
use adjutant_avro::codegen_v1::{DecodeError, Reader, What};
use std::fmt::{Debug, Display};

/// A record of an interface, with its codec. The identity is no field of the Rust type; the codec
/// writes and reads it at its place in the record.
pub trait Message: Sized + Send + 'static {
    /// Full name, such as `ledger.MoveFunds`.
    const NAME: &'static str;
    /// CRC-64-AVRO of the canonical form.
    const FINGERPRINT: u64;
    /// Its schema, and every released one after it.
    const SCHEMAS: &'static [SchemaText];
    /// Whether a record with this writer fingerprint is one of these: this version or a released one.
    fn is(writer: u64) -> bool {
        writer == Self::FINGERPRINT
    }
    /// Appends the datum, without framing.
    fn encode(&self, identity: &Identity, out: &mut Vec<u8>);
    /// Reads one that `writer` wrote, which [`is`](Message::is) one of these.
    fn read(writer: u64, reader: &mut Reader<'_>) -> Result<(Identity, Self), DecodeError>;
    /// As [`read`](Message::read), as far as both parts of the identity and no further.
    fn read_identity<'a>(
        writer: u64,
        reader: &mut Reader<'a>,
    ) -> Result<IdentityRef<'a>, DecodeError>;
    /// Reads a datum that `writer` wrote.
    fn decode(writer: u64, datum: &[u8]) -> Result<(Identity, Self), DecodeError> {
        let reader = &mut Reader::new(datum);
        if !Self::is(writer) {
            return reader.fault(What::Schema);
        }
        let message = Self::read(writer, reader)?;
        reader.finish()?;
        Ok(message)
    }
    /// Reads the identity alone of a datum that `writer` wrote.
    fn identity(writer: u64, datum: &[u8]) -> Result<IdentityRef<'_>, DecodeError> {
        let reader = &mut Reader::new(datum);
        if !Self::is(writer) {
            return reader.fault(What::Schema);
        }
        Self::read_identity(writer, reader)
    }
}

/// An interface as a type: the module's `Interface`.
pub trait Interface: Send + Sync + 'static {
    /// The priorities it declares; [`NoPriority`] when there is one alone.
    type Priority: Copy + Send + Into<usize>;
    /// Everything about it that is data.
    const CONTRACT: &'static Contract;
}

/// The priority of an interface that declares none.
#[derive(Debug, Clone, Copy)]
pub enum NoPriority {}

impl From<NoPriority> for usize {
    fn from(priority: NoPriority) -> usize {
        match priority {}
    }
}

/// A command of an interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a command",
    label = "not a command",
    note = "commands are the records below `commands/` of an interface; a `#[command]` handler takes one as its first argument after `&self`"
)]
pub trait Command: Message {
    /// Whose command it is.
    type Interface: Interface;
    /// `()` when the interface declares none.
    type Reply: Reply;
    /// [`Never`] when the interface declares none.
    type Rejection: Rejection;
    /// Appends the text of its key; `false` when it has none, and then its request_id is the key.
    fn key(&self, out: &mut Vec<u8>) -> bool;
}

/// A command with a reply: only its outcome can be awaited.
#[diagnostic::on_unimplemented(
    message = "`{Self}` declares no reply, so it has no outcome to wait for",
    note = "`.await` on the call itself tells that Kafka accepted the command"
)]
pub trait Answered: Command {}

/// An event of an interface.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an event",
    label = "not an event",
    note = "events are the records below `events/` of an interface; an `#[event]` handler takes one as its first argument after `&self`"
)]
pub trait Event: Message {
    /// Whose event it is.
    type Interface: Interface;
    /// The topic it is published on.
    const TOPIC: &'static str;
    /// Appends the text of its key; `false` when it has none, and then that of its command is the key.
    fn key(&self, out: &mut Vec<u8>) -> bool;
}

/// Implemented for each event that the command `C` declares.
#[diagnostic::on_unimplemented(
    message = "`{C}` does not declare the event `{Self}`",
    label = "not declared by `{C}`",
    note = "declare it in interface.toml: add it to the `events` of that command"
)]
pub trait EventOf<C: Command>: Event {}

/// What a command is answered with: a record of its interface, or `()` for no answer.
pub trait Reply: Send + 'static {
    /// Appends the datum and tells its fingerprint; `None`: there is no reply.
    fn encode_reply(&self, identity: &Identity, out: &mut Vec<u8>) -> Option<u64>;
    /// Reads one that `writer` wrote; `None`: that fingerprint is no reply of this type.
    fn decode_reply(writer: u64, datum: &[u8]) -> Option<Result<Self, DecodeError>>
    where
        Self: Sized;
    /// What stands for it where no record is written.
    fn absent() -> Option<Self>
    where
        Self: Sized,
    {
        None
    }
}

impl<M: Message> Reply for M {
    fn encode_reply(&self, identity: &Identity, out: &mut Vec<u8>) -> Option<u64> {
        self.encode(identity, out);
        Some(M::FINGERPRINT)
    }
    fn decode_reply(writer: u64, datum: &[u8]) -> Option<Result<Self, DecodeError>> {
        M::is(writer).then(|| M::decode(writer, datum).map(|(_, message)| message))
    }
}

impl Reply for () {
    fn encode_reply(&self, _: &Identity, _: &mut Vec<u8>) -> Option<u64> {
        None
    }
    fn decode_reply(_: u64, _: &[u8]) -> Option<Result<Self, DecodeError>> {
        None
    }
    fn absent() -> Option<Self> {
        Some(())
    }
}

/// The rejections of one command.
pub trait Rejection: Debug + Display + Send + Sync + Sized + 'static {
    /// Appends the datum and tells its fingerprint.
    fn encode(&self, identity: &Identity, out: &mut Vec<u8>) -> u64;
    /// Reads one that `writer` wrote; `None`: that fingerprint is no rejection of this command.
    fn decode(writer: u64, datum: &[u8]) -> Option<Result<Self, DecodeError>>;
}

/// The rejections of a command that declares none.
#[derive(Debug)]
pub enum Never {}

impl Display for Never {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {}
    }
}

impl Rejection for Never {
    fn encode(&self, _: &Identity, _: &mut Vec<u8>) -> u64 {
        match *self {}
    }
    fn decode(_: u64, _: &[u8]) -> Option<Result<Self, DecodeError>> {
        None
    }
}

/// Appends what `Display` writes: the text of a key that is a number, a boolean or a uuid.
pub fn put_text(value: &impl Display, out: &mut Vec<u8>) {
    use std::io::Write;
    // A vector takes every byte.
    let _ = write!(out, "{value}");
}
