//! The command line of adjutant. It exits with 0 when all is well, 1 with findings, 2 when it could
//! not do its work.

mod generate;
mod init;

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
    /// Generate the Rust of interfaces into files that are committed
    Generate(generate::Generate),
    /// Write a starter service: interface, build script, processor and test
    Init(init::Init),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Generate(arguments) => generate::run(arguments),
        Command::Init(arguments) => init::run(arguments).map(|()| ExitCode::SUCCESS),
    };
    result.unwrap_or_else(|error| {
        eprintln!("error: {error}");
        ExitCode::from(2)
    })
}
