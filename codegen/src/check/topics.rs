//! The topics of an interface, every default filled in.

use super::{
    Findings, Input, topic_names,
    topic_settings::{self, EVENTS, OWN},
};
use crate::{
    checked::{Event, Topic, Topics},
    wiring::{Cleanup, Retention, TopicWiring},
};
use adjutant_avro::source::Span;

const DAY: u64 = 86_400_000;
/// What a dead letter may be larger than the command that it holds.
const DEAD_LETTER_BYTES: u64 = 64 * 1024;
/// What a topic takes beyond the largest value: Kafka's limit counts key, headers and batch too.
const ENVELOPE_BYTES: u64 = 16 * 1024;
/// The priority whose topic has no suffix.
const NORMAL: &str = "normal";

/// What holds where `interface.toml` is silent.
struct Defaults {
    partitions: u32,
    max_message_bytes: u64,
    cleanup: Cleanup,
    retention: Option<Retention>,
    /// Whether the broker stamps the records.
    log_append_time: bool,
}

/// Settles the topics, and the topic of each event.
pub(super) fn check(
    input: &Input<'_>,
    interface: &str,
    findings: &mut Findings,
) -> (Topics, Vec<Event>) {
    let (names, events) = events(input);
    let mut found = Vec::new();
    let mut topic = |section: &str, defaults: &Defaults| {
        let wiring = section_of(input, section);
        let own = wiring.and_then(|wiring| wiring.name.as_ref());
        let name = own.map_or(format!("{interface}.{section}"), |name| name.value.clone());
        found.push((name.clone(), span_of(input, section)));
        settle(wiring, name, defaults)
    };

    let wiring = section_of(input, "commands");
    let partitions = wiring.and_then(|wiring| wiring.partitions).unwrap_or(1);
    let kept = wiring.and_then(|wiring| wiring.retention).unwrap_or(Retention::Millis(30 * DAY));
    let commands = Defaults {
        partitions,
        max_message_bytes: 1_000_000,
        cleanup: Cleanup::Delete,
        retention: Some(kept),
        log_append_time: true,
    };
    let normal = topic("commands", &commands);
    let largest = normal.max_message_bytes;
    let kept_a_day_longer = match kept {
        Retention::Millis(millis) => Retention::Millis(millis.saturating_add(DAY)),
        Retention::Forever => Retention::Forever,
    };
    let replies = Defaults { retention: Some(kept_a_day_longer), ..commands };
    let on_events = Defaults { partitions, retention: None, log_append_time: false, ..replies };
    let schemas = Defaults { partitions: 1, cleanup: Cleanup::Compact, ..on_events };
    let dead_letters = Defaults {
        partitions: 1,
        max_message_bytes: largest + DEAD_LETTER_BYTES,
        cleanup: Cleanup::Delete,
        retention: Some(Retention::Millis(90 * DAY)),
        log_append_time: false,
    };
    let mut topics = Topics {
        commands: Vec::new(),
        priorities: Vec::new(),
        normal: 0,
        replies: topic("replies", &replies),
        events: names.iter().map(|name| topic(name, &on_events)).collect(),
        schemas: topic("schemas", &schemas),
        dead_letters: topic("dead-letters", &dead_letters),
    };
    found.extend(priorities(input, normal, &mut topics));
    topic_names::check(&found, findings);
    topic_settings::check(input, findings);
    (topics, events)
}

fn section_of<'a>(input: &Input<'a>, section: &str) -> Option<&'a TopicWiring> {
    input.wiring.topics.iter().find(|wiring| wiring.topic.value == section)
}

/// The place that gives a topic its name.
fn span_of(input: &Input<'_>, section: &str) -> Span {
    let wiring = section_of(input, section);
    let own = wiring.and_then(|wiring| wiring.name.as_ref().or(Some(&wiring.topic)));
    let mut events = input.wiring.events.iter().filter_map(|event| event.topic.as_ref());
    let named = own.or_else(|| events.find(|text| text.value == section));
    named.or(input.wiring.name.as_ref()).map_or(input.toml, |text| text.span)
}

/// Fills in a topic for each priority, like `normal` but for its name; returns the names of those
/// that are not `normal`, each with its place.
fn priorities(input: &Input<'_>, normal: Topic, topics: &mut Topics) -> Vec<(String, Span)> {
    let own = section_of(input, "commands").and_then(|wiring| wiring.priorities.as_ref());
    let mut found = Vec::new();
    for text in own.map_or(&[][..], |own| &own.value) {
        let mut topic = normal.clone();
        if text.value == NORMAL {
            topics.normal = topics.commands.len();
        } else {
            topic.name = format!("{}.{}", normal.name, text.value);
            found.push((topic.name.clone(), text.span));
        }
        topics.priorities.push(text.value.clone());
        topics.commands.push(topic);
    }
    if topics.commands.is_empty() {
        topics.priorities.push(NORMAL.into());
        topics.commands.push(normal);
    }
    found
}

/// The names of the event topics in the order of their first event, and the events.
fn events(input: &Input<'_>) -> (Vec<String>, Vec<Event>) {
    let mut names: Vec<String> = Vec::new();
    let events = input.messages.events.iter().map(|record| {
        let name = input.name(*record);
        let wiring = input.wiring.events.iter().find(|wiring| wiring.name.value == name);
        let text = wiring.and_then(|wiring| wiring.topic.as_ref());
        let topic = text.map_or(EVENTS, |text| &text.value);
        let topic = if OWN.contains(&topic) { EVENTS } else { topic };
        let index = names.iter().position(|name| name == topic).unwrap_or_else(|| {
            names.push(topic.into());
            names.len() - 1
        });
        let key = wiring.and_then(|wiring| wiring.key.as_ref()).map(|key| key.value.clone());
        Event { record: *record, topic: index, key }
    });
    let events = events.collect();
    (names, events)
}

fn settle(wiring: Option<&TopicWiring>, name: String, defaults: &Defaults) -> Topic {
    let own = |setting: fn(&TopicWiring) -> Option<u32>| wiring.and_then(setting);
    let largest = wiring.and_then(|wiring| wiring.max_message_bytes);
    let largest = largest.unwrap_or(defaults.max_message_bytes);
    let cleanup = wiring.and_then(|wiring| wiring.cleanup.as_ref()).map(|cleanup| cleanup.value);
    let retention = wiring.and_then(|wiring| wiring.retention).or(defaults.retention);
    let replication = own(|wiring| wiring.replication);
    let user = wiring.map_or(&[][..], |wiring| &wiring.config);
    let user: Vec<_> = user.iter().map(|(key, value)| (key.value.clone(), value.clone())).collect();

    let mut config = vec![("cleanup.policy", cleanup.unwrap_or(defaults.cleanup).to_string())];
    config.extend(retention.map(|retention| ("retention.ms", retention.to_string())));
    config.push(("max.message.bytes", (largest + ENVELOPE_BYTES).to_string()));
    if defaults.log_append_time {
        config.push(("message.timestamp.type", "LogAppendTime".into()));
    }
    let quorum = "min.insync.replicas";
    if replication.is_some_and(|n| n > 1) && !user.iter().any(|(key, _)| key == quorum) {
        config.push((quorum, "2".into()));
    }
    let config = config.into_iter().map(|(key, value)| (key.to_string(), value));
    Topic {
        name,
        partitions: own(|wiring| wiring.partitions).unwrap_or(defaults.partitions),
        replication,
        max_message_bytes: largest,
        config: config.chain(user).collect(),
    }
}
