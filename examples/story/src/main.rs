//! Ledger, shop and statements in one process on the embedded broker, and what happens between them:
//!
//!     cargo run -p story

mod narrator;

use adjutant::testing::Broker;
use ledger::{Bank, ledger as owner};
use narrator::{Narrator, money};
use shop::{LEDGER, Payment, Shop, ledger as contract};
use statements::{Statements, ledger as downstream};
use std::time::{Duration, Instant};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let narrator = Narrator::start();
    let broker = Broker::start()?;
    narrator.say("broker", format_args!("an embedded Kafka at {}", broker.bootstrap_servers()));
    let adjutant = broker.connect()?;
    let bank = Bank::in_memory()?;
    let book = bank.book();
    let statements = Statements::default();

    let story = async {
        let client: contract::Client = adjutant.client("web-shop").await?;
        for (account, deposit) in [("ann", 10_000), ("bob", 2_000), ("shop", 0)] {
            let (ledger, account) = (LEDGER.into(), account.into());
            let command = contract::OpenAccount { ledger, account, deposit };
            let said = format!("{command:?}");
            narrator.tell("web-shop", &said, client.open_account(command)).await;
        }
        let shop = Shop::new(client);
        let book = Payment { from: "ann", to: "shop", amount: 1_250, note: "a book" };
        let piano = Payment { from: "bob", to: "shop", amount: 400_000, note: "a piano" };
        let gift = Payment { from: "shop", to: "bob", amount: 100, note: "a gift" };
        narrator.tell("web-shop", &said(book, ""), shop.pay(book)).await;
        narrator.tell("web-shop", &said(piano, ""), shop.pay(piano)).await;
        narrator.tell("web-shop", &said(book, ", at high priority"), shop.pay_now(book)).await;
        narrator.tell("web-shop", &said(gift, ", and reads no reply"), shop.donate(gift)).await;
        until(|| statements.of("bob").balance == 2_100).await
    };
    adjutant
        .serve(owner::serve(bank))
        .serve(downstream::subscribe(statements.clone()).group("statements"))
        .serve(owner::subscribe(narrator.clone()).group("narrator"))
        .run_until(story)
        .await??;

    for (account, statement) in statements.all() {
        narrator.say(
            "statements",
            format_args!("the account {account} holds {}", money(statement.balance)),
        );
        for line in statement.lines {
            let (change, balance) = (money(line.change), money(line.balance));
            let note = line.note.unwrap_or_default();
            let cause = format!("{:?}", line.cause);
            narrator.say("", format_args!("  {change:>9} {balance:>9}  {cause:8} {note}"));
        }
    }
    let total = book.balances()?.iter().map(|(_, balance)| balance).sum();
    narrator.say("ledger", format_args!("all balances together are {}", money(total)));
    Ok(())
}

fn said(payment: Payment<'_>, how: &str) -> String {
    let Payment { from, to, amount, note } = payment;
    format!("MoveFunds {} from {from} to {to} for {note}{how}", money(amount))
}

/// Waits, for half a minute at most.
async fn until(done: impl Fn() -> bool) -> anyhow::Result<()> {
    let start = Instant::now();
    while !done() {
        anyhow::ensure!(start.elapsed() < Duration::from_secs(30), "the statements never came");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}
