//! A rejection that were an error would be retried instead of replied. The conflict is found where
//! the rejection is declared, in generated code.
//~ in ledger.rs

adjutant::include_interface!(ledger);

impl std::error::Error for ledger::InsufficientFunds {}

fn main() {}
