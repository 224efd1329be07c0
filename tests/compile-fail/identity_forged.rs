//! The identity is no field: user code can neither forge nor forget it.

adjutant::include_interface!(ledger);

use ledger::*;

pub async fn call(
    ledger: ledger::Client,
    command: MoveFunds,
) -> Result<(), Box<dyn std::error::Error>> {
    //~
    ledger.note(Note { text: "hello".into(), client_id: "somebody".into() }).await?;
    Ok(())
}

fn main() {}
