//! A command in the block of events.

adjutant::include_interface!(ledger);

use adjutant::{Error, Handled};
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }

    //~
    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
