//! The engine against a broker: the embedded one, or the real one that `ADJUTANT_TEST_BROKERS` names.

mod answers;
mod chat;
mod cluster;
mod flow;
mod service;
mod subscriber;
