//! Request ids whose replies stand where this client reads.

use crate::partitioner::partition;
use std::fmt::Write;
use uuid::Uuid;

/// Draws request_ids whose reply key falls on one partition of the reply topic.
#[derive(Debug)]
pub(crate) struct RequestIds {
    client_id: String,
    partition: i32,
    count: i32,
}

/// Characters at the end of a UUID that are varied until the key falls right.
const TAIL: usize = 8;

impl RequestIds {
    /// For a reply topic with `count` partitions, at least one, of which this instance reads one.
    pub(crate) fn new(client_id: &str, instance: &str, count: i32) -> Self {
        let partition = partition(format!("{client_id}/{instance}").as_bytes(), count);
        RequestIds { client_id: client_id.into(), partition, count }
    }

    /// The partition that this instance reads.
    pub(crate) fn partition(&self) -> i32 {
        self.partition
    }

    /// The partition where the reply to a request of this client stands.
    pub(crate) fn partition_of(&self, request_id: &str) -> i32 {
        partition(format!("{}/{request_id}", self.client_id).as_bytes(), self.count)
    }

    /// A random request_id whose reply falls on the partition of this instance: on average as many
    /// tries as there are partitions.
    pub(crate) fn draw(&self) -> String {
        self.vary(Uuid::new_v4())
    }

    /// As [`draw`](Self::draw), from this UUID on.
    pub(crate) fn vary(&self, random: Uuid) -> String {
        let mut key = format!("{}/{random}", self.client_id);
        let end = key.len() - TAIL;
        let [.., a, b, c, d] = random.into_bytes();
        let first = u32::from_be_bytes([a, b, c, d]);
        for tail in (0..=u32::MAX).map(|n| first.wrapping_add(n)) {
            key.truncate(end);
            // Writing to a String cannot fail.
            let _ = write!(key, "{tail:08x}");
            if partition(key.as_bytes(), self.count) == self.partition {
                break;
            }
        }
        key.split_off(self.client_id.len() + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_drawn_id_is_a_uuid_whose_reply_falls_on_the_partition_of_the_instance() {
        for count in [1, 3, 12, 100] {
            let ids = RequestIds::new("web-shop", "a", count);
            for _ in 0..200 {
                let id = ids.draw();
                assert_eq!(ids.partition_of(&id), ids.partition());
                assert_eq!(Uuid::parse_str(&id).unwrap().get_version_num(), 4);
                assert_eq!(id, id.to_lowercase());
            }
        }
    }

    #[test]
    fn drawn_ids_differ() {
        let ids = RequestIds::new("web-shop", "a", 6);
        assert_eq!((0..10_000).map(|_| ids.draw()).collect::<HashSet<_>>().len(), 10_000);
    }

    #[test]
    fn keyless_commands_spread_over_all_partitions_though_their_replies_share_one() {
        let ids = RequestIds::new("web-shop", "a", 6);
        let mut commands = [0; 6];
        for _ in 0..6_000 {
            commands[partition(ids.draw().as_bytes(), 6) as usize] += 1;
        }
        assert!(commands.iter().all(|n| (800..1_200).contains(n)), "{commands:?}");
    }

    #[test]
    fn instances_of_one_client_spread_over_the_reply_partitions() {
        let read: HashSet<_> =
            (0..100).map(|n| RequestIds::new("web-shop", &n.to_string(), 6).partition()).collect();
        assert_eq!(read.len(), 6);
    }
}
