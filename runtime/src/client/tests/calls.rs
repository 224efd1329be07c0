//! What a call and an order give when all goes well.

use super::*;
use crate::{
    CallError,
    testing_interface::{Note, Priority},
};
use rdkafka::message::Headers;
use std::sync::mpsc;

#[test]
fn a_call_is_answered_with_its_reply() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        let client = broker.client("web").await;
        assert_eq!(client.say(say("hi")).await.unwrap().text, "hello");
    });
}

#[test]
fn a_refusal_comes_back_as_the_declared_rejection() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::TooLoud("hush")));
        let client = broker.client("web").await;
        let error = client.say(say("HI")).await.unwrap_err();
        let CallError::Rejected(SayRejection::TooLoud(TooLoud { why })) = error else {
            panic!("{error}")
        };
        assert_eq!(why, "hush");
    });
}

#[test]
fn a_failure_comes_back_with_its_kind_and_message() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::Failed(FailureKind::RetriesExhausted)));
        let client = broker.client("web").await;
        let error = client.say(say("hi")).await.unwrap_err();
        let CallError::Failed(failure) = error else { panic!("{error}") };
        assert_eq!(failure.kind, FailureKind::RetriesExhausted);
        assert_eq!(failure.message, "a test");
    });
}

#[test]
fn an_order_tells_where_the_command_stands() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let first = client.note(Note { text: "a".into() }).request_id("r").await.unwrap();
        let second = client.note(Note { text: "b".into() }).request_id("r").await.unwrap();
        assert_eq!((first.sent().offset, second.sent().offset), (Some(0), Some(1)));
        assert_eq!(first.sent().topic, "chat.commands");
        assert_eq!(first.identity().request_id, "r");
    });
}

#[test]
fn a_command_goes_to_the_topic_of_its_priority_and_the_partition_of_its_key() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let high = client.say(say("a")).priority(Priority::High).send().await.unwrap();
        let normal = client.say(say("b")).send().await.unwrap();
        assert_eq!(high.sent().topic, "chat.commands.high");
        assert_eq!(normal.sent().topic, "chat.commands");
        let record = broker.records("chat.commands", 1).await.remove(0);
        assert_eq!(record.key(), Some(&b"hall"[..]));
        assert_eq!(record.partition(), crate::partitioner::partition(b"hall", 3));
    });
}

#[test]
fn a_command_without_a_key_is_keyed_by_its_request_id() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let receipt = client.note(Note { text: "a".into() }).await.unwrap();
        let record = broker.records("chat.commands", 1).await.remove(0);
        assert_eq!(record.key(), Some(receipt.identity().request_id.as_bytes()));
    });
}

#[test]
fn a_command_carries_a_header_only_when_it_has_a_deadline() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let before = crate::client::draft::since_1970(Duration::ZERO);
        let _ = client.say(say("a")).send().await.unwrap();
        let _ = client.say(say("b")).deadline(Duration::from_secs(60)).send().await.unwrap();
        let after = crate::client::draft::since_1970(Duration::ZERO);
        let records = broker.records("chat.commands", 2).await;
        assert!(records[0].headers().is_none());
        let headers = records[1].headers().unwrap();
        let header = headers.get(0);
        assert_eq!((headers.count(), header.key), (1, "adjutant-deadline"));
        let deadline: i64 = std::str::from_utf8(header.value.unwrap()).unwrap().parse().unwrap();
        assert!((before + 60_000..=after + 60_000).contains(&deadline));
    });
}

#[test]
fn a_request_id_whose_reply_falls_on_another_partition_is_answered_too() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        let client = broker.client("web").await;
        let ids = RequestIds::new("web", "one", 3);
        for elsewhere in (0..3).filter(|partition| *partition != ids.partition()) {
            let id = (0..).map(|n| format!("order-{n}"));
            let id = id.into_iter().find(|id| ids.partition_of(id) == elsewhere).unwrap();
            assert_eq!(client.say(say("hi")).request_id(id).await.unwrap().text, "hello");
        }
    });
}

#[test]
fn two_calls_with_one_request_id_are_both_answered_by_the_first_reply() {
    run(async {
        let broker = Broker::start();
        let (said, heard) = mpsc::channel();
        // The service answers once, when it has seen both.
        let mut seen = 0;
        let _service = broker.service(move |_| {
            seen += 1;
            said.send(seen).unwrap();
            (seen == 2).then_some(Answer::Said("hello"))
        });
        let client = broker.client("web").await;
        let (one, two) = (client.clone(), client.clone());
        let one = async move { one.say(say("hi")).request_id("same").await.unwrap().text };
        let two = async move { two.say(say("hi")).request_id("same").await.unwrap().text };
        let one = tokio::task::spawn(one);
        assert_eq!(two.await, "hello");
        assert_eq!(one.await.unwrap(), "hello");
        assert_eq!(heard.try_iter().collect::<Vec<_>>(), [1, 2]);
    });
}

#[test]
fn many_calls_at_a_time_each_get_their_own_reply() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        let client = broker.client("web").await;
        let calls: Vec<_> = (0..500)
            .map(|n| {
                let client = client.clone();
                let text = n.to_string();
                tokio::task::spawn(
                    async move { (client.say(say(&text)).await.unwrap().text, text) },
                )
            })
            .collect();
        for call in calls {
            let (reply, text) = call.await.unwrap();
            assert_eq!(reply, text);
        }
        assert_eq!(client.late_replies().count, 0);
    });
}
