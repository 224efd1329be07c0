//! The contract is a crate of its own. An event that the command does not declare.

use adjutant::{Events, Handled};
use contract::ledger::{self, *};

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(
        &self,
        command: MoveFunds,
        events: &Events<MoveFunds>,
    ) -> Handled<MoveFunds> {
        //~
        events.publish(AccountAdded { account: command.to });
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
