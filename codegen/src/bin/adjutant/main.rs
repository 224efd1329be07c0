//! The command line of adjutant. It exits with 0 when all is well, 1 with findings, 2 when it could
//! not do its work.

#[cfg(feature = "cluster")]
mod dev;
mod generate;
mod init;
#[cfg(feature = "cluster")]
mod interfaces;
#[cfg(feature = "cluster")]
mod topics;
#[cfg(feature = "cluster")]
mod trace;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Typed commands, replies and events between services over Kafka.
#[derive(Parser)]
#[command(name = "adjutant", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Write a starter service: interface, build script, processor and test
    Init(init::Init),
    /// Generate the Rust of interfaces into files that are committed
    Generate(generate::Generate),
    /// Create or check the topics of interfaces on a cluster
    #[cfg(feature = "cluster")]
    #[command(subcommand)]
    Topics(topics::Topics),
    /// Run a broker on this machine, with the topics of interfaces
    #[cfg(feature = "cluster")]
    Dev(dev::Dev),
    /// Show a request's command, reply and events, from the topics alone
    #[cfg(feature = "cluster")]
    Trace(trace::Trace),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init(arguments) => init::run(arguments).map(|()| ExitCode::SUCCESS),
        Command::Generate(arguments) => generate::run(arguments),
        #[cfg(feature = "cluster")]
        Command::Topics(command) => topics::run(command),
        #[cfg(feature = "cluster")]
        Command::Dev(arguments) => dev::run(arguments),
        #[cfg(feature = "cluster")]
        Command::Trace(arguments) => trace::run(arguments),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}
