//! A lock held across an await would stop a lane.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

#[derive(Default)]
struct Bank(std::sync::Mutex<u8>);

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    //~
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        let guard = self.0.lock();
        std::future::ready(()).await;
        drop(guard);
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
    let _ = ledger::serve(Bank::default());
}
