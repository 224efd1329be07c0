//! In which order the two committers of a lane may produce and commit.

use super::context::lock;
use std::{
    sync::{Condvar, Mutex, PoisonError},
    time::Duration,
};

/// Batches have tickets, counted from 0. The outputs of a batch are produced once those of its
/// predecessor are flushed, so that their order holds; it is committed once its predecessor is, so
/// that offsets never go back. When a batch has to be produced again, the successor that stands
/// behind its first copy has to be as well.
#[derive(Debug, Default)]
pub(super) struct Turns {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// The ticket that may be produced: all before it are flushed.
    produce: u64,
    /// The ticket that may be committed: all before it are.
    commit: u64,
    /// Counts repetitions.
    epoch: u64,
    stopped: bool,
}

/// Whether a batch may be committed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Commit {
    Now,
    /// Its predecessor is not committed yet.
    Wait,
    /// Its predecessor is produced again, so this one must be aborted and produced again behind it.
    Superseded,
    /// The lane gives up.
    Stopped,
}

impl State {
    fn may_commit(&self, ticket: u64, epoch: u64) -> Commit {
        if self.stopped {
            Commit::Stopped
        } else if self.epoch != epoch {
            Commit::Superseded
        } else if self.commit == ticket {
            Commit::Now
        } else {
            Commit::Wait
        }
    }
}

impl Turns {
    /// Waits until a batch may be produced, and tells under which epoch; `None`: stopped.
    pub fn wait_to_produce(&self, ticket: u64) -> Option<u64> {
        let mut state = lock(&self.state);
        while !state.stopped && state.produce != ticket {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        (!state.stopped).then_some(state.epoch)
    }

    /// A batch is flushed.
    pub fn flushed(&self, ticket: u64) {
        let mut state = lock(&self.state);
        // Unless its predecessor is produced again: then this one will be as well.
        if state.produce == ticket {
            state.produce = ticket + 1;
        }
        self.changed.notify_all();
    }

    /// Whether a batch that was produced under `epoch` may be committed.
    pub fn may_commit(&self, ticket: u64, epoch: u64) -> Commit {
        lock(&self.state).may_commit(ticket, epoch)
    }

    /// As [`may_commit`](Self::may_commit), once the answer is no longer to wait.
    pub fn wait_to_commit(&self, ticket: u64, epoch: u64) -> Commit {
        let mut state = lock(&self.state);
        loop {
            match state.may_commit(ticket, epoch) {
                Commit::Wait => {
                    state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
                }
                answer => return answer,
            }
        }
    }

    /// A batch is committed, or dropped.
    pub fn done(&self, ticket: u64) {
        let mut state = lock(&self.state);
        state.commit = ticket + 1;
        state.produce = state.produce.max(ticket + 1);
        self.changed.notify_all();
    }

    /// A batch has to be produced again.
    pub fn again(&self, ticket: u64) {
        let mut state = lock(&self.state);
        // There are two committers, so only the batch that may be committed has a successor, and
        // the other one has none to supersede.
        if state.commit == ticket {
            state.epoch += 1;
        }
        state.produce = state.produce.min(ticket);
        self.changed.notify_all();
    }

    /// Waits until it is a batch's turn to be committed, however often others are repeated.
    pub fn wait_for_turn(&self, ticket: u64) {
        let mut state = lock(&self.state);
        while !state.stopped && state.commit != ticket {
            state = self.changed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// Ends every wait, from now on.
    pub fn stop(&self) {
        lock(&self.state).stopped = true;
        self.changed.notify_all();
    }

    /// Rests; `true`: stopped.
    pub fn rest(&self, pause: Duration) -> bool {
        let state = lock(&self.state);
        let stopped = |state: &mut State| !state.stopped;
        let waited = self.changed.wait_timeout_while(state, pause, stopped);
        waited.unwrap_or_else(PoisonError::into_inner).0.stopped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_batch_is_produced_after_the_flush_and_committed_after_the_commit_of_its_predecessor() {
        let turns = Turns::default();
        let epoch = turns.wait_to_produce(0).expect("not stopped");
        turns.flushed(0);
        assert_eq!(turns.wait_to_produce(1), Some(epoch));
        turns.flushed(1);
        assert_eq!(turns.may_commit(1, epoch), Commit::Wait);
        assert_eq!(turns.may_commit(0, epoch), Commit::Now);
        turns.done(0);
        assert_eq!(turns.may_commit(1, epoch), Commit::Now);
    }

    #[test]
    fn the_successor_of_a_batch_that_is_produced_again_is_produced_again_behind_it() {
        let turns = Turns::default();
        let first = turns.wait_to_produce(0).expect("not stopped");
        turns.flushed(0);
        let second = turns.wait_to_produce(1).expect("not stopped");
        turns.flushed(1);

        turns.again(0);
        assert_eq!(turns.wait_to_commit(1, second), Commit::Superseded);
        let again = turns.wait_to_produce(0).expect("not stopped");
        assert_ne!(again, first);
        turns.flushed(0);
        assert_eq!(turns.wait_to_commit(0, again), Commit::Now);
        turns.done(0);
        let second = turns.wait_to_produce(1).expect("not stopped");
        turns.flushed(1);
        assert_eq!(turns.may_commit(1, second), Commit::Now);
    }

    #[test]
    fn a_batch_that_is_produced_again_does_not_disturb_its_predecessor() {
        let turns = Turns::default();
        let first = turns.wait_to_produce(0).expect("not stopped");
        turns.flushed(0);
        turns.wait_to_produce(1).expect("not stopped");
        turns.again(1);
        assert_eq!(turns.may_commit(0, first), Commit::Now);

        turns.again(0);
        turns.again(1);
        turns.flushed(1);
        assert!(turns.wait_to_produce(0).is_some());
    }

    #[test]
    fn a_stop_ends_every_wait() {
        let turns = Turns::default();
        turns.stop();
        assert_eq!(turns.wait_to_produce(7), None);
        assert_eq!(turns.wait_to_commit(7, 0), Commit::Stopped);
        turns.wait_for_turn(7);
        assert!(turns.rest(Duration::from_secs(3600)));
    }
}
