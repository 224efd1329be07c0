//! The keys of a configuration, and how the text of each is understood.

use super::Config;
use crate::engine::Guarantee;
use std::time::Duration;

/// Every key, but for the tables of properties.
pub(super) const NAMES: [&str; 13] = [
    "bootstrap-servers",
    "group",
    "instance",
    "guarantee",
    "create-topics",
    "lanes",
    "call-timeout",
    "in-flight",
    "tries",
    "first-retry",
    "longest-retry",
    "drain",
    "buffer",
];

/// Sets one key from its text; `None`: there is no such key.
pub(super) fn set(config: &mut Config, key: &str, text: &str) -> Option<Result<(), String>> {
    let text = text.trim();
    Some(match key {
        "bootstrap-servers" => {
            config.bootstrap_servers = text.into();
            Ok(())
        }
        "group" => {
            config.group = Some(text.into());
            Ok(())
        }
        "instance" => {
            config.instance = Some(text.into());
            Ok(())
        }
        "guarantee" => match text {
            "exactly-once" => {
                config.guarantee = Guarantee::ExactlyOnce;
                Ok(())
            }
            "at-least-once" => {
                config.guarantee = Guarantee::AtLeastOnce;
                Ok(())
            }
            _ => Err("say `exactly-once` or `at-least-once`".into()),
        },
        "create-topics" => match text {
            "true" | "false" => {
                config.create_topics = Some(text == "true");
                Ok(())
            }
            _ => Err("say `true` or `false`".into()),
        },
        "lanes" => number(text).map(|lanes| config.lanes = lanes as usize),
        "call-timeout" => duration(text).map(|timeout| config.call_timeout = timeout),
        "in-flight" => number(text).map(|calls| config.in_flight = calls as usize),
        "tries" => number(text).map(|tries| config.retry.tries = tries),
        "first-retry" => duration(text).map(|pause| config.retry.first = pause),
        "longest-retry" => duration(text).map(|pause| config.retry.longest = pause),
        "drain" => duration(text).map(|limit| config.drain = limit),
        "buffer" => number(text).map(|bytes| config.buffer = bytes as usize),
        _ => return None,
    })
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("`{text}` is no number from 0 to {}", u32::MAX))
}

/// A number with its unit: `100ms`, `30s`, `10m` or `2h`.
fn duration(text: &str) -> Result<Duration, String> {
    let wrong = || format!("`{text}` is no duration: write it as `100ms`, `30s`, `10m` or `2h`");
    let digits = text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
    let (number, unit) = text.split_at(digits);
    let number: u64 = number.parse().map_err(|_| wrong())?;
    let millis = match unit {
        "ms" => Some(number),
        "s" => number.checked_mul(1_000),
        "m" => number.checked_mul(60_000),
        "h" => number.checked_mul(3_600_000),
        _ => None,
    };
    millis.map(Duration::from_millis).ok_or_else(wrong)
}
