//! A processor in memory, with no broker.

use adjutant::{CallError, Events, FailureKind, Handled, Identity, Recorded, testing::Harness};
use adjutant_tests::{
    Speaker,
    echo::{self, Heard, Said, Say, TooLoud},
};
use ledger::{
    Bank,
    ledger::{self as contract, BalanceChanged, MoveFunds, OpenAccount},
};

fn say(text: &str) -> Say {
    Say { room: "room".into(), text: text.into(), reply_bytes: 0, event_bytes: 0 }
}

fn identity(request_id: &str) -> Identity {
    Identity { client_id: "tests".into(), request_id: request_id.into() }
}

#[tokio::test]
async fn a_command_is_answered_and_its_events_can_be_seen() {
    let harness = Harness::new(echo::serve(Speaker));
    let done = harness.call(say("hello")).await;
    assert_eq!(done.outcome.as_ref().unwrap().text, "hello");
    assert_eq!(done.events::<Heard>()[0].text, "hello");
    assert_eq!(done.dead_letter, None);
}

#[tokio::test]
async fn a_rejection_is_an_outcome_and_publishes_nothing() {
    let done = Harness::new(echo::serve(Speaker)).call(say("loud")).await;
    assert!(matches!(done.outcome, Err(CallError::Rejected(_))));
    assert!(done.events::<Heard>().is_empty());
}

#[tokio::test]
async fn panics_retries_and_sizes_fail_as_on_a_broker() {
    let harness = Harness::new(echo::serve(Speaker));
    let long_reply = Say { reply_bytes: 200_000, ..say("long") };
    let long_event = Say { event_bytes: 200_000, ..say("long") };
    for (command, expected) in [
        (say("panic"), FailureKind::Panicked),
        (say("fail"), FailureKind::RetriesExhausted),
        (long_reply, FailureKind::ReplyTooLarge),
        (long_event, FailureKind::EventTooLarge),
    ] {
        let done = harness.call(command).await;
        match done.outcome {
            Err(CallError::Failed(failure)) => assert_eq!(failure.kind, expected),
            other => panic!("{other:?}"),
        }
        assert_eq!(done.dead_letter, Some(format!("{expected:?}")));
    }
}

#[tokio::test]
async fn a_second_delivery_answers_with_the_bytes_of_the_first() {
    let harness = Harness::new(contract::serve(Bank::in_memory().unwrap()));
    for (account, deposit) in [("ann", 10), ("bob", 0)] {
        let (ledger, account) = ("main".into(), account.into());
        harness.call(OpenAccount { ledger, account, deposit }).await.outcome.unwrap();
    }
    let pay = |amount| {
        let (ledger, from, to) = ("main".into(), "ann".into(), "bob".into());
        MoveFunds { ledger, from, to, amount, note: None }
    };
    let first = harness.call_as(identity("once"), pay(6)).await;
    harness.call(pay(1)).await.outcome.unwrap();
    let second = harness.call_as(identity("once"), pay(6)).await;
    assert_eq!(first.outcome.as_ref().unwrap().balance, 4);
    assert_eq!(second.outcome.as_ref().unwrap().balance, 4, "not a balance read later");
    assert_eq!(first.events::<BalanceChanged>(), second.events::<BalanceChanged>());
}

#[tokio::test]
async fn the_same_identity_with_another_command_is_no_second_delivery() {
    let harness = Harness::new(contract::serve(Bank::in_memory().unwrap()));
    let (ledger, account) = ("main".into(), "ann".into());
    let open = OpenAccount { ledger, account, deposit: 1 };
    harness.call_as(identity("once"), open).await.outcome.unwrap();
    let (ledger, account) = ("main".into(), "ann".into());
    let close = contract::CloseAccount { ledger, account };
    let done = harness.call_as(identity("once"), close).await;
    assert!(matches!(done.outcome, Err(CallError::Failed(_))), "{:?}", done.outcome);
}

fn loud(_: &Events<Say>) -> Handled<Say> {
    Err(TooLoud { text: "too loud".into() }.into())
}

fn said(events: &Events<Say>) -> Handled<Say> {
    events.publish(Heard { room: "room".into(), text: "one".into() });
    events.publish(Heard { room: "room".into(), text: "two".into() });
    Ok(Said { text: "said".into() })
}

#[test]
fn a_recording_survives_its_bytes() {
    for act in [loud, said] {
        let recorded = Recorded::record(&identity("r"), act).unwrap();
        let bytes = recorded.to_bytes();
        let again = Recorded::<Say>::from_bytes(&bytes).unwrap();
        assert_eq!(again.identity(), &identity("r"));
        assert_eq!(again.to_bytes(), bytes);
    }
}

#[test]
fn an_error_that_asks_for_another_try_is_no_outcome() {
    let fails = |_: &Events<Say>| -> Handled<Say> { Err("not now".into()) };
    assert!(Recorded::record(&identity("r"), fails).is_err());
}

#[test]
fn bytes_that_are_no_recording_of_the_command_are_refused() {
    let bytes = Recorded::record(&identity("r"), said).unwrap().to_bytes();
    assert!(Recorded::<echo::Note>::from_bytes(&bytes).is_err(), "another command's");
    for end in 0..bytes.len() {
        assert!(Recorded::<Say>::from_bytes(&bytes[..end]).is_err(), "cut at {end}");
    }
    assert!(Recorded::<Say>::from_bytes(&bytes[1..]).is_err());
    assert!(Recorded::<Say>::from_bytes(&[&bytes[..], &[1]].concat()).is_err());
}
