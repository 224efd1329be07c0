//! A command where an event belongs.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    //~
    async fn balance_changed(&self, _: MoveFunds) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
