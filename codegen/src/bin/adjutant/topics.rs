//! `adjutant topics`: the topics of interfaces on a cluster.

use crate::interfaces::{self, Cluster};
use adjutant::topics;
use std::{error::Error, path::PathBuf, process::ExitCode};

#[derive(clap::Subcommand)]
pub enum Topics {
    /// Create the topics that are missing, with the settings of the contract
    Create(Arguments),
    /// Tell which topics are missing, or differ from the contract; exit with 1 if any
    Check(Arguments),
}

#[derive(clap::Args)]
pub struct Arguments {
    /// Folders that hold an interface
    #[arg(required = true, value_name = "FOLDER")]
    interfaces: Vec<PathBuf>,
    #[command(flatten)]
    cluster: Cluster,
}

pub fn run(command: Topics) -> Result<ExitCode, Box<dyn Error>> {
    let (Topics::Create(arguments) | Topics::Check(arguments)) = &command;
    let interfaces = interfaces::read(&arguments.interfaces)?;
    let wanted: Vec<_> = interfaces.iter().flat_map(interfaces::topics).collect();
    let config = arguments.cluster.config();
    if let Topics::Create(_) = command {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        for name in runtime.block_on(topics::create(&config, &wanted))? {
            println!("created {name}");
        }
    }
    let difference = topics::compare(&config, &wanted)?;
    for name in &difference.missing {
        println!("missing {name}");
    }
    for (name, wanted, found) in &difference.partitions {
        println!("{name} has {found} partitions, the contract says {wanted}");
    }
    let same = difference == topics::Difference::default();
    if same {
        println!("{} topics are as the contract says", wanted.len());
    }
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
