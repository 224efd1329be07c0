//! What `interface.toml` says of topics, against what each topic is for.

use super::{Findings, Input};
use crate::{rules, wiring::Cleanup};
use adjutant_avro::suggest;

/// The topic of events that name none.
pub(super) const EVENTS: &str = "events";
/// Topics that no event can have.
pub(super) const OWN: [&str; 4] = ["commands", "replies", "schemas", "dead-letters"];

/// Checks the sections of topics, and the topics that events name.
pub(super) fn check(input: &Input<'_>, findings: &mut Findings) {
    reserved(input, findings);
    unknown(input, findings);
    compacted(input, findings);
    fixed(input, findings);
}

fn reserved(input: &Input<'_>, findings: &mut Findings) {
    for text in input.wiring.events.iter().filter_map(|event| event.topic.as_ref()) {
        if OWN.contains(&text.value.as_str()) {
            findings.push(
                rules::TOPIC_RESERVED
                    .at(text.span, format!("events cannot go to the topic `{}`", text.value))
                    .label("Adjutant writes other records there")
                    .help("leave `topic` out, which means `events`, or choose another name"),
            );
        }
    }
}

fn unknown(input: &Input<'_>, findings: &mut Findings) {
    let named = input.wiring.events.iter().filter_map(|event| event.topic.as_ref());
    let mut known: Vec<&str> = OWN.into_iter().chain([EVENTS]).collect();
    known.extend(named.map(|text| text.value.as_str()));
    for wiring in &input.wiring.topics {
        let topic = wiring.topic.value.as_str();
        if known.contains(&topic) {
            continue;
        }
        let label = match suggest::nearest(topic, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such topic".into(),
        };
        findings.push(
            rules::TOPIC_MISSING
                .at(wiring.topic.span, format!("no event is published on the topic `{topic}`"))
                .label(label)
                .help(format!("an event goes there with `topic = \"{topic}\"` in its section")),
        );
    }
}

fn compacted(input: &Input<'_>, findings: &mut Findings) {
    for wiring in &input.wiring.topics {
        let topic = wiring.topic.value.as_str();
        if let ("commands" | "replies", Some(cleanup)) = (topic, &wiring.cleanup)
            && cleanup.value != Cleanup::Delete
        {
            findings.push(
                rules::COMMANDS_COMPACTED
                    .at(cleanup.span, format!("the topic of {topic} cannot be compacted"))
                    .label(format!("{topic} with the same key would disappear"))
                    .help("remove the line; `retention` says how long they are kept"),
            );
        }
    }
}

/// Topic configuration that the contract settles by other means.
fn fixed(input: &Input<'_>, findings: &mut Findings) {
    for wiring in &input.wiring.topics {
        let topic = wiring.topic.value.as_str();
        for (key, _) in &wiring.config {
            let (why, help) = match (key.value.as_str(), topic) {
                ("cleanup.policy" | "retention.ms", "schemas") => {
                    ("schemas are compacted and kept for ever", "remove the line")
                }
                ("cleanup.policy", "dead-letters") => {
                    ("dead letters are kept for their retention", "set `retention` instead")
                }
                ("cleanup.policy", _) => ("`cleanup` decides it", "set `cleanup` instead"),
                ("retention.ms", _) => ("`retention` decides it", "set `retention` instead"),
                ("max.message.bytes", _) => {
                    ("`max-message-bytes` decides it", "set `max-message-bytes` instead")
                }
                ("message.timestamp.type", "commands" | "replies") => {
                    ("always `LogAppendTime` on this topic", "remove the line")
                }
                _ => continue,
            };
            findings.push(
                rules::SETTING_FIXED
                    .at(key.span, format!("`config` cannot set `{}`", key.value))
                    .label(why)
                    .help(help),
            );
        }
    }
}
