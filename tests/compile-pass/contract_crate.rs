//! The contract is a crate of its own.

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
        if command.amount < 0 {
            return Err(InsufficientFunds { balance: 0 }.into());
        }
        events.publish(BalanceChanged { account: command.to, balance: 1 });
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
