//! The reply that the runtime writes when there is no business outcome.

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
