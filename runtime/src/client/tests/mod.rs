//! The client against the embedded broker, and a service whose answers are written by hand.

mod calls;
mod claims;
mod limits;
mod strangers;

use super::{Core, Settings, request_id::RequestIds};
use crate::{
    Failure, FailureKind, Identity, failure,
    message::{Message as _, Rejection, Reply},
    testing_interface::{CONTRACT, Client, Said, Say, SayRejection, TooLoud},
};
use adjutant_avro::codegen_v1::single_object;
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    message::{Message, OwnedMessage},
    mocking::MockCluster,
    producer::{BaseRecord, DefaultProducerContext, Producer, ThreadedProducer},
};
use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// Longer than anything takes that works.
const LIMIT: Duration = Duration::from_secs(30);

/// The least runtime that a client works in.
fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(4 * LIMIT, test).await.expect("it hangs") })
}

/// A broker in this process with the topics of the interface.
struct Broker(MockCluster<'static, DefaultProducerContext>);

impl Broker {
    fn start() -> Self {
        let cluster = MockCluster::new(1).unwrap();
        for topic in CONTRACT.topics() {
            cluster.create_topic(topic.name, topic.partitions, 1).unwrap();
        }
        Broker(cluster)
    }

    fn config(&self) -> ClientConfig {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", self.0.bootstrap_servers());
        config
    }

    fn settings(&self) -> Settings {
        Settings { embedded: true, ..Settings::new(self.config(), "one") }
    }

    async fn client(&self, client_id: &str) -> Client {
        self.client_with(client_id, self.settings()).await
    }

    async fn client_with(&self, client_id: &str, settings: Settings) -> Client {
        Core::start(&CONTRACT, client_id, settings).await.unwrap().into()
    }

    /// Every record of a topic that stands there when `count` do, with its key.
    async fn records(&self, topic: &str, count: usize) -> Vec<OwnedMessage> {
        let consumer = consumer_of(&self.config(), &[topic]);
        let (mut records, until) = (Vec::new(), Instant::now() + LIMIT);
        while records.len() < count {
            assert!(Instant::now() < until, "{} of {count} records came", records.len());
            match consumer.poll(Duration::ZERO) {
                Some(record) => records.push(record.unwrap().detach()),
                None => tokio::time::sleep(Duration::from_millis(5)).await,
            }
        }
        records
    }

    /// Answers every `Say` as `answer` says; `None`: not at all.
    fn service(&self, mut answer: impl FnMut(&Say) -> Option<Answer> + Send + 'static) -> Service {
        let (config, stop) = (self.config(), Arc::new(AtomicBool::new(false)));
        let stopped = stop.clone();
        let thread = thread::spawn(move || {
            let consumer = consumer_of(&config, &["chat.commands.high", "chat.commands"]);
            let replies = Replies::new(&config);
            while !stopped.load(Ordering::Acquire) {
                let Some(record) = consumer.poll(Duration::from_millis(20)) else { continue };
                let record = record.unwrap();
                let Some((writer, datum)) = single_object::split(record.payload().unwrap()) else {
                    continue;
                };
                if Say::is(writer) {
                    let (identity, say) = Say::decode(writer, datum).unwrap();
                    if let Some(answer) = answer(&say) {
                        replies.write(&identity, &answer);
                    }
                }
            }
        });
        Service { stop, thread: Some(thread) }
    }
}

/// Runs until dropped.
struct Service {
    stop: Arc<AtomicBool>,
    thread: Option<thread::JoinHandle<()>>,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        let result = self.thread.take().unwrap().join();
        if !thread::panicking() {
            result.unwrap();
        }
    }
}

enum Answer {
    Said(&'static str),
    Echo(String),
    TooLoud(&'static str),
    Failed(FailureKind),
}

/// Writes replies as a service does.
struct Replies(ThreadedProducer<DefaultProducerContext>);

impl Replies {
    fn new(config: &ClientConfig) -> Self {
        let mut config = config.clone();
        Replies(config.set("partitioner", "murmur2_random").set("linger.ms", "0").create().unwrap())
    }

    fn write(&self, identity: &Identity, answer: &Answer) {
        let mut datum = Vec::new();
        let writer = match answer {
            Answer::Said(text) => {
                Said { text: (*text).into() }.encode_reply(identity, &mut datum).unwrap()
            }
            Answer::Echo(text) => {
                Said { text: text.clone() }.encode_reply(identity, &mut datum).unwrap()
            }
            Answer::Failed(kind) => {
                let failure = Failure { kind: *kind, message: "a test".into() };
                failure::encode(identity, &failure, &mut datum)
            }
            Answer::TooLoud(why) => {
                SayRejection::TooLoud(TooLoud { why: (*why).into() }).encode(identity, &mut datum)
            }
        };
        let mut value = Vec::new();
        single_object::header(writer, &mut value);
        value.extend_from_slice(&datum);
        self.write_raw(&format!("{}/{}", identity.client_id, identity.request_id), &value);
    }

    fn write_raw(&self, key: &str, value: &[u8]) {
        self.0.send(BaseRecord::to(CONTRACT.replies.name).key(key).payload(value)).unwrap();
    }

    fn write_at(&self, partition: i32, key: &str, value: &[u8]) {
        let record = BaseRecord::to(CONTRACT.replies.name).partition(partition);
        self.0.send(record.key(key).payload(value)).unwrap();
    }

    /// Waits until all that was written stands on the topic.
    fn flush(&self) {
        self.0.flush(LIMIT).unwrap();
    }
}

/// Reads all partitions of some topics from their start.
fn consumer_of(config: &ClientConfig, topics: &[&str]) -> BaseConsumer {
    let mut config = config.clone();
    let consumer: BaseConsumer =
        config.set("group.id", "test").set("fetch.wait.max.ms", "10").create().unwrap();
    let mut list = TopicPartitionList::new();
    for topic in CONTRACT.topics().filter(|topic| topics.contains(&topic.name)) {
        for partition in 0..topic.partitions {
            list.add_partition_offset(topic.name, partition, Offset::Offset(0)).unwrap();
        }
    }
    // Connected before it is assigned, librdkafka does not wait for its next try.
    consumer.fetch_metadata(None, LIMIT).unwrap();
    consumer.assign(&list).unwrap();
    consumer
}

/// Waits until something holds.
async fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let limit = Instant::now() + LIMIT;
    while !holds() {
        assert!(Instant::now() < limit, "never: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

/// A client_id whose instance `one` reads the same partition of the reply topic as this one.
fn neighbour_of(client_id: &str) -> String {
    let read = |id: &str| RequestIds::new(id, "one", CONTRACT.replies.partitions).partition();
    (0..).map(|n| format!("{client_id}-{n}")).find(|id| read(id) == read(client_id)).unwrap()
}

fn say(text: &str) -> Say {
    Say { room: "hall".into(), text: text.into() }
}
