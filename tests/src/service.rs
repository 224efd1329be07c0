//! A service that runs beside a test.

use adjutant::{Running, ServeError};
use tokio::{sync::oneshot, task::JoinHandle};

/// Runs until it is stopped.
pub struct Service {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), ServeError>>,
}

impl Service {
    /// Starts it.
    pub fn start(running: Running) -> Service {
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(running.run_until(async { drop(stopped.await) }));
        Service { stop, task }
    }

    /// Asks it to end, and waits until it has left.
    pub async fn stop(self) -> Result<(), ServeError> {
        // It may have ended on its own; then its result says why.
        let _ = self.stop.send(());
        self.task.await.unwrap_or_else(|error| std::panic::resume_unwind(error.into_panic()))
    }
}
