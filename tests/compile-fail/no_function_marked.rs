//! No handler is marked: one mistake, whatever the number of commands.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
//~
impl Bank {
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
        Ok(AccountOpened { account: command.account })
    }

    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {}
