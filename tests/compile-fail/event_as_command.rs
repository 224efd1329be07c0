//! An event where a command belongs. The words are right but come more than once.

adjutant::include_interface!(ledger);

use adjutant::{Error, Handled};
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    #[command]
    async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
        Ok(AccountOpened { account: command.account })
    }

    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }

    #[command]
    //~ 3
    async fn changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
