//! The traits behind `#[command]` and `#[event]`.

use crate::{
    context::Context,
    error::{Error, HandlerError},
    message::{Command, Interface},
};
use std::future::Future;

/// A handler of one command, a command of the interface `I`. `#[command]` writes it; by hand it works
/// as well:
///
/// ```
/// # include!(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/ledger.rs"));
/// use adjutant::{Context, Handle, Handled};
/// use ledger::{BalanceChanged, FundsMoved, MoveFunds};
///
/// struct Bank;
///
/// impl Handle<MoveFunds, ledger::Interface> for Bank {
///     async fn handle(&self, command: MoveFunds, context: &Context<MoveFunds>) -> Handled<MoveFunds> {
///         let balance = 100 - command.amount;
///         context.events().publish(BalanceChanged { account: command.from, balance });
///         Ok(FundsMoved { balance })
///     }
/// }
///
/// // Once every command has its handler:
/// impl ledger::Processor for Bank {}
/// # fn main() { let _ = ledger::serve(Bank); }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no handler for the command `{C}`",
    label = "the handler of `{C}` is missing",
    note = "every command needs one in the `#[adjutant::processor(..)]` block; for a command `MoveFunds`:\n\
            #[command]\n\
            async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds>"
)]
pub trait Handle<C: Command<Interface = I>, I: Interface> {
    /// Acts on the command and tells its outcome.
    fn handle(
        &self,
        command: C,
        context: &Context<C>,
    ) -> impl Future<Output = Result<C::Reply, HandlerError<C>>> + Send;
}

/// A handler of one event, `E`, of the interface `I`. `#[event]` writes it.
pub trait Observe<E, I> {
    /// Acts on the event.
    fn handle(
        &self,
        event: E,
        context: &Context<E>,
    ) -> impl Future<Output = Result<(), Error>> + Send;
}

/// What every processor and subscriber is, since several threads share it.
pub trait Shared: Send + Sync + 'static {}
impl<T: Send + Sync + 'static> Shared for T {}
