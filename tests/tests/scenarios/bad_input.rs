//! Bad input never stops the consumer: after each a good command is answered as ever.

use adjutant::{Adjutant, CallError, FailureKind, Identity, Message, avro::single_object};
use adjutant_tests::{
    Speaker,
    cluster::Cluster,
    echo::{self, Client, Heard, Note, Said, Say},
    raw::{self, Record},
    service::Service,
    wait::until,
};
use std::time::Duration;

struct Stage {
    servers: String,
    adjutant: Adjutant,
    client: Client,
    service: Service,
}

impl Stage {
    async fn set(cluster: &Cluster) -> anyhow::Result<Stage> {
        let config = cluster.config();
        let config = config.retry(3, Duration::from_millis(1), Duration::from_millis(5));
        let adjutant = Adjutant::connect(config)?;
        let client: Client = adjutant.client("tests").await?;
        let service = Service::start(adjutant.serve(echo::serve(Speaker)));
        let stage = Stage { servers: cluster.bootstrap_servers(), adjutant, client, service };
        stage.still_serves().await?;
        Ok(stage)
    }

    fn write(&self, value: &[u8], headers: &[(&str, &str)]) {
        raw::write(&self.servers, "echo.commands", &[("room", value, headers)]);
    }

    async fn still_serves(&self) -> anyhow::Result<()> {
        let said = self.client.say(say("still here")).timeout(Duration::from_secs(60)).await?;
        assert_eq!(said.text, "still here");
        Ok(())
    }

    async fn dead_letter(&self) -> Record {
        let read = || raw::read(&self.servers, "echo.dead-letters").into_iter().next();
        until("a dead letter", read).await
    }

    /// The failure reply to a request that no client waits for.
    async fn failure(&self, request_id: &str) -> Record {
        let key = format!("tests/{request_id}").into_bytes();
        let read = || raw::read(&self.servers, "echo.replies").into_iter().find(|r| r.key == key);
        until("a failure reply", read).await
    }

    async fn end(self) -> anyhow::Result<()> {
        self.still_serves().await?;
        drop(self.adjutant);
        Ok(self.service.stop().await?)
    }
}

fn say(text: &str) -> Say {
    Say { room: "room".into(), text: text.into(), reply_bytes: 0, event_bytes: 0 }
}

fn framed<M: Message>(message: &M, request_id: &str) -> Vec<u8> {
    let identity = Identity { client_id: "tests".into(), request_id: request_id.into() };
    let mut value = Vec::new();
    single_object::header(M::FINGERPRINT, &mut value);
    message.encode(&identity, &mut value);
    value
}

pub async fn random_bytes_become_a_dead_letter(cluster: &Cluster) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let bytes: Vec<u8> =
        (0..200_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    stage.write(&bytes, &[("traceparent", "not ours")]);
    let letter = stage.dead_letter().await;
    assert_eq!(letter.value, bytes, "it is kept whole");
    assert_eq!(letter.key, b"room");
    assert_eq!(letter.header("adjutant-cause"), Some("Undecodable"));
    assert_eq!(letter.header("adjutant-topic"), Some("echo.commands"));
    assert_eq!(letter.header("traceparent"), Some("not ours"));
    stage.end().await
}

pub async fn a_truncated_record_is_answered_when_headers_name_its_identity(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let whole = framed(&say("cut off"), "cut");
    let identity = [("adjutant-client-id", "tests"), ("adjutant-request-id", "cut")];
    // So short that not even the identity can be read from it.
    stage.write(&whole[..12], &identity);
    let reply = stage.failure("cut").await;
    assert_eq!(reply.split().map(|(writer, _)| writer), Some(adjutant::Failure::FINGERPRINT));
    assert_eq!(reply.header("adjutant-identity-from"), Some("headers"));
    assert_eq!(stage.dead_letter().await.value, &whole[..12]);
    stage.end().await
}

pub async fn a_record_whose_identity_is_missing_becomes_a_dead_letter_that_nobody_hears_of(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let replies = raw::read(&stage.servers, "echo.replies").len();
    let whole = framed(&say("cut off"), "cut");
    stage.write(&whole[..12], &[("adjutant-client-id", "half of it")]);
    let letter = stage.dead_letter().await;
    assert_eq!(letter.header("adjutant-cause"), Some("Undecodable"));
    assert_eq!(letter.header("adjutant-request-id"), None);
    assert_eq!(raw::read(&stage.servers, "echo.replies").len(), replies);
    stage.end().await
}

pub async fn an_unknown_fingerprint_becomes_a_dead_letter(cluster: &Cluster) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let mut value = framed(&say("who?"), "unknown");
    single_object::set_fingerprint(0x0123_4567_89AB_CDEF, &mut value);
    stage.write(&value, &[]);
    let letter = stage.dead_letter().await;
    assert_eq!(letter.value, value);
    assert_eq!(letter.header("adjutant-cause"), Some("UnknownCommand"));
    stage.end().await
}

pub async fn a_record_of_the_wrong_role_is_answered(cluster: &Cluster) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let event = Heard { room: "room".into(), text: "no command".into() };
    stage.write(&framed(&event, "event"), &[]);
    let reply = Said { text: "no command".into() };
    stage.write(&framed(&reply, "reply"), &[]);
    for request in ["event", "reply"] {
        let failure = stage.failure(request).await;
        assert_eq!(failure.split().map(|(w, _)| w), Some(adjutant::Failure::FINGERPRINT));
    }
    stage.end().await
}

pub async fn a_record_without_a_value_becomes_a_dead_letter(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    stage.write(&[], &[]);
    assert_eq!(stage.dead_letter().await.header("adjutant-cause"), Some("Undecodable"));
    stage.end().await
}

pub async fn a_record_with_bytes_after_its_end_is_answered(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let mut value = framed(&Note { text: "and more".into() }, "more");
    value.push(0);
    stage.write(&value, &[]);
    stage.failure("more").await;
    assert_eq!(stage.dead_letter().await.value, value);
    stage.end().await
}

async fn fails(stage: &Stage, command: Say, expected: FailureKind) -> anyhow::Result<()> {
    match stage.client.say(command).timeout(Duration::from_secs(60)).await {
        Err(CallError::Failed(failure)) => assert_eq!(failure.kind, expected, "{failure}"),
        other => panic!("not a failure: {other:?}"),
    }
    let cause = format!("{expected:?}");
    let found = || {
        let letters = raw::read(&stage.servers, "echo.dead-letters");
        letters.into_iter().find(|letter| letter.header("adjutant-cause") == Some(&cause))
    };
    until("its dead letter", found).await;
    Ok(())
}

pub async fn a_reply_larger_than_its_topic_allows_fails_the_command(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let command = Say { reply_bytes: 200_000, ..say("long") };
    fails(&stage, command, FailureKind::ReplyTooLarge).await?;
    stage.end().await
}

pub async fn an_event_larger_than_its_topic_allows_fails_the_command(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let command = Say { event_bytes: 200_000, ..say("long") };
    fails(&stage, command, FailureKind::EventTooLarge).await?;
    let events = raw::read(&stage.servers, "echo.events");
    assert!(events.iter().all(|event| event.value.len() < 200_000), "nothing was published");
    stage.end().await
}

pub async fn a_panic_and_exhausted_retries_fail_the_command(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    fails(&stage, say("panic"), FailureKind::Panicked).await?;
    fails(&stage, say("fail"), FailureKind::RetriesExhausted).await?;
    stage.end().await
}

pub async fn a_passed_deadline_fails_the_command(cluster: &Cluster) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    stage.write(&framed(&say("late"), "late"), &[("adjutant-deadline", "1000")]);
    stage.failure("late").await;
    assert_eq!(stage.dead_letter().await.header("adjutant-cause"), Some("Expired"));
    stage.end().await
}

/// Only a real Kafka keeps as much of a partition.
pub async fn a_record_of_ten_mebibytes_is_handled(cluster: &Cluster) -> anyhow::Result<()> {
    let stage = Stage::set(cluster).await?;
    let value = framed(&Note { text: "x".repeat(10 * 1024 * 1024) }, "large");
    stage.write(&value, &[]);
    let garbage = vec![7; 10 * 1024 * 1024];
    stage.write(&garbage, &[]);
    let letter = stage.dead_letter().await;
    assert_eq!(letter.value.len(), garbage.len());
    stage.end().await
}
