//! The Kafka that a scenario runs on.

use adjutant::{Adjutant, Config, testing::Broker};
use anyhow::{Context, ensure};
use std::{path::Path, process::Command};

/// The embedded broker, or a real Apache Kafka of its own.
pub enum Cluster {
    /// In this process.
    Embedded(Broker),
    /// Started by `tests/kafka/kafka`.
    Real(RealKafka),
}

impl Cluster {
    /// An embedded broker.
    pub fn embedded() -> anyhow::Result<Cluster> {
        Ok(Cluster::Embedded(Broker::start()?))
    }

    /// A real Kafka with one broker.
    pub fn real() -> anyhow::Result<Cluster> {
        Ok(Cluster::Real(RealKafka::start(1)?))
    }

    /// Where to find it.
    pub fn bootstrap_servers(&self) -> String {
        match self {
            Cluster::Embedded(broker) => broker.bootstrap_servers(),
            Cluster::Real(kafka) => kafka.servers.clone(),
        }
    }

    /// For whoever uses it; topics are created.
    pub fn config(&self) -> Config {
        match self {
            Cluster::Embedded(broker) => broker.config(),
            Cluster::Real(kafka) => Config::new(&kafka.servers).create_topics(true),
        }
    }

    /// A connection.
    pub fn connect(&self) -> anyhow::Result<Adjutant> {
        Ok(Adjutant::connect(self.config())?)
    }
}

/// A running Apache Kafka; it is stopped when dropped.
pub struct RealKafka {
    folder: String,
    servers: String,
}

impl RealKafka {
    /// Starts brokers and waits until they answer.
    pub fn start(brokers: usize) -> anyhow::Result<RealKafka> {
        let answer = script(&["start", "--brokers", &brokers.to_string()])?;
        let (folder, servers) = answer.split_once(' ').context(answer.clone())?;
        Ok(RealKafka { folder: folder.into(), servers: servers.trim().into() })
    }

    /// host:port of each broker, with commas between.
    pub fn servers(&self) -> &str {
        &self.servers
    }
}

impl Drop for RealKafka {
    fn drop(&mut self) {
        if let Err(error) = script(&["stop", &self.folder]) {
            eprintln!("the broker in {} was not stopped: {error}", self.folder);
        }
    }
}

fn script(arguments: &[&str]) -> anyhow::Result<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("kafka/kafka");
    // TARGET/PROFILE/deps/PROGRAM
    let this = std::env::current_exe()?;
    let target = this.ancestors().nth(3).context("this program stands in no target folder")?;
    let output = Command::new(script).args(arguments).env("CARGO_TARGET_DIR", target).output()?;
    let errors = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "kafka {}: {errors}", arguments.join(" "));
    Ok(String::from_utf8(output.stdout)?.lines().last().unwrap_or_default().into())
}
