//! What `?` takes: errors, texts, rejections that the command declares, and types of one's own.

adjutant::include_interface!(ledger);

use adjutant::{Handled, HandlerError};
use ledger::*;

fn boxed() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    Ok(())
}

fn text() -> Result<(), String> {
    Ok(())
}

fn find(account: &str) -> Result<(), UnknownAccount> {
    Err(UnknownAccount { account: account.into() })
}

fn mine() -> Result<(), Mine> {
    Err(Mine::Unknown(UnknownAccount { account: "a".into() })).or(Err(Mine::Disk(std::fmt::Error)))
}

enum Mine {
    Unknown(UnknownAccount),
    Disk(std::fmt::Error),
}

impl From<Mine> for HandlerError<MoveFunds> {
    fn from(mine: Mine) -> Self {
        match mine {
            Mine::Unknown(rejection) => rejection.into(),
            Mine::Disk(error) => error.into(),
        }
    }
}

struct Bank;

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn move_funds(&self, command: MoveFunds) -> Result<FundsMoved, HandlerError<MoveFunds>> {
        let _: i64 = "12".parse()?;
        boxed()?;
        text()?;
        find(&command.from)?;
        mine()?;
        if command.amount < 0 {
            return Err(HandlerError::reject(InsufficientFunds { balance: 0 }));
        }
        if command.amount == 0 {
            return Err(InsufficientFunds { balance: 0 }.into());
        }
        if command.amount == 1 {
            return Err("not that little".into());
        }
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

fn main() {
    let _ = ledger::serve(Bank);
}
