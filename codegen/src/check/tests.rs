use super::check;
use crate::{
    checked::{Checked, Topic},
    load::Loaded,
    report::Report,
};

fn record(name: &str, fields: &str) -> String {
    let identity =
        r#"{"name": "client_id", "type": "string"}, {"name": "request_id", "type": "string"}"#;
    format!(r#"{{"type": "record", "name": "{name}", "fields": [{identity}{fields}]}}"#)
}

/// Checks the interface of these texts, each file named after its folder and record.
fn interface(toml: &str, files: &[(&str, String)]) -> Report {
    let mut loaded = Loaded { folder_name: "bank".into(), ..Loaded::default() };
    loaded.interface = Some(loaded.sources.add("interface.toml", toml));
    for (path, text) in files {
        let id = loaded.sources.add(*path, text.as_str());
        match path.split_once('/').unwrap().0 {
            "commands" => loaded.commands.push(id),
            "replies" => loaded.replies.push(id),
            "events" => loaded.events.push(id),
            _ => loaded.types.push(id),
        }
    }
    check(loaded)
}

fn checked(toml: &str, files: &[(&str, String)]) -> Checked {
    let report = interface(toml, files);
    assert!(report.diagnostics.is_empty(), "{report}");
    report.checked.unwrap()
}

fn config<'t>(topic: &'t Topic, key: &str) -> Option<&'t str> {
    topic.config.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
}

fn pay() -> (&'static str, String) {
    ("commands/Pay", record("Pay", ""))
}

#[test]
fn an_empty_file_wires_everything_by_default() {
    let bank = checked(
        "",
        &[pay(), ("commands/Note", record("Note", "")), ("replies/R", record("PayReply", ""))],
    );
    assert_eq!(bank.name, "bank");
    assert_eq!((&*bank.client_id, &*bank.request_id), ("client_id", "request_id"));
    let name = |id| &*bank.schemas.get(id).name.name;
    assert_eq!(bank.commands.iter().map(|c| name(c.record)).collect::<Vec<_>>(), ["Pay", "Note"]);
    assert_eq!(bank.commands[0].reply.map(name), Some("PayReply"));
    assert_eq!(bank.commands[1].reply, None);
    assert_eq!(bank.commands[0].key, None);

    let topics = &bank.topics;
    assert_eq!((topics.priorities.as_slice(), topics.normal), (&["normal".to_string()][..], 0));
    assert_eq!(topics.commands[0].name, "bank.commands");
    assert_eq!(topics.replies.name, "bank.replies");
    assert_eq!(topics.schemas.name, "bank.schemas");
    assert_eq!(topics.dead_letters.name, "bank.dead-letters");
    assert!(topics.events.is_empty());
    assert_eq!(topics.commands[0].partitions, 1);
    assert_eq!(topics.commands[0].max_message_bytes, 1_000_000);
}

#[test]
fn replies_outlive_commands_by_a_day_and_dead_letters_have_room_for_a_whole_command() {
    let bank = checked("topics.commands.max-message-bytes = 5_000_000", &[pay()]);
    let topics = &bank.topics;
    let day = 86_400_000u64;
    let kept = |topic| config(topic, "retention.ms").map(|ms| ms.parse::<u64>().unwrap() / day);
    assert_eq!(kept(&topics.commands[0]), Some(30));
    assert_eq!(kept(&topics.replies), Some(31));
    assert_eq!(kept(&topics.dead_letters), Some(90));
    assert_eq!(topics.dead_letters.max_message_bytes, 5_000_000 + 64 * 1024);
    assert_eq!(topics.replies.max_message_bytes, 1_000_000);
    let all = [&topics.commands[0], &topics.replies, &topics.schemas, &topics.dead_letters];
    for topic in all {
        let limit: u64 = config(topic, "max.message.bytes").unwrap().parse().unwrap();
        assert!(limit > topic.max_message_bytes, "{topic:?} has no room for keys and headers");
    }
}

#[test]
fn topics_of_every_role_get_the_configuration_that_it_needs() {
    let bank = checked(
        "commands.Pay.events = ['Paid']
         topics.commands = { retention = 'forever', replication = 3, config.'segment.bytes' = 1 }",
        &[pay(), ("events/Paid", record("Paid", ""))],
    );
    let topics = &bank.topics;
    let cleanup = |topic| config(topic, "cleanup.policy").unwrap();
    assert_eq!(cleanup(&topics.commands[0]), "delete");
    assert_eq!(cleanup(&topics.replies), "delete");
    assert_eq!(cleanup(&topics.events[0]), "delete");
    assert_eq!(cleanup(&topics.schemas), "compact");
    assert_eq!(cleanup(&topics.dead_letters), "delete");
    let stamp = "message.timestamp.type";
    assert_eq!(config(&topics.commands[0], stamp), Some("LogAppendTime"));
    assert_eq!(config(&topics.replies, stamp), Some("LogAppendTime"));
    assert_eq!(config(&topics.events[0], "retention.ms"), None);
    assert_eq!(config(&topics.commands[0], "retention.ms"), Some("-1"));
    assert_eq!(config(&topics.replies, "retention.ms"), Some("-1"));
    assert_eq!(config(&topics.commands[0], "segment.bytes"), Some("1"));
    assert_eq!(config(&topics.commands[0], "min.insync.replicas"), Some("2"));
    assert_eq!(topics.commands[0].replication, Some(3));
    assert_eq!(topics.replies.replication, None);
}

#[test]
fn each_priority_has_a_topic_and_only_normal_has_no_suffix() {
    let bank = checked(
        "topics.commands = { partitions = 6, priorities = ['high', 'normal', 'bulk'] }",
        &[pay()],
    );
    let names: Vec<_> = bank.topics.commands.iter().map(|topic| &*topic.name).collect();
    assert_eq!(names, ["bank.commands.high", "bank.commands", "bank.commands.bulk"]);
    assert_eq!(bank.topics.normal, 1);
    assert!(bank.topics.commands.iter().all(|topic| topic.partitions == 6));
    assert_eq!(bank.topics.replies.partitions, 6);
    assert_eq!(bank.topics.dead_letters.partitions, 1);
    assert_eq!(bank.topics.schemas.partitions, 1);
}

#[test]
fn events_go_to_the_topics_that_they_name() {
    let bank = checked(
        "commands.Pay.events = ['Paid', 'Refused', 'Audited']
         events.Paid = { topic = 'balances', key = 'account' }
         topics.balances = { cleanup = 'compact', name = 'bank.accounts.v1' }",
        &[
            pay(),
            ("events/Audited", record("Audited", "")),
            ("events/Paid", record("Paid", r#", {"name": "account", "type": "long"}"#)),
            ("events/Refused", record("Refused", "")),
        ],
    );
    let topics: Vec<_> = bank.topics.events.iter().map(|topic| &*topic.name).collect();
    assert_eq!(topics, ["bank.events", "bank.accounts.v1"]);
    assert_eq!(bank.events.iter().map(|event| event.topic).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!(bank.events[1].key.as_deref(), Some("account"));
    assert_eq!(config(&bank.topics.events[1], "cleanup.policy"), Some("compact"));
}

#[test]
fn the_identity_is_found_in_camel_case_and_under_names_of_its_own() {
    let camel =
        record("Pay", "").replace("client_id", "clientId").replace("request_id", "requestId");
    let bank = checked("", &[("commands/Pay", camel)]);
    assert_eq!((&*bank.client_id, &*bank.request_id), ("clientId", "requestId"));

    let own = record("Pay", "").replace("client_id", "tenant");
    let bank = checked("identity.client_id = 'tenant'", &[("commands/Pay", own)]);
    assert_eq!((&*bank.client_id, &*bank.request_id), ("tenant", "request_id"));
}

#[test]
fn one_field_cannot_be_the_whole_identity() {
    let report = interface("identity = { client_id = 'id', request_id = 'id' }", &[pay()]);
    assert_eq!(report.diagnostics.iter().map(|d| d.id).collect::<Vec<_>>(), ["setting-value"]);
}

#[test]
fn a_record_whose_file_is_refused_is_not_reported_as_missing_too() {
    let report = interface(
        "commands.Pay = { reply = 'Paid', rejections = ['Refused'] }",
        &[pay(), ("replies/Paid", r#"["null", "Paid", "Refused"]"#.into())],
    );
    let ids: Vec<_> = report.diagnostics.iter().map(|d| d.id).collect();
    assert!(!ids.contains(&"reply-missing") && !ids.contains(&"rejection-missing"), "{report}");
    assert!(report.checked.is_none());
}

#[test]
fn what_hangs_on_a_schema_that_cannot_be_read_is_not_reported() {
    let fields = r#", {"name": "to", "type": "Nowhere"}, {"type": "string", "name": "a-b"}"#;
    let report = interface(
        "commands.Pay.key = 'to'\ncommands.Refund.key = 'a-b'\ncommands.Empty.key = 'to'",
        &[
            ("commands/Empty.avsc", String::new()),
            ("commands/Pay.avsc", record("Pay", fields)),
            ("commands/Refund.avsc", record("Refund", fields)),
        ],
    );
    let mut ids: Vec<_> = report.diagnostics.iter().map(|d| d.id).collect();
    ids.sort();
    assert_eq!(ids, ["json-syntax", "name-invalid", "name-invalid", "type-undefined"], "{report}");
}

#[test]
fn a_record_with_two_roles_is_an_error_though_both_definitions_are_equal() {
    let report = interface(
        "commands.Pay.events = ['Pay']",
        &[pay(), ("events/Pay.avsc", record("Pay", ""))],
    );
    let ids: Vec<_> = report.diagnostics.iter().map(|d| d.id).collect();
    assert_eq!(ids, ["message-not-record"], "{report}");
}

#[test]
fn a_misspelt_name_is_one_finding_and_the_record_that_was_meant_is_not_called_unused() {
    let report =
        interface("commands.Pay.reply = 'Payd'", &[pay(), ("replies/Paid", record("Paid", ""))]);
    let ids: Vec<_> = report.diagnostics.iter().map(|d| d.id).collect();
    assert_eq!(ids, ["reply-missing"], "{report}");
}

#[test]
fn a_warning_alone_leaves_the_interface_usable() {
    let report = interface("", &[pay(), ("events/Paid", record("Paid", ""))]);
    assert_eq!((report.errors(), report.warnings()), (0, 1), "{report}");
    assert!(report.checked.is_some());
}

#[test]
fn the_report_counts_its_findings_on_the_last_line() {
    let report =
        interface("partitions = 3\nversion = 1", &[pay(), ("events/Paid", record("Paid", ""))]);
    let text = report.to_string();
    assert!(text.ends_with("error: 2 errors and 1 warning in \n"), "{text}");
    assert_eq!(format!("{report:?}"), format!("\n{text}"));
    assert!(report.render(true).contains("\u{1b}["), "no colour");
    assert!(!text.contains("\u{1b}["), "colour");
}
