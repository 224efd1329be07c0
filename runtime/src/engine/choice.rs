//! Which priority of a partition is served next.

use std::time::{Duration, Instant};

/// Records of higher priorities that are served while a lower one waits, before it has its turn.
const WEIGHT: u32 = 16;
/// No priority waits longer than this for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(1);

/// Chooses among the queues of one partition, one for each priority, first served first.
#[derive(Debug)]
pub(super) struct Choice {
    /// By priority: how often it was passed over, since when.
    waiting: Vec<(u32, Option<Instant>)>,
}

impl Choice {
    pub fn new(priorities: usize) -> Self {
        Choice { waiting: vec![(0, None); priorities] }
    }

    /// The priority to take from; `filled` tells which may have something.
    pub fn next(&self, filled: impl Fn(usize) -> bool, now: Instant) -> Option<usize> {
        let due = |&priority: &usize| {
            let (passed_over, since) = self.waiting[priority];
            filled(priority)
                && (passed_over >= WEIGHT
                    || since.is_some_and(|since| now.duration_since(since) >= LONGEST_WAIT))
        };
        let all = 0..self.waiting.len();
        all.clone().rev().find(due).or_else(|| all.into_iter().find(|&priority| filled(priority)))
    }

    /// One record was taken; `filled` as in [`next`](Self::next).
    pub fn taken(&mut self, priority: usize, filled: impl Fn(usize) -> bool, now: Instant) {
        self.waiting[priority] = (0, None);
        for lower in priority + 1..self.waiting.len() {
            let (passed_over, since) = &mut self.waiting[lower];
            if filled(lower) {
                *passed_over += 1;
                since.get_or_insert(now);
            }
        }
    }

    /// The queue turned out to be empty.
    pub fn empty(&mut self, priority: usize) {
        self.waiting[priority] = (0, None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serve(choice: &mut Choice, filled: [bool; 2], now: Instant) -> usize {
        let next = choice.next(|p| filled[p], now).expect("one is filled");
        choice.taken(next, |p| filled[p], now);
        next
    }

    #[test]
    fn high_is_served_first_and_normal_has_every_seventeenth_turn() {
        let (mut choice, now) = (Choice::new(2), Instant::now());
        let order: Vec<_> = (0..34).map(|_| serve(&mut choice, [true, true], now)).collect();
        let normal: Vec<_> = (0..34).filter(|&turn| order[turn] == 1).collect();
        assert_eq!(normal, [16, 33]);
    }

    #[test]
    fn normal_has_its_turn_after_a_second_however_slow_the_handlers_are() {
        let (mut choice, start) = (Choice::new(2), Instant::now());
        assert_eq!(serve(&mut choice, [true, true], start), 0);
        assert_eq!(serve(&mut choice, [true, true], start + Duration::from_millis(999)), 0);
        assert_eq!(serve(&mut choice, [true, true], start + Duration::from_millis(1000)), 1);
        assert_eq!(serve(&mut choice, [true, true], start + Duration::from_millis(1001)), 0);
    }

    #[test]
    fn a_queue_that_was_empty_starts_to_wait_anew() {
        let (mut choice, now) = (Choice::new(2), Instant::now());
        for _ in 0..16 {
            serve(&mut choice, [true, true], now);
        }
        choice.empty(1);
        assert_eq!(serve(&mut choice, [true, true], now), 0);
    }

    #[test]
    fn nothing_is_chosen_when_nothing_is_filled() {
        assert_eq!(Choice::new(2).next(|_| false, Instant::now()), None);
    }
}
