//! Topic names as Kafka takes them.

use super::Findings;
use crate::rules;
use adjutant_avro::source::Span;

/// Kafka's limit.
const LONGEST: usize = 249;

/// Checks the names of all topics of an interface, each with the place that gave rise to it.
pub(super) fn check(names: &[(String, Span)], findings: &mut Findings) {
    for (n, (name, span)) in names.iter().enumerate() {
        if let Some(fault) = fault(name) {
            findings.push(
                rules::TOPIC_NAME
                    .at(*span, format!("Kafka has no topic named `{name}`"))
                    .label(fault)
                    .help(
                        "topic names have letters, digits, `.`, `_` and `-`, at most 249 of them",
                    ),
            );
            continue;
        }
        let metric = |name: &str| name.replace('.', "_");
        let mut earlier = names[..n].iter();
        let Some((other, first)) = earlier.find(|(other, _)| metric(other) == metric(name)) else {
            continue;
        };
        let message = match other == name {
            true => format!("two topics of the interface are named `{name}`"),
            false => format!("Kafka takes `{name}` and `{other}` for the same in its metrics"),
        };
        let mut finding = rules::TOPIC_TWICE
            .at(*span, message)
            .label("the second of the two")
            .help("choose another name: `name = \"..\"` in the section of the topic");
        if first != span {
            finding = finding.related(*first, format!("`{other}` comes from here"));
        }
        findings.push(finding);
    }
}

fn fault(name: &str) -> Option<String> {
    let legal = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    if name.is_empty() {
        Some("an empty name".into())
    } else if name == "." || name == ".." {
        Some("means a folder to Kafka".into())
    } else if let Some(illegal) = name.chars().find(|c| !legal(*c)) {
        Some(format!("`{illegal}` is not allowed"))
    } else if name.len() > LONGEST {
        Some(format!("{} characters long", name.len()))
    } else {
        None
    }
}
