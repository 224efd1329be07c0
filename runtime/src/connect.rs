//! The entry: a connection to a cluster, its clients and what it serves.

use crate::{
    client::Client,
    dispatch::{Dispatch, Service},
    outcome::NotSent,
};
use std::future::Future;

/// A connection to one Kafka cluster. Cheap to clone.
#[derive(Clone)]
pub struct Adjutant {}

/// Services being added, and then run.
pub struct Running {
    adjutant: Adjutant,
}

impl Adjutant {
    /// A client of an interface, known to services as `client_id`.
    pub async fn client<C: Client>(&self, _client_id: &str) -> Result<C, NotSent> {
        Err(NotSent::new("not built yet"))
    }

    /// Serves a processor or a subscriber.
    pub fn serve<I: Dispatch<P>, P: Send + Sync + 'static>(
        &self,
        service: Service<I, P>,
    ) -> Running {
        Running { adjutant: self.clone() }.serve(service)
    }
}

impl Running {
    /// Serves another one beside it.
    pub fn serve<I: Dispatch<P>, P: Send + Sync + 'static>(
        self,
        _service: Service<I, P>,
    ) -> Running {
        self
    }

    /// Runs until `stop` is done, then drains, commits and leaves.
    pub async fn run_until<T>(self, stop: impl Future<Output = T>) -> T {
        let _: Adjutant = self.adjutant;
        stop.await
    }
}
