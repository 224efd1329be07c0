//! The one consumer of replies of a client, and where it stands in each partition.

use super::{mail::Mail, stop::Stop};
use crate::{kafka_log::Logged, watermarks};
use rdkafka::{
    ClientConfig, Offset, TopicPartitionList,
    config::FromClientConfigAndContext,
    consumer::{BaseConsumer, Consumer},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    message::Message,
};
use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
    thread,
    time::Duration,
};
use tokio::task::spawn_blocking;

/// Reads the live replies. Fields are dropped in order: the thread, which is told last, drops the consumer.
pub(crate) struct Reader {
    live: Arc<Live>,
    _stop: Stop,
}

struct Live {
    consumer: BaseConsumer<Logged>,
    topic: &'static str,
    /// By partition: no reply that is still to be read stands before it; negative: not read.
    positions: Box<[AtomicI64]>,
    /// Held while the assignment changes.
    assigning: Mutex<()>,
    mail: Arc<Mail>,
    /// How long a question about offsets may take.
    answer: Duration,
}

impl Reader {
    /// A reader without partitions. Blocks shortly.
    pub(crate) fn start(
        config: &ClientConfig,
        answer: Duration,
        mail: Arc<Mail>,
    ) -> KafkaResult<Self> {
        let topic = &mail.contract.replies;
        let live = Arc::new(Live {
            consumer: BaseConsumer::from_config_and_context(config, Logged)?,
            topic: topic.name,
            positions: (0..topic.partitions).map(|_| AtomicI64::new(-1)).collect(),
            assigning: Mutex::new(()),
            mail,
            answer,
        });
        let (stop, stopped) = Stop::new();
        let driven = live.clone();
        thread::Builder::new()
            .name("adjutant-reader".into())
            .spawn(move || {
                let mut lost = false;
                while !stopped.get() {
                    lost = driven.read() || lost;
                    lost = lost && !driven.find_back();
                }
            })
            .map_err(|error| KafkaError::ClientCreation(format!("no thread for it: {error}")))?;
        Ok(Reader { live, _stop: stop })
    }

    /// Reads a partition from its end on, from now on, and tells its position.
    pub(crate) async fn read_too(&self, partition: i32) -> Result<i64, String> {
        if let Some(position) = self.live.position(partition) {
            return Ok(position);
        }
        let live = self.live.clone();
        let resolved = spawn_blocking(move || live.read_too(partition)).await;
        resolved.map_err(|error| error.to_string()).flatten()
    }

    /// As [`read_too`](Self::read_too); blocks.
    pub(crate) fn read_too_now(&self, partition: i32) -> Result<i64, String> {
        self.live.read_too(partition)
    }
}

#[cfg(test)]
impl Reader {
    pub(crate) fn watch(&self) -> Box<dyn Fn() -> bool> {
        let live = Arc::downgrade(&self.live);
        Box::new(move || live.strong_count() > 0)
    }

    /// Reads a partition that is read already from another offset on.
    pub(crate) fn misplace(&self, partition: i32, offset: i64) {
        let Live { consumer, .. } = &*self.live;
        let now = self.live.position(partition).unwrap();
        consumer.incremental_unassign(&self.live.at(partition, now).unwrap()).unwrap();
        self.live.place(partition, offset);
        consumer.incremental_assign(&self.live.at(partition, offset).unwrap()).unwrap();
    }
}

impl Live {
    /// The offset before which no further reply to this client stands; `None`: not read yet.
    fn position(&self, partition: i32) -> Option<i64> {
        let position = self.positions.get(usize::try_from(partition).ok()?)?;
        Some(position.load(Ordering::Acquire)).filter(|offset| *offset >= 0)
    }

    fn place(&self, partition: i32, offset: i64) {
        if let Some(position) = usize::try_from(partition).ok().and_then(|p| self.positions.get(p))
        {
            position.store(offset, Ordering::Release);
        }
    }

    fn read_too(&self, partition: i32) -> Result<i64, String> {
        self.resolve(partition).map_err(|error| {
            let topic = self.topic;
            format!("the end of partition {partition} of `{topic}`, where replies come, cannot be told: {error}")
        })
    }

    fn resolve(&self, partition: i32) -> KafkaResult<i64> {
        let _assigning = self.assigning.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if let Some(position) = self.position(partition) {
            return Ok(position);
        }
        let (_, end) = watermarks::of(&self.consumer, self.topic, partition, self.answer)?;
        self.consumer.incremental_assign(&self.at(partition, end)?)?;
        self.place(partition, end);
        Ok(end)
    }

    /// Reads one record, or waits a little. Tells whether librdkafka has stopped reading a partition.
    fn read(&self) -> bool {
        match self.consumer.poll(Duration::from_millis(100)) {
            None => {}
            Some(Ok(record)) => {
                // First: who registers after this knows that the record is in the past.
                self.place(record.partition(), record.offset() + 1);
                self.mail.take(&record);
            }
            Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                return true;
            }
            Some(Err(error)) => {
                tracing::debug!(topic = self.topic, %error, "replies cannot be read");
            }
        }
        false
    }

    /// Retention has overtaken the reader, or the log was cut or made anew. A reply read twice is
    /// harmless, a reply left out is not: reads the partition from its start.
    fn find_back(&self) -> bool {
        let _assigning = self.assigning.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let found = self.restart();
        if let Err(error) = &found {
            tracing::warn!(topic = self.topic, %error, "replies cannot be read; trying again");
        }
        found.is_ok()
    }

    fn restart(&self) -> KafkaResult<()> {
        let mut read = Vec::new();
        for partition in 0..self.positions.len() as i32 {
            let Some(position) = self.position(partition) else { continue };
            let (start, end) = watermarks::of(&self.consumer, self.topic, partition, self.answer)?;
            read.push((partition, position, start, !(start..=end).contains(&position)));
        }
        // librdkafka does not tell which partition it means. When none is out of range, the log was
        // cut and has grown again.
        let all = !read.iter().any(|(.., out_of_range)| *out_of_range);
        for (partition, position, start, out_of_range) in read {
            if out_of_range || all {
                let topic = self.topic;
                tracing::warn!(topic, partition, position, start, "reading replies from the start");
                self.consumer.incremental_unassign(&self.at(partition, position)?)?;
                // Not read at all for a moment: if assigning fails, `read_too` does it anew.
                self.place(partition, -1);
                self.consumer.incremental_assign(&self.at(partition, start)?)?;
                self.place(partition, start);
            }
        }
        Ok(())
    }

    fn at(&self, partition: i32, offset: i64) -> KafkaResult<TopicPartitionList> {
        let mut list = TopicPartitionList::with_capacity(1);
        list.add_partition_offset(self.topic, partition, Offset::Offset(offset))?;
        Ok(list)
    }
}
