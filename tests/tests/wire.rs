//! A client that knows no more than the page `adjutant::wire`: it sends what stands there, and the
//! example service answers as it stands there.

use adjutant_tests::{
    cluster::Cluster,
    raw::{self, Record},
    service::Service,
    wait::until,
};
use ledger::{
    Bank,
    ledger::{self as contract, Client, OpenAccount},
};

const PAGE: &str = include_str!("../../runtime/src/wire.md");

/// A record of the page's vectors.
#[derive(Debug, PartialEq)]
struct Vector {
    topic: String,
    key: String,
    partition: i32,
    value: Vec<u8>,
}

fn vectors() -> Vec<Vector> {
    let rows = PAGE.lines().skip_while(|line| !line.starts_with("| topic | key |")).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    rows.map(|row| {
        let cells: Vec<_> =
            row.split(" | ").map(|cell| cell.replace(['`', '"', '|'], "")).collect();
        let hex = cells[4].trim();
        let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16));
        Vector {
            topic: cells[0].trim().into(),
            key: cells[1].clone(),
            partition: cells[2].parse().unwrap(),
            value: bytes.collect::<Result<_, _>>().unwrap(),
        }
    })
    .collect()
}

fn vector(topic: &str, record: Record) -> Vector {
    let Record { key, partition, value, .. } = record;
    Vector { topic: topic.into(), key: String::from_utf8(key).unwrap(), partition, value }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_client_that_sends_the_bytes_of_the_page_is_answered_with_those_of_the_page()
-> anyhow::Result<()> {
    let cluster = Cluster::embedded()?;
    let servers = cluster.bootstrap_servers();
    let service = Service::start(cluster.connect()?.serve(contract::serve(Bank::in_memory()?)));
    let [command, reply, event, ..] = &vectors()[..] else { panic!("the page has no vectors") };
    // The topics stand once a client has found them.
    let _client: Client = cluster.connect()?.client("another").await?;
    raw::write(&servers, &command.topic, &[(&command.key, &command.value, &[])]);
    for expected in [command, reply, event] {
        let read = || raw::read(&servers, &expected.topic).into_iter().next();
        let written = vector(&expected.topic, until(&expected.topic, read).await);
        assert_eq!(written, *expected);
    }
    Ok(service.stop().await?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_clients_of_this_runtime_send_the_bytes_of_the_page() -> anyhow::Result<()> {
    let cluster = Cluster::embedded()?;
    let expected = &vectors()[0];
    let client: Client = cluster.connect()?.client("web-shop").await?;
    let (ledger, account) = ("main".into(), "ann".into());
    let command = OpenAccount { ledger, account, deposit: 250 };
    let request_id = "9d8b5f1e-3c52-4c1a-8f0e-6a7d2b40c40d";
    let _receipt = client.open_account(command).request_id(request_id).send().await?;
    let sent = raw::read(&cluster.bootstrap_servers(), &expected.topic).remove(0);
    assert_eq!(sent.headers, [], "no header is needed");
    assert_eq!(vector(&expected.topic, sent), *expected);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_meets_an_unknown_fingerprint_finds_its_schema() -> anyhow::Result<()> {
    use adjutant::{Message, schemas_topic};
    let cluster = Cluster::embedded()?;
    let service = Service::start(cluster.connect()?.serve(contract::serve(Bank::in_memory()?)));
    let print = format!("{:016x}", OpenAccount::FINGERPRINT).into_bytes();
    let _client: Client = cluster.connect()?.client("another").await?;
    let read = || {
        let schemas = raw::read(&cluster.bootstrap_servers(), "ledger.schemas");
        schemas.into_iter().find(|record| record.key == print)
    };
    let record = until("the schema of a command", read).await;
    let text = OpenAccount::SCHEMAS[0].text;
    assert_eq!(str::from_utf8(&record.value)?, text);
    let find = |print| schemas_topic::find(&cluster.config(), "ledger.schemas", print);
    assert_eq!(find(OpenAccount::FINGERPRINT)?.as_deref(), Some(text));
    assert_eq!(find(1)?, None);
    service.stop().await?;

    let before = raw::read(&cluster.bootstrap_servers(), "ledger.schemas").len();
    let again = Service::start(cluster.connect()?.serve(contract::serve(Bank::in_memory()?)));
    let client: Client = cluster.connect()?.client("web-shop").await?;
    let (ledger, account) = ("main".into(), "ann".into());
    client.open_account(OpenAccount { ledger, account, deposit: 0 }).await?;
    let after = raw::read(&cluster.bootstrap_servers(), "ledger.schemas").len();
    assert_eq!(before, after, "a schema that stands there is not written again");
    Ok(again.stop().await?)
}
