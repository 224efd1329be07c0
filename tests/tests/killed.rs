//! A service that is killed, again and again, on a real Apache Kafka:
//!
//!     cargo test -p adjutant-tests --test killed -- --ignored --nocapture

use adjutant::{Adjutant, Config};
use adjutant_tests::{cluster::RealKafka, judge};
use ledger::ledger::{Client, MoveFunds, OpenAccount};
use std::{
    collections::BTreeSet,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

const PAYMENTS: usize = 1_000;
const KILLS: usize = 10;
/// Longer than anything takes that works.
const LIMIT: Duration = Duration::from_secs(120);

struct Killed(Child);

impl Killed {
    fn start(servers: &str, database: &Path) -> Killed {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ledger-service"));
        Killed(command.arg(servers).arg(database).spawn().unwrap())
    }
}

/// SIGKILL: it gets no chance to finish anything.
impl Drop for Killed {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "starts a real Apache Kafka; needs Java and mvn"]
async fn a_service_killed_at_ten_random_points_loses_and_repeats_nothing() -> anyhow::Result<()> {
    let kafka = RealKafka::start(1)?;
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("ledger");
    let adjutant = Adjutant::connect(Config::new(kafka.servers()).create_topics(true))?;
    let client: Client = adjutant.client("web-shop").await?;
    let mut service = Killed::start(kafka.servers(), &database);

    let deposits = 1_000_000;
    for (account, deposit) in [("ann", deposits), ("bob", 0)] {
        let (ledger, account) = ("main".into(), account.into());
        client.open_account(OpenAccount { ledger, account, deposit }).timeout(LIMIT).await?;
    }
    let points = random_points();
    println!("killed after the payments {points:?}");
    let mut takeovers = Vec::new();
    for n in 0..PAYMENTS {
        let (ledger, from, to) = ("main".into(), "ann".into(), "bob".into());
        let command = MoveFunds { ledger, from, to, amount: 1, note: None };
        // Every tenth outcome is awaited, so that kills meet commands in every state.
        if n % 10 == 9 {
            client.move_funds(command).timeout(LIMIT).await?;
        } else {
            let _receipt = client.move_funds(command).send().await?;
        }
        if points.contains(&n) {
            drop(service);
            let start = Instant::now();
            service = Killed::start(kafka.servers(), &database);
            let (ledger, from, to) = ("main".into(), "ann".into(), "nobody".into());
            let probe = MoveFunds { ledger, from, to, amount: 1, note: None };
            let refused = client.move_funds(probe).timeout(LIMIT).await;
            assert!(matches!(refused, Err(adjutant::CallError::Rejected(_))), "{refused:?}");
            takeovers.push(start.elapsed());
        }
    }
    println!("the next instance answered after {takeovers:.1?}");
    let (ledger, account) = ("main".into(), "last".into());
    client.open_account(OpenAccount { ledger, account, deposit: 0 }).timeout(LIMIT).await?;
    drop(service);
    judge::ledger(kafka.servers(), &database, PAYMENTS, 3 + KILLS, deposits)
}

/// Different each time; printed, so that a failure can be tried again.
fn random_points() -> BTreeSet<usize> {
    use std::hash::{BuildHasher, RandomState};
    let mut points = BTreeSet::new();
    while points.len() < KILLS {
        points.insert(RandomState::new().hash_one(points.len()) as usize % PAYMENTS);
    }
    points
}
