//! An event that is handled twice.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }

    #[event]
    //~
    async fn again(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
