//! Who owns a partition, as the metadata of its committed offset says.

use rdkafka::{Offset, TopicPartitionList};

/// Begins every metadata that the engine writes; the figure is the version of its form.
const PREFIX: &str = "adjutant/1 ";
const OWNER: &str = "owner=";
const RELEASED: &str = "released";

/// What the metadata of a committed offset says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Owner<'a> {
    /// The base of the transactional ids whose lane may have a transaction open.
    Lane(&'a str),
    /// Given up cleanly, or never owned by an exactly-once lane.
    Nobody,
}

/// The metadata of an offset that the lane with these transactional ids commits.
pub(super) fn owned_by(lane: &str) -> String {
    format!("{PREFIX}{OWNER}{lane}")
}

/// The metadata of an offset whose owner has nothing open.
pub(super) fn released() -> String {
    format!("{PREFIX}{RELEASED}")
}

/// Reads a metadata. One that the engine did not write names nobody.
pub(super) fn owner(metadata: &str) -> Owner<'_> {
    let lane = metadata.strip_prefix(PREFIX).and_then(|rest| {
        rest.split(' ').find_map(|word| word.strip_prefix(OWNER)).filter(|lane| !lane.is_empty())
    });
    lane.map_or(Owner::Nobody, Owner::Lane)
}

/// The transactional ids of a lane's two producers.
pub(super) fn transactional_ids(lane: &str) -> [String; 2] {
    [format!("{lane}.a"), format!("{lane}.b")]
}

/// What every transactional id of a lane begins with. Words may not hold a space, which ends it in
/// the metadata.
pub(super) fn lane_id(interface: &str, group: &str, instance: &str, lane: usize) -> String {
    format!("{interface}.{group}.{instance}.{lane}").replace(char::is_whitespace, "_")
}

/// A list of offsets to commit, with their metadata.
pub(super) fn offsets(
    positions: impl Iterator<Item = (&'static str, i32, i64)>,
    metadata: &str,
) -> TopicPartitionList {
    let mut list = TopicPartitionList::new();
    for (topic, partition, position) in positions {
        let mut place = list.add_partition(topic, partition);
        // Only offsets that no log has are refused.
        let _ = place.set_offset(Offset::Offset(position));
        place.set_metadata(metadata);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_owner_of_an_offset_is_read_back() {
        let lane = lane_id("ledger", "ledger group", "x1", 0);
        assert_eq!(lane, "ledger.ledger_group.x1.0");
        assert_eq!(owner(&owned_by(&lane)), Owner::Lane(&lane));
        assert_eq!(transactional_ids(&lane)[1], "ledger.ledger_group.x1.0.b");
    }

    #[test]
    fn what_was_released_or_never_written_by_the_engine_is_nobodys() {
        for metadata in
            [released().as_str(), "", "owner=x", "adjutant/1 owner=", "adjutant/2 owner=x"]
        {
            assert_eq!(owner(metadata), Owner::Nobody, "{metadata}");
        }
    }
}
