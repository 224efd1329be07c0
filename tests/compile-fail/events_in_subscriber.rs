//! A subscriber publishes nothing.

adjutant::include_interface!(ledger);

use adjutant::{Error, Events};
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    //~
    async fn balance_changed(&self, _: BalanceChanged, _: &Events<MoveFunds>) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
