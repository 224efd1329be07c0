//! From a consumed record to the handler of its type, and back with what it answered.

mod delivery;
mod outbox;
mod service;
#[cfg(test)]
mod tests;
mod topics;

pub(crate) use delivery::Verdict;
pub use delivery::{Answer, Delivery};
pub(crate) use outbox::{Outbox, Outgoing};
pub use service::{
    Dispatch, Face, Processing, Service, Subscriber, Subscribing, Subscription, service,
};
pub use topics::{Topics, topic};
