//! From an assignment to the offsets where its partitions begin.

use super::{
    clients,
    context::Watch,
    error::ServeError,
    fault::{is_permanent, permanent},
    outputs::Outputs,
    ownership::{Owner, offsets, owned_by, owner, released, transactional_ids},
    settings::Settings,
};
use crate::{dispatch::Face, native::TransactionError};
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer},
    error::{KafkaError, RDKafkaErrorCode},
    producer::Producer,
};
use std::{
    collections::BTreeSet,
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::{error, info, warn};

/// How long one question to the broker may take.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);
/// How long offsets may stay undecided: above the life of a transaction.
const LONGEST_UNSTABLE: Duration = Duration::from_secs(30);
/// How soon undecided offsets make one look for who holds them open.
const SOON: Duration = Duration::from_millis(300);

/// What taking over partitions needs to know.
#[derive(Clone)]
pub(super) struct Takeover {
    pub settings: Arc<Settings>,
    pub outputs: Arc<Outputs>,
    pub consumer: Arc<BaseConsumer<Watch>>,
    pub face: Face,
    /// The lane's transactional ids without their last part, if it has any.
    pub lane: Option<Arc<str>>,
}

type Place = (&'static str, i32);

/// A committed offset and its metadata.
type Committed = Vec<(Option<i64>, String)>;

impl Takeover {
    /// Puts out former owners that may have a transaction open, finds where to begin, and writes
    /// down who owns the partitions from here on. The answer is by `places`.
    pub fn take(&self, places: &[Place]) -> Result<Vec<i64>, ServeError> {
        let committed = self.settled(places)?;
        let mut starts = Vec::with_capacity(places.len());
        for (&(topic, partition), (offset, _)) in places.iter().zip(&committed) {
            starts.push(self.start(topic, partition, *offset)?);
        }
        if let Some(lane) = &self.lane {
            self.write_down(places, &starts, &owned_by(lane));
        }
        Ok(starts)
    }

    /// Writes down that the partitions are nobody's, and up to where they are done.
    pub fn release(&self, places: &[Place], positions: &[i64]) {
        self.write_down(places, positions, &released());
    }

    fn write_down(&self, places: &[Place], positions: &[i64], metadata: &str) {
        let all = places.iter().zip(positions).map(|(&(topic, part), &at)| (topic, part, at));
        let list = offsets(all, metadata);
        // A member that was put out meanwhile finds out by its next commit.
        match self.consumer.commit(&list, CommitMode::Sync) {
            Ok(()) => {}
            Err(KafkaError::ConsumerCommit(RDKafkaErrorCode::NoOffset)) => {}
            Err(error) => {
                warn!(%error, metadata, "the ownership of partitions was not written down")
            }
        }
    }

    /// The committed offsets once no transaction of a former owner can change them.
    fn settled(&self, places: &[Place]) -> Result<Committed, ServeError> {
        let (committed, stable) = match self.committed(&self.consumer, places, SOON)? {
            Some(committed) => (committed, true),
            None => {
                let reader = clients::offset_reader(&self.settings).map_err(made)?;
                let deadline = Instant::now() + LONGEST_UNSTABLE;
                (self.wait_committed(&reader, places, deadline)?, false)
            }
        };
        let owners: BTreeSet<&str> = (committed.iter())
            .filter_map(|(_, metadata)| match owner(metadata) {
                Owner::Lane(lane) if Some(lane) != self.lane.as_deref() => Some(lane),
                _ => None,
            })
            .collect();
        for lane in &owners {
            self.fence(lane)?;
        }
        if stable && owners.is_empty() {
            return Ok(committed);
        }
        self.wait_committed(&self.consumer, places, Instant::now() + LONGEST_UNSTABLE)
    }

    fn wait_committed(
        &self,
        consumer: &BaseConsumer<Watch>,
        places: &[Place],
        deadline: Instant,
    ) -> Result<Committed, ServeError> {
        loop {
            if let Some(committed) = self.committed(consumer, places, LONGEST_ANSWER)? {
                return Ok(committed);
            }
            if Instant::now() >= deadline {
                return Err(ServeError::new(format!(
                    "the offsets of group `{}` stay undecided: a transaction that writes them does \
                     not end; look for it with `kafka-transactions.sh find-hanging`",
                    self.settings.group
                )));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// `None`: not known within the time, or a transaction may yet change one.
    fn committed(
        &self,
        consumer: &BaseConsumer<Watch>,
        places: &[Place],
        within: Duration,
    ) -> Result<Option<Committed>, ServeError> {
        let mut list = TopicPartitionList::new();
        for (topic, partition) in places {
            list.add_partition(topic, *partition);
        }
        let list = match consumer.committed_offsets(list, within) {
            Ok(list) => list,
            Err(KafkaError::MetadataFetch(code)) if is_permanent(code) => {
                return Err(permanent(code, None, &code.to_string()));
            }
            Err(_) => return Ok(None),
        };
        let mut committed = Vec::with_capacity(places.len());
        for (topic, partition) in places {
            let Some(found) = list.find_partition(topic, *partition) else { return Ok(None) };
            if found.error().is_err() {
                return Ok(None);
            }
            let offset = match found.offset() {
                Offset::Offset(offset) => Some(offset),
                _ => None,
            };
            committed.push((offset, found.metadata().to_owned()));
        }
        Ok(Some(committed))
    }

    /// Ends what a former owner may have open: a producer with its id takes its place for a moment.
    fn fence(&self, lane: &str) -> Result<(), ServeError> {
        info!(lane, "taking over from a lane that did not release its partitions");
        for id in transactional_ids(lane) {
            let writer =
                clients::transactional(&self.settings, &self.outputs, &id).map_err(made)?;
            if let Err(error) = writer.producer().init_transactions(LONGEST_ANSWER) {
                let error = TransactionError::from(error);
                // Its transaction then ends by its own timeout, which the offsets wait for.
                warn!(id, "a former owner could not be put out: {error}");
            }
        }
        Ok(())
    }

    /// Where a partition begins: at its committed offset, else at its first record.
    fn start(
        &self,
        topic: &str,
        partition: i32,
        committed: Option<i64>,
    ) -> Result<i64, ServeError> {
        let deadline = Instant::now() + LONGEST_UNSTABLE;
        let (low, high) = loop {
            match self.consumer.fetch_watermarks(topic, partition, LONGEST_ANSWER) {
                Ok(found) => break found,
                Err(error) if Instant::now() >= deadline => {
                    return Err(ServeError::new(format!(
                        "cannot read where {topic} [{partition}] begins: {error}; is the cluster up?"
                    )));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(50)),
            }
        };
        let group = &self.settings.group;
        match committed {
            None => Ok(low),
            Some(offset) if offset < low => {
                let lost = low - offset;
                let message = format!(
                    "{lost} records of {topic} [{partition}] are lost: group `{group}` is at \
                     {offset}, and the log begins at {low}"
                );
                if self.face == Face::Subscriber {
                    error!("{message}; reading on from there");
                    return Ok(low);
                }
                Err(ServeError::new(format!(
                    "{message}; retention removed commands that were never processed: raise it, \
                     and set the group's offset to {low} to go on without them"
                )))
            }
            Some(offset) if offset > high => Err(ServeError::new(format!(
                "group `{group}` is at {offset} of {topic} [{partition}], which ends at {high}: the \
                 topic is not the one that the group has read; set the group's offset, or use \
                 another group"
            ))),
            Some(offset) => Ok(offset),
        }
    }
}

fn made(error: KafkaError) -> ServeError {
    ServeError::new(format!("cannot make a Kafka client: {error}"))
}
