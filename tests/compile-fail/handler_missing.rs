//! A command without a handler.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

struct Bank;

#[adjutant::processor(ledger)]
//~
impl Bank {
    #[command]
    async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {
    let _ = ledger::serve(Bank);
}
