//! A message may be named by any path, and by an alias.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

type Move = ledger::MoveFunds;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(&self, command: Move) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    #[command]
    async fn open_account(&self, command: crate::ledger::OpenAccount) -> Handled<OpenAccount> {
        Ok(AccountOpened { account: command.account })
    }

    #[command]
    async fn note(&self, _: self::Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
