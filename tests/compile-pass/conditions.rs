//! A handler exists under its conditions, and so does all that belongs to it.

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

    #[cfg(any())]
    #[command]
    async fn note_twice(&self, _: Note, _: NeverDeclared) -> Handled<Note> {
        Ok(())
    }

    #[cfg(any())]
    #[command]
    async fn gone(&self, _: CommandOfLater) -> Handled<CommandOfLater> {
        Ok(())
    }
}

#[adjutant::subscriber(ledger)]
impl Bank {
    #[cfg(all())]
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }

    #[event]
    #[cfg(any())]
    async fn gone_too(&self, _: EventOfLater) -> Result<(), Error> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
    let _ = ledger::subscribe(Bank);
}
