//! One thread with a consumer and a producer. The offset of a command is stored once its outputs and
//! those of all before it are delivered.

use super::{Answer, EVENTS, REPLIES, WAIT, consumer, producer};
use crate::{
    native::Outputs,
    service::{Progress, Work},
};
use rdkafka::{
    ClientContext, Message,
    consumer::{BaseConsumer, CommitMode, Consumer},
    producer::{DeliveryResult, ProducerContext},
};
use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::Duration,
};

pub fn run(work: &Work, progress: &Progress, stop: &AtomicBool) -> anyhow::Result<()> {
    let consumer = consumer(work)?;
    let deliveries = Arc::new(Deliveries::new(work.partitions));
    let topics = [work.replies, work.events];
    let outputs = Outputs::with(&producer(work), &topics, Reports(deliveries.clone()))?;
    consumer.subscribe(&[work.commands])?;
    let mut answer = Answer::default();
    let mut count = 0_u64;
    while !stop.load(Ordering::Relaxed) {
        match consumer.poll(WAIT) {
            Some(message) => {
                let message = message?;
                progress.handled();
                answer.to(message.payload().unwrap_or_default())?;
                let place = deliveries.expect(message.partition(), message.offset());
                outputs.produce(REPLIES, &answer.key, &answer.reply, place)?;
                outputs.produce(EVENTS, message.key().unwrap_or_default(), &answer.event, place)?;
                count += 1;
                if count.is_multiple_of(128) {
                    outputs.producer.poll(Duration::ZERO);
                }
                if count.is_multiple_of(8192) {
                    deliveries.store(&consumer, work.commands)?;
                }
            }
            None => {
                outputs.producer.poll(Duration::ZERO);
                deliveries.store(&consumer, work.commands)?;
            }
        }
    }
    outputs.flush(super::ANSWER)?;
    deliveries.store(&consumer, work.commands)?;
    // Nothing may have been stored.
    let _ = consumer.commit_consumer_state(CommitMode::Sync);
    anyhow::ensure!(deliveries.lost.load(Ordering::Relaxed) == 0, "outputs were not delivered");
    Ok(())
}

/// What each partition waits for.
struct Deliveries {
    partitions: Vec<Mutex<Ring>>,
    lost: AtomicU64,
}

/// The commands of a partition whose outputs, or those of one before, are not delivered yet.
#[derive(Default)]
struct Ring {
    head: usize,
    waiting: VecDeque<(i64, u8)>,
    delivered: Option<i64>,
    stored: Option<i64>,
}

impl Deliveries {
    fn new(partitions: i32) -> Deliveries {
        let partitions = (0..partitions).map(|_| Mutex::default()).collect();
        Deliveries { partitions, lost: AtomicU64::new(0) }
    }

    /// Two outputs of this command will be reported under the number that is returned.
    fn expect(&self, partition: i32, offset: i64) -> usize {
        let mut ring = self.partitions[partition as usize].lock().unwrap();
        ring.waiting.push_back((offset, 2));
        (partition as usize) << 48 | (ring.head + ring.waiting.len() - 1)
    }

    fn delivered(&self, place: usize) {
        let mut ring = self.partitions[place >> 48].lock().unwrap();
        let index = (place & 0xFFFF_FFFF_FFFF) - ring.head;
        ring.waiting[index].1 -= 1;
        while let Some(&(offset, 0)) = ring.waiting.front() {
            ring.waiting.pop_front();
            ring.head += 1;
            ring.delivered = Some(offset);
        }
    }

    fn store(&self, consumer: &BaseConsumer, topic: &str) -> anyhow::Result<()> {
        for (partition, ring) in self.partitions.iter().enumerate() {
            let mut ring = ring.lock().unwrap();
            if let Some(offset) = ring.delivered.filter(|_| ring.delivered != ring.stored) {
                consumer.store_offset(topic, partition as i32, offset)?;
                ring.stored = Some(offset);
            }
        }
        Ok(())
    }
}

struct Reports(Arc<Deliveries>);

impl ClientContext for Reports {}

impl ProducerContext for Reports {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, place: usize) {
        match result {
            Ok(_) => self.0.delivered(place),
            Err(_) => {
                self.0.lost.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}
