//! An attribute on what is no function.

adjutant::include_interface!(ledger);

use adjutant::Handled;
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

    //~
    #[command]
    const LIMIT: u8 = 1;
}

fn main() {
    let _ = ledger::serve(Bank);
}
