//! How finished records become permanent: the seam between the lane and its guarantee.

use super::{error::ServeError, generation::Generation, judge::Dead, work::Work};
use std::{sync::Arc, time::Instant};

/// Takes finished records of one lane, in order within each source.
pub(super) trait Keep {
    /// Starts an assignment; `positions` are the first offsets, by source. Must be quiet.
    fn begin(&mut self, generation: Arc<Generation>, positions: Vec<i64>);

    /// Whether more may be taken from the partitions.
    fn has_room(&self) -> bool;

    /// Takes what leaves for one record of a source.
    fn finish(&mut self, source: usize, work: &Work, dead: Option<&Dead>)
    -> Result<(), ServeError>;

    /// Goes on with what was taken; `idle`: nothing more can be finished right now.
    fn turn(&mut self, idle: bool, now: Instant) -> Result<(), ServeError>;

    /// Whether all that was taken is permanent.
    fn is_quiet(&self) -> bool;

    /// When [`turn`](Self::turn) wants to be called at the latest.
    fn next_turn(&self) -> Option<Instant>;

    /// The offset up to which everything of a source is permanent.
    fn position(&self, source: usize) -> i64;

    /// Forgets what was taken under a lost generation.
    fn discard(&mut self);

    /// Ends its threads. `false`: one did not end in time and is left behind.
    fn close(&mut self, until: Instant) -> bool;
}
