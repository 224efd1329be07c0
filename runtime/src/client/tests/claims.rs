//! Outcomes that are claimed by receipt.

use super::*;
use crate::{CallError, Receipt, Why};

#[test]
fn a_reply_that_came_before_the_claim_is_found() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        let client = broker.client("web").await;
        let receipt: Receipt<Say> = client.say(say("hi")).send().await.unwrap();
        // A later call on the same command partition: its reply stands behind the first.
        client.say(say("and")).await.unwrap();
        assert_eq!(client.outcome(receipt.clone()).await.unwrap().text, "hi");
        // It was kept for one claim; a further one reads the topic.
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hi");
        assert_eq!(client.late_replies().count, 0);
    });
}

#[test]
fn a_receipt_is_claimed_by_a_later_run_of_the_client() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let text = client.say(say("hi")).send().await.unwrap().to_string();
        drop(client);
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        let _ = broker.client("web").await.say(say("later")).await.unwrap();
        // The reply to the first stands before this run begins to read.
        let mut settings = broker.settings();
        settings.instance = "another".into();
        let client = broker.client_with("web", settings).await;
        let receipt: Receipt<Say> = text.parse().unwrap();
        assert_eq!(client.outcome(receipt).await.unwrap().text, "hi");
    });
}

#[test]
fn a_claim_after_a_restart_waits_for_a_reply_that_is_still_to_come() {
    run(async {
        let broker = Broker::start();
        let text = broker.client("web").await.say(say("hi")).send().await.unwrap().to_string();
        let client = broker.client("web").await;
        let receipt: Receipt<Say> = text.parse().unwrap();
        let error =
            client.outcome(receipt.clone()).timeout(Duration::from_millis(300)).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::TimedOut);
        let claim = tokio::task::spawn(async move { client.outcome(receipt).await });
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        assert_eq!(claim.await.unwrap().unwrap().text, "hi");
    });
}

#[test]
fn many_claims_after_a_restart_share_the_reading_of_the_past() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let mut receipts: Vec<Receipt<Say>> = Vec::new();
        for n in 0..300 {
            receipts.push(client.say(say(&n.to_string())).send().await.unwrap());
        }
        drop(client);
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        let other = broker.client("web").await;
        other.say(say("last")).await.unwrap();
        let client = broker.client("web").await;
        let claims: Vec<_> = (receipts.into_iter().rev())
            .map(|receipt| {
                let client = client.clone();
                tokio::task::spawn(async move { client.outcome(receipt).await.unwrap().text })
            })
            .collect();
        for (n, claim) in (0..300).rev().zip(claims) {
            assert_eq!(claim.await.unwrap(), n.to_string());
        }
    });
}

#[test]
fn a_receipt_of_another_client_is_told_apart() {
    run(async {
        let broker = Broker::start();
        let receipt = broker.client("web").await.say(say("hi")).send().await.unwrap();
        let client = broker.client("shop").await;
        let error = client.outcome(receipt).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::OtherClient);
    });
}

#[test]
fn a_receipt_from_before_the_reply_topic_was_made_anew_is_told() {
    run(async {
        let broker = Broker::start();
        let mut receipt = broker.client("web").await.say(say("hi")).send().await.unwrap();
        receipt.reply = receipt.reply.map(|(partition, _)| (partition, 1_000));
        let client = broker.client("web").await;
        let error = client.outcome(receipt).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::TopicRecreated);
    });
}

#[test]
fn a_receipt_older_than_what_the_reply_topic_keeps_is_told_at_once() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let receipt = client.say(say("hi")).send().await.unwrap();
        drop(client);
        // The embedded broker keeps 5 MiB of a partition.
        let replies = Replies::new(&broker.config());
        let key = format!("other/{}", receipt.identity().request_id);
        let (partition, _) = receipt.reply.unwrap();
        for _ in 0..7 {
            replies.write_at(partition, &key, &vec![0; 900_000]);
        }
        replies.flush();
        let client = broker.client("web").await;
        let error = client.outcome(receipt).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::NoLongerKept);
    });
}
