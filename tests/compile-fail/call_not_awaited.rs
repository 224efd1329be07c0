//! Nothing is sent until it is awaited, and a receipt is worth keeping.

#![deny(unused_must_use)]

adjutant::include_interface!(ledger);

use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    //~
    ledger.move_funds(command.clone());
    //~
    ledger.move_funds(command.clone()).priority(Priority::High);
    //~
    ledger.move_funds(command.clone()).send();
    //~
    ledger.note(Note { text: "hello".into() });
    //~
    ledger.move_funds(command.clone()).send().await?;
    Ok(())
}

fn main() {}
