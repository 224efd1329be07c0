//! A web shop that pays through the ledger.

adjutant::include_interface!(ledger);

use adjutant::{CallError, NotSent, Receipt};
use ledger::{Client, FundsMoved, MoveFunds, Priority};

/// The ledger that the shop's accounts are in.
pub const LEDGER: &str = "main";

/// Moves money for its customers.
#[derive(Clone)]
pub struct Shop {
    ledger: Client,
}

impl Shop {
    /// Pays through this client.
    pub fn new(ledger: Client) -> Shop {
        Shop { ledger }
    }

    /// Pays and waits for the outcome.
    pub async fn pay(&self, payment: Payment<'_>) -> Result<FundsMoved, CallError<MoveFunds>> {
        self.ledger.move_funds(payment.command()).await
    }

    /// Pays before everything of normal priority that waits.
    pub async fn pay_now(&self, payment: Payment<'_>) -> Result<FundsMoved, CallError<MoveFunds>> {
        self.ledger.move_funds(payment.command()).priority(Priority::High).await
    }

    /// Hands a payment over and does not wait for its outcome. The receipt can claim it later.
    pub async fn donate(&self, payment: Payment<'_>) -> Result<Receipt<MoveFunds>, NotSent> {
        self.ledger.move_funds(payment.command()).send().await
    }
}

/// An amount from one account to another.
#[derive(Debug, Clone, Copy)]
pub struct Payment<'a> {
    /// Pays.
    pub from: &'a str,
    /// Is paid.
    pub to: &'a str,
    /// In minor units.
    pub amount: i64,
    /// For the statements of both.
    pub note: &'a str,
}

impl Payment<'_> {
    fn command(self) -> MoveFunds {
        MoveFunds {
            ledger: LEDGER.into(),
            from: self.from.into(),
            to: self.to.into(),
            amount: self.amount,
            note: Some(self.note.into()),
        }
    }
}
