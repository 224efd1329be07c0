//! A subscriber says whether it succeeded.

adjutant::include_interface!(ledger);

use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    //~
    async fn balance_changed(&self, _: BalanceChanged) {}
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
