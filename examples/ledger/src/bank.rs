//! The handlers: what each command does to the accounts.

use crate::{
    book::{Accounts, Book},
    ledger::{self, *},
};
use adjutant::{Events, Handled, Identity, Message, Recorded};
use std::{path::Path, sync::Arc};

/// The processor of `ledger`.
pub struct Bank {
    book: Arc<Book>,
}

impl Bank {
    /// Opens the database, and creates it if it is not there.
    pub fn open(path: impl AsRef<Path>) -> anyhow::Result<Bank> {
        Ok(Bank { book: Arc::new(Book::open(path)?) })
    }

    /// A bank that forgets everything when it ends.
    pub fn in_memory() -> anyhow::Result<Bank> {
        Ok(Bank { book: Arc::new(Book::in_memory()?) })
    }

    /// Its accounts.
    pub fn book(&self) -> Arc<Book> {
        self.book.clone()
    }

    /// Runs `act` and keeps what it recorded, both in one transaction; a request that was recorded
    /// before is answered from there and does not act. SQLite blocks, so it runs off the lane.
    async fn once<C: Command>(
        &self,
        identity: &Identity,
        events: &Events<C>,
        act: impl FnOnce(&Accounts<'_>, &Identity) -> anyhow::Result<Recorded<C>> + Send + 'static,
    ) -> Handled<C> {
        let (book, identity) = (self.book.clone(), identity.clone());
        let recorded = adjutant::blocking(move || book.once(&identity, act)).await??;
        recorded.replay(events)
    }
}
