//! Ledgers with accounts, in SQLite: the processing service of the examples.
//!
//! Every command and its outcome are written in one SQLite transaction, so a command that Kafka
//! delivers twice changes nothing and is answered with the bytes of the first time.

adjutant::include_interface!(ledger);

mod bank;
mod book;

pub use bank::Bank;
pub use book::Book;
