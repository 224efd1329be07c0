//! A block that a macro of the user writes.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

macro_rules! bank {
    ($name:ident, $interface:path, $reply:ty, $note:expr) => {
        struct $name;

        #[adjutant::processor($interface)]
        impl $name {
            #[command]
            async fn move_funds(&self, command: MoveFunds) -> $reply {
                Ok(FundsMoved { balance: command.amount })
            }

            #[command]
            async fn open_account(&self, command: OpenAccount) -> Handled<OpenAccount> {
                Ok(AccountOpened { account: command.account })
            }

            #[command]
            async fn note(&self, _: Note) -> Handled<Note> {
                $note
            }
        }
    };
}

bank!(Bank, ledger, Handled<MoveFunds>, Ok(()));

fn main() {
    let _ = ledger::serve(Bank);
}
