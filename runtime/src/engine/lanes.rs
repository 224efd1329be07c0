//! The running lanes of a service, as those who started it see them.

use super::{bell::Flag, error::ServeError};
use std::{
    future::Future,
    pin::{Pin, pin},
    sync::Arc,
    task::Poll,
};
use tokio::sync::oneshot;

/// The running lanes of one service. Dropping it asks them to stop.
#[derive(Default)]
pub(crate) struct Lanes(Vec<Running>);

/// How a lane has ended, once it has.
pub(super) type Ended = oneshot::Receiver<Result<(), ServeError>>;

struct Running {
    stop: Arc<Flag>,
    /// `None`: told.
    ended: Option<Ended>,
}

impl Lanes {
    /// Adds a lane that leaves when `stop` is raised, and then tells how it ended.
    pub(super) fn add(&mut self, stop: Arc<Flag>, ended: Ended) {
        self.0.push(Running { stop, ended: Some(ended) });
    }

    /// Asks them to finish what runs, commit it and leave. Returns at once.
    pub(crate) fn stop(&self) {
        self.0.iter().for_each(|lane| lane.stop.raise());
    }

    /// Waits until every lane has left; an error is the first one that stopped a lane on its own,
    /// and then the others have been stopped too.
    pub(crate) async fn ended(&mut self) -> Result<(), ServeError> {
        let mut first = Ok(());
        while let Some(result) = self.next_ended().await {
            if result.is_err() && first.is_ok() {
                self.stop();
                first = result;
            }
        }
        first
    }

    /// Waits until a lane of any of these services has left.
    pub(crate) async fn any_ended(services: &mut [Lanes]) -> Result<(), ServeError> {
        std::future::poll_fn(|context| {
            for lanes in services.iter_mut() {
                if let Poll::Ready(Some(result)) = pin!(lanes.next_ended()).poll(context) {
                    return Poll::Ready(result);
                }
            }
            Poll::Pending
        })
        .await
    }

    /// The result of the lane that ends next; `None`: all have.
    async fn next_ended(&mut self) -> Option<Result<(), ServeError>> {
        std::future::poll_fn(|context| {
            let mut running = false;
            for lane in &mut self.0 {
                let Some(receiver) = &mut lane.ended else { continue };
                match Pin::new(receiver).poll(context) {
                    Poll::Pending => running = true,
                    Poll::Ready(result) => {
                        lane.ended = None;
                        let bug = |_| Err(ServeError::new("a lane panicked; this is a bug"));
                        return Poll::Ready(Some(result.unwrap_or_else(bug)));
                    }
                }
            }
            if running { Poll::Pending } else { Poll::Ready(None) }
        })
        .await
    }
}

impl Drop for Lanes {
    fn drop(&mut self) {
        self.stop();
    }
}
