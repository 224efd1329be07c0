//! The topic of schemas: what every fingerprint stands for, for whoever was not built with it.

use crate::{
    config::{Config, ConfigError},
    contract::Contract,
};
use rdkafka::{
    ClientConfig, ClientContext, Message, Offset, TopicPartitionList,
    config::FromClientConfigAndContext,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
    producer::{BaseProducer, BaseRecord, DeliveryResult, Producer, ProducerContext},
};
use std::{
    collections::BTreeSet,
    fmt,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// The topic of schemas could not be read.
#[derive(Debug)]
pub struct SchemasError(String);

impl fmt::Display for SchemasError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the topic of schemas cannot be read: {}", self.0)
    }
}

impl std::error::Error for SchemasError {}

impl From<KafkaError> for SchemasError {
    fn from(error: KafkaError) -> Self {
        SchemasError(error.to_string())
    }
}

impl From<ConfigError> for SchemasError {
    fn from(error: ConfigError) -> Self {
        SchemasError(error.to_string())
    }
}

/// How long reading and writing the topic may take.
const LIMIT: Duration = Duration::from_secs(30);

/// The key of a schema: its fingerprint in 16 hexadecimal digits.
pub(crate) fn key(fingerprint: u64) -> String {
    format!("{fingerprint:016x}")
}

/// Writes the schemas of a contract that the topic does not hold yet. Blocks for 30 s at most.
pub(crate) fn publish(client: &ClientConfig, contract: &Contract) -> Result<(), KafkaError> {
    let topic = contract.schemas.name;
    let known = keys(client, topic)?;
    let schemas = contract.messages.iter().flat_map(|message| message.schemas);
    let missing: Vec<_> = schemas.filter(|s| !known.contains(&key(s.fingerprint))).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let mut config = client.clone();
    config
        .set("enable.idempotence", "true")
        .set("partitioner", "murmur2_random")
        .set("allow.auto.create.topics", "false")
        .set("message.timeout.ms", LIMIT.as_millis().to_string());
    let producer: BaseProducer<Reports> =
        BaseProducer::from_config_and_context(&config, Reports::default())?;
    for schema in missing {
        let key = key(schema.fingerprint);
        let record = BaseRecord::to(topic).partition(0).key(&key).payload(schema.text);
        producer.send(record).map_err(|(error, _)| error)?;
    }
    producer.flush(LIMIT)?;
    let refused = producer.context().0.lock().unwrap_or_else(PoisonError::into_inner).take();
    refused.map_or(Ok(()), Err)
}

/// Keeps why a schema was not written.
#[derive(Default)]
struct Reports(Mutex<Option<KafkaError>>);

impl ClientContext for Reports {}

impl ProducerContext for Reports {
    type DeliveryOpaque = ();

    fn delivery(&self, result: &DeliveryResult<'_>, (): ()) {
        if let Err((error, _)) = result {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error.clone());
        }
    }
}

/// The schema behind a fingerprint, if the topic holds it. Blocks for 30 s at most.
pub fn find(
    config: &Config,
    topic: &str,
    fingerprint: u64,
) -> Result<Option<String>, SchemasError> {
    config.check()?;
    let wanted = key(fingerprint);
    let mut found = None;
    scan(&config.client(), topic, |key, text| {
        if key == wanted {
            found = Some(text.to_owned());
        }
    })?;
    Ok(found)
}

fn keys(client: &ClientConfig, topic: &str) -> Result<BTreeSet<String>, KafkaError> {
    let mut keys = BTreeSet::new();
    scan(client, topic, |key, _| {
        keys.insert(key.to_owned());
    })?;
    Ok(keys)
}

/// Reads the topic from its start to its end.
fn scan(
    client: &ClientConfig,
    topic: &str,
    mut each: impl FnMut(&str, &str),
) -> Result<(), KafkaError> {
    let mut config = client.clone();
    config
        .set("group.id", "adjutant-schemas")
        .set("enable.auto.commit", "false")
        .set("enable.partition.eof", "true")
        // The end of a partition is told when a fetch found nothing.
        .set("fetch.wait.max.ms", "10")
        .set("allow.auto.create.topics", "false")
        .set("auto.offset.reset", "earliest");
    let consumer: BaseConsumer = config.create()?;
    let mut list = TopicPartitionList::new();
    list.add_partition_offset(topic, 0, Offset::Beginning)?;
    consumer.assign(&list)?;
    let deadline = Instant::now() + LIMIT;
    while Instant::now() < deadline {
        match consumer.poll(Duration::from_millis(100)) {
            None => {}
            Some(Err(KafkaError::PartitionEOF(_))) => return Ok(()),
            Some(Err(error)) => return Err(error),
            Some(Ok(message)) => {
                let text = |bytes| std::str::from_utf8(bytes).unwrap_or_default();
                if let (Some(key), Some(value)) = (message.key(), message.payload()) {
                    each(text(key), text(value));
                }
            }
        }
    }
    Err(KafkaError::MessageConsumption(rdkafka::error::RDKafkaErrorCode::OperationTimedOut))
}
