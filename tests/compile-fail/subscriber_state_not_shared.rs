//! State that threads cannot share.

adjutant::include_interface!(ledger);

use adjutant::Error;
use ledger::*;

#[derive(Default)]
struct Statements(std::cell::RefCell<u8>);

#[adjutant::subscriber(ledger)]
//~
impl Statements {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::subscribe(Statements::default());
}
