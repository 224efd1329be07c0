//! The one consumer of replies of a client, and where it stands in each partition.

use super::{mail::Mail, stop::Stop};
use crate::kafka_log::Logged;
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
            .name("adjutant-replies".into())
            .spawn(move || {
                while !stopped.get() {
                    driven.read();
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
        let (_, end) = self.consumer.fetch_watermarks(self.topic, partition, self.answer)?;
        self.consumer.incremental_assign(&self.at(partition, end)?)?;
        self.place(partition, end);
        Ok(end)
    }

    /// Reads one record, or waits a little.
    fn read(&self) {
        match self.consumer.poll(Duration::from_millis(100)) {
            None => {}
            Some(Ok(record)) => {
                // First: who registers after this knows that the record is in the past.
                self.place(record.partition(), record.offset() + 1);
                self.mail.take(&record);
            }
            Some(Err(KafkaError::MessageConsumption(RDKafkaErrorCode::AutoOffsetReset))) => {
                self.return_into_range();
            }
            Some(Err(error)) => {
                tracing::debug!(topic = self.topic, %error, "replies cannot be read")
            }
        }
    }

    /// Retention has overtaken the reader, or the topic was made anew: a reply read twice is
    /// harmless, a reply left out is not.
    fn return_into_range(&self) {
        let _assigning = self.assigning.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        for partition in 0..self.positions.len() as i32 {
            let Some(position) = self.position(partition) else { continue };
            let moved = (|| {
                let (start, end) =
                    self.consumer.fetch_watermarks(self.topic, partition, self.answer)?;
                if (start..=end).contains(&position) {
                    return Ok(());
                }
                tracing::warn!(
                    topic = self.topic,
                    partition,
                    position,
                    start,
                    end,
                    "the next reply to read is no longer kept; reading from the start"
                );
                self.consumer.incremental_unassign(&self.at(partition, position)?)?;
                self.consumer.incremental_assign(&self.at(partition, start)?)?;
                self.place(partition, start);
                KafkaResult::Ok(())
            })();
            if let Err(error) = moved {
                tracing::error!(topic = self.topic, partition, %error, "replies cannot be read");
            }
        }
    }

    fn at(&self, partition: i32, offset: i64) -> KafkaResult<TopicPartitionList> {
        let mut list = TopicPartitionList::with_capacity(1);
        list.add_partition_offset(self.topic, partition, Offset::Offset(offset))?;
        Ok(list)
    }
}
