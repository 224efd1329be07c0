//! Hand-written loops over rdkafka, in the fastest shapes that are known.

mod at_least_once;
mod exactly_once;

use crate::{
    ours::orders::{OrderAccepted, OrderPlaced, PlaceOrder},
    service::{Guarantee, Progress, Work},
};
use adjutant::{
    Message,
    avro::{
        codegen_v1::{Reader, Writer},
        single_object,
    },
};
use rdkafka::{ClientConfig, consumer::BaseConsumer};
use std::{sync::atomic::AtomicBool, time::Duration};

const REPLIES: usize = 0;
const EVENTS: usize = 1;
/// How long the broker may take for one answer.
const ANSWER: Duration = Duration::from_secs(30);
/// How long a loop waits for a record.
const WAIT: Duration = Duration::from_millis(20);

pub fn run(work: &Work, progress: &Progress, stop: &AtomicBool) -> anyhow::Result<()> {
    match work.guarantee {
        Guarantee::AtLeastOnce => at_least_once::run(work, progress, stop),
        Guarantee::ExactlyOnce => exactly_once::run(work, progress, stop),
    }
}

fn consumer(work: &Work) -> anyhow::Result<BaseConsumer> {
    let commits = work.guarantee == Guarantee::AtLeastOnce;
    let consumer = ClientConfig::new()
        .set("bootstrap.servers", &work.servers)
        .set("group.id", &work.group)
        .set("session.timeout.ms", "6000")
        .set("auto.offset.reset", "error")
        .set("enable.auto.offset.store", "false")
        .set("enable.auto.commit", commits.to_string())
        .set("auto.commit.interval.ms", "1000")
        // A full local queue makes the fetcher rest a second by default.
        .set("fetch.queue.backoff.ms", "5")
        .create()?;
    Ok(consumer)
}

fn producer(work: &Work) -> ClientConfig {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", &work.servers).set("linger.ms", work.linger_ms);
    config
}

/// The records that answer a command. Its buffers are used again.
#[derive(Default)]
struct Answer {
    key: Vec<u8>,
    reply: Vec<u8>,
    event: Vec<u8>,
}

impl Answer {
    /// Reads a command where it stands, and writes what it is answered with.
    fn to(&mut self, command: &[u8]) -> anyhow::Result<()> {
        let (writer, datum) = single_object::split(command).unwrap_or_default();
        anyhow::ensure!(writer == PlaceOrder::FINGERPRINT, "not an order");
        let mut reader = Reader::new(datum);
        let (client_id, request_id) = (reader.string_ref()?, reader.string_ref()?);
        let (customer, _item) = (reader.string_ref()?, reader.string_ref()?);
        let (quantity, note) = (reader.long()?, reader.string_ref()?);
        reader.finish()?;

        self.key.clear();
        self.key.extend_from_slice(client_id.as_bytes());
        self.key.push(b'/');
        self.key.extend_from_slice(request_id.as_bytes());

        self.reply.clear();
        single_object::header(OrderAccepted::FINGERPRINT, &mut self.reply);
        Writer::new(&mut self.reply).put((client_id, request_id, note));

        self.event.clear();
        single_object::header(OrderPlaced::FINGERPRINT, &mut self.event);
        Writer::new(&mut self.event).put((client_id, request_id, customer, quantity, note));
        Ok(())
    }
}
