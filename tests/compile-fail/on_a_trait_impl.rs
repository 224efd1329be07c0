//! Handlers are methods of the type itself.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

struct Bank;

trait Notes {
    async fn note(&self, note: Note) -> Handled<Note>;
}

#[adjutant::processor(ledger)]
//~
impl Notes for Bank {
    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

fn main() {}
