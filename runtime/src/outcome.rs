//! What a caller gets when it does not get the reply.

use crate::{failure::Failure, message::Command, receipt::Receipt};
use std::fmt;

/// No reply: why.
#[non_exhaustive]
pub enum CallError<C: Command> {
    /// The service refused, as the interface declares.
    Rejected(C::Rejection),
    /// There is no business outcome; the runtime of the service says why.
    Failed(Failure),
    /// Sent, and the outcome is not known; the receipt claims it later.
    Unknown(Unknown<C>),
    /// The command was not sent: nothing happened.
    NotSent(NotSent),
}

/// A command was accepted and its outcome is not known.
pub struct Unknown<C> {
    /// Claims the outcome later.
    pub receipt: Receipt<C>,
    /// Why it is not known.
    pub why: Why,
}

/// Why an outcome is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// No reply came in time.
    TimedOut,
    /// The client was shut down.
    ShutDown,
    /// The reply topic no longer keeps replies of that time.
    NoLongerKept,
    /// A reply came that this client cannot read: a newer schema, or none of this command's.
    Unreadable,
}

/// The command was not sent, so nothing happened.
#[derive(Debug)]
pub struct NotSent(pub(crate) String);

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not sent: {}", self.0)
    }
}

impl std::error::Error for NotSent {}

impl<C: Command> fmt::Debug for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Rejected(rejection) => f.debug_tuple("Rejected").field(rejection).finish(),
            CallError::Failed(failure) => f.debug_tuple("Failed").field(failure).finish(),
            CallError::Unknown(unknown) => {
                write!(f, "Unknown({:?}, {})", unknown.why, unknown.receipt)
            }
            CallError::NotSent(error) => f.debug_tuple("NotSent").field(error).finish(),
        }
    }
}

impl<C: Command> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Rejected(rejection) => write!(f, "{} was rejected: {rejection}", C::NAME),
            CallError::Failed(failure) => write!(f, "{} failed: {failure}", C::NAME),
            CallError::Unknown(unknown) => {
                write!(f, "the outcome of {} is unknown ({:?})", unknown.receipt, unknown.why)
            }
            CallError::NotSent(error) => write!(f, "{} was {error}", C::NAME),
        }
    }
}

impl<C: Command> std::error::Error for CallError<C> {
    /// A rejection carries [`RejectedElsewhere`], which tells the runtime not to retry on it.
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CallError::Rejected(_) => Some(&RejectedElsewhere),
            _ => None,
        }
    }
}

/// Marks an error that comes from another service's refusal: trying again does not help.
#[derive(Debug)]
pub(crate) struct RejectedElsewhere;

impl fmt::Display for RejectedElsewhere {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("another service refused its command")
    }
}

impl std::error::Error for RejectedElsewhere {}
