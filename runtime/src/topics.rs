//! Topics: no handle creates one by accident, and none is used that differs from its contract.

use crate::{
    config::{Config, ConfigError},
    contract::{Contract, Topic},
};
use rdkafka::{
    ClientConfig,
    admin::{AdminClient, AdminOptions, NewTopic, TopicReplication},
    client::DefaultClientContext,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    metadata::Metadata,
};
use std::{
    collections::HashMap,
    fmt,
    time::{Duration, Instant},
};

/// How long a broker may take to answer one question.
const ANSWER: Duration = Duration::from_secs(10);
/// How long it may take until a topic that was created can be seen.
const SEEN: Duration = Duration::from_secs(30);

/// A topic as a contract wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its name.
    pub name: String,
    /// Partitions.
    pub partitions: i32,
    /// Copies; `None`: three, or as many as there are brokers.
    pub replication: Option<i32>,
    /// Configuration for its creation.
    pub config: Vec<(String, String)>,
}

impl From<&Topic> for Wanted {
    fn from(topic: &Topic) -> Self {
        let pair = |(key, value): &(&str, &str)| ((*key).to_owned(), (*value).to_owned());
        Wanted {
            name: topic.name.into(),
            partitions: topic.partitions,
            replication: topic.replication,
            config: topic.config.iter().map(pair).collect(),
        }
    }
}

/// Every topic of a contract.
pub(crate) fn of(contract: &Contract) -> Vec<Wanted> {
    contract.topics().map(Wanted::from).collect()
}

/// What differs between a cluster and the topics that are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Difference {
    /// Topics that do not exist.
    pub missing: Vec<String>,
    /// Topics with another number of partitions: name, as wanted, as found.
    pub partitions: Vec<(String, i32, i32)>,
}

/// Why topics cannot be used, or not be created.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicsError(String);

impl fmt::Display for TopicsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TopicsError {}

/// The cluster behind these brokers did not answer.
fn unanswered(servers: &str, error: &KafkaError) -> TopicsError {
    TopicsError(format!(
        "the cluster at {servers} did not answer: {error}\n\
         help: see that `bootstrap-servers` names its brokers, and that they can be reached from here"
    ))
}

impl From<ConfigError> for TopicsError {
    fn from(error: ConfigError) -> Self {
        TopicsError(error.to_string())
    }
}

/// What there is on a cluster. Blocks, within bounds.
struct Cluster {
    consumer: BaseConsumer,
    servers: String,
}

impl Cluster {
    fn open(client: &ClientConfig) -> Result<Self, TopicsError> {
        let mut config = client.clone();
        config.set("allow.auto.create.topics", "false");
        let servers = config.get("bootstrap.servers").unwrap_or_default().to_owned();
        let consumer = config.create().map_err(|error| TopicsError(error.to_string()))?;
        Ok(Cluster { consumer, servers })
    }

    /// What the cluster says about a topic.
    fn ask(&self, topic: &str) -> Result<Metadata, TopicsError> {
        let metadata = self.consumer.fetch_metadata(Some(topic), ANSWER);
        metadata.map_err(|error| unanswered(&self.servers, &error))
    }

    fn brokers(&self) -> Result<usize, TopicsError> {
        Ok(self.ask("adjutant.no-topic")?.brokers().len())
    }

    fn is_embedded(&self) -> Result<bool, TopicsError> {
        // The id comes with the first metadata.
        self.brokers()?;
        let id = self.consumer.client().fetch_cluster_id(ANSWER);
        Ok(id.is_some_and(|id| id.starts_with("mockCluster")))
    }

    /// The partitions of each of these topics that exists.
    fn partitions(&self, wanted: &[Wanted]) -> Result<HashMap<String, i32>, TopicsError> {
        let mut found = HashMap::new();
        for topic in wanted {
            let metadata = self.ask(&topic.name)?;
            let Some(one) = metadata.topics().first() else { continue };
            match one.error().map(RDKafkaErrorCode::from) {
                None => {
                    found.insert(topic.name.clone(), one.partitions().len() as i32);
                }
                Some(
                    RDKafkaErrorCode::UnknownTopicOrPartition | RDKafkaErrorCode::UnknownTopic,
                ) => {}
                Some(code) => {
                    return Err(TopicsError(format!("topic `{}`: {code}", topic.name)));
                }
            }
        }
        Ok(found)
    }

    fn compare(&self, wanted: &[Wanted]) -> Result<Difference, TopicsError> {
        let found = self.partitions(wanted)?;
        let mut difference = Difference::default();
        for topic in wanted {
            match found.get(&topic.name) {
                None => difference.missing.push(topic.name.clone()),
                Some(count) if *count != topic.partitions => {
                    difference.partitions.push((topic.name.clone(), topic.partitions, *count));
                }
                Some(_) => {}
            }
        }
        Ok(difference)
    }
}

/// Whether a cluster is librdkafka's mock, which says so in its id. Blocks for 20 s at most.
pub(crate) fn is_embedded(client: &ClientConfig) -> bool {
    Cluster::open(client).and_then(|cluster| cluster.is_embedded()).unwrap_or(false)
}

/// Compares the topics of a cluster with those wanted. Blocks for as long as the cluster takes to
/// answer, ten seconds for each topic at most.
pub fn compare(config: &Config, wanted: &[Wanted]) -> Result<Difference, TopicsError> {
    config.check()?;
    Cluster::open(&config.client())?.compare(wanted)
}

/// Creates the topics that are missing and tells their names. A topic that exists is left as it is.
pub async fn create(config: &Config, wanted: &[Wanted]) -> Result<Vec<String>, TopicsError> {
    config.check()?;
    create_with(&config.client(), wanted).await
}

async fn create_with(client: &ClientConfig, wanted: &[Wanted]) -> Result<Vec<String>, TopicsError> {
    let (brokers, missing, embedded) = {
        let cluster = Cluster::open(client)?;
        (cluster.brokers()?, cluster.compare(wanted)?.missing, cluster.is_embedded()?)
    };
    let wanted: Vec<&Wanted> = wanted.iter().filter(|t| missing.contains(&t.name)).collect();
    let new: Vec<NewTopic<'_>> = wanted.iter().map(|topic| new_topic(topic, brokers)).collect();
    if new.is_empty() {
        return Ok(Vec::new());
    }
    if embedded {
        return Err(TopicsError(format!(
            "these topics do not exist: {}\n\
             help: only the process that runs an embedded broker makes its topics: name their \
             interface too when you start it with `adjutant dev FOLDER..`",
            missing.join(", ")
        )));
    }
    let servers = client.get("bootstrap.servers").unwrap_or_default();
    let lost = |error: KafkaError| unanswered(servers, &error);
    let admin: AdminClient<DefaultClientContext> = client.create().map_err(lost)?;
    let options = AdminOptions::new().request_timeout(Some(SEEN)).operation_timeout(Some(SEEN));
    let mut refused = Vec::new();
    for result in admin.create_topics(&new, &options).await.map_err(lost)? {
        match result {
            // Another process was faster.
            Ok(_) | Err((_, RDKafkaErrorCode::TopicAlreadyExists)) => {}
            Err((topic, code)) => refused.push(format!("`{topic}`: {code}")),
        }
    }
    if refused.is_empty() {
        return Ok(missing);
    }
    Err(TopicsError(format!("the cluster did not create {}", refused.join(", "))))
}

fn new_topic(topic: &Wanted, brokers: usize) -> NewTopic<'_> {
    let copies = topic.replication.unwrap_or(brokers.clamp(1, 3) as i32);
    let mut new = NewTopic::new(&topic.name, topic.partitions, TopicReplication::Fixed(copies));
    for (key, value) in &topic.config {
        new = new.set(key, value);
    }
    let says = topic.config.iter().any(|(key, _)| key == "min.insync.replicas");
    if copies > 1 && !says {
        new = new.set("min.insync.replicas", "2");
    }
    new
}

/// Makes sure that every topic is there as the contract of `interface` says, before anything is sent
/// or read: creates what is missing when `create` says so, and else tells what is missing.
pub(crate) async fn ensure(
    client: &ClientConfig,
    interface: &str,
    wanted: &[Wanted],
    create: bool,
) -> Result<(), TopicsError> {
    if create {
        create_with(client, wanted).await?;
    }
    let deadline = Instant::now() + SEEN;
    loop {
        let (client, wanted) = (client.clone(), wanted.to_vec());
        let compared =
            tokio::task::spawn_blocking(move || Cluster::open(&client)?.compare(&wanted)).await;
        let difference = compared.map_err(|error| TopicsError(error.to_string()))??;
        if !difference.partitions.is_empty() {
            return Err(TopicsError(other_partitions(&difference.partitions)));
        }
        if difference.missing.is_empty() {
            return Ok(());
        }
        // What was created is seen by every broker after a moment.
        if !create || Instant::now() > deadline {
            return Err(TopicsError(missing(interface, &difference.missing)));
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

fn missing(interface: &str, topics: &[String]) -> String {
    format!(
        "these topics of `{interface}` do not exist: {}\n\
         help: create them with `adjutant topics create FOLDER --bootstrap-servers ..`, where FOLDER \
         holds the interface, or let this process do so with `create-topics`",
        topics.join(", ")
    )
}

fn other_partitions(topics: &[(String, i32, i32)]) -> String {
    let topics: Vec<_> = topics
        .iter()
        .map(|(name, wanted, found)| format!("`{name}` has {found}, the contract says {wanted}"))
        .collect();
    format!(
        "the number of partitions is not that of the contract: {}\n\
         help: the number is frozen, since it decides where each key is; to grow, name a new topic",
        topics.join("; ")
    )
}
