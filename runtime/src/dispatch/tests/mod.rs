//! One record through its handler, without an engine.

mod attributes;

use super::*;
use crate::{
    codegen_v1::{Context, Event, Handle, Message, Observe, Rejection},
    context::{Events, FromContext, Metadata},
    error::{Error, Handled},
    identity::Identity,
    testing_interface::{Heard, Interface, Note, Said, Say, SayRejection, TooLoud},
};
use adjutant_avro::single_object;
use std::{
    future::Future,
    pin::pin,
    task::{self, Poll, Waker},
};

/// Does with a command, or with an event, what it is told to.
struct Chat<F>(F);

impl<F: Fn(Say, &Events<Say>, &Context<Say>) -> Handled<Say> + Sync> Handle<Say, Interface>
    for Chat<F>
{
    async fn handle(&self, command: Say, context: &Context<Say>) -> Handled<Say> {
        (self.0)(command, <&Events<Say>>::from_context(context), context)
    }
}

impl Handle<Note, Interface> for Chat<()> {
    async fn handle(&self, _: Note, _: &Context<Note>) -> Handled<Note> {
        Ok(())
    }
}

impl<F: Fn(Heard) -> Result<(), Error> + Sync> Observe<Heard, Interface> for Chat<F> {
    async fn handle(&self, event: Heard, _: &Context<Heard>) -> Result<(), Error> {
        (self.0)(event)
    }
}

fn identity() -> Identity {
    Identity { client_id: "web".into(), request_id: "r-1".into() }
}

fn say() -> Say {
    Say { room: "hall".into(), text: "hello".into() }
}

fn heard(text: &str) -> Heard {
    Heard { room: "hall".into(), text: text.into() }
}

fn delivery<M: Message>(message: &M) -> Delivery {
    let mut value = Vec::new();
    single_object::header(M::FINGERPRINT, &mut value);
    let datum = value.len();
    message.encode(&identity(), &mut value);
    let metadata =
        Metadata { topic: "chat.commands", partition: 2, offset: 7, timestamp: 5, attempt: 1 };
    Delivery { writer: M::FINGERPRINT, datum, value, metadata, outbox: Outbox::default() }
}

/// Of a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut task::Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits"),
    }
}

fn handled(act: impl Fn(Say, &Events<Say>, &Context<Say>) -> Handled<Say> + Sync) -> Answer {
    now(delivery(&say()).handle::<Say, _>(&Chat(act)))
}

/// Topic, key and value of each record; values are decoded by `read`, which sees the fingerprint.
fn records<T>(outbox: &Outbox, read: impl Fn(u64, &[u8]) -> T) -> Vec<(&str, Option<&str>, T)> {
    let bytes = |range: &std::ops::Range<usize>| &outbox.bytes[range.clone()];
    let record = |record: &Outgoing| {
        let key = record.key.as_ref().map(|key| str::from_utf8(bytes(key)).unwrap());
        let (writer, datum) = single_object::split(bytes(&record.value)).unwrap();
        (record.topic, key, read(writer, datum))
    };
    outbox.records.iter().map(record).collect()
}

/// The message of this type with its identity.
fn decoded<M: Message>(writer: u64, datum: &[u8]) -> (Identity, M) {
    assert_eq!(writer, M::FINGERPRINT);
    M::decode(writer, datum).unwrap()
}

#[test]
fn a_command_is_decoded_handled_and_answered_behind_its_events() {
    let answer = handled(|command, events, context| {
        assert_eq!(command, say());
        assert_eq!(<&Identity>::from_context(context), &identity());
        assert_eq!(Identity::from_context(context), identity());
        assert_eq!(Metadata::from_context(context).offset, 7);
        events.publish(heard("one"));
        events.publish(heard("two"));
        Ok(Said { text: "done".into() })
    });
    assert!(matches!(answer.verdict, Verdict::Done(found) if found == identity()));
    let found = records(&answer.outbox, |writer, datum| match writer {
        Heard::FINGERPRINT => decoded::<Heard>(writer, datum).1.text,
        _ => decoded::<Said>(writer, datum).1.text,
    });
    assert_eq!(
        found,
        [
            (Heard::TOPIC, Some("hall"), "one".to_owned()),
            (Heard::TOPIC, Some("hall"), "two".to_owned()),
            ("chat.replies", Some("web/r-1"), "done".to_owned()),
        ]
    );
}

#[test]
fn every_record_carries_the_identity_of_its_command() {
    let answer = handled(|_, events, _| {
        events.publish(heard("one"));
        Ok(Said { text: "done".into() })
    });
    let found = records(&answer.outbox, |writer, datum| match writer {
        Heard::FINGERPRINT => decoded::<Heard>(writer, datum).0,
        _ => decoded::<Said>(writer, datum).0,
    });
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|(_, _, found)| *found == identity()), "{found:?}");
}

#[test]
fn a_rejection_is_the_answer_and_no_event_leaves_with_it() {
    let answer = handled(|_, events, _| {
        events.publish(heard("one"));
        Err(TooLoud { why: "shouting".into() }.into())
    });
    assert!(matches!(answer.verdict, Verdict::Done(_)));
    let found = records(&answer.outbox, |writer, datum| {
        SayRejection::decode(writer, datum).unwrap().unwrap()
    });
    let rejection = SayRejection::TooLoud(TooLoud { why: "shouting".into() });
    assert_eq!(found, [("chat.replies", Some("web/r-1"), rejection)]);
}

#[test]
fn an_error_asks_for_another_try_and_nothing_leaves() {
    let answer = handled(|_, events, _| {
        events.publish(heard("one"));
        Err("the disk is full".into())
    });
    let Verdict::Retry(found, error) = answer.verdict else { panic!("{:?}", answer.verdict) };
    assert_eq!((found, error.to_string()), (identity(), "the disk is full".to_owned()));
    assert!(answer.outbox.records.is_empty() && answer.outbox.bytes.is_empty());
}

#[test]
fn a_command_without_a_reply_is_done_without_a_record() {
    let answer = now(delivery(&Note { text: "remember".into() }).handle::<Note, _>(&Chat(())));
    assert!(matches!(answer.verdict, Verdict::Done(found) if found == identity()));
    assert!(answer.outbox.records.is_empty() && answer.outbox.bytes.is_empty());
}

#[test]
fn a_datum_that_cannot_be_read_reaches_no_handler() {
    let mut cut = delivery(&say());
    cut.value.pop();
    let answer =
        now(cut.handle::<Say, _>(&Chat(|_: Say, _: &Events<Say>, _: &Context<Say>| {
            panic!("handled")
        })));
    assert!(matches!(answer.verdict, Verdict::Undecodable(_)), "{:?}", answer.verdict);

    let mut long = delivery(&heard("one"));
    long.value.push(0);
    let answer = now(long.observe::<Heard, Interface, _>(&Chat(|_| panic!("observed"))));
    assert!(matches!(answer.verdict, Verdict::Undecodable(_)), "{:?}", answer.verdict);
}

#[test]
fn a_record_that_nothing_handles_is_unknown() {
    let delivery = delivery(&say());
    assert!(delivery.is::<Say>() && !delivery.is::<Note>());
    assert_eq!(delivery.fingerprint(), Say::FINGERPRINT);
    assert!(matches!(delivery.unknown().verdict, Verdict::Unknown));
}

#[test]
fn an_event_is_observed_or_asks_for_another_try() {
    let observed = |act: fn(Heard) -> Result<(), Error>| {
        now(delivery(&heard("one")).observe::<Heard, Interface, _>(&Chat(act))).verdict
    };
    assert!(matches!(observed(|_| Ok(())), Verdict::Done(_)));
    let verdict = observed(|event| Err(event.text.into()));
    assert!(matches!(&verdict, Verdict::Retry(_, error) if error.to_string() == "one"));
}

#[test]
fn the_buffers_of_a_delivery_come_back_with_every_answer() {
    let mut buffers = Outbox::default();
    buffers.bytes.reserve(1000);
    let place = buffers.bytes.as_ptr();
    for outcome in ["done", "shouting", "retry"] {
        let given = Delivery { outbox: buffers, ..delivery(&say()) };
        let value = given.value.as_ptr();
        let act = |_: Say, events: &Events<Say>, _: &Context<Say>| {
            events.publish(heard("one"));
            match outcome {
                "done" => Ok(Said { text: "done".into() }),
                "shouting" => Err(TooLoud { why: "shouting".into() }.into()),
                _ => Err("later".into()),
            }
        };
        let answer = now(given.handle::<Say, _>(&Chat(act)));
        assert_eq!((answer.value.as_ptr(), answer.outbox.bytes.as_ptr()), (value, place));
        buffers = answer.outbox;
        buffers.clear();
    }
}

#[test]
fn the_future_of_a_delivery_holds_each_of_its_parts_once() {
    let delivery = delivery(&say());
    let chat = Chat(|_: Say, _: &Events<Say>, _: &Context<Say>| Ok(Said { text: "done".into() }));
    let context = Context::new(identity(), delivery.metadata, Outbox::default());
    let parts = size_of::<Delivery>()
        + size_of_val(&context)
        + size_of::<Vec<u8>>()
        + size_of_val(&chat.handle(say(), &context));
    let future = size_of_val(&delivery.handle::<Say, _>(&chat));
    assert!(future <= parts + 32, "{future} bytes for parts of {parts}");
}
