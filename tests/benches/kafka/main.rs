//! A generated processor against hand-written rdkafka loops that give the same guarantee, on a real
//! Apache Kafka that it starts itself:
//!
//!     cargo bench -p adjutant-tests --bench kafka
//!     cargo bench -p adjutant-tests --bench kafka -- "exactly once"
//!
//! The second runs the cases whose names hold that text.
//!
//! Both sides answer each command of about 200 bytes with a reply and an event of about 150, and write
//! the same records. They run in turns, so that a busy machine troubles both; each ratio is the median
//! of such pairs. Prints a table, and writes `kafka.json` in the target folder.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

mod floor;
mod load;
mod native;
mod ours;
mod report;
mod round_trip;
mod service;
mod theirs;
mod throughput;

use adjutant_tests::cluster::RealKafka;
use report::{Case, Report};
use round_trip::Pace;
use service::{Guarantee, Side};

/// Pairs of runs for each case.
const ROUNDS: usize = 5;

fn main() -> anyhow::Result<()> {
    let (options, filters): (Vec<_>, Vec<_>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    // `cargo test --benches` asks for a list or a test; this is neither.
    if !options.iter().any(|option| option == "--bench") {
        return Ok(());
    }
    let wanted = |case: Case| filters.iter().all(|filter| case.to_string().contains(filter));
    let kafka = RealKafka::start(1)?;
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build()?;
    let _entered = runtime.enter();
    let stages = [1, 6].map(|partitions| load::Stage::set(kafka.servers(), partitions));
    let stages = stages.into_iter().collect::<anyhow::Result<Vec<_>>>()?;

    let mut report = Report::default();
    // The first run warms the broker up and is not counted.
    floor::run(&stages[0])?;
    throughput::run(&stages[0], Guarantee::AtLeastOnce, Side::Theirs)?;
    for stage in &stages {
        for round in 0..ROUNDS {
            report.floor(stage.partitions, floor::run(stage)?);
            for guarantee in Guarantee::BOTH {
                let case = Case::throughput(guarantee, stage.partitions);
                if !wanted(case) {
                    continue;
                }
                for side in Side::in_round(round) {
                    let rate = throughput::run(stage, guarantee, side)?;
                    report.add(case, side, &[("commands/s", rate)]);
                }
            }
        }
    }
    for pace in [Pace::OneAfterAnother, Pace::PerSecond(1_000)] {
        for round in 0..ROUNDS {
            for guarantee in Guarantee::BOTH {
                let case = Case::round_trip(guarantee, pace);
                if !wanted(case) {
                    continue;
                }
                for side in Side::in_round(round) {
                    let times = round_trip::run(&stages[0], guarantee, side, pace)?;
                    let measures = [("p50 ms", times.at(0.5)), ("p99 ms", times.at(0.99))];
                    report.add(case, side, &measures);
                }
            }
        }
    }
    report.print();
    report.write()
}
