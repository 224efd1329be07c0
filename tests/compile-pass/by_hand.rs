//! Both faces without the attributes.

adjutant::include_interface!(ledger);

use adjutant::{Context, Handle, Handled, HandlerError};
use ledger::*;
use std::future::{Future, ready};

struct Bank;

impl Handle<MoveFunds, ledger::Interface> for Bank {
    async fn handle(
        &self,
        command: MoveFunds,
        context: &Context<MoveFunds>,
    ) -> Result<FundsMoved, HandlerError<MoveFunds>> {
        context.events().publish(BalanceChanged { account: command.to, balance: command.amount });
        Ok(FundsMoved { balance: command.amount })
    }
}

impl Handle<OpenAccount, ledger::Interface> for Bank {
    fn handle(
        &self,
        command: OpenAccount,
        _: &Context<OpenAccount>,
    ) -> impl Future<Output = Handled<OpenAccount>> + Send {
        ready(Ok(AccountOpened { account: command.account }))
    }
}

#[adjutant::processor(ledger)]
impl Bank {
    #[command]
    async fn note(&self, _: Note) -> Handled<Note> {
        Ok(())
    }
}

struct Other;

impl Handle<MoveFunds, ledger::Interface> for Other {
    async fn handle(&self, _: MoveFunds, _: &Context<MoveFunds>) -> Handled<MoveFunds> {
        Err("closed".into())
    }
}

impl Handle<OpenAccount, ledger::Interface> for Other {
    async fn handle(&self, _: OpenAccount, _: &Context<OpenAccount>) -> Handled<OpenAccount> {
        Err("closed".into())
    }
}

impl Handle<Note, ledger::Interface> for Other {
    async fn handle(&self, _: Note, _: &Context<Note>) -> Handled<Note> {
        Ok(())
    }
}

impl ledger::Processor for Other {}

fn main() {
    let _ = ledger::serve(Bank);
    let _ = ledger::serve(Other);
}
