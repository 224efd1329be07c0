//! What the end-to-end tests and benchmarks share.

// A panic here is a test that fails.
#![allow(clippy::unwrap_used, clippy::expect_used)]

adjutant::include_interface!(echo);

pub mod cluster;
pub mod judge;
pub mod raw;
pub mod service;
mod speaker;
pub mod wait;

pub use speaker::Speaker;
