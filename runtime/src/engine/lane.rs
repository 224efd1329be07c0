//! The lane: one thread, one member of the group, a serial place for each partition it owns.

use super::{
    bell::{Bell, Flag},
    change::Phase,
    context::Watch,
    error::ServeError,
    generation::Generation,
    judge::{Judge, Next},
    keep::Keep,
    partition::{Partition, State},
    reading::consumer_error,
    slots::Handlers,
    span::span,
    takeover::Takeover,
};
use rdkafka::consumer::BaseConsumer;
use std::{
    sync::Arc,
    task::Poll,
    time::{Duration, Instant},
};

/// A lane that hears nothing looks again after this time, should a call have been lost.
const LOOK_AGAIN: Duration = Duration::from_millis(100);
/// Records of one partition in a row, before the next one has its turn.
const IN_A_ROW: usize = 16;
/// Records after which the lane lets its runtime see to timers, sockets and spawned tasks.
const A_TURN: usize = 256;
/// Events served in a row; each takes one poll, and an empty poll is cheap.
const EVENTS: usize = 16;

/// One member of a service's group.
pub(super) struct Lane {
    pub consumer: Arc<BaseConsumer<Watch>>,
    /// Raised when the consumer's main queue has something.
    pub events: Arc<Flag>,
    pub bell: Arc<Bell>,
    /// Raised when the lane is to leave.
    pub stop: Arc<Flag>,
    pub topics: Arc<[&'static str]>,
    pub judge: Judge,
    pub keep: Box<dyn Keep>,
    pub takeover: Takeover,
    /// How long running handlers may take when their partition is given up.
    pub drain: Duration,
    pub partitions: Vec<Partition>,
    pub generation: Option<Arc<Generation>>,
    /// Assignments so far.
    pub generations: u64,
    pub phase: Phase,
    pub lost_since: Option<Instant>,
    pub last_look: Instant,
}

impl Lane {
    /// Runs until it is stopped and has given up its partitions, or cannot go on.
    pub async fn run(&mut self, handlers: &mut dyn Handlers) -> Result<(), ServeError> {
        let bell = self.bell.clone();
        loop {
            let idle = self.look(handlers)?;
            if matches!(self.phase, Phase::Left) {
                return Ok(());
            }
            if idle {
                let wait = self.wake_at().saturating_duration_since(Instant::now());
                // A timeout is as good as a ring: either way the lane looks again.
                let _ = tokio::time::timeout(wait, bell.heard()).await;
            } else {
                tokio::task::yield_now().await;
            }
        }
    }

    /// One look at everything; `true`: there is nothing to do until the bell rings.
    fn look(&mut self, handlers: &mut dyn Handlers) -> Result<bool, ServeError> {
        let now = Instant::now();
        if now.duration_since(self.last_look) >= LOOK_AGAIN {
            self.last_look = now;
            self.events.raise_quietly();
            self.partitions.iter().for_each(Partition::look_again);
        }
        self.serve_events()?;
        self.change(handlers, now)?;
        let idle = self.serve_partitions(handlers, now)? < A_TURN;
        self.keep.turn(idle, now)?;
        Ok(idle)
    }

    fn wake_at(&self) -> Instant {
        let resting = self.partitions.iter().filter_map(|partition| match partition.state {
            State::Resting(until) => Some(until),
            _ => None,
        });
        let at = self.last_look + LOOK_AGAIN;
        resting.chain(self.keep.next_turn()).fold(at, Instant::min)
    }

    /// Serves the main queue: rebalances, results of commits, errors, logs.
    fn serve_events(&mut self) -> Result<(), ServeError> {
        if !self.events.is_raised() {
            return Ok(());
        }
        self.events.lower();
        let mut strays = false;
        for _ in 0..EVENTS {
            match self.consumer.poll(Duration::ZERO) {
                None => {}
                Some(Ok(_)) => strays = true,
                Some(Err(error)) => consumer_error(error)?,
            }
        }
        if strays {
            // It went past its partition's queue, so its order is lost: begin anew behind it.
            if let Some(generation) = &self.generation {
                generation.lose();
            }
        }
        Ok(())
    }

    /// Goes on with handlers and takes new records; the number of steps that were made.
    fn serve_partitions(
        &mut self,
        handlers: &mut dyn Handlers,
        now: Instant,
    ) -> Result<usize, ServeError> {
        let taking = matches!(self.phase, Phase::Working) && self.lost_since.is_none();
        let mut steps = 0;
        loop {
            let before = steps;
            for slot in 0..self.partitions.len() {
                let mut row = 0;
                while row < IN_A_ROW && self.step(slot, handlers, taking, now)? {
                    row += 1;
                }
                steps += row;
            }
            if steps == before || steps >= A_TURN {
                return Ok(steps);
            }
        }
    }

    /// One step of a partition; `false`: it has nothing to do.
    fn step(
        &mut self,
        slot: usize,
        handlers: &mut dyn Handlers,
        taking: bool,
        now: Instant,
    ) -> Result<bool, ServeError> {
        let partition = &mut self.partitions[slot];
        let ran = match partition.state {
            State::Running => {
                let span = partition.work.span.clone();
                match span.in_scope(|| handlers.go_on(slot)) {
                    Poll::Ready(ran) => ran,
                    Poll::Pending => return Ok(false),
                }
            }
            State::Resting(until) if !taking || now < until => return Ok(false),
            State::Free if !taking || !self.keep.has_room() => return Ok(false),
            state => {
                if state == State::Free {
                    match partition.take(now) {
                        Ok(true) => {}
                        Ok(false) => return Ok(false),
                        Err(error) => {
                            consumer_error(error)?;
                            return Ok(true);
                        }
                    }
                    partition.work.span =
                        span(self.judge.contract, self.judge.face, &partition.work);
                }
                let work = &mut partition.work;
                if work.tries == 0 && work.is_expired() {
                    let next = self.judge.expired(work);
                    return self.settle(slot, next).map(|()| true);
                }
                let Some(delivery) = work.delivery() else {
                    let next = self.judge.unframed(work);
                    return self.settle(slot, next).map(|()| true);
                };
                partition.state = State::Running;
                let span = partition.work.span.clone();
                match span.in_scope(|| handlers.start(slot, delivery)) {
                    Poll::Ready(ran) => ran,
                    Poll::Pending => return Ok(true),
                }
            }
        };
        let next = self.judge.judge(&mut self.partitions[slot].work, ran);
        self.settle(slot, next).map(|()| true)
    }

    fn settle(&mut self, slot: usize, next: Next) -> Result<(), ServeError> {
        let partition = &mut self.partitions[slot];
        match next {
            Next::Finished(dead) => {
                partition.state = State::Free;
                let source = partition.sources[partition.priority].index;
                self.keep.finish(source, &partition.work, dead.as_deref())
            }
            Next::Rest(pause) => {
                partition.state = State::Resting(Instant::now() + pause);
                Ok(())
            }
            Next::Stop(error) => Err(error),
        }
    }
}
