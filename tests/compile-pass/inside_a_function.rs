//! A block inside of a function, with an interface from above.

adjutant::include_interface!(ledger);

use adjutant::Handled;
use ledger::*;

fn main() {
    struct Bank;

    #[adjutant::processor(crate::ledger)]
    impl Bank {
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
            Ok(())
        }
    }

    let _ = ledger::serve(Bank);
}
