//! An event of another interface.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

mod more {
    adjutant::include_interface!(ledger);
}
use more::ledger as other;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    //~
    async fn balance_changed(&self, _: other::BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
