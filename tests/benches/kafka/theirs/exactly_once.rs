//! Two producers that take turns: one batch is produced while the one before it is committed, by a
//! thread that commits in order. A batch is flushed before the next one is produced, so that outputs
//! stay in order.

use super::{ANSWER, Answer, EVENTS, REPLIES, WAIT, consumer, producer};
use crate::{
    native::Outputs,
    service::{Progress, Work},
};
use rdkafka::{
    Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
    producer::Producer,
};
use std::{
    sync::{
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    time::Duration,
};

/// Most commands of one transaction.
const MOST: usize = 5_000;

struct Batch {
    producer: usize,
    /// For each partition what to read next.
    positions: Vec<Option<i64>>,
}

pub fn run(work: &Work, progress: &Progress, stop: &AtomicBool) -> anyhow::Result<()> {
    let consumer = consumer(work)?;
    let producers = [transactional(work, "a")?, transactional(work, "b")?];
    consumer.subscribe(&[work.commands])?;
    let (give, free) = sync_channel(2);
    let (hand_over, batches) = sync_channel(2);
    for producer in 0..2 {
        give.send(Batch { producer, positions: vec![None; work.partitions as usize] })?;
    }
    std::thread::scope(|scope| {
        let (consumer, producers) = (&consumer, &producers);
        let committer = scope.spawn(move || commit(work, consumer, producers, batches, give));
        let filled = fill(consumer, producers, progress, stop, free, hand_over);
        let committed = committer.join().map_err(|_| anyhow::anyhow!("the committer panicked"))?;
        filled.and(committed)
    })
}

fn transactional(work: &Work, which: &str) -> anyhow::Result<Outputs> {
    let mut config = producer(work);
    config
        .set("transactional.id", format!("{}-{which}", work.group))
        .set("transaction.timeout.ms", "10000")
        .set("delivery.report.only.error", "true")
        // While markers are written the next transaction is asked to come back: do so soon.
        .set("retry.backoff.ms", "1");
    let outputs = Outputs::open(&config, &[work.replies, work.events])?;
    outputs.producer.init_transactions(ANSWER)?;
    Ok(outputs)
}

fn fill(
    consumer: &BaseConsumer,
    producers: &[Outputs; 2],
    progress: &Progress,
    stop: &AtomicBool,
    free: Receiver<Batch>,
    hand_over: SyncSender<Batch>,
) -> anyhow::Result<()> {
    let mut answer = Answer::default();
    while let Ok(mut batch) = free.recv() {
        let outputs = &producers[batch.producer];
        let mut count = 0;
        while count < MOST {
            // As many as there are, without a wait once there is one.
            let wait = if count == 0 { WAIT } else { Duration::ZERO };
            let Some(message) = consumer.poll(wait) else {
                if count > 0 || stop.load(Ordering::Relaxed) {
                    break;
                }
                continue;
            };
            let message = message?;
            if count == 0 {
                outputs.producer.begin_transaction()?;
            }
            progress.handled();
            answer.to(message.payload().unwrap_or_default())?;
            outputs.produce(REPLIES, &answer.key, &answer.reply, 0)?;
            outputs.produce(EVENTS, message.key().unwrap_or_default(), &answer.event, 0)?;
            batch.positions[message.partition() as usize] = Some(message.offset() + 1);
            count += 1;
        }
        if count == 0 {
            break;
        }
        outputs.flush_quiet(ANSWER)?;
        hand_over.send(batch)?;
    }
    Ok(())
}

fn commit(
    work: &Work,
    consumer: &BaseConsumer,
    producers: &[Outputs; 2],
    batches: Receiver<Batch>,
    give: SyncSender<Batch>,
) -> anyhow::Result<()> {
    for mut batch in batches {
        let outputs = &producers[batch.producer];
        let mut offsets = TopicPartitionList::new();
        for (partition, position) in batch.positions.iter_mut().enumerate() {
            if let Some(position) = position.take() {
                let (topic, partition) = (work.commands, partition as i32);
                offsets.add_partition_offset(topic, partition, Offset::Offset(position))?;
            }
        }
        let group = consumer.group_metadata();
        let group = group.ok_or_else(|| anyhow::anyhow!("not in a group"))?;
        outputs.producer.send_offsets_to_transaction(&offsets, &group, ANSWER)?;
        outputs.commit(ANSWER)?;
        if give.send(batch).is_err() {
            break;
        }
    }
    Ok(())
}
