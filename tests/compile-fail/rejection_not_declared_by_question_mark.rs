//! A rejection that the command does not declare, by `?`.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

fn find(account: &str) -> Result<(), UnknownAccount> {
    Err(UnknownAccount { account: account.into() })
}

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    #[command]
    async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
        //~
        find(&command.account)?;
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
