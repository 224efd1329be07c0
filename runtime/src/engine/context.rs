//! What librdkafka tells the engine: rebalances, delivery reports, errors, logs.

use crate::kafka_log::{log, report};
use rdkafka::{
    ClientContext, Message, TopicPartitionList,
    config::RDKafkaLogLevel,
    consumer::{BaseConsumer, Consumer, ConsumerContext},
    error::{KafkaError, KafkaResult, RDKafkaErrorCode},
    producer::{DeliveryResult, ProducerContext},
    types::RDKafkaRespErr,
};
use std::{
    collections::VecDeque,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
};
use tracing::warn;

/// A change of ownership that librdkafka waits for the lane to carry out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Rebalance {
    Assign(Vec<(String, i32)>),
    /// `lost`: somebody else may own them already, so nothing may be committed for them.
    Revoke {
        lost: bool,
    },
}

/// The context of a lane's consumer.
#[derive(Debug, Default)]
pub(super) struct Watch {
    rebalances: Mutex<VecDeque<Rebalance>>,
    leaving: AtomicBool,
}

impl Watch {
    /// The next change of ownership, oldest first.
    pub fn rebalance(&self) -> Option<Rebalance> {
        lock(&self.rebalances).pop_front()
    }

    /// From now on partitions are given up at once: the consumer is about to be closed.
    pub fn leave(&self) {
        self.leaving.store(true, Ordering::Release);
    }
}

impl ConsumerContext for Watch {
    /// Records the event and returns: librdkafka waits, as long as it takes, until the lane has
    /// called assign or unassign, and meanwhile stays in the group and fetches nothing.
    fn rebalance(
        &self,
        consumer: &BaseConsumer<Self>,
        code: RDKafkaRespErr,
        partitions: &mut TopicPartitionList,
    ) {
        if self.leaving.load(Ordering::Acquire) {
            if let Err(error) = consumer.unassign() {
                warn!(%error, "could not give up the partitions while leaving the group");
            }
            return;
        }
        let rebalance = match code {
            RDKafkaRespErr::RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS => {
                let list = partitions.elements();
                let owned = list.iter().map(|p| (p.topic().to_owned(), p.partition()));
                Rebalance::Assign(owned.collect())
            }
            _ => Rebalance::Revoke { lost: consumer.assignment_lost() },
        };
        lock(&self.rebalances).push_back(rebalance);
    }

    fn commit_callback(&self, result: KafkaResult<()>, _: &TopicPartitionList) {
        if let Err(error) = result
            && error.rdkafka_error_code() != Some(RDKafkaErrorCode::NoOffset)
        {
            warn!(%error, "offsets were not committed; the next commit covers them");
        }
    }
}

/// The context of a producer: numbers of records that were delivered, or why one was not.
#[derive(Debug, Default)]
pub(super) struct Reports {
    delivered: Mutex<Vec<usize>>,
    failed: Mutex<Option<(RDKafkaErrorCode, String)>>,
}

impl Reports {
    /// Adds the numbers of the records delivered since the last call to `to`.
    pub fn delivered(&self, to: &mut Vec<usize>) {
        to.append(&mut lock(&self.delivered));
    }

    /// Why a record was not delivered, since the last call: the first one, with its topic.
    pub fn failed(&self) -> Option<(RDKafkaErrorCode, String)> {
        lock(&self.failed).take()
    }
}

impl ProducerContext for Reports {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, number: usize) {
        match result {
            Ok(_) => lock(&self.delivered).push(number),
            Err((error, message)) => {
                let code = error.rdkafka_error_code().unwrap_or(RDKafkaErrorCode::Unknown);
                let mut failed = lock(&self.failed);
                let purged = |code| {
                    matches!(code, RDKafkaErrorCode::PurgeQueue | RDKafkaErrorCode::PurgeInflight)
                };
                // What an abort purges fails because of something else: keep that.
                if failed.as_ref().is_none_or(|(first, _)| purged(*first) && !purged(code)) {
                    *failed = Some((code, message.topic().to_owned()));
                }
            }
        }
    }
}

impl ClientContext for Watch {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        report(&error, reason);
    }
}

impl ClientContext for Reports {
    fn log(&self, level: RDKafkaLogLevel, facility: &str, message: &str) {
        log(level, facility, message);
    }

    fn error(&self, error: KafkaError, reason: &str) {
        report(&error, reason);
    }
}

/// A lock whose holder panicked is as good as another: what it guards is replaced whole.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
