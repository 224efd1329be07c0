//! The command line of adjutant.

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
    /// Write a starter service: interface, build script, processor and test
    Init(init::Init),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::Init(arguments) => init::run(arguments),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
