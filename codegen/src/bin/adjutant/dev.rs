//! `adjutant dev`: a broker on this machine, with the topics of interfaces.

use crate::interfaces;
use adjutant::testing::Broker;
use std::{error::Error, path::PathBuf, process::ExitCode};

#[derive(clap::Args)]
pub struct Dev {
    /// Folders that hold an interface
    #[arg(required = true, value_name = "FOLDER")]
    interfaces: Vec<PathBuf>,
}

pub fn run(Dev { interfaces }: Dev) -> Result<ExitCode, Box<dyn Error>> {
    let broker = Broker::start()?;
    for interface in interfaces::read(&interfaces)? {
        let topics = interfaces::topics(&interface);
        broker.create_topics(&topics)?;
        println!("{}: {} topics", interface.name, topics.len());
    }
    println!(
        "A broker for this machine, in memory, until Ctrl-C:\n\n    export ADJUTANT_BOOTSTRAP_SERVERS={}\n",
        broker.bootstrap_servers()
    );
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(tokio::signal::ctrl_c())?;
    Ok(ExitCode::SUCCESS)
}
