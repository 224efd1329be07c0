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

/// A command may have been accepted, and its outcome is not known.
pub struct Unknown<C> {
    /// Claims the outcome later.
    pub receipt: Receipt<C>,
    /// Why it is not known.
    pub why: Why,
}

impl<C: Command> fmt::Debug for Unknown<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unknown({:?}, {})", self.why, self.receipt)
    }
}

impl<C: Command> fmt::Display for Unknown<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Unknown { receipt, why } = self;
        write!(f, "the outcome of {} is not known: {why} (receipt {receipt})", C::NAME)
    }
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
    /// The reply topic is not the one of that time: it ends before the reply could stand.
    TopicRecreated,
    /// The receipt is that of a client with another client_id; that one can claim it.
    OtherClient,
    /// A reply came that this client cannot read: a newer schema, or none of this command's.
    Unreadable,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::TimedOut => "no reply came in time; claim it later",
            Why::ShutDown => "the client was shut down; claim it later",
            Why::NoLongerKept => "the reply topic no longer keeps replies of that time",
            Why::TopicRecreated => "the reply topic was made anew since",
            Why::OtherClient => "the receipt is that of another client_id, which can claim it",
            Why::Unreadable => {
                "this client cannot read the reply; rebuild it with the service's schemas"
            }
        })
    }
}

/// The command was not sent, so nothing happened. [`NotSent::unconfirmed`] tells the rare exception.
#[derive(Debug)]
pub struct NotSent {
    reason: String,
    receipt: Option<String>,
}

impl NotSent {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        NotSent { reason: reason.into(), receipt: None }
    }

    pub(crate) fn unconfirmed_as<C: Command>(reason: String, receipt: &Receipt<C>) -> Self {
        NotSent { reason, receipt: Some(receipt.to_string()) }
    }

    /// A receipt for a command that was on its way when the connection broke: Kafka may have it or
    /// not, and only an outcome would tell. `None` when it is certain that nothing happened.
    pub fn unconfirmed<C: Command>(&self) -> Option<Receipt<C>> {
        self.receipt.as_ref()?.parse().ok()
    }
}

impl fmt::Display for NotSent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.receipt {
            None => write!(f, "not sent: {}", self.reason),
            Some(receipt) => write!(f, "perhaps not sent: {} ({receipt})", self.reason),
        }
    }
}

impl std::error::Error for NotSent {}

impl<C: Command> fmt::Debug for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Rejected(rejection) => f.debug_tuple("Rejected").field(rejection).finish(),
            CallError::Failed(failure) => f.debug_tuple("Failed").field(failure).finish(),
            CallError::Unknown(unknown) => fmt::Debug::fmt(unknown, f),
            CallError::NotSent(error) => f.debug_tuple("NotSent").field(error).finish(),
        }
    }
}

impl<C: Command> fmt::Display for CallError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CallError::Rejected(rejection) => write!(f, "{} was rejected: {rejection}", C::NAME),
            CallError::Failed(failure) => write!(f, "{} failed: {failure}", C::NAME),
            CallError::Unknown(unknown) => fmt::Display::fmt(unknown, f),
            CallError::NotSent(error) => write!(f, "{} was {error}", C::NAME),
        }
    }
}

impl<C: Command> std::error::Error for CallError<C> {
    /// A rejection has a source that tells a processor's runtime not to retry on it.
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
