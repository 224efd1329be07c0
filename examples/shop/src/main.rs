//! Pays a few times through a ledger that runs elsewhere, or will run later:
//!
//!     cargo run -p shop -- --bootstrap-servers 127.0.0.1:9092

use adjutant::{Adjutant, Config};
use clap::Parser;
use shop::{LEDGER, Payment, Shop, ledger};
use std::time::Instant;

/// A web shop that pays through the ledger.
#[derive(Parser)]
struct Arguments {
    /// Brokers to start from, host:port with commas between
    #[arg(long, default_value = "127.0.0.1:9092")]
    bootstrap_servers: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter("warn").init();
    let Arguments { bootstrap_servers } = Arguments::parse();
    let adjutant = Adjutant::connect(Config::new(bootstrap_servers).create_topics(true))?;
    let client: ledger::Client = adjutant.client("web-shop").await?;
    for (account, deposit) in [("ann", 10_000), ("shop", 0)] {
        let (ledger, account) = (LEDGER.into(), account.to_owned());
        match client.open_account(ledger::OpenAccount { ledger, account, deposit }).await {
            Ok(opened) => println!("opened {}: {}", opened.account, opened.balance),
            Err(error) => println!("{error}"),
        }
    }
    let shop = Shop::new(client);
    let payment = Payment { from: "ann", to: "shop", amount: 1_250, note: "a book" };
    let start = Instant::now();
    println!("paid: {:?} after {:?}", shop.pay(payment).await?, start.elapsed());
    let start = Instant::now();
    println!(
        "paid at high priority: {:?} after {:?}",
        shop.pay_now(payment).await?,
        start.elapsed()
    );
    println!("handed over: {}", shop.donate(Payment { note: "a gift", ..payment }).await?);
    Ok(())
}
