//! One partition number that a lane owns: its queues, and the one record that is being processed.

use super::{
    bell::{Bell, Flag},
    choice::Choice,
    context::Watch,
    work::Work,
};
use rdkafka::{
    consumer::{BaseConsumer, base_consumer::PartitionQueue},
    error::KafkaError,
};
use std::{sync::Arc, time::Instant};

/// A partition number of every priority, served one record at a time: one writer for each key. Of a
/// subscriber, a partition of one topic.
pub(super) struct Partition {
    pub state: State,
    pub work: Work,
    /// The priority that `work` came from.
    pub priority: usize,
    pub sources: Vec<Source>,
    choice: Choice,
}

/// What a partition is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Free,
    /// Its handler has not answered yet.
    Running,
    /// Its record is tried again at this time.
    Resting(Instant),
}

/// The queue of one topic's partition.
pub(super) struct Source {
    pub topic: &'static str,
    /// Its index in the generation.
    pub index: usize,
    queue: PartitionQueue<Watch>,
    filled: Arc<Flag>,
}

impl Source {
    /// Splits the partition's queue off the consumer's. To be done before assign: then no record
    /// of it can come by the main queue.
    pub fn split(
        consumer: &Arc<BaseConsumer<Watch>>,
        topic: &'static str,
        partition: i32,
        index: usize,
        bell: &Arc<Bell>,
    ) -> Option<Self> {
        let mut queue = consumer.split_partition_queue(topic, partition)?;
        let filled = Flag::raised(bell);
        let flag = filled.clone();
        queue.set_nonempty_callback(move || flag.raise());
        Some(Source { topic, index, queue, filled })
    }
}

impl Partition {
    pub fn new(sources: Vec<Source>) -> Self {
        let choice = Choice::new(sources.len());
        Partition { state: State::Free, work: Work::new(), priority: 0, sources, choice }
    }

    /// Looks at every queue again, whether it has called or not: a lost call costs a moment.
    pub fn look_again(&self) {
        for source in &self.sources {
            source.filled.raise();
        }
    }

    /// Takes the next record into `work`; `false`: there is none.
    pub fn take(&mut self, now: Instant) -> Result<bool, KafkaError> {
        let Partition { sources, choice, work, priority, .. } = self;
        while let Some(next) = choice.next(|p| sources[p].filled.is_raised(), now) {
            let source = &sources[next];
            let polled = source.queue.poll(std::time::Duration::ZERO).or_else(|| {
                // Lowered before the last look: a record that comes in between raises it again.
                source.filled.lower();
                source.queue.poll(std::time::Duration::ZERO)
            });
            match polled {
                Some(Ok(message)) => {
                    source.filled.raise_quietly();
                    work.read(source.topic, &message);
                    choice.taken(next, |p| sources[p].filled.is_raised(), now);
                    *priority = next;
                    return Ok(true);
                }
                Some(Err(KafkaError::PartitionEOF(_))) => {}
                Some(Err(error)) => return Err(error),
                None => choice.empty(next),
            }
        }
        Ok(false)
    }
}
