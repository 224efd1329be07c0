//! A processor with parameters and bounds.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

trait Store {
    fn keep(&self, text: &str);
}

struct Bank<S, const N: usize>(S);

impl Store for () {
    fn keep(&self, _: &str) {}
}

#[adjutant::processor(ledger)]
impl<S: Store + Send + Sync, const N: usize> Bank<S, N>
where
    S: 'static,
{
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
        self.0.keep(&N.to_string());
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank::<(), 1>(()));
}
