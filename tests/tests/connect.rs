//! Connecting: what is wrong is told at once, and by name.

use adjutant::{Adjutant, Config, testing::Broker};
use adjutant_tests::{Speaker, echo};
use statements::{Statements, ledger};
use std::time::Duration;

fn refused(config: Config) -> String {
    Adjutant::connect(config).err().expect("this configuration is refused").to_string()
}

#[test]
fn connecting_needs_no_cluster() {
    assert!(Adjutant::connect(Config::new("127.0.0.1:1")).is_ok());
}

#[test]
fn a_property_that_librdkafka_does_not_know_is_refused_by_name() {
    let config = || Config::new("127.0.0.1:1");
    for config in [
        config().kafka("no.such.property", "1"),
        config().kafka_consumer("no.such.property", "1"),
        config().kafka_producer("no.such.property", "1"),
    ] {
        let error = refused(config);
        assert!(error.contains("no.such.property"), "{error}");
    }
}

#[test]
fn a_value_that_librdkafka_does_not_take_is_refused_with_its_property() {
    let error = refused(Config::new("127.0.0.1:1").kafka("socket.timeout.ms", "soon"));
    assert!(error.contains("socket.timeout.ms"), "{error}");
}

#[test]
fn every_fault_of_a_configuration_is_told_when_it_is_used() {
    let config = Config::new("127.0.0.1:1")
        .lanes(0)
        .in_flight(0)
        .kafka("enable.auto.commit", "true")
        .kafka_consumer("isolation.level", "read_uncommitted");
    let error = refused(config);
    for fault in ["`lanes`", "`in-flight`", "`enable.auto.commit`", "`isolation.level`"] {
        assert!(error.contains(fault), "{fault} is missing in: {error}");
    }
}

#[tokio::test]
async fn a_subscriber_without_a_group_is_refused_with_the_call_that_names_one() {
    let adjutant = Broker::start().unwrap().connect().unwrap();
    let running = adjutant.serve(ledger::subscribe(Statements::default()));
    let error = running.run_until(std::future::pending::<()>()).await.unwrap_err().to_string();
    assert!(error.contains("`ledger::subscribe(..).group(\"..\")`"), "{error}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_service_that_cannot_start_ends_those_beside_it() {
    let adjutant = Broker::start().unwrap().connect().unwrap();
    let running = adjutant.serve(echo::serve(Speaker));
    let running = running.serve(ledger::subscribe(Statements::default()));
    let ended = tokio::time::timeout(
        Duration::from_secs(60),
        running.run_until(std::future::pending::<()>()),
    );
    assert!(ended.await.expect("it does not run on").is_err());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_stops_a_service_gives_its_value_back() {
    let adjutant = Broker::start().unwrap().connect().unwrap();
    let client = adjutant.clone();
    let session = async move {
        let client: echo::Client = client.client("tests").await.unwrap();
        let (room, text) = ("room".into(), "hello".into());
        client.say(echo::Say { room, text, reply_bytes: 0, event_bytes: 0 }).await.unwrap().text
    };
    let said = adjutant.serve(echo::serve(Speaker)).run_until(session).await;
    assert_eq!(said.unwrap(), "hello");
}
