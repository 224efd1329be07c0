//! From a folder of Avro schemas to typed Rust.
//!
//! `load` reads the files, `check` finds every fault, `lower` makes every name once, `emit` prints
//! tokens, `write` touches the files that changed. Each stage is a function from data to data.

pub mod check;
pub mod checked;
pub mod load;
mod names;
pub mod report;
pub mod rules;
pub mod wiring;
mod words;
