//! The promises of the pattern, on the ledger of the examples.

use adjutant::{Adjutant, CallError, Identity};
use adjutant_tests::{cluster::Cluster, judge, raw, service::Service, wait::until};
use ledger::{
    Bank,
    ledger::{self as contract, Client, MoveFunds, OpenAccount, Priority},
};
use statements::Statements;
use std::{collections::BTreeMap, path::Path, time::Duration};

const LEDGER: &str = "main";

fn open(account: &str, deposit: i64) -> OpenAccount {
    OpenAccount { ledger: LEDGER.into(), account: account.into(), deposit }
}

fn pay(from: &str, to: &str, amount: i64) -> MoveFunds {
    let (from, to) = (from.into(), to.into());
    MoveFunds { ledger: LEDGER.into(), from, to, amount, note: None }
}

fn serve(adjutant: &Adjutant, database: &Path) -> anyhow::Result<Service> {
    Ok(Service::start(adjutant.serve(contract::serve(Bank::open(database)?))))
}

pub async fn a_client_sends_while_the_service_is_down_and_gets_its_reply_once_it_is_up(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let client: Client = adjutant.client("web-shop").await?;
    let receipt = client.open_account(open("ann", 5)).send().await?;
    let folder = tempfile::tempdir()?;
    let service = serve(&adjutant, &folder.path().join("ledger"))?;
    let opened = client.outcome(receipt).timeout(Duration::from_secs(60)).await?;
    assert_eq!((opened.account.as_str(), opened.balance), ("ann", 5));
    Ok(service.stop().await?)
}

pub async fn a_service_restarted_in_the_middle_of_a_thousand_commands_loses_and_repeats_none(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let folder = tempfile::tempdir()?;
    let database = folder.path().join("ledger");
    let client: Client = adjutant.client("web-shop").await?;
    let mut service = serve(&adjutant, &database)?;
    client.open_account(open("ann", 1_000_000)).timeout(Duration::from_secs(60)).await?;
    client.open_account(open("bob", 0)).await?;
    let mut receipts = Vec::new();
    for n in 0..1_000 {
        receipts.push(client.move_funds(pay("ann", "bob", 1)).send().await?);
        if n == 300 || n == 700 {
            service.stop().await?;
            service = serve(&adjutant, &database)?;
        }
    }
    for receipt in receipts {
        client.outcome(receipt).timeout(Duration::from_secs(60)).await?;
    }
    service.stop().await?;
    judge::ledger(&cluster.bootstrap_servers(), &database, 1_000, 2, 1_000_000)
}

pub async fn a_subscriber_that_starts_late_sees_every_balance(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let folder = tempfile::tempdir()?;
    let service = serve(&adjutant, &folder.path().join("ledger"))?;
    let client: Client = adjutant.client("web-shop").await?;
    client.open_account(open("ann", 100)).timeout(Duration::from_secs(60)).await?;
    client.open_account(open("bob", 0)).await?;
    for amount in 1..=10 {
        client.move_funds(pay("ann", "bob", amount)).await?;
    }
    service.stop().await?;

    let statements = Statements::default();
    let late = statements::ledger::subscribe(statements.clone()).group("late");
    let late = Service::start(adjutant.serve(late));
    until("all statements", || (statements.of("bob").balance == 55).then_some(())).await;
    until("the payer's too", || (statements.of("ann").balance == 45).then_some(())).await;
    late.stop().await?;
    let seen: Vec<i64> = statements.of("bob").lines.iter().map(|line| line.balance).collect();
    assert_eq!(seen, [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55]);
    Ok(())
}

pub async fn a_high_priority_command_overtakes_a_backlog(cluster: &Cluster) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let client: Client = adjutant.client("web-shop").await?;
    let mut backlog = Vec::new();
    for n in 0..10_000 {
        let command = open(&format!("account-{n}"), 0);
        let identity = Identity { client_id: "batch".into(), request_id: format!("r-{n}") };
        let mut value = Vec::new();
        adjutant::avro::single_object::header(
            <OpenAccount as adjutant::Message>::FINGERPRINT,
            &mut value,
        );
        adjutant::Message::encode(&command, &identity, &mut value);
        backlog.push(value);
    }
    let records: Vec<_> = backlog.iter().map(|value| (LEDGER, &value[..], &[][..])).collect();
    raw::write(&cluster.bootstrap_servers(), "ledger.commands", &records);
    let urgent = client.open_account(open("urgent", 7)).priority(Priority::High).send().await?;

    let bank = Bank::in_memory()?;
    let book = bank.book();
    let service = Service::start(adjutant.serve(contract::serve(bank)));
    client.outcome(urgent).timeout(Duration::from_secs(120)).await?;
    service.stop().await?;
    let opened = book.balances()?;
    let place = opened.iter().position(|(account, _)| account == "urgent");
    assert!(place.is_some_and(|place| place < 5_000), "the urgent command was number {place:?}");
    Ok(())
}

pub async fn clients_with_different_ids_see_their_own_replies_alone(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let service = Service::start(adjutant.serve(contract::serve(Bank::in_memory()?)));
    let shop: Client = adjutant.client("web-shop").await?;
    let office: Client = adjutant.client("back-office").await?;
    for n in 0..20 {
        let (one, two) = (format!("shop-{n}"), format!("office-{n}"));
        let ours = shop.open_account(open(&one, n)).timeout(Duration::from_secs(60));
        let theirs = office.open_account(open(&two, n)).timeout(Duration::from_secs(60));
        let (ours, theirs) = tokio::join!(async { ours.await }, async { theirs.await });
        assert_eq!(ours?.account, one);
        assert_eq!(theirs?.account, two);
    }
    assert_eq!(shop.late_replies().count + office.late_replies().count, 0);
    Ok(service.stop().await?)
}

pub async fn a_redelivered_command_changes_nothing_and_is_answered_as_before(
    cluster: &Cluster,
) -> anyhow::Result<()> {
    let adjutant = cluster.connect()?;
    let bank = Bank::in_memory()?;
    let book = bank.book();
    let service = Service::start(adjutant.serve(contract::serve(bank)));
    let client: Client = adjutant.client("web-shop").await?;
    client.open_account(open("ann", 10)).timeout(Duration::from_secs(60)).await?;
    client.open_account(open("bob", 0)).await?;
    let paid = client.move_funds(pay("ann", "bob", 6)).request_id("once").await?;
    let again = client.move_funds(pay("ann", "bob", 6)).request_id("once").await?;
    assert_eq!(paid, again, "the answer of the first time, not a balance read later");
    let refused = client.move_funds(pay("ann", "bob", 9)).request_id("too-much").await;
    client.open_account(open("eve", 100)).await?;
    client.move_funds(pay("eve", "ann", 100)).await?;
    let still = client.move_funds(pay("ann", "bob", 9)).request_id("too-much").await;
    for outcome in [refused, still] {
        assert!(matches!(outcome, Err(CallError::Rejected(_))), "a refusal is kept too");
    }
    let balances: BTreeMap<_, _> = book.balances()?.into_iter().collect();
    assert_eq!((balances["ann"], balances["bob"]), (104, 6));
    Ok(service.stop().await?)
}
