//! The reply of another command.

adjutant::include_interface!(ledger);

use adjutant::{Handled, HandlerError};
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(
        &self,
        command: MoveFunds,
        //~
    ) -> Result<AccountOpened, HandlerError<MoveFunds>> {
        Ok(AccountOpened { account: command.to })
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
