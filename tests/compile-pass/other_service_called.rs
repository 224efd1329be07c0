//! A handler that calls another service. `?` on its error asks for another try.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

struct Bank(ledger::Client);

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        let moved = self.0.move_funds(command).await?;
        Ok(moved)
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

pub fn serve(client: ledger::Client) {
    let _ = ledger::serve(Bank(client));
}

fn main() {}
