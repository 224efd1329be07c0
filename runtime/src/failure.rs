//! The reply that the runtime writes when there is no business outcome.

use crate::identity::{Identity, IdentityRef};
use adjutant_avro::codegen_v1::{DecodeError, Reader, Writer};
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

impl Failure {
    /// The schema of a failure reply, in canonical form. The kind is text, so that a later version
    /// may have more of them.
    pub const SCHEMA: &'static str = concat!(
        r#"{"name":"adjutant.Failure","type":"record","fields":["#,
        r#"{"name":"client_id","type":"string"},{"name":"request_id","type":"string"},"#,
        r#"{"name":"kind","type":"string"},{"name":"message","type":"string"}]}"#,
    );
    /// CRC-64-AVRO of [`SCHEMA`](Self::SCHEMA): what tells a failure from a reply on the wire.
    pub const FINGERPRINT: u64 = adjutant_avro::fingerprint::of(Self::SCHEMA);
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

pub(crate) const FINGERPRINT: u64 = Failure::FINGERPRINT;

/// Appends the datum of a failure reply and tells its fingerprint.
pub(crate) fn encode(identity: &Identity, failure: &Failure, out: &mut Vec<u8>) -> u64 {
    let mut out = Writer::new(out);
    out.string(&identity.client_id);
    out.string(&identity.request_id);
    out.string(&format!("{:?}", failure.kind));
    out.string(&failure.message);
    FINGERPRINT
}

/// Reads the identity alone.
pub(crate) fn identity(datum: &[u8]) -> Result<IdentityRef<'_>, DecodeError> {
    read_identity(&mut Reader::new(datum))
}

/// Reads a failure reply.
pub(crate) fn decode(datum: &[u8]) -> Result<(Identity, Failure), DecodeError> {
    let mut reader = Reader::new(datum);
    let identity = read_identity(&mut reader)?.to_owned();
    let kind = FailureKind::named(reader.string_ref()?);
    let message = reader.string()?;
    reader.finish()?;
    Ok((identity, Failure { kind, message }))
}

fn read_identity<'a>(reader: &mut Reader<'a>) -> Result<IdentityRef<'a>, DecodeError> {
    Ok(IdentityRef { client_id: reader.string_ref()?, request_id: reader.string_ref()? })
}

impl FailureKind {
    /// Those that stand on the wire.
    pub(crate) const KNOWN: [Self; 7] = [
        Self::Undecodable,
        Self::UnknownCommand,
        Self::Expired,
        Self::RetriesExhausted,
        Self::Panicked,
        Self::ReplyTooLarge,
        Self::EventTooLarge,
    ];

    fn named(symbol: &str) -> Self {
        let mut known = Self::KNOWN.into_iter();
        known.find(|kind| format!("{kind:?}") == symbol).unwrap_or(Self::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(kind: FailureKind) -> (Identity, Failure, Vec<u8>) {
        let identity = Identity { client_id: "web".into(), request_id: "r".into() };
        let failure = Failure { kind, message: "why".into() };
        let mut datum = Vec::new();
        encode(&identity, &failure, &mut datum);
        (identity, failure, datum)
    }

    #[test]
    fn a_failure_reads_back_as_it_was_written() {
        for kind in [FailureKind::Undecodable, FailureKind::EventTooLarge, FailureKind::Other] {
            let (identity, failure, datum) = encoded(kind);
            assert_eq!(super::identity(&datum).unwrap().to_owned(), identity);
            assert_eq!(decode(&datum).unwrap(), (identity, failure));
        }
    }

    #[test]
    fn a_kind_from_a_later_version_reads_as_other() {
        assert_eq!(FailureKind::named("CrashLoop"), FailureKind::Other);
    }

    #[test]
    fn a_cut_failure_is_refused() {
        let (_, _, datum) = encoded(FailureKind::Panicked);
        assert!((0..datum.len()).all(|length| decode(&datum[..length]).is_err()));
    }
}
