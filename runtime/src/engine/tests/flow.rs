//! Many commands: order, priorities, restarts, rebalances, transactions that fail.

use super::{
    chat::Watched,
    cluster::{Cluster, told},
    service::{run, until},
};
use crate::engine::{Guarantee, Settings};
use rdkafka::{
    Message as _,
    message::OwnedMessage,
    types::{RDKafkaApiKey, RDKafkaRespErr},
};
use std::{
    collections::{HashMap, HashSet},
    sync::atomic::Ordering,
};

const BOTH: [Guarantee; 2] = [Guarantee::ExactlyOnce, Guarantee::AtLeastOnce];

fn key(record: &OwnedMessage) -> Vec<u8> {
    record.key().unwrap().to_vec()
}

/// Checks that every command was answered once, and every room heard its own in their order.
fn once_in_order(cluster: &Cluster, count: usize) {
    let mut replies: HashMap<Vec<u8>, usize> = HashMap::new();
    for reply in cluster.read_all("chat.replies") {
        *replies.entry(key(&reply)).or_default() += 1;
    }
    assert_eq!((replies.len(), replies.values().sum()), (count, count));
    let mut next: HashMap<Vec<u8>, u32> = HashMap::new();
    for event in cluster.read_all("chat.heard") {
        let next = next.entry(key(&event)).or_default();
        assert_eq!(told(&event), format!("heard {next}"));
        *next += 1;
    }
    assert_eq!(next.values().sum::<u32>() as usize, count);
}

/// Writes `count` commands to ten rooms, numbered in each.
fn say(cluster: &Cluster, from: usize, count: usize) {
    let commands = cluster.writer();
    for index in from..from + count {
        commands.say(
            &format!("r{index}"),
            &format!("room{}", index % 10),
            &(index / 10).to_string(),
        );
    }
    commands.flush();
}

#[test]
fn a_service_restarted_in_the_middle_loses_and_repeats_nothing() {
    for guarantee in BOTH {
        let cluster = Cluster::start();
        say(&cluster, 0, 3_000);
        let settings = || Settings { guarantee, ..cluster.settings() };
        for stop_after in [500, 1500, 3000] {
            let chat = Watched::default();
            let service = run(settings(), &chat);
            let done = || cluster.read_all("chat.replies").len() >= stop_after;
            until("half of them answered", done);
            service.stop();
        }
        once_in_order(&cluster, 3_000);
    }
}

#[test]
fn two_members_share_the_partitions_and_one_takes_over_when_the_other_leaves() {
    for guarantee in BOTH {
        let cluster = Cluster::start();
        let settings = || {
            let mut settings = Settings { guarantee, ..cluster.settings() };
            // The embedded broker waits nearly that long for members that rejoin.
            let soon = [("session.timeout.ms", "1500"), ("heartbeat.interval.ms", "100")];
            settings.consumer.extend(soon.map(|(key, value)| (key.into(), value.into())));
            settings
        };
        say(&cluster, 0, 1_000);
        let (one, two) = (Watched::default(), Watched::default());
        let first = run(settings(), &one);
        until("the first has started", || one.0.started.load(Ordering::SeqCst) > 0);
        let second = run(settings(), &two);
        let mut sent = 1_000;
        until("the second has its share", || {
            say(&cluster, sent, 50);
            sent += 50;
            two.0.started.load(Ordering::SeqCst) > 0
        });
        first.stop();
        say(&cluster, sent, 500);
        sent += 500;
        // The embedded broker refuses offsets while a member joins, so some are answered twice.
        let answered = || cluster.read_all("chat.replies").iter().map(key).collect::<HashSet<_>>();
        until("all are answered", || answered().len() == sent);
        second.stop();
    }
}

#[test]
fn high_priority_overtakes_a_backlog_of_normal_commands() {
    let cluster = Cluster::start();
    let (commands, chat) = (cluster.writer(), Watched::default());
    for index in 0..10_000 {
        commands.say(&format!("n{index}"), "hall", "normal");
    }
    commands.say_to(0, "h", "hall", "high");
    commands.flush();
    let service = run(cluster.settings(), &chat);
    until("the high one is heard", || chat.0.heard.lock().unwrap().iter().any(|t| t == "high"));
    let place = chat.0.heard.lock().unwrap().iter().position(|text| text == "high").unwrap();
    assert!(place < 5_000, "high came after {place} normal ones");
    service.stop();
}

#[test]
fn a_handler_that_waits_holds_up_its_own_partition_alone() {
    let cluster = Cluster::start();
    let (commands, chat) = (cluster.writer(), Watched::default());
    commands.say("w", "hall", "wait");
    for room in 0..20 {
        commands.say(&format!("r{room}"), &format!("room{room}"), "hello");
    }
    commands.flush();
    let service = run(cluster.settings(), &chat);
    // Three partitions: the rooms of two of them are served meanwhile.
    until("others are answered", || !cluster.read_all("chat.replies").is_empty());
    until("the handler waits", || chat.0.started.load(Ordering::SeqCst) > 1);
    assert!(!chat.0.heard.lock().unwrap().contains(&"wait".to_owned()));
    chat.0.gate.notify_one();
    assert_eq!(cluster.read("chat.replies", 21).len(), 21);
    service.stop();
}

#[test]
fn a_handler_that_does_not_end_is_left_when_the_service_stops_and_started_again_by_the_next() {
    for guarantee in BOTH {
        let cluster = Cluster::start();
        let (commands, chat) = (cluster.writer(), Watched::default());
        commands.say("r1", "hall", "wait");
        commands.flush();
        let drain = std::time::Duration::from_millis(50);
        let settings = || Settings { guarantee, drain, ..cluster.settings() };
        let service = run(settings(), &chat);
        until("the handler waits", || chat.0.started.load(Ordering::SeqCst) == 1);
        service.stop();
        assert!(cluster.read_all("chat.replies").is_empty());
        let service = run(settings(), &chat);
        until("it is started again", || chat.0.started.load(Ordering::SeqCst) == 2);
        chat.0.gate.notify_one();
        assert_eq!(told(&cluster.read("chat.replies", 1)[0]), "said wait");
        service.stop();
    }
}

#[test]
fn transactions_that_must_be_aborted_are_produced_again_and_no_handler_runs_again() {
    use RDKafkaRespErr::*;
    let cluster = Cluster::start();
    say(&cluster, 0, 2_000);
    for _ in 0..3 {
        cluster
            .fail(RDKafkaApiKey::TxnOffsetCommit, &[RD_KAFKA_RESP_ERR_OFFSET_METADATA_TOO_LARGE]);
        cluster.fail(RDKafkaApiKey::AddOffsetsToTxn, &[RD_KAFKA_RESP_ERR_INVALID_REQUEST]);
    }
    let chat = Watched::default();
    let service = run(cluster.settings(), &chat);
    until("all are handled", || chat.0.started.load(Ordering::SeqCst) >= 2_000);
    service.stop();
    assert_eq!(chat.0.started.load(Ordering::SeqCst), 2_000);
    // The embedded broker shows aborted records as well, so only presence can be judged here.
    let replies = cluster.read_all("chat.replies");
    let different: HashSet<_> = replies.iter().map(key).collect();
    assert_eq!(different.len(), 2_000);
    // Nothing is left for the next one.
    let next = Watched::default();
    let service = run(cluster.settings(), &next);
    let commands = cluster.writer();
    commands.say("last", "hall", "last");
    commands.flush();
    until("the last is heard", || !next.0.heard.lock().unwrap().is_empty());
    assert_eq!(*next.0.heard.lock().unwrap(), ["last"]);
    service.stop();
}

#[test]
fn a_member_whose_commit_is_refused_begins_anew_from_the_offsets_of_the_group() {
    let cluster = Cluster::start();
    say(&cluster, 0, 100);
    let chat = Watched::default();
    cluster.fail(
        RDKafkaApiKey::TxnOffsetCommit,
        &[RDKafkaRespErr::RD_KAFKA_RESP_ERR_ILLEGAL_GENERATION],
    );
    let service = run(cluster.settings(), &chat);
    let answered = || cluster.read_all("chat.replies").iter().map(key).collect::<HashSet<_>>();
    until("all are answered", || {
        answered().len() == 100 && chat.0.started.load(Ordering::SeqCst) > 100
    });
    say(&cluster, 100, 100);
    until("the new ones are answered", || answered().len() == 200);
    service.stop();
}
