//! Settings: from code, a TOML file and the environment, each overriding the one before.

mod keys;
mod properties;
mod read;
#[cfg(test)]
mod tests;

use crate::engine::{Guarantee, Retry};
use rdkafka::ClientConfig;
use std::{collections::BTreeMap, fmt, path::Path, time::Duration};

/// How this process talks to a cluster.
///
/// ```
/// use adjutant::Config;
/// use std::time::Duration;
///
/// let config = Config::new("kafka-1:9092,kafka-2:9092")
///     .call_timeout(Duration::from_secs(10))
///     .kafka("security.protocol", "ssl");
/// ```
///
/// [`file`](Config::file) and [`env`](Config::env) set what a TOML file and `ADJUTANT_*` variables
/// say; a later call overrides an earlier one. Nothing is checked before
/// [`Adjutant::connect`](crate::Adjutant::connect), which reports every fault at once.
///
/// | key in TOML | variable | default |
/// |---|---|---|
/// | `bootstrap-servers` | `ADJUTANT_BOOTSTRAP_SERVERS` | `127.0.0.1:9092` |
/// | `group` | `ADJUTANT_GROUP` | a processor's: its interface's name; a subscriber needs one |
/// | `instance` | `ADJUTANT_INSTANCE` | the host's name: which process of a client this is |
/// | `guarantee` | `ADJUTANT_GUARANTEE` | `exactly-once`; or `at-least-once` |
/// | `create-topics` | `ADJUTANT_CREATE_TOPICS` | `false`; `true` on the embedded broker |
/// | `lanes` | `ADJUTANT_LANES` | 1: members of the group in this process, each with a thread |
/// | `call-timeout` | `ADJUTANT_CALL_TIMEOUT` | `30s`: how long a call waits for its outcome |
/// | `in-flight` | `ADJUTANT_IN_FLIGHT` | 1000: calls of a client that wait at once; more wait for a place |
/// | `tries` | `ADJUTANT_TRIES` | 8: of a handler whose error asks for another one |
/// | `first-retry`, `longest-retry` | `ADJUTANT_FIRST_RETRY`, .. | `100ms`, doubled up to `10s`, with jitter |
/// | `drain` | `ADJUTANT_DRAIN` | `5s`: for running handlers when a partition is given up |
/// | `buffer` | `ADJUTANT_BUFFER` | 16777216: bytes of finished outputs that wait for their commit |
/// | `[kafka]` | `ADJUTANT_KAFKA_SECURITY_PROTOCOL`, .. | any property of librdkafka |
/// | `[kafka.consumer]`, `[kafka.producer]` | | for one kind of handle alone |
///
/// Durations are numbers with `ms`, `s`, `m` or `h`. A property that would break a promise, such as
/// `enable.auto.commit`, is refused with the reason.
#[derive(Debug, Clone)]
pub struct Config {
    pub(crate) bootstrap_servers: String,
    pub(crate) group: Option<String>,
    pub(crate) instance: Option<String>,
    pub(crate) guarantee: Guarantee,
    pub(crate) create_topics: Option<bool>,
    pub(crate) lanes: usize,
    pub(crate) call_timeout: Duration,
    pub(crate) in_flight: usize,
    pub(crate) retry: Retry,
    pub(crate) drain: Duration,
    pub(crate) buffer: usize,
    pub(crate) kafka: BTreeMap<String, String>,
    pub(crate) consumer: BTreeMap<String, String>,
    pub(crate) producer: BTreeMap<String, String>,
    /// The embedded broker that made this configuration; it lives as long.
    pub(crate) broker: Option<crate::testing::Broker>,
    /// What was wrong when it was set; told when the configuration is used.
    faults: Vec<String>,
}

impl Config {
    /// The defaults, for a cluster found through these brokers: host:port, with commas between.
    pub fn new(bootstrap_servers: impl Into<String>) -> Self {
        Config {
            bootstrap_servers: bootstrap_servers.into(),
            group: None,
            instance: None,
            guarantee: Guarantee::ExactlyOnce,
            create_topics: None,
            lanes: 1,
            call_timeout: Duration::from_secs(30),
            in_flight: 1_000,
            retry: Retry::default(),
            drain: Duration::from_secs(5),
            buffer: 16 * 1024 * 1024,
            kafka: BTreeMap::new(),
            consumer: BTreeMap::new(),
            producer: BTreeMap::new(),
            broker: None,
            faults: Vec::new(),
        }
    }

    /// The defaults, and what `ADJUTANT_*` variables say.
    pub fn from_env() -> Self {
        Config::new("127.0.0.1:9092").env()
    }

    /// Sets what a TOML file says.
    pub fn file(mut self, path: impl AsRef<Path>) -> Self {
        read::file(&mut self, path.as_ref());
        self
    }

    /// Sets what `ADJUTANT_*` variables say.
    pub fn env(mut self) -> Self {
        read::variables(&mut self, std::env::vars());
        self
    }

    /// Brokers to find the cluster through: host:port, with commas between.
    pub fn bootstrap_servers(mut self, servers: impl Into<String>) -> Self {
        self.bootstrap_servers = servers.into();
        self
    }

    /// The consumer group of what is served, where the service does not name its own.
    pub fn group(mut self, group: impl Into<String>) -> Self {
        self.group = Some(group.into());
        self
    }

    /// Which process of a client this is; it reads its own partition of the replies.
    pub fn instance(mut self, instance: impl Into<String>) -> Self {
        self.instance = Some(instance.into());
        self
    }

    /// Offsets follow the outputs they belong to instead of sharing a transaction with them: faster,
    /// and after a crash some commands are processed again.
    pub fn at_least_once(mut self) -> Self {
        self.guarantee = Guarantee::AtLeastOnce;
        self
    }

    /// Whether topics that are missing are created, with the settings of the contract.
    pub fn create_topics(mut self, create: bool) -> Self {
        self.create_topics = Some(create);
        self
    }

    /// Members of the group in this process, each with a thread of its own.
    pub fn lanes(mut self, lanes: usize) -> Self {
        self.lanes = lanes;
        self
    }

    /// How long a call waits for its outcome unless it says otherwise.
    pub fn call_timeout(mut self, timeout: Duration) -> Self {
        self.call_timeout = timeout;
        self
    }

    /// Calls of a client that wait for their outcome at once; one more waits for a place.
    pub fn in_flight(mut self, calls: usize) -> Self {
        self.in_flight = calls;
        self
    }

    /// How often a handler is tried, and the pauses between: `first`, doubled up to `longest`.
    pub fn retry(mut self, tries: u32, first: Duration, longest: Duration) -> Self {
        self.retry = Retry { tries, first, longest };
        self
    }

    /// How long running handlers may take when their partition is given up.
    pub fn drain(mut self, limit: Duration) -> Self {
        self.drain = limit;
        self
    }

    /// Bytes of finished outputs that wait for their commit before nothing more is taken.
    pub fn buffer(mut self, bytes: usize) -> Self {
        self.buffer = bytes;
        self
    }

    /// Any property of librdkafka, for every handle.
    pub fn kafka(mut self, property: impl Into<String>, value: impl Into<String>) -> Self {
        self.kafka.insert(property.into(), value.into());
        self
    }

    /// Any property of librdkafka, for consumers alone.
    pub fn kafka_consumer(mut self, property: impl Into<String>, value: impl Into<String>) -> Self {
        self.consumer.insert(property.into(), value.into());
        self
    }

    /// Any property of librdkafka, for producers alone.
    pub fn kafka_producer(mut self, property: impl Into<String>, value: impl Into<String>) -> Self {
        self.producer.insert(property.into(), value.into());
        self
    }

    /// Everything that is wrong with it, at once.
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let mut faults = self.faults.clone();
        let mut at_least = |name: &str, value: u64, least: u64| {
            if value < least {
                faults.push(format!("`{name}` is {value}: it must be at least {least}"));
            }
        };
        at_least("lanes", self.lanes as u64, 1);
        at_least("in-flight", self.in_flight as u64, 1);
        at_least("tries", self.retry.tries.into(), 1);
        at_least("buffer", self.buffer as u64, 65_536);
        if self.bootstrap_servers.trim().is_empty() {
            faults.push("`bootstrap-servers` is empty: name a broker as host:port".into());
        }
        if self.call_timeout.is_zero() {
            faults.push("`call-timeout` is zero: no reply can come in no time".into());
        }
        if self.retry.longest < self.retry.first {
            faults.push("`longest-retry` is shorter than `first-retry`".into());
        }
        properties::check(self, &mut faults);
        if faults.is_empty() { Ok(()) } else { Err(ConfigError { faults }) }
    }

    /// What every handle starts from.
    pub(crate) fn client(&self) -> ClientConfig {
        let mut client = ClientConfig::new();
        client.set("bootstrap.servers", &self.bootstrap_servers).set("client.id", "adjutant");
        for (property, value) in &self.kafka {
            client.set(property, value);
        }
        client
    }
}

/// What is wrong with a [`Config`]: every fault, each with its mend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    faults: Vec<String>,
}

impl ConfigError {
    pub(crate) fn new(fault: String) -> Self {
        ConfigError { faults: vec![fault] }
    }

    /// Each fault as a sentence.
    pub fn faults(&self) -> &[String] {
        &self.faults
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.faults[..] {
            [fault] => write!(f, "the configuration is not usable: {fault}"),
            faults => {
                f.write_str("the configuration is not usable:")?;
                faults.iter().try_for_each(|fault| write!(f, "\n  - {fault}"))
            }
        }
    }
}

impl std::error::Error for ConfigError {}
