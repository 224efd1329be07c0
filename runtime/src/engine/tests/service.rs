//! A running service, stopped when the test is done with it.

use super::{
    chat::{Watched, serve},
    cluster::LIMIT,
};
use crate::engine::{Lanes, ServeError, Settings, spawn};

pub(super) struct Running(Lanes);

/// Runs the chat service.
pub(super) fn run(settings: Settings, chat: &Watched) -> Running {
    Running(spawn(serve(chat.clone()), settings).unwrap())
}

impl Running {
    pub fn of(lanes: Lanes) -> Self {
        Running(lanes)
    }

    /// Stops it and waits until it has left.
    pub fn stop(self) {
        self.0.stop();
        self.ended().unwrap();
    }

    /// Waits until it ends on its own.
    pub fn ended(mut self) -> Result<(), ServeError> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let ended = async { tokio::time::timeout(2 * LIMIT, self.0.ended()).await };
        runtime.block_on(ended).expect("the service does not end")
    }
}

/// Waits until something holds.
pub(super) fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let limit = std::time::Instant::now() + LIMIT;
    while !holds() {
        assert!(std::time::Instant::now() < limit, "never: {what}");
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
}
