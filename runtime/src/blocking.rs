//! Work that blocks, away from the thread that serves.

use std::fmt;

/// Runs work that blocks (a database, a file, a long computation) on a thread of its own, so that
/// the lane goes on with other partitions meanwhile.
///
/// ```
/// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
/// let sum: u64 = adjutant::blocking(|| (1..=1000).sum()).await?;
/// # assert_eq!(sum, 500_500);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// # })?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Needs a tokio runtime around it; every handler has one. A panic of the work is the error.
pub async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Panicked> {
    tokio::task::spawn_blocking(work).await.map_err(|error| Panicked(error.to_string()))
}

/// The work given to [`blocking`] panicked.
#[derive(Debug)]
pub struct Panicked(String);

impl fmt::Display for Panicked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "blocking work panicked: {}", self.0)
    }
}

impl std::error::Error for Panicked {}
