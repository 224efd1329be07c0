//! A command of another interface.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

mod more {
    adjutant::include_interface!(ledger);
}
use more::ledger as other;

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
    //~
    async fn other_note(&self, _: other::Note) -> Handled<other::Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
