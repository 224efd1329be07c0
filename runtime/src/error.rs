//! What handlers return when they do not reply.

use crate::message::Command;
use std::fmt;

pub(crate) type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Why a handler of `C` did not reply: a rejection, which is answered, or any error, which asks for
/// another try.
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ledger.rs"));
/// use adjutant::HandlerError;
/// use ledger::{InsufficientFunds, MoveFunds};
///
/// fn check(balance: &str, command: &MoveFunds) -> Result<(), HandlerError<MoveFunds>> {
///     let balance: i64 = balance.parse()?;                       // an error: tried again
///     if balance < command.amount {
///         return Err(InsufficientFunds { balance }.into());      // a rejection: answered
///     }
///     Ok(())
/// }
/// # fn main() {
/// # let command = MoveFunds { ledger: "1".into(), from: "a".into(), to: "b".into(), amount: 30 };
/// # assert!(format!("{:?}", check("20", &command)).contains("Rejected"));
/// # assert!(format!("{:?}", check("a lot", &command)).contains("Retry"));
/// # }
/// ```
///
/// # What `?` and `into()` make of an error
///
/// | the error | what happens |
/// |---|---|
/// | a rejection that `C` declares | the client gets it; events are dropped; never tried again |
/// | anything that is a `std::error::Error`, `anyhow::Error`, a boxed error | tried again, with growing pauses; at last a failure and a dead letter |
/// | a `String` or `&str` | the same: a text is an error |
/// | a [`CallError`](crate::CallError) of another service | the same, but if that service *rejected* its command: then the try was the last one |
/// | a rejection that `C` does not declare | does not compile |
/// | `Box<dyn Error>` without `Send + Sync` | does not compile |
///
/// What another service refused is no refusal of this one: to answer with one, match on
/// [`CallError::Rejected`](crate::CallError::Rejected) and return a rejection of this command.
///
/// An error type of one's own that is no `std::error::Error` chooses in
/// `impl From<Mine> for HandlerError<MoveFunds>`. One that is an error is always tried again. A
/// rejection never implements `std::error::Error`: it would be tried again instead of answered, so
/// that does not compile.
pub struct HandlerError<C: Command>(pub(crate) Cause<C>);

pub(crate) enum Cause<C: Command> {
    Rejected(Box<C::Rejection>),
    Retry(BoxError),
}

impl<C: Command> HandlerError<C> {
    /// A declared refusal: the client gets it as the outcome. `rejection.into()` does the same.
    pub fn reject(rejection: impl Into<C::Rejection>) -> Self {
        HandlerError(Cause::Rejected(Box::new(rejection.into())))
    }
}

/// What a handler of `C` returns: its reply, or why there is none.
pub type Handled<C> = Result<<C as Command>::Reply, HandlerError<C>>;

/// Any error asks for another try: `std` errors, `anyhow::Error`, `Box<dyn Error + Send + Sync>`,
/// `String` and `&str`.
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

/// Why a subscriber's handler failed. Any error converts into it, and a `String` or `&str`; it asks
/// for another try, and after the last one the event becomes a dead letter.
#[derive(Debug)]
pub struct Error(pub(crate) BoxError);

#[diagnostic::do_not_recommend]
impl<E: Into<BoxError>> From<E> for Error {
    fn from(error: E) -> Self {
        Error(error.into())
    }
}
