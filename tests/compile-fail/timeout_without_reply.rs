//! Only an awaited reply can time out.

adjutant::include_interface!(ledger);

use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    let soon = std::time::Duration::from_secs(1);
    //~
    let _ = ledger.note(Note { text: command.to }).timeout(soon).await?;
    Ok(())
}

fn main() {}
