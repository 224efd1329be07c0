//! What else stands on the reply topic.

use super::*;
use crate::{CallError, Why};

#[test]
fn two_clients_on_one_partition_each_see_only_their_own_replies() {
    run(async {
        let broker = Broker::start();
        let _service = broker.service(|say| Some(Answer::Echo(say.text.clone())));
        let web = broker.client("web").await;
        let other = broker.client(&neighbour_of("web")).await;
        for n in 0..20 {
            // The same request_id for both: the client_id tells them apart.
            let id = format!("request-{n}");
            let for_web = web.say(say("web")).request_id(&id).send().await.unwrap();
            let for_other = other.say(say("other")).request_id(&id).send().await.unwrap();
            assert_eq!(web.outcome(for_web).await.unwrap().text, "web");
            assert_eq!(other.outcome(for_other).await.unwrap().text, "other");
        }
        assert_eq!(web.late_replies().count + other.late_replies().count, 0);
    });
}

#[test]
fn garbage_on_the_reply_topic_does_no_harm() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let replies = Replies::new(&broker.config());
        let identity = Identity { client_id: "web".into(), request_id: "none".into() };
        let framed = |writer: u64, datum: &[u8]| {
            let mut value = Vec::new();
            single_object::header(writer, &mut value);
            value.extend_from_slice(datum);
            value
        };
        let mut command = Vec::new();
        say("as a reply").encode(&identity, &mut command);
        let mut garbage = vec![
            vec![],
            vec![0xC3],
            vec![0xC3, 0x01, 0xA3],
            b"no frame at all".to_vec(),
            framed(0xA3, &[]),
            framed(0xA3, &[0xff; 20]),
            framed(0xA3, &command[..command.len() - 1]),
            framed(0xdead_beef, &command),
            framed(Say::FINGERPRINT, &command),
        ];
        let mut noise = 0x9E37_79B9_7F4A_7C15_u64;
        for length in 0..200 {
            let bytes = (0..length).map(|_| {
                noise = noise.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
                (noise >> 56) as u8
            });
            garbage.push(framed(Said::FINGERPRINT, &bytes.collect::<Vec<_>>()));
        }
        for value in &garbage {
            for partition in 0..3 {
                replies.write_at(partition, "web/none", value);
                replies.write_at(partition, "web", value);
            }
        }
        replies.flush();
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        assert_eq!(client.say(say("hi")).await.unwrap().text, "hello");
        assert_eq!(client.late_replies().count, 0);
    });
}

#[test]
fn a_reply_with_an_unknown_schema_ends_its_call_as_unreadable() {
    run(async {
        let broker = Broker::start();
        let replies = Replies::new(&broker.config());
        let client = broker.client("web").await;
        let receipt = client.say(say("hi")).request_id("r").send().await.unwrap();
        let mut value = Vec::new();
        single_object::header(0xdead_beef, &mut value);
        replies.write_raw("web/r", &value);
        let error = client.outcome(receipt).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::Unreadable);
    });
}

#[test]
fn a_damaged_reply_ends_its_call_as_unreadable() {
    run(async {
        let broker = Broker::start();
        let replies = Replies::new(&broker.config());
        let client = broker.client("web").await;
        let receipt = client.say(say("hi")).request_id("r").send().await.unwrap();
        let identity = receipt.identity().clone();
        let mut value = Vec::new();
        single_object::header(Said::FINGERPRINT, &mut value);
        Said { text: "hello".into() }.encode(&identity, &mut value);
        replies.write_raw("web/r", &value[..value.len() - 3]);
        let error = client.outcome(receipt).await.unwrap_err();
        let CallError::Unknown(unknown) = error else { panic!("{error}") };
        assert_eq!(unknown.why, Why::Unreadable);
    });
}

#[test]
fn a_reader_that_retention_has_overtaken_reads_on_from_the_start() {
    run(async {
        let broker = Broker::start();
        let client = broker.client("web").await;
        let ids = RequestIds::new("web", "one", 3);
        client.core().reader().misplace(ids.partition(), 1_000);
        let _service = broker.service(|_| Some(Answer::Said("hello")));
        assert_eq!(client.say(say("hi")).await.unwrap().text, "hello");
    });
}
