//! Interfaces named on the command line, and the cluster that a command talks to.

use adjutant::{Config, topics::Wanted};
use adjutant_codegen::{
    check,
    checked::{Checked, Topic},
    load,
};
use std::{
    error::Error,
    io::{IsTerminal, stderr},
    path::PathBuf,
};

/// Which cluster.
#[derive(clap::Args)]
pub struct Cluster {
    /// Brokers to start from, host:port with commas between
    #[arg(long, value_name = "HOST:PORT", env = "ADJUTANT_BOOTSTRAP_SERVERS")]
    bootstrap_servers: String,
    /// A TOML file with the keys of `adjutant::Config`, such as TLS properties
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Cluster {
    /// The file, then the environment, then what stands on the command line.
    pub fn config(&self) -> Config {
        let file = |config: Config| match &self.config {
            Some(path) => config.file(path),
            None => config,
        };
        file(Config::new("")).env().bootstrap_servers(&self.bootstrap_servers)
    }
}

/// Reads and checks interfaces; every finding of every one goes to standard error.
pub fn read(folders: &[PathBuf]) -> Result<Vec<Checked>, Box<dyn Error>> {
    let mut read = Vec::new();
    for folder in folders {
        let report = check::check(load::read(folder));
        eprint!("{}", report.render(stderr().is_terminal()));
        read.extend(report.checked);
    }
    if read.len() == folders.len() {
        return Ok(read);
    }
    Err("an interface has faults".into())
}

/// Every topic of an interface, for the runtime.
pub fn topics(interface: &Checked) -> Vec<Wanted> {
    let topics = &interface.topics;
    let all = topics.commands.iter().chain([&topics.replies]).chain(&topics.events);
    all.chain([&topics.schemas, &topics.dead_letters]).map(wanted).collect()
}

fn wanted(topic: &Topic) -> Wanted {
    Wanted {
        name: topic.name.clone(),
        partitions: topic.partitions as i32,
        replication: topic.replication.map(|copies| copies as i32),
        config: topic.config.clone(),
    }
}
