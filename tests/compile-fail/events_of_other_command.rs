//! The events of another command.

adjutant::include_interface!(ledger);

use adjutant::{Events, Handled};
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    //~
    async fn move_funds(&self, _: MoveFunds, _: &Events<OpenAccount>) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: 0 })
    }

    #[command]
    async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
        Ok(AccountOpened { account: command.account })
    }

    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
