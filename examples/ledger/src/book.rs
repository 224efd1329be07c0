//! The database: the accounts, and the outcome of every request.

use adjutant::{Command, Events, Handled, HandlerError, Identity, Recorded};
use anyhow::Context;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::{
    path::Path,
    sync::{Mutex, PoisonError},
    time::Duration,
};

const TABLES: &str = "
    CREATE TABLE IF NOT EXISTS accounts (
        account TEXT PRIMARY KEY,
        ledger  TEXT NOT NULL,
        balance INTEGER NOT NULL CHECK (balance >= 0)
    ) STRICT;
    CREATE TABLE IF NOT EXISTS outcomes (
        client_id  TEXT NOT NULL,
        request_id TEXT NOT NULL,
        recorded   BLOB NOT NULL,
        PRIMARY KEY (client_id, request_id)
    ) STRICT, WITHOUT ROWID;
";

/// Accounts and outcomes in one SQLite database. Every method blocks.
pub struct Book {
    database: Mutex<Connection>,
}

impl Book {
    /// Opens the file, and creates it if it is not there.
    pub fn open(path: impl AsRef<Path>) -> anyhow::Result<Book> {
        let path = path.as_ref();
        let database = Connection::open(path).with_context(|| path.display().to_string())?;
        // A service that takes over may find the file still held by the one that ends.
        database.busy_timeout(Duration::from_secs(10))?;
        database.pragma_update(None, "journal_mode", "WAL")?;
        Book::prepare(database)
    }

    /// A database that is gone with its value.
    pub fn in_memory() -> anyhow::Result<Book> {
        Book::prepare(Connection::open_in_memory()?)
    }

    fn prepare(database: Connection) -> anyhow::Result<Book> {
        database.execute_batch(TABLES)?;
        Ok(Book { database: Mutex::new(database) })
    }

    /// Every account with its balance, in the order in which they were opened.
    pub fn balances(&self) -> anyhow::Result<Vec<(String, i64)>> {
        let database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let mut query = database.prepare("SELECT account, balance FROM accounts ORDER BY rowid")?;
        let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Acts on a request, or answers one that was acted on before; either way in one transaction.
    pub(crate) fn once<C: Command>(
        &self,
        identity: &Identity,
        act: impl FnOnce(&Accounts<'_>, &Events<C>) -> Handled<C>,
    ) -> Result<Recorded<C>, HandlerError<C>> {
        let mut database = self.database.lock().unwrap_or_else(PoisonError::into_inner);
        let accounts =
            Accounts(database.transaction_with_behavior(TransactionBehavior::Immediate)?);
        if let Some(recorded) = accounts.outcome(identity)? {
            return Ok(Recorded::from_bytes(&recorded)?);
        }
        let recorded = Recorded::record(identity, |events| act(&accounts, events))?;
        accounts.keep(identity, &recorded.to_bytes())?;
        accounts.0.commit()?;
        Ok(recorded)
    }
}

/// The accounts within one transaction.
pub(crate) struct Accounts<'t>(Transaction<'t>);

impl Accounts<'_> {
    /// The balance of an account of this ledger.
    pub fn balance(&self, ledger: &str, account: &str) -> rusqlite::Result<Option<i64>> {
        let query = "SELECT balance FROM accounts WHERE ledger = ?1 AND account = ?2";
        self.0.prepare_cached(query)?.query_row([ledger, account], |row| row.get(0)).optional()
    }

    /// Opens an account; `false`: one of that name is open, in this ledger or another.
    pub fn open(&self, ledger: &str, account: &str, balance: i64) -> rusqlite::Result<bool> {
        let insert = "INSERT INTO accounts (ledger, account, balance) VALUES (?1, ?2, ?3)
            ON CONFLICT DO NOTHING";
        Ok(self.0.prepare_cached(insert)?.execute((ledger, account, balance))? == 1)
    }

    /// Adds to an account, or takes from it, and tells its new balance.
    pub fn change(&self, account: &str, change: i64) -> rusqlite::Result<i64> {
        let update =
            "UPDATE accounts SET balance = balance + ?2 WHERE account = ?1 RETURNING balance";
        self.0.prepare_cached(update)?.query_row((account, change), |row| row.get(0))
    }

    /// Removes an account.
    pub fn close(&self, account: &str) -> rusqlite::Result<()> {
        self.0.prepare_cached("DELETE FROM accounts WHERE account = ?1")?.execute([account])?;
        Ok(())
    }

    fn outcome(&self, identity: &Identity) -> rusqlite::Result<Option<Vec<u8>>> {
        let query = "SELECT recorded FROM outcomes WHERE client_id = ?1 AND request_id = ?2";
        let Identity { client_id, request_id } = identity;
        self.0
            .prepare_cached(query)?
            .query_row([client_id, request_id], |row| row.get(0))
            .optional()
    }

    fn keep(&self, identity: &Identity, recorded: &[u8]) -> rusqlite::Result<()> {
        let insert = "INSERT INTO outcomes (client_id, request_id, recorded) VALUES (?1, ?2, ?3)";
        let Identity { client_id, request_id } = identity;
        self.0.prepare_cached(insert)?.execute((client_id, request_id, recorded))?;
        Ok(())
    }
}
