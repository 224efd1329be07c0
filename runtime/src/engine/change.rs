//! How a lane gets and gives up partitions.
//!
//! librdkafka tells of a rebalance and then waits for the answer, so a lane has the time to finish
//! what runs, to make it permanent, and to say that the partitions are free. Every assignment is
//! whole (the classic, eager protocol): what is given up is everything.

use super::{
    context::Rebalance,
    errand::Errand,
    error::ServeError,
    generation::Generation,
    lane::Lane,
    partition::{Partition, Source, State},
    slots::Handlers,
};
use crate::dispatch::Face;
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{Consumer, ConsumerGroupMetadata},
    error::{KafkaError, RDKafkaErrorCode},
};
use std::{
    collections::BTreeMap,
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::{debug, info, warn};

/// How long the last outputs may take to become permanent once the handlers have ended.
const LONGEST_COMMIT: Duration = Duration::from_secs(20);
/// How long the group may take to hear that partitions are free.
const LONGEST_RELEASE: Duration = Duration::from_secs(10);
/// How long librdkafka may take to notice what a refused commit has told.
const LONGEST_NOTICE: Duration = Duration::from_secs(10);

type Place = (&'static str, i32);

/// Where a lane stands with its partitions.
pub(super) enum Phase {
    /// It works on what it owns, if anything.
    Working,
    /// Nothing is taken any more; what runs may end until `until`.
    Draining { until: Instant, why: Why },
    /// The last outputs become permanent.
    Committing { until: Instant, why: Why },
    /// The group is told that the partitions are free.
    Releasing { errand: Errand<()>, until: Instant, why: Why },
    /// Former owners are put out, and offsets found.
    Taking { errand: Errand<Result<Vec<i64>, ServeError>>, start: Start },
    /// It owns nothing and takes nothing.
    Left,
}

/// Why a lane gives up what it owns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The group rebalances.
    Revoked,
    /// Somebody else may own it already.
    Lost,
    /// A commit was refused, and librdkafka has not noticed why: begin anew.
    Restart,
    /// The service stops.
    Leave,
}

/// What an assignment begins with.
pub(super) struct Start {
    places: Vec<Place>,
    metadata: ConsumerGroupMetadata,
}

impl Lane {
    /// Goes on with a change of what is owned.
    pub(super) fn change(
        &mut self,
        handlers: &mut dyn Handlers,
        now: Instant,
    ) -> Result<(), ServeError> {
        loop {
            let phase = std::mem::replace(&mut self.phase, Phase::Working);
            let (phase, again) = self.next_phase(phase, handlers, now)?;
            self.phase = phase;
            if !again {
                return Ok(());
            }
        }
    }

    /// The next phase, and whether it may go on at once.
    fn next_phase(
        &mut self,
        phase: Phase,
        handlers: &mut dyn Handlers,
        now: Instant,
    ) -> Result<(Phase, bool), ServeError> {
        Ok(match phase {
            Phase::Working => match self.reason(now) {
                None => match self.take_rebalance() {
                    None => (Phase::Working, false),
                    Some(Rebalance::Assign(partitions)) => (self.take_over(partitions)?, true),
                    Some(Rebalance::Revoke { lost: true }) => (self.give_up(Why::Lost, now), true),
                    Some(Rebalance::Revoke { lost: false }) => {
                        (self.give_up(Why::Revoked, now), true)
                    }
                },
                Some(why) => (self.give_up(why, now), true),
            },
            Phase::Draining { until, why } => {
                let is_lost = matches!(why, Why::Lost | Why::Restart);
                let running = |partition: &Partition| partition.state == State::Running;
                if !is_lost && now < until && self.partitions.iter().any(running) {
                    return Ok((Phase::Draining { until, why }, false));
                }
                self.forget_handlers(handlers, is_lost);
                (Phase::Committing { until: now + LONGEST_COMMIT, why }, true)
            }
            Phase::Committing { until, why } => self.committing(until, why, now)?,
            Phase::Releasing { errand, until, why } => match errand.answer()? {
                None if now < until => (Phase::Releasing { errand, until, why }, false),
                _ => (self.given_up(why)?, true),
            },
            Phase::Taking { errand, start } => match errand.answer()? {
                None if self.stop.is_raised() => {
                    self.answer_assign(&TopicPartitionList::new())?;
                    (Phase::Left, false)
                }
                None => (Phase::Taking { errand, start }, false),
                Some(starts) => {
                    // librdkafka waits for an answer even when there is nothing to begin with.
                    let starts = match starts {
                        Ok(starts) => starts,
                        Err(error) => {
                            self.answer_assign(&TopicPartitionList::new())?;
                            return Err(error);
                        }
                    };
                    self.begin(start, starts)?;
                    (Phase::Working, true)
                }
            },
            Phase::Left => (Phase::Left, false),
        })
    }

    /// Why the lane wants to give up its partitions of its own accord.
    fn reason(&mut self, now: Instant) -> Option<Why> {
        if self.stop.is_raised() {
            return Some(Why::Leave);
        }
        if !self.generation.as_ref().is_some_and(|generation| generation.is_lost()) {
            self.lost_since = None;
            return None;
        }
        let since = *self.lost_since.get_or_insert(now);
        (now.duration_since(since) >= LONGEST_NOTICE).then_some(Why::Restart)
    }

    fn take_rebalance(&mut self) -> Option<Rebalance> {
        self.consumer.client().context().rebalance()
    }

    fn give_up(&mut self, why: Why, now: Instant) -> Phase {
        debug!(?why, partitions = self.partitions.len(), "giving up partitions");
        if matches!(why, Why::Lost | Why::Restart) {
            self.lose();
        }
        Phase::Draining { until: now + self.drain, why }
    }

    fn lose(&mut self) {
        if let Some(generation) = &self.generation {
            generation.lose();
        }
        self.keep.discard();
    }

    fn forget_handlers(&mut self, handlers: &mut dyn Handlers, is_lost: bool) {
        for (slot, partition) in self.partitions.iter_mut().enumerate() {
            if partition.state == State::Running {
                let work = &partition.work;
                if !is_lost {
                    warn!(
                        topic = work.topic,
                        partition = work.partition,
                        offset = work.offset,
                        "a handler did not end in time; the next owner starts it again"
                    );
                }
                handlers.forget(slot);
            }
            partition.state = State::Free;
        }
    }

    fn committing(
        &mut self,
        until: Instant,
        why: Why,
        now: Instant,
    ) -> Result<(Phase, bool), ServeError> {
        let is_lost = self.generation.as_ref().is_none_or(|generation| generation.is_lost());
        if !self.keep.is_quiet() {
            if now < until {
                return Ok((Phase::Committing { until, why }, false));
            }
            if why == Why::Leave {
                return Err(ServeError::new(
                    "the cluster did not take the last outputs in time; they were not committed, \
                     and the next instance processes their commands again",
                ));
            }
            if !is_lost {
                warn!("the cluster does not take the last outputs in time; they are dropped");
                self.lose();
            }
            // Until the committers have noticed, nothing new can begin.
            return Ok((Phase::Committing { until, why }, false));
        }
        if is_lost || self.partitions.is_empty() {
            return Ok((self.given_up(why)?, true));
        }
        let Some(generation) = self.generation.clone() else { return Ok((Phase::Left, false)) };
        let positions: Vec<i64> =
            (0..generation.sources.len()).map(|source| self.keep.position(source)).collect();
        let takeover = self.takeover.clone();
        let release = move || takeover.release(&generation.sources, &positions);
        let errand = Errand::start(&self.bell, release)?;
        Ok((Phase::Releasing { errand, until: now + LONGEST_RELEASE, why }, false))
    }

    /// Nothing is owned any more.
    fn given_up(&mut self, why: Why) -> Result<Phase, ServeError> {
        self.partitions.clear();
        self.lost_since = None;
        let generation = self.generation.take();
        match why {
            Why::Leave => Ok(Phase::Left),
            Why::Revoked | Why::Lost => {
                info!(lost = why == Why::Lost, "gave up its partitions");
                self.consumer.unassign().map_err(refused)?;
                Ok(Phase::Working)
            }
            Why::Restart => {
                warn!("a commit was refused; beginning anew from the offsets of the group");
                let places = generation.map(|generation| generation.sources.clone());
                self.take(places.unwrap_or_default())
            }
        }
    }

    fn take_over(&mut self, partitions: Vec<(String, i32)>) -> Result<Phase, ServeError> {
        let known = |name: &str| self.topics.iter().copied().find(|topic| *topic == name);
        let places: Vec<Place> = (partitions.iter())
            .filter_map(|(topic, partition)| Some((known(topic)?, *partition)))
            .collect();
        if self.judge.face == Face::Processor {
            self.check_priorities(&places)?;
        }
        self.take(places)
    }

    /// A key has one writer only if all priorities of its partition are with one member.
    fn check_priorities(&self, places: &[Place]) -> Result<(), ServeError> {
        let mut topics: BTreeMap<i32, usize> = BTreeMap::new();
        for (_, partition) in places {
            *topics.entry(*partition).or_default() += 1;
        }
        match topics.iter().find(|(_, count)| **count != self.topics.len()) {
            None => Ok(()),
            Some((partition, _)) => {
                self.answer_assign(&TopicPartitionList::new())?;
                Err(ServeError::new(format!(
                    "partition {partition} of {} is not with one member of the group: their counts \
                     of partitions must be equal, and every member must use \
                     `partition.assignment.strategy=range`",
                    self.topics.join(" and ")
                )))
            }
        }
    }

    fn take(&mut self, places: Vec<Place>) -> Result<Phase, ServeError> {
        let Some(metadata) = self.consumer.group_metadata() else {
            return Err(ServeError::new("the consumer belongs to no group; this is a bug"));
        };
        let takeover = self.takeover.clone();
        let asked = places.clone();
        let errand = Errand::start(&self.bell, move || match asked.is_empty() {
            true => Ok(Vec::new()),
            false => takeover.take(&asked),
        })?;
        Ok(Phase::Taking { errand, start: Start { places, metadata } })
    }

    /// Begins to work on an assignment.
    fn begin(&mut self, start: Start, starts: Vec<i64>) -> Result<(), ServeError> {
        let Start { places, metadata } = start;
        let mut list = TopicPartitionList::new();
        for (&(topic, partition), &offset) in places.iter().zip(&starts) {
            list.add_partition_offset(topic, partition, Offset::Offset(offset)).map_err(refused)?;
        }
        // By topic of a subscriber or priorities of a processor, then by number; within, in order of
        // priority.
        let mut serial: BTreeMap<(usize, i32), Vec<(usize, Source)>> = BTreeMap::new();
        for (index, &(topic, partition)) in places.iter().enumerate() {
            let rank = self.topics.iter().position(|found| *found == topic).unwrap_or_default();
            let group = if self.judge.face == Face::Processor { 0 } else { rank };
            let source = Source::split(&self.consumer, topic, partition, index, &self.bell)
                .ok_or_else(|| ServeError::new(format!("no queue for {topic} [{partition}]")))?;
            serial.entry((group, partition)).or_default().push((rank, source));
        }
        self.partitions = (serial.into_values())
            .map(|mut sources| {
                sources.sort_by_key(|(rank, _)| *rank);
                Partition::new(sources.into_iter().map(|(_, source)| source).collect())
            })
            .collect();
        self.generations += 1;
        let generation = Arc::new(Generation::new(self.generations, metadata, places));
        self.keep.begin(generation.clone(), starts);
        info!(partitions = ?generation.sources, "owns partitions");
        self.generation = Some(generation);
        self.answer_assign(&list)
    }

    fn answer_assign(&self, list: &TopicPartitionList) -> Result<(), ServeError> {
        self.consumer.assign(list).map_err(refused)
    }

    /// Makes the consumer ready to be closed, whatever it waits for.
    pub(super) fn leave(&mut self) {
        self.partitions.clear();
        let context = self.consumer.client().context();
        context.leave();
        while let Some(rebalance) = context.rebalance() {
            let answered = match rebalance {
                Rebalance::Assign(_) => self.consumer.assign(&TopicPartitionList::new()),
                Rebalance::Revoke { .. } => self.consumer.unassign(),
            };
            if let Err(error) = answered {
                debug!(%error, "a rebalance was not answered while leaving");
            }
        }
        if let Err(error) = self.consumer.unassign() {
            debug!(%error, "the partitions were not given up while leaving");
        }
    }
}

fn refused(error: KafkaError) -> ServeError {
    ServeError::new(format!("librdkafka refused an assignment: {error}"))
}

/// Decides about an error of the consumer: most pass, and librdkafka goes on by itself.
pub(super) fn consumer_error(error: KafkaError) -> Result<(), ServeError> {
    use RDKafkaErrorCode::{
        AutoOffsetReset, GroupAuthorizationFailed, TopicAuthorizationFailed,
        UnknownTopicOrPartition,
    };
    let (code, fatal) = match &error {
        KafkaError::MessageConsumption(code) => (*code, false),
        KafkaError::MessageConsumptionFatal(code) => (*code, true),
        _ => {
            warn!(%error, "the consumer met an error and goes on");
            return Ok(());
        }
    };
    let help = match code {
        AutoOffsetReset => {
            "retention has removed records before they were read, or the topic was made anew"
        }
        GroupAuthorizationFailed => "allow this principal to read with its consumer group",
        TopicAuthorizationFailed => "allow this principal to read the topic",
        UnknownTopicOrPartition => "a topic is missing; create it with `adjutant topics create`",
        _ if fatal => "the member cannot go on; another one with its `group.instance.id` may run",
        _ => {
            debug!(%error, "the consumer met an error and goes on");
            return Ok(());
        }
    };
    Err(ServeError::new(format!("cannot read: {error}; {help}")))
}
