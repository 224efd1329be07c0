//! A subscriber names the events it wants; those that share a topic read it once.

adjutant::include_interface!(ledger);

use adjutant::{Error, Identity, Metadata, codegen_v1::Subscription};
use ledger::*;

struct Statements;

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    async fn balance_changed(&self, _: BalanceChanged) -> Result<(), Error> {
        Ok(())
    }

    #[event]
    async fn account_added(&self, _: AccountAdded) -> Result<(), Error> {
        Ok(())
    }
}

struct Accounts;

#[adjutant::subscriber(ledger)]
impl Accounts {
    #[event]
    async fn account_added(&self, _: AccountAdded, _: &Identity, _: Metadata) -> Result<(), Error> {
        Err("later")?
    }
}

const TOPICS: &[&str] = <Statements as Subscription<ledger::Interface>>::TOPICS;
const _: () = assert!(TOPICS.len() == 1);

fn main() {
    let _ = ledger::subscribe(Statements);
    let _ = ledger::subscribe(Accounts);
}
