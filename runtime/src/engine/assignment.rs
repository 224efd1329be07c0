//! From an assignment to the partitions that a lane works on, and out of the group.

use super::{
    change::Phase,
    context::Rebalance,
    errand::Errand,
    error::ServeError,
    generation::Generation,
    lane::Lane,
    partition::{Partition, Source},
};
use crate::dispatch::Face;
use rdkafka::{
    Offset, TopicPartitionList,
    consumer::{Consumer, ConsumerGroupMetadata},
    error::KafkaError,
};
use std::{collections::BTreeMap, sync::Arc};
use tracing::{debug, info};

/// A topic and a partition of it.
type Place = (&'static str, i32);

/// What an assignment begins with.
pub(super) struct Start {
    places: Vec<Place>,
    metadata: ConsumerGroupMetadata,
}

impl Lane {
    /// Begins to take over what the group assigns.
    pub(super) fn take_over(
        &mut self,
        partitions: Vec<(String, i32)>,
    ) -> Result<Phase, ServeError> {
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

    pub(super) fn take(&mut self, places: Vec<Place>) -> Result<Phase, ServeError> {
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
    pub(super) fn begin(&mut self, start: Start, starts: Vec<i64>) -> Result<(), ServeError> {
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

    pub(super) fn answer_assign(&self, list: &TopicPartitionList) -> Result<(), ServeError> {
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

pub(super) fn refused(error: KafkaError) -> ServeError {
    ServeError::new(format!("librdkafka refused an assignment: {error}"))
}
