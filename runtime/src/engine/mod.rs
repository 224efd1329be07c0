//! What `Adjutant::serve(..).run_until(..)` drives.
//!
//! `spawn(service, settings)` starts the lanes of a service; topics must exist and their counts be
//! checked before. `Lanes::stop` asks them to drain, commit and leave; `Lanes::ended` waits until
//! they have, and tells why if they stopped on their own.

mod error;
mod settings;

pub use error::ServeError;
pub(crate) use settings::{Guarantee, Retry, Settings};

use crate::dispatch::{Dispatch, Service};

/// The running lanes of one service.
pub(crate) struct Lanes {}

/// Starts the lanes of a service, each on a thread of its own.
pub(crate) fn spawn<I: Dispatch<P>, P: Send + Sync + 'static>(
    service: Service<I, P>,
    settings: Settings,
) -> Result<Lanes, ServeError> {
    let _ = (service.implementation, settings);
    Err(ServeError::new("not built yet"))
}

impl Lanes {
    /// Asks them to finish what runs, commit it and leave. Returns at once.
    pub(crate) fn stop(&self) {}

    /// Waits until every lane has left; an error is the first one that stopped a lane on its own,
    /// and then the others have been stopped too.
    pub(crate) async fn ended(&mut self) -> Result<(), ServeError> {
        Ok(())
    }
}
