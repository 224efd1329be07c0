//! The way of one request, from the topics alone.
//!
//! Every record of a request carries its identity, so nothing but the topics is needed. The command
//! is looked for backwards from now in windows of growing age; everything else from the command's
//! time on. No topic is read whole unless the command is as old as it.

use crate::{
    config::{Config, ConfigError},
    headers::REQUEST_ID,
    topics, watermarks,
};
use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::KafkaError,
    message::Headers,
};
use std::{
    collections::BTreeMap,
    fmt,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// Where to look.
#[derive(Debug, Clone)]
pub struct Topics {
    /// Every command topic of the interface.
    pub commands: Vec<String>,
    /// Its replies, events and dead letters.
    pub others: Vec<String>,
}

/// A record that belongs to the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
    /// Milliseconds since 1970; 0 when the record has none.
    pub timestamp: i64,
    /// The record's key.
    pub key: Vec<u8>,
    /// The record's value, framed.
    pub value: Vec<u8>,
    /// Its headers, as text.
    pub headers: Vec<(String, String)>,
}

impl Found {
    /// Whether its headers give it this request_id, as those of a dead letter do.
    fn claims(&self, request_id: &str) -> bool {
        self.headers.iter().any(|(name, value)| name == REQUEST_ID && value == request_id)
    }
}

/// Why there is no trace.
#[derive(Debug)]
pub struct TraceError(String);

impl fmt::Display for TraceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for TraceError {}

impl From<KafkaError> for TraceError {
    fn from(error: KafkaError) -> Self {
        TraceError(error.to_string())
    }
}

impl From<ConfigError> for TraceError {
    fn from(error: ConfigError) -> Self {
        TraceError(error.to_string())
    }
}

/// Ages of the windows in which the command is looked for, the newest first; then all there is.
const WINDOWS: [Duration; 4] = [
    Duration::from_secs(60),
    Duration::from_secs(60 * 60),
    Duration::from_secs(24 * 60 * 60),
    Duration::from_secs(7 * 24 * 60 * 60),
];
/// Clocks of brokers and clients differ; a record may bear a time a little before its cause.
const CLOCK_SKEW: i64 = 60_000;

/// Finds the records of `request_id`, oldest first. `belongs` decides on a record that holds the
/// id's text somewhere: it reads the identity by the record's schema. Ends after `limit` at the latest.
pub fn find(
    config: &Config,
    places: &Topics,
    request_id: &str,
    limit: Duration,
    belongs: impl Fn(&[u8]) -> bool,
) -> Result<Vec<Found>, TraceError> {
    if request_id.is_empty() {
        return Err(TraceError("an empty request_id names no request".into()));
    }
    config.check()?;
    let deadline = Instant::now() + limit;
    let client = config.client();
    let embedded = topics::is_embedded(&client);
    let reader = Reader { consumer: consumer(client)?, embedded, deadline };
    let id = request_id.as_bytes();
    let wanted = |record: &Found| {
        (holds(&record.value, id) || holds(&record.key, id) || record.claims(request_id))
            && belongs(&record.value)
    };
    let mut found = reader.newest(&places.commands, &wanted)?;
    let since = found.iter().map(|record| record.timestamp).min();
    let since = since.map_or(0, |time| (time - CLOCK_SKEW).max(0));
    let (from, end) = (reader.at_time(&places.others, since)?, reader.ends(&places.others)?);
    reader.scan(&from, &end, wanted, &mut found)?;
    found.sort_by(|a, b| (a.timestamp, &a.topic, a.offset).cmp(&(b.timestamp, &b.topic, b.offset)));
    Ok(found)
}

/// Whether `text` stands anywhere in `bytes`.
fn holds(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}

fn consumer(mut config: ClientConfig) -> Result<BaseConsumer, KafkaError> {
    config
        .set("group.id", "adjutant-trace")
        .set("enable.auto.commit", "false")
        .set("enable.auto.offset.store", "false")
        .set("enable.partition.eof", "true")
        // The end of a partition is told when a fetch found nothing.
        .set("fetch.wait.max.ms", "10")
        .set("isolation.level", "read_committed")
        .set("auto.offset.reset", "earliest")
        .set("allow.auto.create.topics", "false");
    config.create()
}

/// Offsets by topic and partition.
type Places = BTreeMap<String, BTreeMap<i32, i64>>;

struct Reader {
    consumer: BaseConsumer,
    embedded: bool,
    deadline: Instant,
}

impl Reader {
    fn left(&self) -> Result<Duration, TraceError> {
        let left = self.deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(TraceError("the time limit passed before the topics were read".into()));
        }
        Ok(left)
    }

    /// Looks backwards in windows of growing age until something is found.
    fn newest(
        &self,
        topics: &[String],
        wanted: &impl Fn(&Found) -> bool,
    ) -> Result<Vec<Found>, TraceError> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let mut end = self.ends(topics)?;
        let mut found = Vec::new();
        let starts = WINDOWS.iter().map(|age| now.saturating_sub(*age).as_millis() as i64);
        for start in starts.chain([0]) {
            let from = self.at_time(topics, start)?;
            self.scan(&from, &end, wanted, &mut found)?;
            if !found.is_empty() {
                break;
            }
            end = from;
        }
        Ok(found)
    }

    fn partitions(&self, topics: &[String]) -> Result<TopicPartitionList, TraceError> {
        let mut list = TopicPartitionList::new();
        for topic in topics {
            let metadata = self.consumer.fetch_metadata(Some(topic), self.left()?)?;
            let Some(metadata) = metadata.topics().first().filter(|t| t.error().is_none()) else {
                return Err(TraceError(format!("the topic `{topic}` does not exist")));
            };
            for partition in metadata.partitions() {
                list.add_partition(topic, partition.id());
            }
        }
        Ok(list)
    }

    /// One past the last record of each partition.
    fn ends(&self, topics: &[String]) -> Result<Places, TraceError> {
        let mut places = Places::new();
        for element in self.partitions(topics)?.elements() {
            let (topic, partition) = (element.topic(), element.partition());
            let (_, high) = watermarks::of(&self.consumer, topic, partition, self.left()?)?;
            places.entry(topic.into()).or_default().insert(partition, high);
        }
        Ok(places)
    }

    /// The first record of each partition that is not older than `time`.
    fn at_time(&self, topics: &[String], time: i64) -> Result<Places, TraceError> {
        let mut list = self.partitions(topics)?;
        let mut places = Places::new();
        // The embedded broker cannot look up by time, and what it has is young.
        if time > 0 && !self.embedded {
            list.set_all_offsets(Offset::Offset(time))?;
            list = self.consumer.offsets_for_times(list, self.left()?)?;
        }
        for element in list.elements() {
            let (topic, partition) = (element.topic(), element.partition());
            let (low, high) = watermarks::of(&self.consumer, topic, partition, self.left()?)?;
            let place = match element.offset() {
                Offset::Offset(offset) => offset.clamp(low, high),
                Offset::End => high,
                _ => low,
            };
            places.entry(topic.into()).or_default().insert(partition, place);
        }
        Ok(places)
    }

    /// Reads from `from` up to `end`, and keeps what is wanted.
    fn scan(
        &self,
        from: &Places,
        end: &Places,
        wanted: impl Fn(&Found) -> bool,
        found: &mut Vec<Found>,
    ) -> Result<(), TraceError> {
        // One topic after another, since the end of a partition is told without its topic.
        for (topic, starts) in from {
            let mut open = BTreeMap::new();
            let mut list = TopicPartitionList::new();
            for (partition, start) in starts {
                let end = end.get(topic).and_then(|ends| ends.get(partition));
                let Some(end) = end.filter(|end| start < end) else { continue };
                list.add_partition_offset(topic, *partition, Offset::Offset(*start))?;
                open.insert(*partition, *end);
            }
            self.consumer.assign(&list)?;
            while !open.is_empty() {
                match self.consumer.poll(self.left()?.min(Duration::from_millis(100))) {
                    None => {}
                    // Also where an open transaction hides the rest: nobody can read on there.
                    Some(Err(KafkaError::PartitionEOF(partition))) => {
                        open.remove(&partition);
                    }
                    Some(Err(error)) => return Err(error.into()),
                    Some(Ok(message)) => {
                        let (partition, offset) = (message.partition(), message.offset());
                        let Some(end) = open.get(&partition).copied() else { continue };
                        if offset < end {
                            found.extend(Some(owned(&message)).filter(&wanted));
                        }
                        if offset + 1 >= end {
                            open.remove(&partition);
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

fn owned(message: &impl Message) -> Found {
    Found {
        topic: message.topic().into(),
        partition: message.partition(),
        offset: message.offset(),
        timestamp: message.timestamp().to_millis().unwrap_or(0),
        key: message.key().unwrap_or_default().to_vec(),
        value: message.payload().unwrap_or_default().to_vec(),
        headers: message.headers().map(headers).unwrap_or_default(),
    }
}

fn headers(headers: &impl Headers) -> Vec<(String, String)> {
    let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or_default()).into();
    headers.iter().map(|header| (header.key.to_owned(), text(header.value))).collect()
}
