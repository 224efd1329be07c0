//! Whether outputs travel at once or wait a moment for company.

use std::time::{Duration, Instant};

/// With more records than this on their way, requests of one record each only hold up the broker.
const MANY: usize = 256;
/// With no more than this over a whole [`WINDOW`], waiting for company is waiting for nobody.
const FEW: usize = 64;
/// How long it stays calm before outputs travel at once again.
const WINDOW: Duration = Duration::from_millis(200);

/// Follows how many records are on their way.
#[derive(Debug)]
pub(super) struct Pace {
    in_bulk: bool,
    peak: usize,
    window_ends: Instant,
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Pace { in_bulk: false, peak: 0, window_ends: now }
    }

    /// Whether outputs should wait for company, with so many `waiting` for their acknowledgement.
    pub fn in_bulk(&mut self, waiting: usize, now: Instant) -> bool {
        self.peak = self.peak.max(waiting);
        if waiting > MANY {
            self.in_bulk = true;
            self.window_ends = now + WINDOW;
        } else if now >= self.window_ends {
            self.in_bulk &= self.peak > FEW;
            self.peak = 0;
            self.window_ends = now + WINDOW;
        }
        self.in_bulk
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outputs_wait_for_company_while_many_are_on_their_way_and_a_while_after() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        assert!(!pace.in_bulk(MANY, start));
        assert!(pace.in_bulk(MANY + 1, start));
        assert!(pace.in_bulk(0, start + WINDOW / 2));
        assert!(pace.in_bulk(0, start + WINDOW));
        assert!(!pace.in_bulk(FEW, start + WINDOW * 2));
    }

    #[test]
    fn a_steady_load_keeps_them_waiting() {
        let start = Instant::now();
        let mut pace = Pace::new(start);
        pace.in_bulk(MANY + 1, start);
        for window in 1..10 {
            assert!(pace.in_bulk(FEW + 1, start + WINDOW * window));
        }
    }
}
