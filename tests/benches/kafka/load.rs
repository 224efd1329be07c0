//! The topics, and the commands that wait in them.

use crate::{
    native::Outputs,
    ours::{orders, orders6},
    service::{Guarantee, Work},
};
use adjutant::{Config, Identity, Interface, Message, avro::single_object, topics};
use anyhow::Context;
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer},
};
use std::time::Duration;

/// Commands that wait on each stage.
pub const COMMANDS: u64 = 500_000;
/// How long the broker may take for one answer.
pub const ANSWER: Duration = Duration::from_secs(30);

/// The topics of one interface on a broker, with commands in them.
pub struct Stage {
    pub servers: String,
    pub partitions: i32,
    topics: [&'static str; 3],
    /// Asks the broker; reads nothing.
    asks: BaseConsumer,
}

impl Stage {
    pub fn set(servers: &str, partitions: i32) -> anyhow::Result<Stage> {
        let contract = match partitions {
            1 => orders::Interface::CONTRACT,
            _ => orders6::Interface::CONTRACT,
        };
        let wanted: Vec<_> = contract.topics().map(topics::Wanted::from).collect();
        let config = Config::new(servers);
        tokio::runtime::Handle::current().block_on(topics::create(&config, &wanted))?;
        let asks = ClientConfig::new().set("bootstrap.servers", servers).create()?;
        let topics = [contract.commands[0].name, contract.replies.name, contract.events[0].name];
        let stage = Stage { servers: servers.into(), partitions, topics, asks };
        stage.load()?;
        Ok(stage)
    }

    pub fn work(&self) -> Work {
        let [commands, replies, events] = self.topics;
        Work {
            servers: self.servers.clone(),
            partitions: self.partitions,
            commands,
            replies,
            events,
            group: String::new(),
            guarantee: Guarantee::AtLeastOnce,
            linger_ms: "0",
        }
    }

    fn load(&self) -> anyhow::Result<()> {
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &self.servers).set("linger.ms", "5");
        let outputs = Outputs::open(&config, &self.topics[..1])?;
        for number in 0..COMMANDS {
            let (key, value) = command(0, number);
            outputs.produce(0, key.as_bytes(), &value, 0)?;
        }
        outputs.flush(ANSWER)?;
        let waiting: i64 = self.ends(self.topics[0])?.iter().sum();
        anyhow::ensure!(waiting == COMMANDS as i64, "only {waiting} commands were loaded");
        Ok(())
    }

    /// Where each partition of a topic ends.
    pub fn ends(&self, topic: &str) -> anyhow::Result<Vec<i64>> {
        let end = |partition| {
            Ok(self.asks.fetch_watermarks(topic, partition, ANSWER).context(topic.to_owned())?.1)
        };
        (0..self.partitions).map(end).collect()
    }

    /// Lets a group begin at these offsets of the commands.
    pub fn begin(&self, group: &str, offsets: &[i64]) -> anyhow::Result<()> {
        let mut list = TopicPartitionList::new();
        for (partition, offset) in offsets.iter().enumerate() {
            list.add_partition_offset(self.topics[0], partition as i32, Offset::Offset(*offset))?;
        }
        Ok(self.member(group)?.commit(&list, CommitMode::Sync)?)
    }

    /// Asks for a group's offsets, and may commit them while nobody is in it.
    pub fn member(&self, group: &str) -> anyhow::Result<BaseConsumer> {
        Ok(ClientConfig::new()
            .set("bootstrap.servers", &self.servers)
            .set("group.id", group)
            .set("enable.auto.commit", "false")
            .set("isolation.level", "read_uncommitted")
            .create()?)
    }

    /// How many commands a group has committed.
    pub fn committed(&self, member: &BaseConsumer) -> anyhow::Result<i64> {
        let mut list = TopicPartitionList::new();
        list.add_partition_range(self.topics[0], 0, self.partitions - 1);
        let committed = member.committed_offsets(list, ANSWER)?;
        Ok(committed
            .elements()
            .iter()
            .filter_map(|one| one.offset().to_raw())
            .filter(|n| *n > 0)
            .sum())
    }
}

/// A command: its key and its value. `run` and `number` make its request_id.
pub fn command(run: u64, number: u64) -> (String, Vec<u8>) {
    let customer = format!("customer-{:07}", number.wrapping_mul(0x9E37_79B9) % 1_000_003);
    let order = orders::PlaceOrder {
        customer: customer.clone(),
        item: "a-copper-kettle-of-2-litre".into(),
        quantity: 3,
        note: "Please leave it with the neighbours if nobody answers the door; the bell is broken."
            .into(),
    };
    let identity = Identity { client_id: "bench".into(), request_id: request_id(run, number) };
    let mut value = Vec::with_capacity(256);
    single_object::header(orders::PlaceOrder::FINGERPRINT, &mut value);
    order.encode(&identity, &mut value);
    (customer, value)
}

fn request_id(run: u64, number: u64) -> String {
    format!("{run:08x}-0000-4000-8000-{number:012x}")
}

/// The number of the command that a reply with this key answers, if it is of this run.
pub fn answered(run: u64, key: &[u8]) -> Option<u64> {
    let request_id = std::str::from_utf8(key).ok()?.strip_prefix("bench/")?;
    let number = u64::from_str_radix(request_id.get(24..)?, 16).ok()?;
    (request_id.starts_with(&format!("{run:08x}"))).then_some(number)
}
