//! Waiting for a condition, never for a time.

use std::time::{Duration, Instant};

/// Longer than anything takes that works.
pub const LIMIT: Duration = Duration::from_secs(60);

/// Waits until `done` yields something; panics after [`LIMIT`], naming what did not come.
pub async fn until<T>(what: &str, mut done: impl FnMut() -> Option<T>) -> T {
    let start = Instant::now();
    loop {
        if let Some(value) = done() {
            return value;
        }
        assert!(start.elapsed() < LIMIT, "this did not come: {what}");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
