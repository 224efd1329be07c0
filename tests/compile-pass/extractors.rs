//! Everything that a handler can ask for, in any order.

adjutant::include_interface!(ledger);

use adjutant::{Events, Handled, Identity, Metadata};
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(
        &self,
        MoveFunds { to, amount, .. }: MoveFunds,
        identity: &Identity,
        events: &Events<MoveFunds>,
        metadata: Metadata,
        mut owned: Identity,
    ) -> Handled<MoveFunds> {
        owned.request_id.push_str(&identity.client_id);
        if metadata.attempt > 1 {
            events.publish(BalanceChanged { account: to, balance: amount });
        }
        Ok(FundsMoved { balance: amount })
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
