//! A command without a reply has no outcome.

adjutant::include_interface!(ledger);

use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    let receipt = ledger.note(Note { text: command.to }).await?;
    //~
    ledger.outcome(receipt).await?;
    Ok(())
}

fn main() {}
