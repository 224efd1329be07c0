//! The producers of an at-least-once lane: one whose records travel at once, and one whose records
//! wait a moment for company. librdkafka fixes that choice for the life of a producer.

use super::{
    clients, context::Reports, error::ServeError, outputs::Outputs, pace::Pace, settings::Settings,
};
use crate::native::Writer;
use rdkafka::{error::RDKafkaErrorCode, producer::Producer};
use std::{sync::Arc, time::Instant};

/// Milliseconds that a record waits for company under load.
const COMPANY: &str = "2";

/// Writes with one of two producers; they change places only when nothing is on its way, so that
/// the order of records holds.
pub(super) struct Producers {
    settings: Arc<Settings>,
    outputs: Arc<Outputs>,
    /// At once, in bulk.
    writers: [Option<Writer<Reports>>; 2],
    in_bulk: bool,
    wants_bulk: bool,
    pace: Pace,
}

impl Producers {
    pub fn new(settings: Arc<Settings>, outputs: Arc<Outputs>) -> Self {
        let pace = Pace::new(Instant::now());
        let writers = [None, None];
        Producers { settings, outputs, writers, in_bulk: false, wants_bulk: false, pace }
    }

    /// Makes both, so that neither has to find the cluster when there is something to write.
    pub fn make(&mut self) -> Result<(), ServeError> {
        for in_bulk in [false, true] {
            self.made(in_bulk)?;
        }
        Ok(())
    }

    /// The one to write with.
    pub fn writer(&mut self) -> Result<&Writer<Reports>, ServeError> {
        self.made(self.in_bulk)
    }

    fn made(&mut self, in_bulk: bool) -> Result<&Writer<Reports>, ServeError> {
        let linger = if in_bulk { COMPANY } else { "0" };
        let writer = &mut self.writers[usize::from(in_bulk)];
        if writer.is_none() {
            let made = clients::idempotent(&self.settings, &self.outputs, linger);
            *writer = Some(made.map_err(cannot_make)?);
        }
        writer.as_ref().ok_or_else(|| ServeError::new("a producer is missing; this is a bug"))
    }

    /// Looks whether the other one is to take over, with so many records on their way.
    pub fn look(&mut self, waiting: usize, now: Instant) {
        self.wants_bulk = self.pace.in_bulk(waiting, now);
        if waiting == 0 {
            self.in_bulk = self.wants_bulk;
        }
    }

    /// Whether nothing more may be taken, until the other one can take over.
    pub fn is_changing(&self) -> bool {
        self.in_bulk != self.wants_bulk
    }

    /// Serves what waits, adds the numbers of delivered records to `delivered`, and tells why one was
    /// not delivered.
    pub fn serve(&self, delivered: &mut Vec<usize>) -> Option<(RDKafkaErrorCode, String)> {
        let mut failed = None;
        for writer in self.writers.iter().flatten() {
            let context = writer.producer().context();
            // One call serves one event, which reports one request: few records when they are small.
            loop {
                let before = delivered.len();
                writer.serve();
                context.delivered(delivered);
                if delivered.len() == before {
                    break;
                }
            }
            failed = failed.or(context.failed());
        }
        failed
    }
}

fn cannot_make(error: rdkafka::error::KafkaError) -> ServeError {
    ServeError::new(format!("cannot make a producer: {error}"))
}
