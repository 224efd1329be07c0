//! Visibility, documentation and lints of a handler are its author's.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

pub struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    /// Moves an amount.
    #[command]
    #[inline]
    #[doc(alias = "transfer")]
    pub async fn move_funds(&self, command: MoveFunds) -> Handled<MoveFunds> {
        Ok(FundsMoved { balance: command.amount })
    }

    #[command]
    #[allow(clippy::unused_async)]
    /// Opens an account.
    pub(crate) async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
        Ok(AccountOpened { account: command.account })
    }

    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }

    const LIMIT: [u8; { let size = 1; size + 1 }] = [0; 2];

    /// A method beside the handlers.
    pub fn limit(&self) -> usize {
        Self::LIMIT.len()
    }
}

fn main() {
    let _ = Bank.limit();
    let _ = ledger::serve(Bank);
}
