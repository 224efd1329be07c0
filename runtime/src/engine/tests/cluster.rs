//! A cluster with the interface's topics, and hands to read and write them without the runtime.

use crate::{
    Failure, Identity,
    engine::{Retry, Settings},
    failure,
    message::Message,
    native::assign_groups_at_once,
    testing_interface::{CONTRACT, Heard, Said, Say, TooLoud},
};
use adjutant_avro::single_object;
use rdkafka::{
    ClientConfig, Message as _, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    message::{Headers, OwnedHeaders, OwnedMessage},
    producer::{BaseProducer, BaseRecord, Producer},
    types::{RDKafkaApiKey, RDKafkaRespErr},
};
use std::time::{Duration, Instant};

/// Longer than anything takes that works.
pub(super) const LIMIT: Duration = Duration::from_secs(30);

/// A broker in this process.
pub(super) struct Cluster {
    servers: String,
    /// The handle that the cluster lives in; it sends nothing.
    handle: BaseProducer,
}

impl Cluster {
    pub fn start() -> Self {
        let mut config = ClientConfig::new();
        let handle: BaseProducer = config.set("test.mock.num.brokers", "1").create().unwrap();
        assign_groups_at_once(&handle);
        let mock = handle.client().mock_cluster().unwrap();
        for topic in CONTRACT.topics() {
            mock.create_topic(topic.name, topic.partitions, 1).unwrap();
        }
        let servers = mock.bootstrap_servers();
        drop(mock);
        Cluster { servers, handle }
    }

    /// The next requests of a kind fail like this, one after another.
    pub fn fail(&self, requests: RDKafkaApiKey, errors: &[RDKafkaRespErr]) {
        self.handle.client().mock_cluster().unwrap().request_errors(requests, errors);
    }

    pub fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.servers);
        config
    }

    pub fn settings(&self) -> Settings {
        let (first, longest) = (Duration::from_millis(1), Duration::from_millis(5));
        let retry = Retry { first, longest, ..Retry::default() };
        // It answers a fetch that found nothing when its wait is over, not when a record comes.
        let consumer = vec![("fetch.wait.max.ms".into(), "10".into())];
        Settings { retry, consumer, ..Settings::new(self.config(), "chat") }
    }

    /// Reads a topic until it has given `count` records, in the order of each partition.
    pub fn read(&self, topic: &str, count: usize) -> Vec<OwnedMessage> {
        let reader = Reader::new(&self.config(), topic);
        let mut records = Vec::new();
        let until = Instant::now() + LIMIT;
        while records.len() < count {
            assert!(Instant::now() < until, "{} of {count} records of {topic}", records.len());
            records.extend(reader.next());
        }
        records
    }

    /// Every record that a topic holds now.
    pub fn read_all(&self, topic: &str) -> Vec<OwnedMessage> {
        let reader = Reader::new(&self.config(), topic);
        let mut records = Vec::new();
        while !reader.at_end() {
            records.extend(reader.next());
        }
        records
    }

    pub fn writer(&self) -> Commands {
        let mut config = self.config();
        config.set("partitioner", "murmur2_random").set("linger.ms", "0");
        Commands(config.create().unwrap())
    }
}

/// Writes commands as a foreign client would.
pub(super) struct Commands(BaseProducer);

impl Commands {
    pub fn say(&self, request_id: &str, room: &str, text: &str) {
        self.say_to(1, request_id, room, text);
    }

    /// `priority`: 0 is high.
    pub fn say_to(&self, priority: usize, request_id: &str, room: &str, text: &str) {
        let value = framed(&Say { room: room.into(), text: text.into() }, request_id);
        self.raw(CONTRACT.commands[priority].name, Some(room), Some(&value), OwnedHeaders::new());
    }

    pub fn raw(&self, topic: &str, key: Option<&str>, value: Option<&[u8]>, headers: OwnedHeaders) {
        loop {
            let mut record = BaseRecord::<str, [u8]>::to(topic).headers(headers.clone());
            record.key = key;
            record.payload = value;
            match self.0.send(record) {
                Ok(()) => break,
                Err((KafkaError::MessageProduction(RDKafkaErrorCode::QueueFull), _)) => {
                    self.0.poll(Duration::from_millis(5));
                }
                Err((error, _)) => panic!("{error}"),
            }
        }
        self.0.poll(Duration::ZERO);
    }

    /// Waits until all stand on their topics.
    pub fn flush(&self) {
        self.0.flush(LIMIT).unwrap();
    }
}

/// A record's value as it stands on the wire.
pub(super) fn framed<M: Message>(message: &M, request_id: &str) -> Vec<u8> {
    let identity = Identity { client_id: "shop".into(), request_id: request_id.into() };
    let mut value = Vec::new();
    single_object::header(M::FINGERPRINT, &mut value);
    message.encode(&identity, &mut value);
    value
}

/// Reads all partitions of a topic from the start, committed records only.
struct Reader {
    consumer: BaseConsumer,
    ends: Vec<(i32, i64)>,
    topic: String,
}

impl Reader {
    fn new(config: &ClientConfig, topic: &str) -> Self {
        let mut config = config.clone();
        config.set("group.id", "test").set("fetch.wait.max.ms", "10");
        let consumer: BaseConsumer = config.create().unwrap();
        let partitions = CONTRACT.topics().find(|found| found.name == topic).unwrap().partitions;
        let mut list = TopicPartitionList::new();
        let mut ends = Vec::new();
        for partition in 0..partitions {
            list.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
            ends.push((partition, consumer.fetch_watermarks(topic, partition, LIMIT).unwrap().1));
        }
        consumer.assign(&list).unwrap();
        Reader { consumer, ends, topic: topic.into() }
    }

    fn next(&self) -> Option<OwnedMessage> {
        self.consumer.poll(Duration::from_millis(20)).map(|record| record.unwrap().detach())
    }

    fn at_end(&self) -> bool {
        let positions = self.consumer.position().unwrap();
        self.ends.iter().all(|(partition, end)| {
            *end == 0
                || positions.find_partition(&self.topic, *partition).is_some_and(
                    |found| matches!(found.offset(), Offset::Offset(offset) if offset >= *end),
                )
        })
    }
}

/// What a reply says, as text.
pub(super) fn told(record: &OwnedMessage) -> String {
    let (writer, datum) = single_object::split(record.payload().unwrap()).unwrap();
    if Said::is(writer) {
        format!("said {}", Said::decode(writer, datum).unwrap().1.text)
    } else if TooLoud::is(writer) {
        format!("too loud {}", TooLoud::decode(writer, datum).unwrap().1.why)
    } else if Heard::is(writer) {
        format!("heard {}", Heard::decode(writer, datum).unwrap().1.text)
    } else {
        assert_eq!(writer, Failure::FINGERPRINT);
        failure::decode(datum).unwrap().1.to_string()
    }
}

pub(super) fn header(record: &OwnedMessage, name: &str) -> Option<String> {
    let headers = record.headers()?;
    let found = headers.iter().find(|header| header.key == name)?;
    Some(String::from_utf8_lossy(found.value?).into_owned())
}
