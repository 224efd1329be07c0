//! What handlers return when they do not reply.

use crate::message::Command;
use std::fmt;

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a handler of `C` did not reply: a rejection (answered, never retried) or any error (retried).
pub struct HandlerError<C: Command>(pub(crate) Cause<C>);

pub(crate) enum Cause<C: Command> {
    Rejected(Box<C::Rejection>),
    Retry(BoxError),
}

impl<C: Command> HandlerError<C> {
    /// A declared refusal: the client gets it as the outcome.
    pub fn reject(rejection: impl Into<C::Rejection>) -> Self {
        HandlerError(Cause::Rejected(Box::new(rejection.into())))
    }
}

/// What a handler of `C` returns, when naming the reply is not wanted.
pub type Handled<C> = Result<<C as Command>::Reply, HandlerError<C>>;

/// `?` on any error means: try again. Covers `std` errors, `anyhow::Error`,
/// `Box<dyn Error + Send + Sync>`, `String` and `&str`.
#[diagnostic::do_not_recommend]
impl<C: Command, E: Into<BoxError>> From<E> for HandlerError<C> {
    fn from(error: E) -> Self {
        HandlerError(Cause::Retry(error.into()))
    }
}

impl<C: Command> fmt::Debug for HandlerError<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Cause::Rejected(rejection) => write!(f, "Rejected({rejection:?})"),
            Cause::Retry(error) => write!(f, "Retry({error})"),
        }
    }
}

/// What a subscriber's handler returns: always tried again.
#[derive(Debug)]
pub struct Error(pub(crate) BoxError);

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> From<E> for Error {
    fn from(error: E) -> Self {
        Error(error.into())
    }
}
