//! A broker in this process, on librdkafka's mock cluster.

use crate::{
    config::{Config, ConfigError},
    connect::Adjutant,
    topics::Wanted,
};
use rdkafka::{
    ClientConfig,
    error::KafkaError,
    mocking::MockCluster,
    producer::{BaseProducer, DefaultProducerContext, Producer},
};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

/// A Kafka in this process. It speaks the protocol on loopback, so that every program on this machine
/// can use it, and is gone with its last clone. Clones share it.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let broker = adjutant::testing::Broker::start()?;
/// let adjutant = broker.connect()?;
/// # Ok(()) }
/// ```
///
/// It keeps everything in memory, at most 5 MiB or 100,000 records of a partition; it shows records of
/// aborted transactions, forgets what retention would, and cannot look up by time. Use it for what a
/// service does, and a real Kafka for crashes, retention and load.
#[derive(Clone)]
pub struct Broker(Arc<Shared>);

struct Shared {
    /// The handle that the cluster lives in; it sends nothing.
    handle: BaseProducer,
    topics: Mutex<BTreeSet<String>>,
}

impl Shared {
    fn cluster(&self) -> Option<MockCluster<'_, DefaultProducerContext>> {
        self.handle.client().mock_cluster()
    }
}

/// The embedded broker could not be started, or not make a topic.
#[derive(Debug)]
pub struct BrokerError(String);

impl fmt::Display for BrokerError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the embedded broker: {}", self.0)
    }
}

impl std::error::Error for BrokerError {}

impl From<KafkaError> for BrokerError {
    fn from(error: KafkaError) -> Self {
        BrokerError(error.to_string())
    }
}

impl Broker {
    /// Starts one on a free port.
    pub fn start() -> Result<Broker, BrokerError> {
        let mut config = ClientConfig::new();
        let handle: BaseProducer = config.set("test.mock.num.brokers", "1").create()?;
        // Three seconds otherwise, before a group's first member is given its partitions.
        crate::native::assign_groups_at_once(&handle);
        let shared = Shared { handle, topics: Mutex::default() };
        if shared.cluster().is_none() {
            return Err(BrokerError("librdkafka made no mock cluster".into()));
        }
        Ok(Broker(Arc::new(shared)))
    }

    /// host:port
    pub fn bootstrap_servers(&self) -> String {
        self.0.cluster().map(|cluster| cluster.bootstrap_servers()).unwrap_or_default()
    }

    /// The configuration of a process that uses it. Topics are created as they are needed.
    pub fn config(&self) -> Config {
        let mut config = Config::new(self.bootstrap_servers());
        config.broker = Some(self.clone());
        config
    }

    /// [`Adjutant::connect`] with [`config`](Self::config).
    pub fn connect(&self) -> Result<Adjutant, ConfigError> {
        Adjutant::connect(self.config())
    }

    /// Makes the topics that it does not have yet.
    pub fn create_topics(&self, topics: &[Wanted]) -> Result<(), BrokerError> {
        let mut made = self.0.topics.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(cluster) = self.0.cluster() else { return Ok(()) };
        for topic in topics {
            if !made.contains(&topic.name) {
                cluster.create_topic(&topic.name, topic.partitions, 1)?;
                made.insert(topic.name.clone());
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Broker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Broker({})", self.bootstrap_servers())
    }
}
