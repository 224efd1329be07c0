//! Time, room and ends.

use super::*;
use crate::{CallError, NotSent, Receipt, Why, testing_interface::Note};
use rdkafka::types::{RDKafkaApiKey, RDKafkaRespErr};

fn unknown(error: CallError<Say>) -> (Receipt<Say>, Why) {
    match error {
        CallError::Unknown(unknown) => (unknown.receipt, unknown.why),
        other => panic!("{other}"),
    }
}

fn not_sent(error: CallError<Say>) -> NotSent {
    match error {
        CallError::NotSent(error) => error,
        other => panic!("{other}"),
    }
}

#[test]
fn a_call_that_times_out_leaves_a_receipt_that_claims_the_outcome_later() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        // The first send waits for the producer's id, which takes half a second.
        let _ = client.note(Note { text: "warm".into() }).await.unwrap();
        let error = client.say(say("hi")).timeout(Duration::from_millis(300)).await.unwrap_err();
        let (receipt, why) = unknown(error);
        assert_eq!(why, Why::TimedOut);
        assert!(receipt.sent().offset.is_some());
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hi");
    });
}

#[test]
fn late_replies_are_counted_and_can_be_inspected() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let error = client.say(say("hi")).timeout(Duration::from_millis(100)).await.unwrap_err();
        let (receipt, _) = unknown(error);
        assert_eq!(client.late_replies().count, 0);
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        until("the late reply is counted", || client.late_replies().count == 1).await;
        let late = client.late_replies().recent.remove(0);
        assert_eq!(late.request_id, receipt.identity().request_id);
        // Late, but not lost.
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hello");
    });
}

#[test]
fn a_reply_to_a_call_that_was_dropped_is_late() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let call = client.say(say("hi")).into_future();
        assert!(tokio::time::timeout(Duration::from_millis(50), call).await.is_err());
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        until("the late reply is counted", || client.late_replies().count == 1).await;
    });
}

#[test]
fn a_call_beyond_the_window_waits_for_a_place_and_no_longer_than_its_timeout() {
    run(async {
        let broker = Broker::start();
        let (go, wait) = std::sync::mpsc::channel::<()>();
        let _service = broker.service(move |say| {
            wait.recv().unwrap();
            Some(Answer::Echo(say.text.clone()))
        });
        let client = broker.client_with("web", Settings { window: 1, ..broker.settings() }).await;
        let call = |text: &'static str| {
            let client = client.clone();
            tokio::task::spawn(async move { client.say(say(text)).await.unwrap().text })
        };
        let first = call("first");
        broker.records("chat.commands", 1).await;
        let error = client.say(say("never")).timeout(Duration::from_millis(50)).await.unwrap_err();
        assert!(not_sent(error).to_string().contains("1 calls of this client were in flight"));
        let second = call("second");
        go.send(()).unwrap();
        go.send(()).unwrap();
        assert_eq!(first.await.unwrap(), "first");
        assert_eq!(second.await.unwrap(), "second");
        // The one that found no place was not sent.
        assert_eq!(broker.records("chat.commands", 2).await.len(), 2);
    });
}

#[test]
fn a_shutdown_ends_every_call_that_waits_and_refuses_new_ones() {
    run(async {
        let broker = Broker::start();
        let client = broker.client_with("web", Settings { window: 1, ..broker.settings() }).await;
        let receipt = client.say(say("claimed")).send().await.unwrap();
        let call = |text: &'static str| {
            let client = client.clone();
            tokio::task::spawn(async move { client.say(say(text)).await.unwrap_err() })
        };
        let in_flight = call("in flight");
        broker.records("chat.commands", 2).await;
        let without_place = call("without a place");
        let claim = {
            let (client, receipt) = (client.clone(), receipt.clone());
            tokio::task::spawn(async move { client.outcome(receipt).await.unwrap_err() })
        };
        tokio::task::yield_now().await;
        client.shut_down();
        assert_eq!(unknown(in_flight.await.unwrap()).1, Why::ShutDown);
        assert_eq!(unknown(claim.await.unwrap()).1, Why::ShutDown);
        not_sent(without_place.await.unwrap());
        not_sent(client.say(say("new")).await.unwrap_err());
        client.say(say("new")).send().await.unwrap_err();
        assert_eq!(unknown(client.outcome(receipt).await.unwrap_err()).1, Why::ShutDown);
    });
}

#[test]
fn a_command_larger_than_its_topic_takes_is_not_sent() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let error = client.say(say(&"x".repeat(1_000_001))).await.unwrap_err();
        let error = not_sent(error).to_string();
        assert!(error.contains("topic `chat.commands` takes 1000000 at most"), "{error}");
        // The largest that it takes is sent.
        let around = 10 + 1 + 3 + 1 + 36 + 1 + 4 + 3;
        let receipt = client.say(say(&"x".repeat(1_000_000 - around))).send().await.unwrap();
        assert_eq!(receipt.sent().offset, Some(0));
    });
}

#[test]
fn a_command_that_no_broker_takes_is_not_sent_and_that_is_certain() {
    run(async {
        let broker = Broker::start();
        let mut settings = broker.settings();
        settings.producer.push(("message.timeout.ms".into(), "500".into()));
        let client = broker.client_with("web", settings).await;
        broker.0.broker_down(-1).unwrap();
        until("the producer knows", || !client.core().sender().is_connected()).await;
        let error = not_sent(client.say(say("hi")).await.unwrap_err());
        assert!(error.unconfirmed::<Say>().is_none(), "{error}");
        let error = client.note(Note { text: "a".into() }).await.unwrap_err();
        assert!(error.unconfirmed::<Note>().is_none(), "{error}");
    });
}

#[test]
fn a_command_that_was_on_its_way_when_the_connection_broke_is_not_called_unsent() {
    run(async {
        let broker = Broker::start();
        let mut settings = broker.settings();
        settings.producer.push(("message.timeout.ms".into(), "500".into()));
        settings.timeout = Duration::from_secs(1);
        let client = broker.client_with("web", settings).await;
        let _ = client.note(Note { text: "a".into() }).await.unwrap();
        // The broker takes every produce request and hangs up.
        let broken = vec![RDKafkaRespErr::RD_KAFKA_RESP_ERR__TRANSPORT; 1_000];
        broker.0.request_errors(RDKafkaApiKey::Produce, &broken);
        let error = client.say(say("hi")).send().await.unwrap_err();
        let receipt = error.unconfirmed::<Say>().expect("a receipt to ask with");
        assert_eq!(receipt.sent().offset, None);
        let (receipt, why) = unknown(client.say(say("hi")).await.unwrap_err());
        assert_eq!((receipt.sent().offset, why), (None, Why::TimedOut));
        // Had it been taken, its reply would be claimed with that receipt.
        let replies = Replies::new(&broker.config());
        broker.0.clear_request_errors(RDKafkaApiKey::Produce);
        replies.write(receipt.identity(), &Answer::Said("taken after all"));
        assert_eq!(client.outcome(receipt).await.unwrap().text, "taken after all");
    });
}

#[test]
fn a_client_that_reaches_no_broker_does_not_start() {
    run(async {
        let mut config = ClientConfig::new();
        // Nothing listens on the discard port.
        config.set("bootstrap.servers", "127.0.0.1:9").set("log_level", "0");
        let settings =
            Settings { answer: Duration::from_millis(200), ..Settings::new(config, "one") };
        let error = Core::start(&CONTRACT, "web", settings).await.map(|_| ()).unwrap_err();
        assert!(error.to_string().contains("`chat.replies`"), "{error}");
    });
}

#[test]
fn a_producer_that_librdkafka_gave_up_is_replaced() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        let client = broker.client("web").await;
        client.core().sender().lose_producer();
        assert_eq!(client.say(say("hi")).await.unwrap().text, "hello");
    });
}

#[test]
fn dropping_the_last_clone_ends_the_threads() {
    run(async {
        let broker = Broker::start();
        let core = Core::start(&CONTRACT, "web", broker.settings()).await.unwrap();
        let clone: Client = core.clone().into();
        let watch = core.watch();
        drop(core);
        let _ = clone.note(Note { text: "a".into() }).await.unwrap();
        drop(clone);
        until("the threads have let go", || watch.iter().all(|held| !held())).await;
    });
}
