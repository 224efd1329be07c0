//! The traits behind `#[command]` and `#[event]`.

use crate::{
    context::Context,
    error::{Error, HandlerError},
    message::{Command, Interface},
};
use std::future::Future;

/// A handler of one command. `#[command]` writes it; by hand it works as well.
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

/// A handler of one event.
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
