//! One of a lane's two committers: a thread with a transactional producer of its own, because the
//! calls of a transaction block.

use super::{
    batch::Batch,
    bell::Flag,
    clients,
    context::{Reports, Watch},
    error::ServeError,
    fault::{Fault, is_permanent, permanent},
    generation::Generation,
    outputs::Outputs,
    ownership::{Owner, offsets, owned_by, owner},
    settings::Settings,
    transaction,
    turns::{Commit, Turns},
};
use crate::native::{TransactionError, Writer};
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{BaseConsumer, CommitMode, Consumer},
    producer::Producer,
};
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tracing::{debug, warn};

/// A step of a transaction that takes longer has failed. Above the life of a transaction.
const LONGEST_STEP: Duration = Duration::from_secs(15);

/// Commits batches, in turn with another one.
pub(super) struct Committer {
    pub settings: Arc<Settings>,
    pub outputs: Arc<Outputs>,
    pub consumer: Arc<BaseConsumer<Watch>>,
    /// The lane's transactional ids without their last part.
    pub lane: Arc<str>,
    /// This one's id.
    pub id: String,
    pub turns: Arc<Turns>,
    /// The embedded broker forgets the offsets of a transaction, so they are committed again.
    pub embedded: bool,
    pub writer: Option<Writer<Reports>>,
}

/// A batch comes back.
pub(super) struct Done {
    pub committer: usize,
    pub batch: Batch,
    pub outcome: Outcome,
}

/// What became of a batch.
pub(super) enum Outcome {
    Committed,
    /// Not committed, and never will be: its generation is lost.
    Lost,
    Stopped(ServeError),
}

impl Committer {
    /// Makes the batch permanent, however often that takes.
    pub fn keep(&mut self, ticket: u64, batch: &Batch) -> Outcome {
        let Some(generation) = batch.generation.clone() else { return Outcome::Lost };
        let mut tries = 0;
        loop {
            let Some(epoch) = self.turns.wait_to_produce(ticket) else {
                return stopped();
            };
            if generation.is_lost() {
                return self.drop_batch(ticket);
            }
            tries += 1;
            let began = Instant::now();
            let fault = match self.attempt(ticket, epoch, batch, &generation) {
                Ok(()) => {
                    debug!(commands = batch.commands, bytes = batch.size(),
                        open = ?began.elapsed(), "committed a transaction");
                    return self.committed(ticket, batch, &generation);
                }
                Err(fault) => fault,
            };
            match fault {
                Fault::Superseded => self.abort(),
                Fault::Abort(why) => {
                    warn!(
                        id = self.id,
                        tries, "a transaction is aborted and produced again: {why}"
                    );
                    self.abort();
                    self.turns.again(ticket);
                    if self.turns.rest(Duration::from_millis(50 * tries.min(20))) {
                        return stopped();
                    }
                }
                Fault::Lost(why) => {
                    warn!(
                        id = self.id,
                        "a transaction is dropped, this member lost its partitions: {why}"
                    );
                    generation.lose();
                    self.abort();
                    return self.drop_batch(ticket);
                }
                Fault::Unknown(why) => {
                    warn!(
                        id = self.id,
                        "the outcome of a transaction is unknown, asking the group's offsets: {why}"
                    );
                    match self.find_out(batch, &generation) {
                        Ok(true) => return self.committed(ticket, batch, &generation),
                        Ok(false) => self.turns.again(ticket),
                        Err(Fault::Lost(why)) => {
                            warn!(id = self.id, "this member lost its partitions: {why}");
                            generation.lose();
                            return self.drop_batch(ticket);
                        }
                        Err(Fault::Stop(error)) => return self.stop(error),
                        Err(_) => return stopped(),
                    }
                }
                Fault::Stop(error) => return self.stop(error),
                Fault::Stopped => return stopped(),
            }
        }
    }

    /// One try: produce, send the offsets, commit.
    fn attempt(
        &mut self,
        ticket: u64,
        epoch: u64,
        batch: &Batch,
        generation: &Generation,
    ) -> Result<(), Fault> {
        let Some(writer) = &self.writer else {
            return Err(Fault::Unknown("its producer could not be started".into()));
        };
        let deadline = Instant::now() + LONGEST_STEP;
        transaction::begin(writer)?;
        transaction::produce(writer, &self.outputs, batch, deadline)?;
        let offsets = self.offsets(batch, generation);
        let alone = match self.turns.may_commit(ticket, epoch) {
            Commit::Now => {
                // The records travel while the offsets do.
                transaction::send_offsets(writer, &offsets, generation, deadline)?;
                true
            }
            Commit::Wait => false,
            Commit::Superseded => return Err(Fault::Superseded),
            Commit::Stopped => return Err(Fault::Stopped),
        };
        transaction::flush(writer, deadline)?;
        self.turns.flushed(ticket);
        if !alone {
            match self.turns.wait_to_commit(ticket, epoch) {
                Commit::Superseded => return Err(Fault::Superseded),
                Commit::Stopped => return Err(Fault::Stopped),
                Commit::Now | Commit::Wait => {}
            }
            transaction::send_offsets(writer, &offsets, generation, deadline)?;
        }
        transaction::commit(writer, deadline)
    }

    fn committed(&self, ticket: u64, batch: &Batch, generation: &Generation) -> Outcome {
        if self.embedded {
            let offsets = self.offsets(batch, generation);
            if let Err(error) = self.consumer.commit(&offsets, CommitMode::Sync) {
                warn!(%error, "the embedded broker did not take the offsets of a transaction");
            }
        }
        self.turns.done(ticket);
        Outcome::Committed
    }

    fn drop_batch(&self, ticket: u64) -> Outcome {
        self.turns.wait_for_turn(ticket);
        self.turns.done(ticket);
        Outcome::Lost
    }

    fn stop(&self, error: ServeError) -> Outcome {
        self.turns.stop();
        Outcome::Stopped(error)
    }

    /// Aborts what is open. A producer that cannot even do that is replaced, which aborts as well.
    fn abort(&mut self) {
        let aborted = self.writer.as_ref().map(|writer| writer.abort(LONGEST_STEP));
        if let Some(Err(error)) = aborted {
            warn!(
                id = self.id,
                "a transaction could not be aborted, its producer is replaced: {error}"
            );
            // An error shows in the next try, which finds no producer.
            let _ = self.renew(None);
        }
        if let Some(writer) = &self.writer {
            writer.serve();
            writer.producer().context().failed();
        }
    }

    /// A new producer with the same id: the broker settles what the old one had open, first. Tries
    /// until it is accepted, or the lane gives up, or `stop` is raised.
    pub fn renew(&mut self, stop: Option<&Flag>) -> Result<(), Fault> {
        self.writer = None;
        let mut rest = Duration::from_millis(50);
        loop {
            let error = match clients::transactional(&self.settings, &self.outputs, &self.id) {
                Ok(writer) => match writer.producer().init_transactions(LONGEST_STEP) {
                    Ok(()) => {
                        self.writer = Some(writer);
                        return Ok(());
                    }
                    Err(error) => TransactionError::from(error),
                },
                Err(error) => {
                    let message = format!("cannot make a producer: {error}");
                    return Err(Fault::Stop(ServeError::new(message)));
                }
            };
            if is_permanent(error.code) {
                return Err(Fault::Stop(permanent(error.code, None, &error.message)));
            }
            warn!(id = self.id, "the broker does not yet accept the producer: {error}");
            if self.turns.rest(rest) || stop.is_some_and(Flag::is_raised) {
                return Err(Fault::Stopped);
            }
            rest = (rest * 2).min(Duration::from_secs(2));
        }
    }

    /// Whether the batch is in. A new producer settles its transaction, then the offsets tell.
    fn find_out(&mut self, batch: &Batch, generation: &Generation) -> Result<bool, Fault> {
        self.renew(None)?;
        let Some((source, position)) = batch.positions().next() else { return Ok(false) };
        let (topic, partition) = generation.sources[source];
        loop {
            let mut list = TopicPartitionList::new();
            list.add_partition(topic, partition);
            match self.consumer.committed_offsets(list, LONGEST_STEP) {
                Ok(list) => {
                    if let Some(found) = list.elements().first()
                        && found.error().is_ok()
                    {
                        return match (owner(found.metadata()), found.offset()) {
                            (Owner::Lane(lane), Offset::Offset(offset)) if lane == &*self.lane => {
                                Ok(offset >= position)
                            }
                            (_, offset) => {
                                Err(Fault::Lost(format!("{topic} {partition} is at {offset:?}")))
                            }
                        };
                    }
                }
                Err(error) => warn!(%error, "the group's offsets cannot be read yet"),
            }
            if self.turns.rest(Duration::from_millis(100)) {
                return Err(Fault::Stopped);
            }
        }
    }

    fn offsets(&self, batch: &Batch, generation: &Generation) -> TopicPartitionList {
        let positions = batch.positions().map(|(source, position)| {
            let (topic, partition) = generation.sources[source];
            (topic, partition, position)
        });
        offsets(positions, &owned_by(&self.lane))
    }
}

fn stopped() -> Outcome {
    Outcome::Stopped(ServeError::new("stopped before its last batch was committed"))
}
