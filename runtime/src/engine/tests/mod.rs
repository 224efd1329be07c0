//! The engine against the embedded broker.

mod answers;
mod chat;
mod cluster;
mod flow;
mod service;
mod subscriber;
