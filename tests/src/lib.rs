//! What the end-to-end tests and benchmarks share.

adjutant::include_interface!(echo);

pub mod cluster;
pub mod judge;
pub mod raw;
pub mod service;
mod speaker;
pub mod wait;

pub use speaker::Speaker;
