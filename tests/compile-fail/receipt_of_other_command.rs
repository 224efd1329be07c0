//! A receipt knows its command.

adjutant::include_interface!(ledger);

use adjutant::Receipt;
use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    //~
    let receipt: Receipt<OpenAccount> = ledger.move_funds(command).send().await?;
    drop(receipt);
    Ok(())
}

fn main() {}
