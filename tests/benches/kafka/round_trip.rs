//! From the send of a command until its reply is read, by one plain client for both sides.

use crate::{
    load::{ANSWER, Stage, answered, command},
    native::Outputs,
    service::{Guarantee, Running, Side},
};
use rdkafka::{
    ClientConfig, Message, Offset, TopicPartitionList,
    consumer::{BaseConsumer, Consumer},
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

/// Commands before the first that counts.
const WARM: u64 = 200;
/// Commands that count, when each waits for the reply to the one before.
const ONE_BY_ONE: u64 = 1_000;
/// Seconds that count, at a rate.
const SECONDS: u64 = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    OneAfterAnother,
    PerSecond(u64),
}

/// Round trips in milliseconds, in order of size.
pub struct Times(Vec<f64>);

impl Times {
    fn of(mut times: Vec<f64>) -> Times {
        times.sort_by(f64::total_cmp);
        Times(times)
    }

    pub fn at(&self, quantile: f64) -> f64 {
        let last = self.0.len().saturating_sub(1);
        self.0.get((last as f64 * quantile).round() as usize).copied().unwrap_or(f64::NAN)
    }
}

pub fn run(stage: &Stage, guarantee: Guarantee, side: Side, pace: Pace) -> anyhow::Result<Times> {
    static RUNS: AtomicU64 = AtomicU64::new(1);
    let run = RUNS.fetch_add(1, Ordering::Relaxed);
    let group = format!("round-trip-{run}");
    let work = stage.work();
    stage.begin(&group, &stage.ends(work.commands)?)?;
    let client = Client::open(stage, run)?;
    let running = Running::start(stage, guarantee, side, "0", group)?;
    // Until the service has its partitions.
    client.send(0)?;
    client.reply()?;
    let times = match pace {
        Pace::OneAfterAnother => client.one_by_one()?,
        Pace::PerSecond(rate) => client.at_rate(rate)?,
    };
    running.stop()?;
    Ok(Times::of(times))
}

struct Client {
    run: u64,
    commands: Outputs,
    replies: BaseConsumer,
}

impl Client {
    fn open(stage: &Stage, run: u64) -> anyhow::Result<Client> {
        let work = stage.work();
        let mut config = ClientConfig::new();
        config.set("bootstrap.servers", &stage.servers);
        let mut producer = config.clone();
        producer.set("linger.ms", "0").set("delivery.report.only.error", "true");
        let commands = Outputs::open(&producer, &[work.commands])?;
        let replies: BaseConsumer = config
            .set("group.id", "bench")
            .set("enable.auto.commit", "false")
            .set("isolation.level", "read_committed")
            .create()?;
        let mut ends = TopicPartitionList::new();
        for (partition, end) in stage.ends(work.replies)?.into_iter().enumerate() {
            ends.add_partition_offset(work.replies, partition as i32, Offset::Offset(end))?;
        }
        replies.assign(&ends)?;
        Ok(Client { run, commands, replies })
    }

    fn send(&self, number: u64) -> anyhow::Result<()> {
        let (key, value) = command(self.run, number);
        self.commands.produce(0, key.as_bytes(), &value, 0)
    }

    /// Which command the next reply answers.
    fn reply(&self) -> anyhow::Result<u64> {
        loop {
            let message = self.replies.poll(ANSWER);
            let message = message.ok_or_else(|| anyhow::anyhow!("a reply did not come"))??;
            if let Some(number) = answered(self.run, message.key().unwrap_or_default()) {
                return Ok(number);
            }
        }
    }

    fn one_by_one(&self) -> anyhow::Result<Vec<f64>> {
        let mut times = Vec::new();
        for number in 1..=WARM + ONE_BY_ONE {
            let start = Instant::now();
            self.send(number)?;
            while self.reply()? != number {}
            if number > WARM {
                times.push(milliseconds(start.elapsed()));
            }
        }
        Ok(times)
    }

    /// Sends at fixed times, whatever the replies do, and measures from when each was due.
    fn at_rate(&self, rate: u64) -> anyhow::Result<Vec<f64>> {
        let (warm, all) = (rate, rate * (1 + SECONDS));
        let start = Instant::now() + Duration::from_millis(10);
        let due = |number: u64| start + Duration::from_nanos(number * 1_000_000_000 / rate);
        std::thread::scope(|scope| {
            let sender = scope.spawn(move || {
                for number in 1..=all {
                    std::thread::sleep(due(number).saturating_duration_since(Instant::now()));
                    self.send(number)?;
                }
                anyhow::Ok(())
            });
            let mut times = Vec::new();
            for _ in 0..all {
                let number = self.reply()?;
                if number > warm {
                    times.push(milliseconds(due(number).elapsed()));
                }
            }
            sender.join().map_err(|_| anyhow::anyhow!("the sender panicked"))??;
            Ok(times)
        })
    }
}

fn milliseconds(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e3
}
