//! From a folder of Avro schemas to typed Rust.
//!
//! A build script calls [`compile`], and the crate includes what it generates:
//!
//! ```no_run
//! fn main() -> adjutant_codegen::Result {
//!     adjutant_codegen::compile("schemas/ledger")
//! }
//! ```
//!
//! [`load`] reads the files, [`check`] finds every fault, `lower` makes every name once, `emit` prints
//! tokens, [`write`](mod@write) touches the files that changed. Each stage is a function from data to data.
//!
#![doc = include_str!("interface.md")]
#![warn(missing_docs)]

mod build;
pub mod check;
pub mod checked;
mod emit;
mod error;
mod interface;
pub mod load;
mod lower;
mod names;
pub mod report;
pub mod rules;
pub mod wiring;
mod words;
pub mod write;

pub use build::{Builder, compile};
pub use error::{Error, Result};
