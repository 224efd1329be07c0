//! Replies that stood on the topic before this client read it.

use super::{mail::Mail, pending::Waiting};
use crate::{kafka_log::Logged, outcome::Why, watermarks};
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    config::FromClientConfigAndContext,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    message::Message,
};
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};
use tokio::task::spawn_blocking;

/// Reads the past of reply partitions for claims, one partition at a time, with a consumer of its
/// own that lives as long as the reading. One reading serves all claims that wait.
pub(crate) struct Past {
    config: ClientConfig,
    answer: Duration,
    mail: Arc<Mail>,
    wishes: Arc<Wishes>,
    /// The last complete reading of each partition. Held while one runs.
    readings: Arc<tokio::sync::Mutex<HashMap<i32, Reading>>>,
}

/// A partition that was read from one offset to its end.
#[derive(Debug, Clone, Copy)]
struct Reading {
    from: i64,
    /// The claims registered before this count were served.
    began: u64,
    /// Where the log started and ended.
    start: i64,
    end: i64,
}

/// Claims that wait for a reading: partition, offset, registration.
#[derive(Debug, Default)]
struct Wishes(Mutex<BTreeSet<(i32, i64, u64)>>);

struct Wish<'a> {
    wishes: &'a Wishes,
    wish: (i32, i64, u64),
}

impl Past {
    pub(crate) fn new(mut config: ClientConfig, answer: Duration, mail: Arc<Mail>) -> Self {
        config.set("enable.partition.eof", "true");
        Past { config, answer, mail, wishes: Arc::default(), readings: Arc::default() }
    }

    /// Hands every reply of a partition from an offset on to whoever waits; an answer tells why
    /// the reply of this claim can no longer come.
    pub(crate) async fn read(
        &self,
        waiting: &Waiting<'_>,
        partition: i32,
        first: i64,
    ) -> Result<Option<Why>, String> {
        let wish = self.wishes.wish((partition, first, waiting.since));
        let mut readings = self.readings.clone().lock_owned().await;
        let covers = |r: &&Reading| r.from <= first && waiting.since < r.began;
        if let Some(reading) = readings.get(&partition).filter(covers) {
            return Ok(reading.verdict(first));
        }
        let (config, answer) = (self.config.clone(), self.answer);
        let (mail, wishes) = (self.mail.clone(), self.wishes.clone());
        // On its own: it goes on for the other claims when this one has its reply.
        let reading = spawn_blocking(move || {
            let reading = read(&config, answer, &mail, &wishes, partition)?;
            readings.insert(partition, reading);
            KafkaResult::Ok(reading)
        });
        let reading = reading.await.map_err(|error| error.to_string())?;
        drop(wish);
        Ok(reading.map_err(|error| error.to_string())?.verdict(first))
    }
}

impl Reading {
    fn verdict(&self, first: i64) -> Option<Why> {
        if self.end < first {
            return Some(Why::TopicRecreated);
        }
        (first < self.start).then_some(Why::NoLongerKept)
    }
}

fn read(
    config: &ClientConfig,
    answer: Duration,
    mail: &Mail,
    wishes: &Wishes,
    partition: i32,
) -> KafkaResult<Reading> {
    let topic = mail.contract.replies.name;
    let began = mail.pending.now();
    let from = wishes.first(partition).ok_or(KafkaError::Canceled)?;
    let consumer: BaseConsumer<Logged> = BaseConsumer::from_config_and_context(config, Logged)?;
    let (start, end) = watermarks::of(&consumer, topic, partition, answer)?;
    let mut reading = Reading { from, began, start, end };
    let mut next = from.max(start);
    while next < end {
        assign(&consumer, topic, partition, next)?;
        loop {
            // Claims that have their reply or gave up wait for nothing.
            if wishes.first(partition).is_none() {
                return Err(KafkaError::Canceled);
            }
            match consumer.poll(Duration::from_millis(50)) {
                None => {}
                Some(Ok(record)) => {
                    mail.take(&record);
                    next = record.offset() + 1;
                    if next >= end {
                        break;
                    }
                }
                Some(Err(KafkaError::PartitionEOF(_))) => {
                    next = end;
                    break;
                }
                // Retention was faster: what it took is gone.
                Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                    reading.start = watermarks::of(&consumer, topic, partition, answer)?.0;
                    next = reading.start.max(next);
                    break;
                }
                Some(Err(error)) => {
                    tracing::debug!(topic, partition, %error, "replies cannot be read")
                }
            }
        }
    }
    Ok(reading)
}

fn assign(
    consumer: &BaseConsumer<Logged>,
    topic: &str,
    partition: i32,
    offset: i64,
) -> KafkaResult<()> {
    let mut list = TopicPartitionList::with_capacity(1);
    list.add_partition_offset(topic, partition, Offset::Offset(offset))?;
    consumer.assign(&list)
}

impl Wishes {
    fn wish(&self, wish: (i32, i64, u64)) -> Wish<'_> {
        self.all().insert(wish);
        Wish { wishes: self, wish }
    }

    /// The least offset from which a partition is to be read.
    fn first(&self, partition: i32) -> Option<i64> {
        let all = self.all();
        let (found, offset, _) = all.range((partition, i64::MIN, 0)..).next()?;
        (*found == partition).then_some(*offset)
    }

    fn all(&self) -> MutexGuard<'_, BTreeSet<(i32, i64, u64)>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

impl Drop for Wish<'_> {
    fn drop(&mut self) {
        self.wishes.all().remove(&self.wish);
    }
}
