//! A priority is one that the interface declares.

adjutant::include_interface!(ledger);

use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    //~
    ledger.move_funds(command).priority(Priority::Urgent).await?;
    Ok(())
}

fn main() {}
