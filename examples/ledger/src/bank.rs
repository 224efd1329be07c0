//! The handlers: what each command does to the accounts.

use crate::{
    book::{Accounts, Book},
    ledger::{self, *},
};
use adjutant::{Command, Events, Handled, Identity};
use std::{path::Path, sync::Arc};

/// The processor of `ledger`.
pub struct Bank {
    book: Arc<Book>,
}

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn open_account(
        &self,
        command: OpenAccount,
        identity: &Identity,
        events: &Events<OpenAccount>,
    ) -> Handled<OpenAccount> {
        let act = move |accounts: &Accounts<'_>, events: &Events<OpenAccount>| {
            let OpenAccount { ledger, account, deposit } = command;
            if deposit < 0 {
                return Err(InvalidAmount { amount: deposit }.into());
            }
            if !accounts.open(&ledger, &account, deposit)? {
                return Err(AccountExists { account }.into());
            }
            events.publish(BalanceChanged {
                ledger,
                account: account.clone(),
                balance: deposit,
                change: deposit,
                cause: Cause::Opened,
                note: None,
            });
            Ok(AccountOpened { account, balance: deposit })
        };
        self.once(identity, events, act).await
    }

    #[command]
    async fn move_funds(
        &self,
        command: MoveFunds,
        identity: &Identity,
        events: &Events<MoveFunds>,
    ) -> Handled<MoveFunds> {
        let act = move |accounts: &Accounts<'_>, events: &Events<MoveFunds>| {
            let MoveFunds { ledger, from, to, amount, note } = command;
            if amount <= 0 {
                return Err(InvalidAmount { amount }.into());
            }
            let find = |account: &str| {
                let unknown = || UnknownAccount { account: account.into() };
                Ok::<_, adjutant::HandlerError<MoveFunds>>(
                    accounts.balance(&ledger, account)?.ok_or_else(unknown)?,
                )
            };
            let balance = find(&from)?;
            find(&to)?;
            if balance < amount {
                return Err(InsufficientFunds { balance }.into());
            }
            let mut left = balance;
            for (account, change, cause) in
                [(from, -amount, Cause::Sent), (to, amount, Cause::Received)]
            {
                let balance = accounts.change(&account, change)?;
                if cause == Cause::Sent {
                    left = balance;
                }
                let (ledger, note) = (ledger.clone(), note.clone());
                events.publish(BalanceChanged { ledger, account, balance, change, cause, note });
            }
            Ok(FundsMoved { balance: left })
        };
        self.once(identity, events, act).await
    }

    #[command]
    async fn close_account(
        &self,
        command: CloseAccount,
        identity: &Identity,
        events: &Events<CloseAccount>,
    ) -> Handled<CloseAccount> {
        let act = move |accounts: &Accounts<'_>, events: &Events<CloseAccount>| {
            let CloseAccount { ledger, account } = command;
            let unknown = || UnknownAccount { account: account.clone() };
            match accounts.balance(&ledger, &account)?.ok_or_else(unknown)? {
                0 => accounts.close(&account)?,
                balance => return Err(AccountNotEmpty { balance }.into()),
            }
            events.publish(AccountRemoved { ledger, account: account.clone() });
            Ok(AccountClosed { account })
        };
        self.once(identity, events, act).await
    }
}

impl Bank {
    /// Keeps its accounts in this file.
    pub fn open(path: impl AsRef<Path>) -> anyhow::Result<Bank> {
        Ok(Bank { book: Arc::new(Book::open(path)?) })
    }

    /// Forgets everything when it ends.
    pub fn in_memory() -> anyhow::Result<Bank> {
        Ok(Bank { book: Arc::new(Book::in_memory()?) })
    }

    /// Its accounts.
    pub fn book(&self) -> Arc<Book> {
        self.book.clone()
    }

    /// Acts on a request once, however often it is delivered. SQLite blocks, so it runs off the lane.
    async fn once<C: Command>(
        &self,
        identity: &Identity,
        events: &Events<C>,
        act: impl FnOnce(&Accounts<'_>, &Events<C>) -> Handled<C> + Send + 'static,
    ) -> Handled<C> {
        let (book, identity) = (self.book.clone(), identity.clone());
        adjutant::blocking(move || book.once(&identity, act)).await??.replay(events)
    }
}
