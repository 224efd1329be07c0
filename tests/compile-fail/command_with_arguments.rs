//! The message type says what is handled, and nothing else does.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    //~
    #[command(MoveFunds)]
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

fn main() {
    let _ = ledger::serve(Bank);
}
