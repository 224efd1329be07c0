//! An embedded broker, for tests and for trying things out.

mod broker;

pub use broker::{Broker, BrokerError};
