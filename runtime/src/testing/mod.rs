//! For tests and for trying things out: an embedded broker, and a harness with no broker at all.

mod broker;
mod harness;

pub use broker::{Broker, BrokerError};
pub use harness::{Done, Harness};
