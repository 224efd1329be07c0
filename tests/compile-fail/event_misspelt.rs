//! The type of an event, misspelt.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    //~
    async fn balance_changed(&self, _: BalanceChange) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
