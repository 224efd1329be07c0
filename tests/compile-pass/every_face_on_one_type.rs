//! Two interfaces, and every face of each, on one type.

adjutant::include_interface!(ledger);

mod more {
    adjutant::include_interface!(ledger);
}

use adjutant::{Error, Handled};
use ledger::*;
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
}

#[adjutant::processor(other)]
impl Bank {
    #[command]
    async fn other_move_funds(&self, command: other::MoveFunds) -> Handled<other::MoveFunds> {
        Ok(other::FundsMoved { balance: command.amount })
    }

    #[command]
    async fn other_open_account(&self, command: other::OpenAccount) -> Handled<other::OpenAccount> {
        Ok(other::AccountOpened { account: command.account })
    }

    #[command]
    async fn other_note(&self, _: other::Note) -> Handled<other::Note> {
        Ok(())
    }
}

#[adjutant::subscriber(ledger)]
impl Bank {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

#[adjutant::subscriber(more::ledger)]
impl Bank {
    #[event]
    async fn other_balance_changed(&self, _: other::BalanceChanged) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = (ledger::serve(Bank), ledger::subscribe(Bank));
    let _ = (other::serve(Bank), other::subscribe(Bank));
}
