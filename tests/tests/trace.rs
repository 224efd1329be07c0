//! The way of one request, from the topics alone.

use adjutant::{
    Config, Identity, Message,
    avro::single_object,
    trace::{self, Found, Topics},
};
use adjutant_tests::{
    Speaker,
    cluster::Cluster,
    echo::{self, Client, Say},
    raw,
    service::Service,
    wait::until,
};
use rdkafka::{
    ClientConfig,
    producer::{BaseProducer, BaseRecord, Producer},
};
use std::time::Duration;

fn places() -> Topics {
    let names = |names: &[&str]| names.iter().map(|name| format!("echo.{name}")).collect();
    Topics { commands: names(&["commands"]), others: names(&["replies", "events", "dead-letters"]) }
}

fn find(cluster: &Cluster, request_id: &str) -> Vec<Found> {
    let limit = Duration::from_secs(60);
    trace::find(&Config::new(cluster.bootstrap_servers()), &places(), request_id, limit, |_| true)
        .unwrap()
}

fn topics(found: &[Found]) -> Vec<&str> {
    found.iter().map(|record| record.topic.as_str()).collect()
}

fn say(text: &str) -> Say {
    Say { room: "room".into(), text: text.into(), reply_bytes: 0, event_bytes: 0 }
}

struct Stage {
    cluster: Cluster,
    client: Client,
    service: Service,
}

impl Stage {
    async fn set() -> anyhow::Result<Stage> {
        Stage::on(Cluster::embedded()?).await
    }

    async fn on(cluster: Cluster) -> anyhow::Result<Stage> {
        let adjutant = cluster.connect()?;
        let client: Client = adjutant.client("tests").await?;
        let service = Service::start(adjutant.serve(echo::serve(Speaker)));
        Ok(Stage { cluster, client, service })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_is_found_with_its_command_reply_and_event_and_nothing_of_others()
-> anyhow::Result<()> {
    let Stage { cluster, client, service } = Stage::set().await?;
    for n in 0..20 {
        client.say(say("hello")).request_id(format!("request-{n:02}")).await?;
    }
    let found = find(&cluster, "request-07");
    let mut all = topics(&found);
    assert_eq!(all.remove(0), "echo.commands", "the oldest comes first");
    all.sort_unstable();
    assert_eq!(all, ["echo.events", "echo.replies"]);
    assert!(found.is_sorted_by_key(|record| record.timestamp));
    for record in &found {
        assert!(record.timestamp > 0);
        let stands = raw::read(&cluster.bootstrap_servers(), &record.topic);
        let (partition, offset) = (record.partition, record.offset);
        let same = |r: &&raw::Record| (r.partition, r.offset) == (partition, offset);
        let stands = stands.iter().find(same).expect("it stands where the trace says");
        assert_eq!((&stands.key, &stands.value), (&record.key, &record.value));
    }
    Ok(service.stop().await?)
}

/// The embedded broker cannot look up by time.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "starts a real Apache Kafka; needs Java and mvn"]
async fn topics_are_read_from_the_time_of_the_command_on_and_not_whole() -> anyhow::Result<()> {
    let Stage { cluster, client, service } = Stage::on(Cluster::real()?).await?;
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", cluster.bootstrap_servers());
    let producer: BaseProducer = config.set("partitioner", "murmur2_random").create()?;
    let long_ago = 1_000_000_000_000;
    let old = BaseRecord::to("echo.events").key("room").payload("wanted").timestamp(long_ago);
    producer.send(old).map_err(|(error, _)| error)?;
    producer.flush(Duration::from_secs(60))?;
    client.say(say("hello")).request_id("wanted").timeout(Duration::from_secs(60)).await?;

    let events = raw::read(&cluster.bootstrap_servers(), "echo.events");
    let old = events.iter().find(|event| event.value == b"wanted").expect("it stands there");
    let found = find(&cluster, "wanted");
    let mut all = topics(&found);
    assert_eq!(all.remove(0), "echo.commands");
    all.sort_unstable();
    assert_eq!(all, ["echo.events", "echo.replies"]);
    let event = found.iter().find(|record| record.topic == "echo.events").unwrap();
    assert_eq!(event.partition, old.partition);
    assert!(event.offset > old.offset, "the older one was not read");
    Ok(service.stop().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_request_that_nobody_handled_is_found_by_its_command_alone() -> anyhow::Result<()> {
    let cluster = Cluster::embedded()?;
    let client: Client = cluster.connect()?.client("tests").await?;
    let _receipt = client.say(say("hello")).request_id("waits").send().await?;
    assert_eq!(topics(&find(&cluster, "waits")), ["echo.commands"]);
    assert_eq!(find(&cluster, "no such request"), []);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_failed_request_is_found_with_its_failure_and_its_dead_letter() -> anyhow::Result<()> {
    let Stage { cluster, client, service } = Stage::set().await?;
    assert!(client.say(say("panic")).request_id("panics").await.is_err());
    let found = until("its dead letter", || {
        let found = find(&cluster, "panics");
        (found.len() == 3).then_some(found)
    });
    let found = found.await;
    let letter = found.iter().find(|record| record.topic == "echo.dead-letters").unwrap();
    let cause = ("adjutant-cause".to_owned(), "Panicked".to_owned());
    assert!(letter.headers.contains(&cause), "{:?}", letter.headers);
    Ok(service.stop().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_command_that_cannot_be_read_is_found_by_the_identity_in_its_headers()
-> anyhow::Result<()> {
    let Stage { cluster, client, service } = Stage::set().await?;
    client.say(say("hello")).await?;
    let headers = [("adjutant-client-id", "tests"), ("adjutant-request-id", "garbled")];
    raw::write(&cluster.bootstrap_servers(), "echo.commands", &[("room", &[7; 40], &headers)]);
    let found = until("command, failure and dead letter", || {
        let found = find(&cluster, "garbled");
        (found.len() == 3).then_some(found)
    });
    let mut all: Vec<String> = found.await.into_iter().map(|record| record.topic).collect();
    all.sort_unstable();
    assert_eq!(all, ["echo.commands", "echo.dead-letters", "echo.replies"]);
    Ok(service.stop().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_holds_the_text_of_a_request_id_elsewhere_is_told_apart_by_its_identity()
-> anyhow::Result<()> {
    let cluster = Cluster::embedded()?;
    let client: Client = cluster.connect()?.client("tests").await?;
    let _one = client.say(say("about order-1")).request_id("other").send().await?;
    let _two = client.say(say("hello")).request_id("order-1").send().await?;
    let config = Config::new(cluster.bootstrap_servers());
    let belongs = |value: &[u8]| {
        let identity =
            single_object::split(value).map(|(writer, datum)| Say::identity(writer, datum));
        identity.is_some_and(|identity| identity.is_ok_and(|id| id.request_id == "order-1"))
    };
    let limit = Duration::from_secs(60);
    let found = trace::find(&config, &places(), "order-1", limit, belongs)?;
    assert_eq!(found.len(), 1);
    let (_, datum) = single_object::split(&found[0].value).unwrap();
    let (identity, _) = Say::decode(Say::FINGERPRINT, datum).unwrap();
    let expected = Identity { client_id: "tests".into(), request_id: "order-1".into() };
    assert_eq!(identity, expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn why_there_is_no_trace_is_told() -> anyhow::Result<()> {
    let cluster = Cluster::embedded()?;
    let trace = |config: Config, id: &str, limit| {
        trace::find(&config, &places(), id, limit, |_| true).unwrap_err().to_string()
    };
    let config = || Config::new(cluster.bootstrap_servers());
    let limit = Duration::from_secs(60);
    assert!(trace(config(), "", limit).contains("empty"));
    assert!(trace(config().lanes(0), "r", limit).contains("`lanes`"));
    assert!(trace(config(), "r", limit).contains("`echo.commands` does not exist"));
    let _client: Client = cluster.connect()?.client("tests").await?;
    assert!(trace(config(), "r", Duration::ZERO).contains("time limit"));
    Ok(())
}
