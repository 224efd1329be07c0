//! The ledger in a process of its own, for tests that kill it: `ledger-service SERVERS DATABASE`.

use adjutant::{Adjutant, Config};
use anyhow::Context;
use ledger::{Bank, ledger as contract};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let servers = arguments.next().context("which brokers?")?;
    let database = arguments.next().context("which database?")?;
    let adjutant = Adjutant::connect(Config::new(servers).create_topics(true))?;
    let running = adjutant.serve(contract::serve(Bank::open(database)?));
    Ok(running.run_until(std::future::pending::<()>()).await?)
}
