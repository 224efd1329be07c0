//! Account statements, built from the events of the ledger alone: it never asks the ledger.

adjutant::include_interface!(ledger);

use adjutant::{Error, Identity};
use ledger::{AccountRemoved, BalanceChanged, Cause};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// The statements of all accounts. Clones share them.
#[derive(Clone, Default)]
pub struct Statements {
    accounts: Arc<Mutex<BTreeMap<String, Statement>>>,
}

/// What happened on one account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Statement {
    /// In the order they happened.
    pub lines: Vec<Line>,
    /// After the last line.
    pub balance: i64,
    /// Whether the account was closed.
    pub closed: bool,
}

/// One change of a balance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What was added, or taken when negative.
    pub change: i64,
    /// The balance after it.
    pub balance: i64,
    /// Why.
    pub cause: Cause,
    /// As the payer wrote it.
    pub note: Option<String>,
    /// The request that caused it.
    pub request: Identity,
}

#[adjutant::subscriber(ledger)]
impl Statements {
    #[event]
    async fn balance_changed(&self, event: BalanceChanged, by: &Identity) -> Result<(), Error> {
        let BalanceChanged { account, balance, change, cause, note, .. } = event;
        let mut accounts = self.accounts();
        let statement = accounts.entry(account).or_default();
        // Events come in order within an account, and at least once: what came before is skipped.
        if !statement.lines.iter().any(|line| line.request == *by && line.cause == cause) {
            statement.lines.push(Line { change, balance, cause, note, request: by.clone() });
            statement.balance = balance;
        }
        Ok(())
    }

    #[event]
    async fn account_removed(&self, event: AccountRemoved) -> Result<(), Error> {
        self.accounts().entry(event.account).or_default().closed = true;
        Ok(())
    }
}

impl Statements {
    /// The statement of an account; empty for one that nothing happened on.
    pub fn of(&self, account: &str) -> Statement {
        self.accounts().get(account).cloned().unwrap_or_default()
    }

    /// Every account that something happened on.
    pub fn all(&self) -> BTreeMap<String, Statement> {
        self.accounts().clone()
    }

    fn accounts(&self) -> MutexGuard<'_, BTreeMap<String, Statement>> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
