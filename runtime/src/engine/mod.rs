//! What `Adjutant::serve(..).run_until(..)` drives.
//!
//! `spawn(service, settings)` starts the lanes of a service; topics must exist and their counts be
//! checked before. `Lanes::stop` asks them to drain, commit and leave; `Lanes::ended` waits until
//! they have, and tells why if they stopped on their own.
//!
//! A record's way: a `Lane` takes it from the queue of its `Partition` into a `Work`, runs the
//! handler in its `Slots`, lets the `Judge` say what became of it, and hands what leaves to a `Keep`:
//! `ExactlyOnce` with its two `Committer`s, or `AtLeastOnce`.

mod alone;
mod assignment;
mod at_least_once;
mod batch;
mod bell;
mod change;
mod choice;
mod clients;
mod committer;
mod context;
mod dead_letter;
mod errand;
mod error;
mod exactly_once;
mod fault;
mod generation;
mod judge;
mod keep;
mod lane;
mod lanes;
mod outputs;
mod ownership;
mod pace;
mod partition;
mod producers;
mod reading;
mod retry;
mod ring;
mod settings;
mod slots;
mod span;
mod start;
mod takeover;
#[cfg(test)]
mod tests;
mod transaction;
mod turns;
mod work;

pub(crate) use alone::{Left, run as run_alone};
pub use error::ServeError;
pub(crate) use lanes::Lanes;
pub(crate) use settings::{Guarantee, Retry, Settings};
pub(crate) use start::spawn;
pub(crate) use work::Headers;
