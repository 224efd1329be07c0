//! A blocking question to the broker, asked off the lane.

use super::{bell::Bell, error::ServeError};
use std::{
    sync::{
        Arc,
        mpsc::{Receiver, TryRecvError, sync_channel},
    },
    thread,
};

/// Runs on a thread of its own and rings the lane when it is done. Dropping it leaves it behind.
pub(super) struct Errand<T>(Receiver<T>);

impl<T: Send + 'static> Errand<T> {
    pub fn start(
        bell: &Arc<Bell>,
        run: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Self, ServeError> {
        let (sender, answer) = sync_channel(1);
        let bell = bell.clone();
        thread::Builder::new()
            .name("adjutant-errand".into())
            .spawn(move || {
                // Nobody waits any more if the lane has left.
                let _ = sender.send(run());
                bell.ring();
            })
            .map_err(|error| ServeError::new(format!("cannot start a thread: {error}")))?;
        Ok(Errand(answer))
    }

    /// The answer, once it is there.
    pub fn answer(&self) -> Result<Option<T>, ServeError> {
        match self.0.try_recv() {
            Ok(answer) => Ok(Some(answer)),
            Err(TryRecvError::Empty) => Ok(None),
            Err(TryRecvError::Disconnected) => {
                Err(ServeError::new("an errand of the lane panicked; this is a bug"))
            }
        }
    }
}
