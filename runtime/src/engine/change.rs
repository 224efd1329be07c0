//! How a lane gets and gives up partitions.
//!
//! librdkafka tells of a rebalance and then waits for the answer, so a lane has the time to finish
//! what runs, to make it permanent, and to say that the partitions are free. Every assignment is
//! whole (the classic, eager protocol): what is given up is everything.

use super::{
    assignment::{Start, refused},
    context::Rebalance,
    errand::Errand,
    error::ServeError,
    lane::Lane,
    partition::{Partition, State},
    slots::Handlers,
};
use rdkafka::{TopicPartitionList, consumer::Consumer};
use std::time::{Duration, Instant};
use tracing::{debug, info, warn};

/// How long the last outputs may take to become permanent once the handlers have ended.
const LONGEST_COMMIT: Duration = Duration::from_secs(20);
/// How long the group may take to hear that partitions are free.
const LONGEST_RELEASE: Duration = Duration::from_secs(10);
/// How long librdkafka may take to notice what a refused commit has told.
const LONGEST_NOTICE: Duration = Duration::from_secs(5);

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
}
