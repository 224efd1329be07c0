//! Follows the ledger's events and prints the statements when it ends (Ctrl-C):
//!
//!     cargo run -p statements -- --bootstrap-servers 127.0.0.1:9092

use adjutant::{Adjutant, Config};
use clap::Parser;
use statements::{Statements, ledger};

/// Account statements from the ledger's events.
#[derive(Parser)]
struct Arguments {
    /// Brokers to start from, host:port with commas between
    #[arg(long, default_value = "127.0.0.1:9092")]
    bootstrap_servers: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    tracing_subscriber::fmt().with_env_filter("info").init();
    let Arguments { bootstrap_servers } = Arguments::parse();
    // Statements are kept in memory here, so each run reads every event from the start.
    let group = format!("statements-{}", std::process::id());
    let config = Config::new(bootstrap_servers).create_topics(true);
    let statements = Statements::default();
    let adjutant = Adjutant::connect(config)?;
    adjutant
        .serve(ledger::subscribe(statements.clone()).group(group))
        .run_until(tokio::signal::ctrl_c())
        .await??;
    for (account, statement) in statements.all() {
        println!("{account}: {}", statement.balance);
        for line in statement.lines {
            println!(
                "  {:>+8}  {:>8}  {:?} {}",
                line.change,
                line.balance,
                line.cause,
                line.note.unwrap_or_default()
            );
        }
    }
    Ok(())
}
