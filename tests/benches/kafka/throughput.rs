//! How many commands a second a side finishes, from a topic where they wait.

use crate::{
    load::{COMMANDS, Stage},
    service::{Guarantee, Running, Side},
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Longest run.
const LIMIT: Duration = Duration::from_secs(120);

/// Commands per second, from the first one taken until all are finished: their outputs are on the
/// broker, and exactly once their transactions are committed.
pub fn run(stage: &Stage, guarantee: Guarantee, side: Side) -> anyhow::Result<f64> {
    static RUNS: AtomicU64 = AtomicU64::new(0);
    let group = format!("throughput-{}", RUNS.fetch_add(1, Ordering::Relaxed));
    stage.begin(&group, &vec![0; stage.partitions as usize])?;
    let member = stage.member(&group)?;
    let work = stage.work();
    let outputs = || -> anyhow::Result<i64> {
        Ok(stage.ends(work.replies)?.iter().chain(&stage.ends(work.events)?).sum())
    };
    let before = outputs()?;
    let running = Running::start(stage, guarantee, side, "5", group)?;
    let deadline = Instant::now() + LIMIT;
    // The broker is asked only once it can be done, so that the questions cost it nothing.
    let mut taken = false;
    loop {
        running.check()?;
        anyhow::ensure!(Instant::now() < deadline, "{side:?} took longer than {LIMIT:?}");
        taken = taken || running.progress.count() >= COMMANDS;
        let done = taken
            && match guarantee {
                Guarantee::AtLeastOnce => outputs()? - before >= 2 * COMMANDS as i64,
                Guarantee::ExactlyOnce => stage.committed(&member)? >= COMMANDS as i64,
            };
        if done {
            break;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    let seconds = running.progress.first().map_or(0.0, |first| first.elapsed().as_secs_f64());
    running.stop()?;
    let more = outputs()? - before;
    anyhow::ensure!(more >= 2 * COMMANDS as i64, "{side:?} wrote {more} records alone");
    Ok(COMMANDS as f64 / seconds)
}
