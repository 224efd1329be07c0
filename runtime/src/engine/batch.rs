//! Finished commands on their way into one transaction.

use super::{
    generation::Generation,
    judge::Dead,
    outputs::Outputs,
    work::{Headers, Work},
};
use std::{ops::Range, sync::Arc};

/// Encoded outputs of finished commands and the offsets behind them. Kept until its commit is
/// known, so that the same bytes can be produced again.
#[derive(Default)]
pub(super) struct Batch {
    pub generation: Option<Arc<Generation>>,
    bytes: Vec<u8>,
    records: Vec<Record>,
    headers: Vec<Headers>,
    /// By source of the generation: the offset after its last command in here, -1 without one.
    positions: Vec<i64>,
    pub commands: usize,
}

/// Ranges are of the batch's bytes.
struct Record {
    topic: usize,
    key: Option<Range<usize>>,
    value: Range<usize>,
    headers: Option<usize>,
}

/// A record to produce.
pub(super) struct Output<'a> {
    pub topic: usize,
    pub key: Option<&'a [u8]>,
    pub value: &'a [u8],
    pub headers: Option<&'a Headers>,
}

impl Batch {
    /// Makes it ready for the commands of a generation; its buffers are kept.
    pub fn clear(&mut self, generation: Option<Arc<Generation>>) {
        self.bytes.clear();
        self.records.clear();
        self.headers.clear();
        self.positions.clear();
        self.positions.resize(generation.as_ref().map_or(0, |g| g.sources.len()), -1);
        self.commands = 0;
        self.generation = generation;
    }

    /// Adds a finished command of a source.
    pub fn add(&mut self, outputs: &Outputs, source: usize, work: &Work, dead: Option<&Dead>) {
        for output in leaving(outputs, work, dead) {
            let key = output.key.map(|key| self.push(key));
            let value = self.push(output.value);
            let headers = output.headers.map(|headers| {
                self.headers.push(headers.clone());
                self.headers.len() - 1
            });
            self.records.push(Record { topic: output.topic, key, value, headers });
        }
        self.positions[source] = work.offset + 1;
        self.commands += 1;
    }

    fn push(&mut self, bytes: &[u8]) -> Range<usize> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(bytes);
        start..self.bytes.len()
    }

    /// What it holds, in order.
    pub fn outputs(&self) -> impl Iterator<Item = Output<'_>> {
        self.records.iter().map(|record| Output {
            topic: record.topic,
            key: record.key.clone().map(|key| &self.bytes[key]),
            value: &self.bytes[record.value.clone()],
            headers: record.headers.map(|index| &self.headers[index]),
        })
    }

    /// Source and offset after its last command, for each source with one.
    pub fn positions(&self) -> impl Iterator<Item = (usize, i64)> {
        self.positions.iter().copied().enumerate().filter(|(_, position)| *position >= 0)
    }

    pub fn size(&self) -> usize {
        self.bytes.len()
    }
}

/// What leaves for one record: its outbox, then its dead letter.
pub(super) fn leaving<'a>(
    outputs: &'a Outputs,
    work: &'a Work,
    dead: Option<&'a Dead>,
) -> impl Iterator<Item = Output<'a>> {
    let outbox = &work.outbox;
    let records = outbox.records.iter().filter_map(move |record| {
        let marked = dead.filter(|dead| record.reply && dead.claimed);
        Some(Output {
            topic: outputs.index(record.topic)?,
            key: match &record.key {
                Some(key) => Some(&outbox.bytes[key.clone()]),
                None => work.key.as_deref(),
            },
            value: &outbox.bytes[record.value.clone()],
            headers: marked.map(|dead| &dead.mark),
        })
    });
    let letter = dead.map(|dead| Output {
        topic: outputs.dead_letters(),
        key: dead.letter.key.as_deref(),
        value: &dead.letter.value,
        headers: Some(&dead.letter.headers),
    });
    records.chain(letter)
}
