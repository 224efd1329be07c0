//! The client: sends commands, and finds their outcomes.
//!
//! Callers register in [`pending`] before they send. One thread takes the delivery reports of the
//! producer ([`sender`]), one reads replies ([`reader`]) and hands them on ([`mail`]). [`past`] reads
//! what a claim missed.

mod claim;
mod core;
mod draft;
mod mail;
mod outcome;
mod past;
mod pending;
mod reader;
mod request;
mod request_id;
mod sender;
mod settings;
mod stop;
#[cfg(test)]
mod tests;

pub use core::Core;
pub(crate) use outcome::of as read_outcome;
pub use pending::{LateReplies, LateReply};
#[cfg(test)]
pub(crate) use request_id::RequestIds;
pub(crate) use settings::Settings;

use crate::{
    call::{Call, Claim, Order},
    message::{Answered, Command, Interface},
    receipt::Receipt,
};
use std::marker::PhantomData;

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

    /// Replies that came after their caller had given up: how many, and the last hundred. An
    /// outcome that was claimed meanwhile counts too.
    pub fn late_replies(&self) -> LateReplies {
        self.core.late_replies()
    }

    #[cfg(test)]
    pub(crate) fn core(&self) -> &Core {
        &self.core
    }

    /// Ends every call of this client and its clones that waits: with [`Why::ShutDown`] and its
    /// receipt, or not sent where that is certain. Calls from now on are not sent.
    ///
    /// [`Why::ShutDown`]: crate::Why::ShutDown
    pub fn shut_down(&self) {
        self.core.shut_down();
    }
}
