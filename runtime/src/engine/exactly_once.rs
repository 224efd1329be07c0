//! Exactly once: outputs and offsets of finished commands in transactions that two committers take
//! turns with, so that one batch is produced while the one before it is committed.

use super::{
    batch::Batch,
    bell::Bell,
    committer::{Committer, Done, Outcome},
    error::ServeError,
    generation::Generation,
    judge::Dead,
    keep::Keep,
    outputs::Outputs,
    turns::Turns,
    work::Work,
};
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, SyncSender, TryRecvError, channel, sync_channel},
    },
    thread::JoinHandle,
    time::{Duration, Instant},
};

/// Most commands of one transaction.
const MOST_COMMANDS: usize = 5_000;
/// Commands that are worth a transaction beside another one.
const OVERLAP: usize = 500;
/// How long a batch may be gathered while commands keep coming and a committer is free.
const LONGEST_GATHERING: Duration = Duration::from_millis(10);

/// The lane's half: gathers finished commands and hands them over.
pub(super) struct ExactlyOnce {
    outputs: Arc<Outputs>,
    generation: Option<Arc<Generation>>,
    gathering: Batch,
    since: Option<Instant>,
    spare: Vec<Batch>,
    /// Bytes of a batch above which nothing more is taken.
    most_bytes: usize,
    committers: Vec<Place>,
    done: Receiver<Done>,
    turns: Arc<Turns>,
    ticket: u64,
    in_flight: usize,
    positions: Vec<i64>,
}

struct Place {
    batches: Option<SyncSender<(u64, Batch)>>,
    is_free: bool,
    thread: Option<JoinHandle<()>>,
}

impl ExactlyOnce {
    /// Starts the committers. Their producers are ready: what an earlier run of this lane had open
    /// is aborted.
    pub fn start(
        outputs: Arc<Outputs>,
        most_bytes: usize,
        bell: &Arc<Bell>,
        turns: Arc<Turns>,
        committers: Vec<Committer>,
    ) -> Result<Self, ServeError> {
        let (sender, done) = channel();
        let mut places = Vec::new();
        for (index, mut committer) in committers.into_iter().enumerate() {
            let (batches, work) = sync_channel::<(u64, Batch)>(1);
            let (sender, bell) = (sender.clone(), bell.clone());
            let name = format!("adjutant-commit-{}", if index == 0 { "a" } else { "b" });
            let run = move || {
                while let Ok((ticket, batch)) = work.recv() {
                    let outcome = committer.keep(ticket, &batch);
                    if sender.send(Done { committer: index, batch, outcome }).is_err() {
                        break;
                    }
                    bell.ring();
                }
            };
            let thread = std::thread::Builder::new()
                .name(name)
                .spawn(run)
                .map_err(|error| ServeError::new(format!("cannot start a thread: {error}")))?;
            places.push(Place { batches: Some(batches), is_free: true, thread: Some(thread) });
        }
        Ok(ExactlyOnce {
            outputs,
            generation: None,
            gathering: Batch::default(),
            since: None,
            spare: Vec::new(),
            most_bytes,
            committers: places,
            done,
            turns,
            ticket: 0,
            in_flight: 0,
            positions: Vec::new(),
        })
    }

    fn collect(&mut self) -> Result<(), ServeError> {
        loop {
            let Done { committer, mut batch, outcome } = match self.done.try_recv() {
                Ok(done) => done,
                Err(TryRecvError::Empty) => return Ok(()),
                Err(TryRecvError::Disconnected) => {
                    return Err(ServeError::new("a committer ended on its own; this is a bug"));
                }
            };
            self.committers[committer].is_free = true;
            self.in_flight -= 1;
            match outcome {
                Outcome::Committed => {
                    let same = match (&batch.generation, &self.generation) {
                        (Some(then), Some(now)) => then.number == now.number,
                        _ => false,
                    };
                    if same {
                        for (source, position) in batch.positions() {
                            self.positions[source] = position;
                        }
                    }
                }
                // The generation is marked; the lane sees it there.
                Outcome::Lost => {}
                Outcome::Stopped(error) => return Err(error),
            }
            batch.clear(None);
            self.spare.push(batch);
        }
    }

    /// Whether what was gathered leaves now. While little comes, one transaction after the other is
    /// sooner done than two that overlap: the second would only wait for the first.
    fn is_due(&self, idle: bool, now: Instant) -> bool {
        let is_late = self.since.is_some_and(|since| now - since >= LONGEST_GATHERING);
        let is_worth_it = self.in_flight == 0 || self.gathering.commands >= OVERLAP;
        self.is_full() || is_worth_it && (idle || is_late)
    }

    fn is_full(&self) -> bool {
        self.gathering.commands >= MOST_COMMANDS || self.gathering.size() >= self.most_bytes
    }

    fn hand_over(&mut self) -> Result<(), ServeError> {
        // In turn: a transaction that follows another one of the same id waits for its markers.
        let next = self.ticket as usize % self.committers.len();
        let place = &mut self.committers[next];
        if !place.is_free {
            return Ok(());
        }
        let mut next = self.spare.pop().unwrap_or_default();
        next.clear(self.generation.clone());
        let batch = std::mem::replace(&mut self.gathering, next);
        self.since = None;
        let sent = place.batches.as_ref().map(|batches| batches.try_send((self.ticket, batch)));
        if !matches!(sent, Some(Ok(()))) {
            return Err(ServeError::new("a committer ended on its own; this is a bug"));
        }
        place.is_free = false;
        self.ticket += 1;
        self.in_flight += 1;
        Ok(())
    }
}

impl Keep for ExactlyOnce {
    fn begin(&mut self, generation: Arc<Generation>, positions: Vec<i64>) {
        self.gathering.clear(Some(generation.clone()));
        self.since = None;
        self.generation = Some(generation);
        self.positions = positions;
    }

    fn has_room(&self) -> bool {
        !self.is_full()
    }

    fn finish(
        &mut self,
        source: usize,
        work: &Work,
        dead: Option<&Dead>,
    ) -> Result<(), ServeError> {
        self.gathering.add(&self.outputs, source, work, dead);
        Ok(())
    }

    fn turn(&mut self, idle: bool, now: Instant) -> Result<(), ServeError> {
        self.collect()?;
        if self.gathering.commands > 0 {
            self.since.get_or_insert(now);
            if self.is_due(idle, now) {
                self.hand_over()?;
            }
        }
        Ok(())
    }

    fn is_quiet(&self) -> bool {
        self.gathering.commands == 0 && self.in_flight == 0
    }

    fn next_turn(&self) -> Option<Instant> {
        None
    }

    fn position(&self, source: usize) -> i64 {
        self.positions[source]
    }

    fn discard(&mut self) {
        let generation = self.generation.clone();
        self.gathering.clear(generation);
        self.since = None;
    }

    fn close(&mut self, until: Instant) -> bool {
        for place in &mut self.committers {
            place.batches = None;
        }
        self.turns.stop();
        loop {
            let mut threads = self.committers.iter().filter_map(|place| place.thread.as_ref());
            if threads.all(JoinHandle::is_finished) {
                break;
            }
            if Instant::now() >= until {
                return false;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
        let threads = self.committers.iter_mut().filter_map(|place| place.thread.take());
        for thread in threads {
            // It has ended; a panic in it would be a bug and has been printed.
            let _ = thread.join();
        }
        true
    }
}
