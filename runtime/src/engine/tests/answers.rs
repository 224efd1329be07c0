//! What becomes of one command.

use super::{
    chat::Watched,
    cluster::{Cluster, framed, header, told},
    service::run,
};
use crate::{
    engine::{Guarantee, Settings},
    headers,
    testing_interface::{Heard, Say},
};
use rdkafka::{
    Message as _,
    message::{Header, OwnedHeaders, OwnedMessage},
};

#[test]
fn a_command_that_was_sent_before_the_service_was_up_is_answered_and_its_event_published() {
    for guarantee in [Guarantee::ExactlyOnce, Guarantee::AtLeastOnce] {
        let cluster = Cluster::start();
        let commands = cluster.writer();
        commands.say("r1", "hall", "hello");
        commands.flush();
        let service = run(Settings { guarantee, ..cluster.settings() }, &Watched::default());
        let reply = &cluster.read("chat.replies", 1)[0];
        assert_eq!(told(reply), "said hello", "{guarantee:?}");
        assert_eq!(reply.key(), Some(&b"shop/r1"[..]));
        let event = &cluster.read("chat.heard", 1)[0];
        assert_eq!((told(event), event.key()), ("heard hello".into(), Some(&b"hall"[..])));
        service.stop();
    }
}

/// The answers to some commands, sent one after another, and the dead letters that they leave.
fn answers(texts: &[&str], letters: usize) -> (Vec<String>, Vec<OwnedMessage>, Vec<String>) {
    let cluster = Cluster::start();
    let commands = cluster.writer();
    for (index, text) in texts.iter().enumerate() {
        commands.say(&format!("r{index}"), "hall", text);
    }
    commands.flush();
    let service = run(cluster.settings(), &Watched::default());
    let mut replies = cluster.read("chat.replies", texts.len());
    replies.sort_by(|a, b| a.key().cmp(&b.key()));
    let dead = cluster.read("chat.dead-letters", letters);
    let events = cluster.read_all("chat.heard").iter().map(told).collect();
    service.stop();
    (replies.iter().map(told).collect(), dead, events)
}

#[test]
fn a_rejection_is_answered_and_neither_tried_again_nor_dead() {
    let (replies, _, events) = answers(&["shout hush", "hello"], 0);
    assert_eq!(replies, ["too loud hush", "said hello"]);
    assert_eq!(events, ["heard hello"]);
}

#[test]
fn an_error_is_tried_again_in_place_and_what_follows_waits() {
    let (replies, _, events) = answers(&["stumble 3", "hello"], 0);
    assert_eq!(replies, ["said stumble 3", "said hello"]);
    assert_eq!(events, ["heard stumble 3", "heard hello"]);
}

#[test]
fn retries_that_are_exhausted_and_a_panic_are_failures_with_a_dead_letter_and_work_goes_on() {
    let (replies, dead, events) = answers(&["fail", "panic out of luck", "hello"], 2);
    assert_eq!(replies[0], "RetriesExhausted: tried 8 times, at last: out of order");
    assert_eq!(replies[1], "Panicked: the handler panicked: out of luck");
    assert_eq!(replies[2], "said hello");
    assert_eq!(events, ["heard hello"]);
    let expected = framed(&Say { room: "hall".into(), text: "fail".into() }, "r0");
    assert_eq!((dead[0].payload(), dead[0].key()), (Some(&*expected), Some(&b"hall"[..])));
    assert_eq!(header(&dead[0], headers::CAUSE).as_deref(), Some("RetriesExhausted"));
    assert_eq!(header(&dead[0], headers::TOPIC).as_deref(), Some("chat.commands"));
    assert_eq!(header(&dead[0], headers::REQUEST_ID).as_deref(), Some("r0"));
    assert_eq!(header(&dead[1], headers::CAUSE).as_deref(), Some("Panicked"));
}

#[test]
fn a_refusal_by_another_service_is_not_tried_again() {
    let (replies, dead, _) = answers(&["refused"], 1);
    assert!(replies[0].starts_with("RetriesExhausted: tried once, at last: "), "{}", replies[0]);
    assert_eq!(header(&dead[0], headers::CAUSE).as_deref(), Some("RetriesExhausted"));
}

#[test]
fn what_is_larger_than_its_topic_allows_is_a_failure_and_an_event_takes_the_others_with_it() {
    let (replies, dead, events) = answers(&["large-reply 1000001", "large-event 1000001"], 2);
    assert!(replies[0].starts_with("ReplyTooLarge: "), "{}", replies[0]);
    assert!(replies[1].starts_with("EventTooLarge: "), "{}", replies[1]);
    assert!(replies[1].contains("topic `chat.heard` takes 1000000"), "{}", replies[1]);
    assert_eq!(events, ["heard stands"]);
    assert_eq!(header(&dead[1], headers::CAUSE).as_deref(), Some("EventTooLarge"));
}

#[test]
fn a_command_whose_deadline_has_passed_is_not_started() {
    let cluster = Cluster::start();
    let (commands, chat) = (cluster.writer(), Watched::default());
    let say = framed(&Say { room: "hall".into(), text: "late".into() }, "r1");
    let deadline =
        |text| OwnedHeaders::new().insert(Header { key: headers::DEADLINE, value: Some(text) });
    commands.raw("chat.commands", Some("hall"), Some(&say), deadline("1000"));
    commands.raw("chat.commands", Some("hall"), Some(&say), deadline("9999999999999"));
    commands.raw("chat.commands", Some("hall"), Some(&say), deadline("soon"));
    commands.flush();
    let service = run(cluster.settings(), &chat);
    let replies: Vec<_> = cluster.read("chat.replies", 3).iter().map(told).collect();
    assert!(replies[0].starts_with("Expired: "), "{}", replies[0]);
    assert_eq!(replies[1..], ["said late", "said late"]);
    assert_eq!(
        header(&cluster.read("chat.dead-letters", 1)[0], headers::CAUSE).as_deref(),
        Some("Expired")
    );
    service.stop();
}

#[test]
fn bad_records_are_dead_letters_with_an_answer_where_somebody_can_be_told_and_work_goes_on() {
    let cluster = Cluster::start();
    let commands = cluster.writer();
    let none = OwnedHeaders::new;
    let good = framed(&Say { room: "hall".into(), text: "hello".into() }, "r9");
    let event = framed(&Heard { room: "hall".into(), text: "x".into() }, "r1");
    let mut unknown = good.clone();
    unknown[2..10].copy_from_slice(&7_u64.to_le_bytes());
    let claim = none()
        .insert(Header { key: headers::CLIENT_ID, value: Some("shop") })
        .insert(Header { key: headers::REQUEST_ID, value: Some("r2") });
    let send = |value: Option<&[u8]>, headers| {
        commands.raw("chat.commands", Some("hall"), value, headers);
    };
    send(Some(&event), none());
    send(Some(b"\x00\x01random"), claim.clone());
    send(Some(b"\xc3\x01"), none());
    send(Some(&good[..good.len() - 3]), none());
    send(Some(&[&good[..], b"\x08more"].concat()), none());
    send(Some(&unknown), claim);
    send(None, none());
    send(Some(b""), none());
    send(Some(&good), none());
    commands.flush();
    let service = run(cluster.settings(), &Watched::default());
    let dead = cluster.read("chat.dead-letters", 8);
    let causes: Vec<_> = dead.iter().map(|d| header(d, headers::CAUSE).unwrap()).collect();
    let replies = cluster.read("chat.replies", 6);
    let mut all: Vec<_> = replies
        .iter()
        .map(|reply| {
            let kind = told(reply).split(':').next().unwrap().to_owned();
            (String::from_utf8_lossy(reply.key().unwrap()).into_owned(), kind)
        })
        .collect();
    all.sort();
    service.stop();
    let undecodable = causes.iter().filter(|cause| *cause == "Undecodable").count();
    assert_eq!(causes[0], "UnknownCommand");
    assert_eq!((causes.len(), undecodable), (8, 6), "{causes:?}");
    let expected = [
        ("shop/r1", "UnknownCommand"),
        ("shop/r2", "Undecodable"),
        ("shop/r2", "UnknownCommand"),
        // Cut short, and with bytes to spare: the identity can still be read.
        ("shop/r9", "Undecodable"),
        ("shop/r9", "Undecodable"),
        ("shop/r9", "said hello"),
    ];
    let all: Vec<_> = all.iter().map(|(key, kind)| (key.as_str(), kind.as_str())).collect();
    assert_eq!(all, expected);
    let claimed = replies.iter().filter(|r| header(r, headers::IDENTITY_FROM).is_some()).count();
    assert_eq!(claimed, 2, "answers to a claimed identity are marked");
}
