//! The properties of the engine's consumers and producers.

use super::{
    bell::Flag,
    context::{Reports, Watch},
    outputs::Outputs,
    settings::Settings,
};
use crate::native::Writer;
use rdkafka::{
    ClientConfig, config::FromClientConfigAndContext, consumer::BaseConsumer, error::KafkaError,
    producer::BaseProducer,
};
use std::sync::Arc;

/// Longest life of a transaction: readers of the topics it touches wait no longer for a dead one.
pub(super) const TRANSACTION_TIMEOUT_MS: u32 = 10_000;

/// What a producer's own frame around a value may need: key, headers, batch header.
const AROUND: usize = 128 * 1024;

type Properties<'a> = &'a [(&'a str, &'a str)];

/// Puts ours first, so that what the user passes through wins; then what must not be changed.
fn configure(
    settings: &Settings,
    ours: Properties<'_>,
    theirs: &[(String, String)],
    fixed: Properties<'_>,
) -> ClientConfig {
    let mut config = ClientConfig::new();
    for &(key, value) in ours {
        config.set(key, value);
    }
    for (key, value) in settings.client.config_map() {
        config.set(key, value);
    }
    for (key, value) in theirs {
        config.set(key, value);
    }
    for &(key, value) in fixed {
        config.set(key, value);
    }
    config.set_log_level(settings.client.log_level);
    config
}

/// KiB of records that a lane fetches ahead, over all partitions of its topics.
const AHEAD_KIB: usize = 64 * 1024;

/// The consumer of a lane whose topics have so many partitions. `events` is raised when its main
/// queue has something.
pub(super) fn consumer(
    settings: &Settings,
    on_reset: &str,
    partitions: usize,
    events: Arc<Flag>,
) -> Result<BaseConsumer<Watch>, KafkaError> {
    // Each partition has a queue of its own, so the bound is for each.
    let ahead = (AHEAD_KIB / partitions.max(1)).clamp(1024, AHEAD_KIB / 2).to_string();
    let mut ours = vec![
        // A full local queue makes the fetcher rest a second by default.
        ("fetch.queue.backoff.ms", "5"),
        ("queued.max.messages.kbytes", ahead.as_str()),
        ("queued.min.messages", "50000"),
    ];
    let is_set = |key: &str, value: Option<&str>| {
        let theirs = settings.consumer.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        let all = settings.client.config_map();
        let mut found = theirs.chain(all.iter().map(|(k, v)| (*k, *v)));
        found.any(|(k, v)| k == key && value.is_none_or(|value| v == value))
    };
    if is_set("group.protocol", Some("consumer")) {
        if !is_set("group.remote.assignor", None) {
            ours.push(("group.remote.assignor", "range"));
        }
    } else {
        // `range` gives the same partitions of all priorities to one member.
        ours.push(("partition.assignment.strategy", "range"));
        ours.push(("session.timeout.ms", "6000"));
        ours.push(("heartbeat.interval.ms", "1500"));
    }
    let mut fixed = vec![
        ("group.id", settings.group.as_str()),
        ("enable.auto.commit", "false"),
        ("enable.auto.offset.store", "false"),
        ("auto.offset.reset", on_reset),
        ("isolation.level", "read_committed"),
        ("allow.auto.create.topics", "false"),
    ];
    if let Some(instance) = &settings.instance {
        fixed.push(("group.instance.id", instance));
    }
    let config = configure(settings, &ours, &settings.consumer, &fixed);
    let mut consumer = BaseConsumer::from_config_and_context(&config, Watch::default())?;
    consumer.set_nonempty_callback(move || events.raise());
    Ok(consumer)
}

/// A consumer that reads the group's offsets, those of open transactions passed over.
pub(super) fn offset_reader(settings: &Settings) -> Result<BaseConsumer<Watch>, KafkaError> {
    let fixed = [
        ("group.id", settings.group.as_str()),
        ("enable.auto.commit", "false"),
        ("isolation.level", "read_uncommitted"),
        ("allow.auto.create.topics", "false"),
    ];
    let config = configure(settings, &[], &settings.consumer, &fixed);
    BaseConsumer::from_config_and_context(&config, Watch::default())
}

/// A producer with a transactional id.
pub(super) fn transactional(
    settings: &Settings,
    outputs: &Outputs,
    id: &str,
) -> Result<Writer<Reports>, KafkaError> {
    let timeout = TRANSACTION_TIMEOUT_MS.to_string();
    let fixed = [
        ("transactional.id", id),
        ("transaction.timeout.ms", timeout.as_str()),
        ("delivery.report.only.error", "true"),
    ];
    let ours = [
        // While a transaction's markers are written the next one is asked to come back: do so soon.
        ("retry.backoff.ms", "1"),
        // A batch comes in one go and is flushed behind it, which ends the wait: full requests.
        ("linger.ms", "5"),
    ];
    producer(settings, outputs, &ours, &fixed)
}

/// A producer without transactions, whose records wait `linger` milliseconds for company. A record
/// that can be written is never given up.
pub(super) fn idempotent(
    settings: &Settings,
    outputs: &Outputs,
    linger: &str,
) -> Result<Writer<Reports>, KafkaError> {
    let ours = [("message.timeout.ms", "0"), ("linger.ms", linger)];
    producer(settings, outputs, &ours, &[])
}

fn producer(
    settings: &Settings,
    outputs: &Outputs,
    ours: Properties<'_>,
    fixed: Properties<'_>,
) -> Result<Writer<Reports>, KafkaError> {
    let (least, most) = outputs.range();
    let largest = (most + AROUND).clamp(1_000_000, 1_000_000_000).to_string();
    // A broker refuses a batch of records that is larger than its topic allows a record to be.
    let batch = least.clamp(1, 1_000_000).to_string();
    let mut all = vec![
        ("message.max.bytes", largest.as_str()),
        ("batch.size", batch.as_str()),
        // Within the life of a transaction, so that a topic which is gone is named as such.
        ("topic.metadata.propagation.max.ms", "8000"),
        ("linger.ms", "0"),
        ("partitioner", "murmur2_random"),
    ];
    all.extend(ours);
    let mut always = vec![("enable.idempotence", "true"), ("allow.auto.create.topics", "false")];
    always.extend(fixed);
    let config = configure(settings, &all, &settings.producer, &always);
    let producer = BaseProducer::from_config_and_context(&config, Reports::default())?;
    Writer::new(producer, outputs.names())
}
