//! Commands about to be sent, and outcomes about to be awaited.

use crate::{
    client::Core,
    message::{Answered, Command, Interface},
    outcome::{CallError, NotSent},
    receipt::Receipt,
};
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
    time::Duration,
};

type Boxed<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A command about to be sent. Nothing happens until it is awaited or sent.
#[must_use = "a command is sent only when the call is awaited, or `.send()` is awaited"]
pub struct Call<'a, C: Command> {
    post: Post<'a, C>,
    timeout: Option<Duration>,
}

/// A command without a reply, about to be sent.
#[must_use = "a command is sent only when the call is awaited"]
pub struct Order<'a, C: Command> {
    post: Post<'a, C>,
}

/// The outcome of a command sent earlier, about to be awaited.
#[must_use = "the outcome is read only when awaited"]
pub struct Claim<'a, C: Command> {
    core: &'a Core,
    receipt: Receipt<C>,
    timeout: Option<Duration>,
}

/// One command with its sending options.
pub(crate) struct Post<'a, C: Command> {
    pub core: &'a Core,
    pub command: C,
    /// Index in the contract's command topics.
    pub priority: usize,
    pub request_id: Option<String>,
    pub deadline: Option<Duration>,
}

impl<'a, C: Command> Post<'a, C> {
    pub(crate) fn new(core: &'a Core, command: C) -> Self {
        let priority = C::Interface::CONTRACT.normal;
        Post { core, command, priority, request_id: None, deadline: None }
    }
}

macro_rules! sending_options {
    ($type:ident, $bound:ident) => {
        impl<'a, C: $bound> $type<'a, C> {
            pub(crate) fn priority_index(mut self, index: usize) -> Self {
                self.post.priority = index;
                self
            }

            /// Sends it on the topic of this priority.
            pub fn priority(self, priority: <C::Interface as Interface>::Priority) -> Self {
                self.priority_index(priority.into())
            }

            /// Uses this request_id instead of a random one: the same text names the same request.
            pub fn request_id(mut self, request_id: impl Into<String>) -> Self {
                self.post.request_id = Some(request_id.into());
                self
            }

            /// Tells the service not to start it once this time has passed since the send.
            pub fn deadline(mut self, after: Duration) -> Self {
                self.post.deadline = Some(after);
                self
            }
        }
    };
}
sending_options!(Call, Answered);
sending_options!(Order, Command);

impl<'a, C: Answered> Call<'a, C> {
    pub(crate) fn new(core: &'a Core, command: C) -> Self {
        Call { post: Post::new(core, command), timeout: None }
    }

    /// Gives up waiting after this time; without it, the client's setting holds (30 s).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// Accepted by Kafka; the reply is not awaited.
    pub fn send(self) -> impl Future<Output = Result<Receipt<C>, NotSent>> + Send + 'a {
        self.post.core.send(self.post, true)
    }
}

impl<'a, C: Answered> IntoFuture for Call<'a, C> {
    type Output = Result<C::Reply, CallError<C>>;
    type IntoFuture = Boxed<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.post.core.call(self.post, self.timeout))
    }
}

impl<'a, C: Command> Order<'a, C> {
    pub(crate) fn new(core: &'a Core, command: C) -> Self {
        Order { post: Post::new(core, command) }
    }
}

impl<'a, C: Command> IntoFuture for Order<'a, C> {
    type Output = Result<Receipt<C>, NotSent>;
    type IntoFuture = Boxed<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.post.core.send(self.post, false))
    }
}

impl<'a, C: Answered> Claim<'a, C> {
    pub(crate) fn new(core: &'a Core, receipt: Receipt<C>) -> Self {
        Claim { core, receipt, timeout: None }
    }

    /// Gives up waiting after this time; without it, the client's setting holds (30 s).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }
}

impl<'a, C: Command> IntoFuture for Claim<'a, C> {
    type Output = Result<C::Reply, CallError<C>>;
    type IntoFuture = Boxed<'a, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.core.outcome(self.receipt, self.timeout))
    }
}
