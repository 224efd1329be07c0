use super::*;
use crate::{CallError, Receipt, testing_interface::Note};

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
fn a_reply_that_came_before_the_claim_is_found() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        let client = broker.client("web").await;
        let receipt: Receipt<Say> = client.say(say("hi")).send().await.unwrap();
        // A later call on the same command partition: its reply stands behind the first.
        client.say(say("and")).await.unwrap();
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hello");
    });
}

#[test]
fn a_receipt_is_claimed_by_a_later_run_of_the_client() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let text = client.say(say("hi")).send().await.unwrap().to_string();
        drop(client);
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        let other = broker.client("web").await;
        let _ = other.say(say("later")).await.unwrap();
        let client = broker.client("web").await;
        let receipt: Receipt<Say> = text.parse().unwrap();
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hello");
    });
}
