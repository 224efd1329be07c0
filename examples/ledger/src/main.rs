//! Serves the ledger on a cluster:
//!
//!     cargo run -p ledger -- --bootstrap-servers 127.0.0.1:9092

use adjutant::{Adjutant, Config};
use clap::Parser;
use ledger::{Bank, ledger as interface};
use std::path::PathBuf;

/// The ledger service: accounts in SQLite, behind the commands of `schemas/ledger`.
#[derive(Parser)]
struct Arguments {
    /// Brokers to start from, host:port with commas between
    #[arg(long, default_value = "127.0.0.1:9092")]
    bootstrap_servers: String,
    /// The file that holds the accounts
    #[arg(long, default_value = "ledger.sqlite")]
    database: PathBuf,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter("info").init();
    let Arguments { bootstrap_servers, database } = Arguments::parse();
    let config = Config::new(bootstrap_servers).create_topics(true);
    let adjutant = Adjutant::connect(config)?;
    adjutant
        .serve(interface::serve(Bank::open(database)?))
        .run_until(tokio::signal::ctrl_c())
        .await??;
    Ok(())
}
