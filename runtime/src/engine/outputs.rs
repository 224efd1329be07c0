//! The topics that a service writes to, by index.

use crate::contract::Contract;

/// Replies, events, and last the dead letters, each with the largest value it takes.
#[derive(Debug, Clone)]
pub(super) struct Outputs {
    names: Vec<&'static str>,
    limits: Vec<usize>,
}

impl Outputs {
    pub fn of(contract: &'static Contract) -> Self {
        let topics: Vec<_> = [&contract.replies]
            .into_iter()
            .chain(contract.events)
            .chain([&contract.dead_letters])
            .collect();
        Outputs {
            names: topics.iter().map(|topic| topic.name).collect(),
            limits: topics.iter().map(|topic| topic.max_message_bytes).collect(),
        }
    }

    pub fn names(&self) -> &[&'static str] {
        &self.names
    }

    /// The index of a topic. Constants of generated code are found by their address.
    pub fn index(&self, name: &'static str) -> Option<usize> {
        let same = |found: &&str| std::ptr::eq(*found, name);
        let equal = |found: &&str| *found == name;
        self.names.iter().position(same).or_else(|| self.names.iter().position(equal))
    }

    pub fn dead_letters(&self) -> usize {
        self.names.len() - 1
    }

    /// The largest value that a topic takes, in bytes.
    pub fn limit(&self, topic: usize) -> usize {
        self.limits[topic]
    }

    /// The smallest and the largest of these limits.
    pub fn range(&self) -> (usize, usize) {
        self.limits
            .iter()
            .fold((usize::MAX, 0), |(least, most), &limit| (least.min(limit), most.max(limit)))
    }
}
