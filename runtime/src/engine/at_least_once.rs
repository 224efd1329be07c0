//! At least once: outputs leave at once, offsets follow their acknowledgement.

use super::{
    batch::{Output, leaving},
    context::Watch,
    error::ServeError,
    fault::permanent,
    generation::Generation,
    judge::Dead,
    keep::Keep,
    outputs::Outputs,
    ownership::{offsets, released},
    producers::Producers,
    ring::{NUMBER_BITS, Ring},
    settings::Settings,
    work::Work,
};
use crate::dispatch::Face;
use rdkafka::{
    consumer::{BaseConsumer, CommitMode, Consumer},
    error::RDKafkaErrorCode,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::{error, warn};

/// Records that may be on their way before nothing more is taken.
const MOST_WAITING: usize = 50_000;
/// How often offsets are committed.
const COMMIT_EVERY: Duration = Duration::from_secs(1);
/// How often delivery reports are looked for while some are awaited.
const REPORTS_EVERY: Duration = Duration::from_millis(2);
/// Records finished between two looks for delivery reports.
const REPORTS_AFTER: usize = 128;
/// How long a full queue of the producer may stay full: a broker that is away comes back or not.
const LONGEST_FULL: Duration = Duration::from_secs(120);

/// A report's number: 8 bits for the generation, 16 for the source, the others for the record.
const SOURCE_SHIFT: u32 = NUMBER_BITS;
const GENERATION_SHIFT: u32 = NUMBER_BITS + 16;

/// Produces on the lane's thread and commits what is acknowledged.
pub(super) struct AtLeastOnce {
    outputs: Arc<Outputs>,
    face: Face,
    consumer: Arc<BaseConsumer<Watch>>,
    producers: Producers,
    generation: Option<Arc<Generation>>,
    rings: Vec<Ring>,
    waiting: usize,
    /// Whether a position has moved since the last commit.
    moved: bool,
    next_commit: Instant,
    since_reports: usize,
    reports: Vec<usize>,
}

impl AtLeastOnce {
    pub fn new(
        settings: Arc<Settings>,
        outputs: Arc<Outputs>,
        face: Face,
        consumer: Arc<BaseConsumer<Watch>>,
    ) -> Result<Self, ServeError> {
        let mut producers = Producers::new(settings, outputs.clone());
        // A subscriber writes dead letters alone, and most never do.
        if face == Face::Processor {
            producers.make()?;
        }
        Ok(AtLeastOnce {
            producers,
            outputs,
            face,
            consumer,
            generation: None,
            rings: Vec::new(),
            waiting: 0,
            moved: false,
            next_commit: Instant::now() + COMMIT_EVERY,
            since_reports: 0,
            reports: Vec::new(),
        })
    }

    fn tag(&self) -> usize {
        self.generation.as_ref().map_or(0, |g| g.number as usize & 0xff) << GENERATION_SHIFT
    }

    /// Takes the delivery reports that wait.
    fn take_reports(&mut self) -> Result<(), ServeError> {
        self.since_reports = 0;
        let mut reports = std::mem::take(&mut self.reports);
        let failed = self.producers.serve(&mut reports);
        let tag = self.tag();
        for number in reports.drain(..) {
            if number >> GENERATION_SHIFT << GENERATION_SHIFT == tag {
                self.acknowledge(number);
            }
        }
        self.reports = reports;
        match failed {
            Some((code, topic)) if self.face == Face::Processor => {
                Err(permanent(code, Some(&topic), &code.to_string()))
            }
            Some((code, topic)) => {
                error!(topic, "a dead letter was not written: {code}");
                // It stays on the way for ever otherwise, and with it the offset.
                self.rings.iter_mut().for_each(Ring::acknowledge_all);
                self.waiting = 0;
                self.moved = true;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn acknowledge(&mut self, number: usize) {
        let source = number >> SOURCE_SHIFT & 0xffff;
        let record = number & ((1 << SOURCE_SHIFT) - 1);
        if let Some(ring) = self.rings.get_mut(source) {
            let before = ring.len();
            self.moved |= ring.acknowledge(record as u64);
            self.waiting -= before - ring.len();
        }
    }

    /// Queues one record, when there is room.
    fn write(&mut self, output: &Output<'_>, number: usize) -> Result<(), ServeError> {
        let mut deadline = None;
        loop {
            let writer = self.producers.writer()?;
            let (topic, key, value) = (output.topic, output.key, output.value);
            let produced = match output.headers {
                None => writer.produce(topic, key, value, number),
                Some(headers) => writer.produce_with_headers(topic, key, value, headers, number),
            };
            let code = match produced {
                Ok(()) => return Ok(()),
                Err(code) => code,
            };
            let name = self.outputs.names()[topic];
            if code == RDKafkaErrorCode::QueueFull {
                let full = || Instant::now() + LONGEST_FULL;
                self.make_room(*deadline.get_or_insert_with(full))?;
            } else if self.face == Face::Subscriber {
                error!(topic = name, "a dead letter was not written: {code}");
                self.acknowledge(number);
                return Ok(());
            } else {
                return Err(permanent(code, Some(name), &code.to_string()));
            }
        }
    }

    /// Waits for room in the producer's queue.
    fn make_room(&mut self, deadline: Instant) -> Result<(), ServeError> {
        self.take_reports()?;
        std::thread::sleep(Duration::from_millis(1));
        match Instant::now() < deadline {
            true => Ok(()),
            false => Err(ServeError::new(
                "nothing could be written for two minutes: is the cluster up, and does it take \
                 writes?",
            )),
        }
    }

    fn commit(&mut self, now: Instant) {
        self.next_commit = now + COMMIT_EVERY;
        if !std::mem::take(&mut self.moved) {
            return;
        }
        let Some(generation) = &self.generation else { return };
        if generation.is_lost() {
            return;
        }
        let sources = generation.sources.iter().zip(&self.rings);
        let positions =
            sources.map(|(&(topic, partition), ring)| (topic, partition, ring.position()));
        let list = offsets(positions, &released());
        if let Err(error) = self.consumer.commit(&list, CommitMode::Async) {
            warn!(%error, "offsets were not committed; the next commit covers them");
            self.moved = true;
        }
    }
}

impl Keep for AtLeastOnce {
    fn begin(&mut self, generation: Arc<Generation>, positions: Vec<i64>) {
        self.rings = positions.into_iter().map(Ring::new).collect();
        self.waiting = 0;
        self.moved = false;
        self.generation = Some(generation);
    }

    fn has_room(&self) -> bool {
        self.waiting < MOST_WAITING && !self.producers.is_changing()
    }

    fn finish(
        &mut self,
        source: usize,
        work: &Work,
        dead: Option<&Dead>,
    ) -> Result<(), ServeError> {
        let count = work.outbox.records.len() + usize::from(dead.is_some());
        let ring = &mut self.rings[source];
        let (record, before) = (ring.next() as usize, ring.len());
        // Before its outputs leave, so that no report comes too early.
        ring.add(work.offset + 1, count as u32);
        self.waiting += ring.len() - before;
        if count == 0 {
            self.moved = true;
            return Ok(());
        }
        let number = self.tag() | source << SOURCE_SHIFT | record;
        let outputs = self.outputs.clone();
        for output in leaving(&outputs, work, dead) {
            self.write(&output, number)?;
        }
        self.since_reports += 1;
        if self.since_reports >= REPORTS_AFTER {
            self.take_reports()?;
        }
        Ok(())
    }

    fn turn(&mut self, idle: bool, now: Instant) -> Result<(), ServeError> {
        if idle || !self.has_room() {
            self.take_reports()?;
        }
        self.producers.look(self.waiting, now);
        if now >= self.next_commit {
            self.commit(now);
        }
        Ok(())
    }

    fn is_quiet(&self) -> bool {
        self.waiting == 0
    }

    fn next_turn(&self) -> Option<Instant> {
        let reports = (self.waiting > 0).then(|| Instant::now() + REPORTS_EVERY);
        reports.or_else(|| self.moved.then_some(self.next_commit))
    }

    fn position(&self, source: usize) -> i64 {
        self.rings[source].position()
    }

    fn discard(&mut self) {
        self.rings.iter_mut().for_each(|ring| *ring = Ring::new(ring.position()));
        self.waiting = 0;
        self.moved = false;
    }

    fn close(&mut self, _: Instant) -> bool {
        true
    }
}
