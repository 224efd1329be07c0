//! Which records of a source are permanent, when their outputs are acknowledged in any order.

use std::collections::VecDeque;

/// Bits of a record's number: it begins again after a trillion records.
pub(super) const NUMBER_BITS: u32 = 40;
const NUMBER: u64 = (1 << NUMBER_BITS) - 1;

/// Finished records of one source whose outputs are on their way, in order of their offsets.
#[derive(Debug)]
pub(super) struct Ring {
    /// Offset after the record, and how many of its outputs are not acknowledged.
    waiting: VecDeque<(i64, u32)>,
    /// The number of the first of them.
    first: u64,
    /// The offset up to which everything is permanent.
    position: i64,
}

impl Ring {
    pub fn new(position: i64) -> Self {
        Ring { waiting: VecDeque::new(), first: 0, position }
    }

    /// The number that the next record will have.
    pub fn next(&self) -> u64 {
        (self.first + self.waiting.len() as u64) & NUMBER
    }

    /// Adds the record that ends before `offset`.
    pub fn add(&mut self, offset: i64, outputs: u32) {
        self.waiting.push_back((offset, outputs));
        self.advance();
    }

    /// One output of a record is acknowledged. `true`: the position has moved.
    pub fn acknowledge(&mut self, number: u64) -> bool {
        let index = (number.wrapping_sub(self.first) & NUMBER) as usize;
        if let Some((_, outputs)) = self.waiting.get_mut(index) {
            *outputs = outputs.saturating_sub(1);
        }
        self.advance()
    }

    /// Takes everything that waits for acknowledged.
    pub fn acknowledge_all(&mut self) {
        self.waiting.iter_mut().for_each(|(_, outputs)| *outputs = 0);
        self.advance();
    }

    fn advance(&mut self) -> bool {
        let before = self.position;
        while let Some(&(offset, 0)) = self.waiting.front() {
            self.position = offset;
            self.first += 1;
            self.waiting.pop_front();
        }
        self.position != before
    }

    pub fn position(&self) -> i64 {
        self.position
    }

    pub fn len(&self) -> usize {
        self.waiting.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_position_follows_the_first_record_that_still_has_outputs_on_the_way() {
        let mut ring = Ring::new(10);
        for offset in 11..=13 {
            ring.add(offset, 2);
        }
        assert!(!ring.acknowledge(1) && !ring.acknowledge(1));
        assert_eq!(ring.position(), 10);
        assert!(!ring.acknowledge(0));
        assert!(ring.acknowledge(0));
        assert_eq!((ring.position(), ring.len()), (12, 1));
        ring.acknowledge(2);
        assert!(ring.acknowledge(2));
        assert_eq!((ring.position(), ring.next(), ring.len()), (13, 3, 0));
    }

    #[test]
    fn a_record_without_outputs_is_permanent_once_those_before_it_are() {
        let mut ring = Ring::new(0);
        ring.add(1, 0);
        assert_eq!(ring.position(), 1);
        ring.add(2, 1);
        ring.add(3, 0);
        assert_eq!(ring.position(), 1);
        assert!(ring.acknowledge(1));
        assert_eq!(ring.position(), 3);
    }

    #[test]
    fn an_acknowledgement_of_what_it_does_not_hold_is_ignored() {
        let mut ring = Ring::new(0);
        ring.add(1, 1);
        assert!(!ring.acknowledge(9));
        ring.acknowledge(0);
        assert!(!ring.acknowledge(0));
    }
}
