//! The client: sends commands, and finds their outcomes.

use crate::{
    call::{Call, Claim, Order, Post},
    message::{Answered, Command, Interface},
    outcome::{CallError, NotSent},
    receipt::Receipt,
};
use std::{marker::PhantomData, sync::Arc, time::Duration};

/// The client's half of the runtime, shared by every clone of a generated client.
#[derive(Clone)]
pub struct Core(Arc<Shared>);

struct Shared {}

impl Core {
    pub(crate) async fn send<C: Command>(&self, _post: Post<'_, C>) -> Result<Receipt<C>, NotSent> {
        let _ = &self.0;
        Err(NotSent("not built yet".into()))
    }

    pub(crate) async fn call<C: Answered>(
        &self,
        post: Post<'_, C>,
        timeout: Option<Duration>,
    ) -> Result<C::Reply, CallError<C>> {
        let receipt = self.send(post).await.map_err(CallError::NotSent)?;
        self.outcome(receipt, timeout).await
    }

    pub(crate) async fn outcome<C: Answered>(
        &self,
        _receipt: Receipt<C>,
        _timeout: Option<Duration>,
    ) -> Result<C::Reply, CallError<C>> {
        Err(CallError::NotSent(NotSent("not built yet".into())))
    }
}

/// A generated client.
pub trait Client: From<Core> {
    /// Its interface.
    type Interface: Interface;
}

/// What every generated client can do, through `Deref`.
pub struct ClientOf<I> {
    core: Core,
    interface: PhantomData<fn() -> I>,
}

impl<I> Clone for ClientOf<I> {
    fn clone(&self) -> Self {
        ClientOf { core: self.core.clone(), interface: PhantomData }
    }
}

impl<I: Interface> ClientOf<I> {
    /// Wraps the shared half.
    pub fn new(core: Core) -> Self {
        ClientOf { core, interface: PhantomData }
    }

    /// A command with a reply.
    pub fn call<C: Answered<Interface = I>>(&self, command: C) -> Call<'_, C> {
        Call::new(&self.core, command)
    }

    /// A command without one.
    pub fn order<C: Command<Interface = I>>(&self, command: C) -> Order<'_, C> {
        Order::new(&self.core, command)
    }

    /// The outcome of a command sent earlier, also by a former run of this client.
    pub fn outcome<C: Answered<Interface = I>>(&self, receipt: Receipt<C>) -> Claim<'_, C> {
        Claim::new(&self.core, receipt)
    }
}
