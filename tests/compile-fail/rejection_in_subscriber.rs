//! A subscriber answers nobody, so it has nothing to reject.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

fn find(account: &str) -> Result<(), UnknownAccount> {
    Err(UnknownAccount { account: account.into() })
}

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    async fn balance_changed(&self, event: BalanceChanged) -> Result<(), Error> {
        //~
        find(&event.account)?;
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements);
}
