//! What was measured: as a table, and as `kafka.json` in the target folder.

use crate::{
    round_trip::Pace,
    service::{Guarantee, Side},
};
use anyhow::Context;
use std::{collections::BTreeMap, fmt};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    Throughput(Guarantee, i32),
    RoundTrip(Guarantee, Pace),
}

impl Case {
    pub fn throughput(guarantee: Guarantee, partitions: i32) -> Case {
        Case::Throughput(guarantee, partitions)
    }

    pub fn round_trip(guarantee: Guarantee, pace: Pace) -> Case {
        Case::RoundTrip(guarantee, pace)
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Case::Throughput(guarantee, _) | Case::RoundTrip(guarantee, _)) = self;
        f.write_str(match guarantee {
            Guarantee::AtLeastOnce => "at least once, ",
            Guarantee::ExactlyOnce => "exactly once, ",
        })?;
        match self {
            Case::Throughput(_, 1) => f.write_str("1 partition"),
            Case::Throughput(_, partitions) => write!(f, "{partitions} partitions"),
            Case::RoundTrip(_, Pace::OneAfterAnother) => f.write_str("one after another"),
            Case::RoundTrip(_, Pace::PerSecond(rate)) => write!(f, "{rate}/s"),
        }
    }
}

/// One measure of one case: what each round gave.
struct Row {
    case: Case,
    measure: &'static str,
    ours: Vec<f64>,
    theirs: Vec<f64>,
}

impl Row {
    /// Of the pairs that ran together.
    fn ratio(&self) -> f64 {
        median(self.ours.iter().zip(&self.theirs).map(|(ours, theirs)| ours / theirs).collect())
    }
}

#[derive(Default)]
pub struct Report {
    rows: Vec<Row>,
    floors: BTreeMap<i32, Vec<f64>>,
}

impl Report {
    pub fn floor(&mut self, partitions: i32, rate: f64) {
        self.floors.entry(partitions).or_default().push(rate);
    }

    pub fn add(&mut self, case: Case, side: Side, measures: &[(&'static str, f64)]) {
        for &(measure, value) in measures {
            eprintln!("{case}, {side:?}: {value:.3} {measure}");
            let found = self.rows.iter().position(|row| row.case == case && row.measure == measure);
            let index = found.unwrap_or_else(|| {
                self.rows.push(Row { case, measure, ours: Vec::new(), theirs: Vec::new() });
                self.rows.len() - 1
            });
            match side {
                Side::Ours => self.rows[index].ours.push(value),
                Side::Theirs => self.rows[index].theirs.push(value),
            }
        }
    }

    pub fn print(&self) {
        println!("\n{:34} {:>10} {:>11} {:>11} {:>6}", "", "", "ours", "theirs", "ratio");
        for row in &self.rows {
            let (ours, theirs) = (median(row.ours.clone()), median(row.theirs.clone()));
            let digits = if row.measure == "commands/s" { 0 } else { 2 };
            let ratio = row.ratio();
            let (case, measure) = (row.case.to_string(), row.measure);
            print!("{case:34} {measure:>10} {ours:>11.digits$} {theirs:>11.digits$} {ratio:>6.2}");
            if let Case::Throughput(_, partitions) = row.case {
                let floor = self.floors.get(&partitions).cloned().map_or(f64::NAN, median);
                print!("   theirs is {:.2} of consuming alone, {floor:.0}", theirs / floor);
            }
            println!();
        }
    }

    pub fn write(&self) -> anyhow::Result<()> {
        let rows = self.rows.iter().map(|row| {
            serde_json::json!({
                "case": row.case.to_string(),
                "measure": row.measure,
                "ours": median(row.ours.clone()),
                "theirs": median(row.theirs.clone()),
                "ratio": row.ratio(),
            })
        });
        let rows: Vec<_> = rows.collect();
        // TARGET/release/deps/PROGRAM
        let this = std::env::current_exe()?;
        let target = this.ancestors().nth(3).context("this program stands in no target folder")?;
        let file = target.join("kafka.json");
        std::fs::write(&file, serde_json::to_string_pretty(&rows)? + "\n")?;
        println!("\nwritten to {}", file.display());
        Ok(())
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
