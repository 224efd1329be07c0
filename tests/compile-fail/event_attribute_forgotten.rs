//! A subscriber is partial: the unmarked handler is a method that nobody calls.

#![deny(dead_code)]

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

    //~
    async fn account_added(&self, _: AccountAdded) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
