//! A handler that is not `async`.

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
    //~
    fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
