//! Tells a thread that nobody needs it any more.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Stops a thread when dropped.
#[derive(Debug)]
pub(crate) struct Stop(Arc<AtomicBool>);

/// The thread's side.
#[derive(Debug, Clone)]
pub(crate) struct Stopped(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn new() -> (Stop, Stopped) {
        let flag = Arc::new(AtomicBool::new(false));
        (Stop(flag.clone()), Stopped(flag))
    }
}

impl Drop for Stop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Release);
    }
}

impl Stopped {
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}
