//! From the bytes of a reply to the outcome that its caller gets.

use crate::{
    failure,
    message::{Command, Rejection, Reply},
    outcome::CallError,
};
use adjutant_avro::codegen_v1::{DecodeError, single_object};
use std::fmt;

/// A reply that this client cannot read.
#[derive(Debug)]
pub(crate) enum Unreadable {
    /// No message of this command has the writer's fingerprint.
    Unknown(u64),
    /// The bytes are not what their fingerprint says.
    Undecodable(DecodeError),
    /// Not even framed.
    Unframed,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Unreadable::Unknown(writer) => {
                write!(f, "schema {writer:016x} is that of no reply or rejection of this command")
            }
            Unreadable::Undecodable(error) => error.fmt(f),
            Unreadable::Unframed => f.write_str("it does not start with C3 01 and a fingerprint"),
        }
    }
}

/// What a reply to a `C` tells its caller; `None`: nobody can read it.
pub(crate) fn of<C: Command>(reply: &[u8]) -> Option<Result<C::Reply, CallError<C>>> {
    read(reply).ok()
}

/// Reads the reply to a `C`.
pub(crate) fn read<C: Command>(reply: &[u8]) -> Result<Result<C::Reply, CallError<C>>, Unreadable> {
    let (writer, datum) = single_object::split(reply).ok_or(Unreadable::Unframed)?;
    if let Some(reply) = C::Reply::decode_reply(writer, datum) {
        return reply.map(Ok).map_err(Unreadable::Undecodable);
    }
    if let Some(rejection) = C::Rejection::decode(writer, datum) {
        let rejected = |rejection| Err(CallError::Rejected(rejection));
        return rejection.map(rejected).map_err(Unreadable::Undecodable);
    }
    if writer == failure::FINGERPRINT {
        let failed = |(_, failure)| Err(CallError::Failed(failure));
        return failure::decode(datum).map(failed).map_err(Unreadable::Undecodable);
    }
    Err(Unreadable::Unknown(writer))
}
