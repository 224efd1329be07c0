//! What a lane owns since a rebalance.

use rdkafka::consumer::ConsumerGroupMetadata;
use std::sync::atomic::{AtomicBool, Ordering};

/// The partitions of one assignment together with the group metadata of that moment: what is
/// committed for them is committed under it, or not at all.
pub(super) struct Generation {
    pub metadata: ConsumerGroupMetadata,
    /// Topic and partition; places elsewhere are indexes into this.
    pub sources: Vec<(&'static str, i32)>,
    /// Counts assignments of the lane.
    pub number: u64,
    lost: AtomicBool,
}

impl Generation {
    pub fn new(
        number: u64,
        metadata: ConsumerGroupMetadata,
        sources: Vec<(&'static str, i32)>,
    ) -> Self {
        Generation { metadata, sources, number, lost: AtomicBool::new(false) }
    }

    /// Somebody else may own its partitions: nothing more may be committed for it.
    pub fn lose(&self) {
        self.lost.store(true, Ordering::Release);
    }

    pub fn is_lost(&self) -> bool {
        self.lost.load(Ordering::Acquire)
    }
}
