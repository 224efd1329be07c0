//! From the text of `interface.toml` to [`Wiring`].

use super::{
    Cleanup, CommandWiring, EventWiring, Spanned, Text, TopicWiring, Wiring, duration,
    settings::{
        CLEANUP, COMMAND, COMMANDS_TOPIC, DEAD_LETTERS_TOPIC, EVENT, FILE, IDENTITY,
        LARGEST_MESSAGE, OTHER_TOPIC, PARTITIONS, RETENTION, SCHEMAS_TOPIC, Setting,
    },
    table::Table,
};
use crate::rules;
use adjutant_avro::source::{Diagnostic, SourceId, Sources};
use toml_edit::{Document, TableLike};

/// Reads the wiring; what cannot be read is left out of it and reported.
pub fn read(sources: &Sources, id: SourceId) -> (Wiring, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let document = match Document::parse(&*sources.get(id).text) {
        Ok(document) => document,
        Err(error) => {
            let span = error.span().map_or(id.span(0, 0), |s| id.span(s.start, s.end));
            let (first, rest) = error.message().split_once('\n').unwrap_or((error.message(), ""));
            findings.push(
                rules::TOML_SYNTAX.at(span, "`interface.toml` is not TOML").label(first).help(
                    match rest {
                        "" => "a setting is `name = value`, a section starts with `[name]`",
                        rest => rest,
                    },
                ),
            );
            return (Wiring::default(), findings);
        }
    };
    let mut file = Table::new(document.as_table(), String::new(), FILE, id, &mut findings);
    let mut wiring = Wiring {
        name: file.text("name"),
        doc: file.text("doc").map(|doc| doc.value),
        ..Wiring::default()
    };
    framing(&mut file);
    let (identity, commands) = (file.section("identity"), file.sections("commands"));
    let (events, topics) = (file.sections("events"), file.sections("topics"));
    if let Some(table) = identity {
        let mut table = Table::new(table, "identity".into(), IDENTITY, id, &mut findings);
        wiring.client_id = table.text("client_id");
        wiring.request_id = table.text("request_id");
    }
    for (name, table) in commands {
        let path = format!("commands.{}", name.value);
        let table = Table::new(table, path, COMMAND, id, &mut findings);
        wiring.commands.push(command(name, table));
    }
    for (name, table) in events {
        let path = format!("events.{}", name.value);
        let mut table = Table::new(table, path, EVENT, id, &mut findings);
        wiring.events.push(EventWiring {
            name,
            topic: table.text("topic"),
            key: table.text("key"),
        });
    }
    for (name, table) in topics {
        wiring.topics.push(topic(name, table, id, &mut findings));
    }
    (wiring, findings)
}

fn framing(file: &mut Table<'_, '_>) {
    let Some(framing) = file.text("framing") else { return };
    if framing.value != "single-object" {
        let why = "the only framing of this version is `single-object`".into();
        file.wrong_value("framing", framing.span, &format!("`{}`", framing.value), why);
    }
}

fn command(name: Text, mut table: Table<'_, '_>) -> CommandWiring {
    let mut list = |setting| table.texts(setting).map_or(Vec::new(), |list| list.value);
    let (rejections, events) = (list("rejections"), list("events"));
    CommandWiring { name, key: table.text("key"), reply: table.text("reply"), rejections, events }
}

fn topic(
    topic: Text,
    table: &dyn TableLike,
    id: SourceId,
    findings: &mut Vec<Diagnostic>,
) -> TopicWiring {
    let settings = match topic.value.as_str() {
        "commands" => COMMANDS_TOPIC,
        "schemas" => SCHEMAS_TOPIC,
        "dead-letters" => DEAD_LETTERS_TOPIC,
        _ => OTHER_TOPIC,
    };
    let path = format!("topics.{}", topic.value);
    let mut table = Table::new(table, path, settings, id, findings);
    let has = |setting: Setting| settings.contains(&setting);
    let partitions = has(PARTITIONS).then(|| table.number("partitions", 1..=i32::MAX as u64));
    let replication = table.number("replication", 1..=i16::MAX as u64);
    TopicWiring {
        name: table.text("name"),
        partitions: partitions.flatten().map(|n| n as u32),
        replication: replication.map(|n| n as u32),
        max_message_bytes: table.number("max-message-bytes", 1..=LARGEST_MESSAGE),
        priorities: if topic.value == "commands" { priorities(&mut table) } else { None },
        retention: if has(RETENTION) { retention(&mut table) } else { None },
        cleanup: if has(CLEANUP) { cleanup(&mut table) } else { None },
        config: table.leaves("config"),
        topic,
    }
}

fn priorities(table: &mut Table<'_, '_>) -> Option<Spanned<Vec<Text>>> {
    let priorities = table.texts("priorities")?;
    if !priorities.value.iter().any(|priority| priority.value == "normal") {
        let why = "`normal` is missing: calls have it unless they say otherwise".into();
        table.wrong_value("priorities", priorities.span, "without `normal`", why);
        return None;
    }
    Some(priorities)
}

fn retention(table: &mut Table<'_, '_>) -> Option<super::Retention> {
    let text = table.text("retention")?;
    let retention = duration::retention(&text.value);
    if retention.is_none() {
        let value = format!("`{}`", text.value);
        table.wrong_value("retention", text.span, &value, "not a duration".into());
    }
    retention
}

fn cleanup(table: &mut Table<'_, '_>) -> Option<Spanned<Cleanup>> {
    let text = table.text("cleanup")?;
    let plain: String = text.value.split_whitespace().collect();
    let value = match plain.as_str() {
        "delete" => Cleanup::Delete,
        "compact" => Cleanup::Compact,
        "compact,delete" | "delete,compact" => Cleanup::CompactAndDelete,
        _ => {
            let value = format!("`{}`", text.value);
            table.wrong_value("cleanup", text.span, &value, "no cleanup policy".into());
            return None;
        }
    };
    Some(Spanned { value, span: text.span })
}
