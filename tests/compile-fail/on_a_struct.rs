//! The attribute belongs on the block, not on the type.

adjutant::include_interface!(ledger);

#[adjutant::processor(ledger)]
//~
struct Bank;

fn main() {}
