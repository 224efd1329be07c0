//! An interface that is not there.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

struct Statements;

//~
#[adjutant::subscriber(ledgr)]
impl Statements {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {}
