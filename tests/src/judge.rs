//! Judges a ledger from its topics and its database alone.

use crate::raw;
use adjutant::Message;
use ledger::{Book, ledger::BalanceChanged};
use std::{collections::BTreeMap, path::Path};

/// `bob` was paid 1 so many times, beside `others` commands that paid nothing: one reply for each of
/// the commands, each change of a balance once and in order, and nothing gained or lost.
pub fn ledger(
    servers: &str,
    database: &Path,
    payments: usize,
    others: usize,
    deposits: i64,
) -> anyhow::Result<()> {
    let mut replies: BTreeMap<Vec<u8>, usize> = BTreeMap::new();
    for reply in raw::read(servers, "ledger.replies") {
        *replies.entry(reply.key).or_default() += 1;
    }
    assert_eq!(replies.len(), payments + others, "every command was answered");
    assert!(replies.values().all(|count| *count == 1), "no command was answered twice");

    let mut balances: BTreeMap<String, i64> = BTreeMap::new();
    for event in raw::read(servers, "ledger.balances") {
        let event = decode(&event);
        let balance = balances.entry(event.account.clone()).or_default();
        assert_eq!(*balance + event.change, event.balance, "an event was lost, repeated or moved");
        *balance = event.balance;
    }
    assert_eq!(balances["bob"], payments as i64);
    let kept: BTreeMap<String, i64> = Book::open(database)?.balances()?.into_iter().collect();
    assert_eq!(kept, balances, "the events tell what the database holds");
    assert_eq!(kept.values().sum::<i64>(), deposits, "the sum of all balances never changes");
    Ok(())
}

fn decode(record: &raw::Record) -> BalanceChanged {
    let (writer, datum) = record.split().expect("a framed event");
    BalanceChanged::decode(writer, datum).expect("a change of a balance").1
}
