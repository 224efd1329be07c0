//! What both sides are given, and what is seen of them while they run.

use crate::{load::Stage, ours, theirs};
use std::{
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread::JoinHandle,
    time::Instant,
};
use tokio::sync::oneshot;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guarantee {
    AtLeastOnce,
    ExactlyOnce,
}

impl Guarantee {
    pub const BOTH: [Guarantee; 2] = [Guarantee::AtLeastOnce, Guarantee::ExactlyOnce];
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    Ours,
    Theirs,
}

impl Side {
    /// Who goes first changes from round to round.
    pub fn in_round(round: usize) -> [Side; 2] {
        if round.is_multiple_of(2) {
            [Side::Theirs, Side::Ours]
        } else {
            [Side::Ours, Side::Theirs]
        }
    }
}

/// What a side does.
#[derive(Debug, Clone)]
pub struct Work {
    pub servers: String,
    pub partitions: i32,
    pub commands: &'static str,
    pub replies: &'static str,
    pub events: &'static str,
    pub group: String,
    pub guarantee: Guarantee,
    /// Their producer's; ours has one setting for every load.
    pub linger_ms: &'static str,
}

/// How far a side is.
#[derive(Debug, Default)]
pub struct Progress {
    first: OnceLock<Instant>,
    handled: AtomicU64,
}

impl Progress {
    pub fn handled(&self) {
        if self.handled.fetch_add(1, Ordering::Relaxed) == 0 {
            let _ = self.first.set(Instant::now());
        }
    }

    pub fn count(&self) -> u64 {
        self.handled.load(Ordering::Relaxed)
    }

    /// When the first command was taken.
    pub fn first(&self) -> Option<Instant> {
        self.first.get().copied()
    }
}

/// A side that runs.
pub struct Running {
    pub progress: Arc<Progress>,
    stop: Stop,
}

enum Stop {
    Ours(oneshot::Sender<()>, tokio::task::JoinHandle<Result<(), adjutant::ServeError>>),
    Theirs(Arc<AtomicBool>, JoinHandle<anyhow::Result<()>>),
}

impl Running {
    pub fn start(
        stage: &Stage,
        guarantee: Guarantee,
        side: Side,
        linger_ms: &'static str,
        group: String,
    ) -> anyhow::Result<Running> {
        let progress = Arc::new(Progress::default());
        let work = Work { guarantee, linger_ms, group, ..stage.work() };
        let stop = match side {
            Side::Ours => {
                let (stop, stopped) = oneshot::channel::<()>();
                let running = ours::serve(&work, progress.clone())?;
                Stop::Ours(stop, tokio::spawn(running.run_until(async { drop(stopped.await) })))
            }
            Side::Theirs => {
                let stop = Arc::new(AtomicBool::new(false));
                let (stopped, progress) = (stop.clone(), progress.clone());
                Stop::Theirs(
                    stop,
                    std::thread::spawn(move || theirs::run(&work, &progress, &stopped)),
                )
            }
        };
        Ok(Running { progress, stop })
    }

    /// Fails if it ended on its own, which says why.
    pub fn check(&self) -> anyhow::Result<()> {
        let ended = match &self.stop {
            Stop::Ours(_, task) => task.is_finished(),
            Stop::Theirs(_, thread) => thread.is_finished(),
        };
        anyhow::ensure!(!ended, "the service ended on its own");
        Ok(())
    }

    pub fn stop(self) -> anyhow::Result<()> {
        match self.stop {
            Stop::Ours(stop, task) => {
                let _ = stop.send(());
                Ok(tokio::runtime::Handle::current().block_on(task)??)
            }
            Stop::Theirs(stop, thread) => {
                stop.store(true, Ordering::Relaxed);
                thread.join().map_err(|_| anyhow::anyhow!("the loop panicked"))?
            }
        }
    }
}
