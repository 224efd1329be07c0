//! The reply that the runtime writes when there is no business outcome.

use crate::identity::Identity;
use std::fmt;

/// There is no business outcome; the runtime of the service says why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Failure {
    /// Which kind.
    pub kind: FailureKind,
    /// For people: what went wrong.
    pub message: String,
}

/// The kinds of [`Failure`], by the symbol that stands on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FailureKind {
    /// The command's bytes are not what its schema says.
    Undecodable,
    /// The service has no such command.
    UnknownCommand,
    /// Its deadline had passed.
    Expired,
    /// The handler failed on every try.
    RetriesExhausted,
    /// The handler panicked.
    Panicked,
    /// The reply is larger than its topic allows.
    ReplyTooLarge,
    /// An event is larger than its topic allows; nothing was published.
    EventTooLarge,
    /// A kind that this version does not know.
    Other,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.message)
    }
}

/// Full name of the failure record.
pub(crate) const NAME: &str = "adjutant.Failure";

/// CRC-64-AVRO of [`CANONICAL`].
const FINGERPRINT: u64 = fingerprint(CANONICAL.as_bytes());

const CANONICAL: &str = concat!(
    r#"{"name":"adjutant.Failure","type":"record","fields":["#,
    r#"{"name":"client_id","type":"string"},{"name":"request_id","type":"string"},"#,
    r#"{"name":"kind","type":"string"},{"name":"message","type":"string"}]}"#,
);

/// Appends the datum of a failure reply and tells its fingerprint.
pub(crate) fn encode(identity: &Identity, failure: &Failure, out: &mut Vec<u8>) -> u64 {
    let kind = format!("{:?}", failure.kind);
    for text in [&identity.client_id, &identity.request_id, &kind, &failure.message] {
        let mut length = (text.len() as u64) << 1;
        while length >= 0x80 {
            out.push(length as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(text.as_bytes());
    }
    FINGERPRINT
}

const fn fingerprint(text: &[u8]) -> u64 {
    const EMPTY: u64 = 0xc15d_213a_a4d7_a795;
    let (mut hash, mut at) = (EMPTY, 0);
    while at < text.len() {
        let mut row = (hash ^ text[at] as u64) & 0xff;
        let mut bit = 0;
        while bit < 8 {
            row = (row >> 1) ^ (EMPTY & (row & 1).wrapping_neg());
            bit += 1;
        }
        hash = (hash >> 8) ^ row;
        at += 1;
    }
    hash
}
