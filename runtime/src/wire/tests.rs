//! The page says what the code does: its vectors, names and schema are computed here.

use crate::{
    client::RequestIds,
    failure::{self, Failure, FailureKind},
    headers,
    identity::Identity,
    partitioner::{murmur2, partition},
    schemas_topic,
};
use adjutant_avro::{
    canonical, fingerprint, read, render,
    schema::{Schemas, Type},
    single_object,
    source::Sources,
};
use uuid::Uuid;

const PAGE: &str = include_str!("../wire.md");

/// The rows of the table whose header starts with `first`, cell by cell.
fn table(first: &str) -> Vec<Vec<String>> {
    let header = format!("| {first} |");
    let rows = PAGE.lines().skip_while(|line| !line.starts_with(&header)).skip(2);
    let rows = rows.take_while(|line| line.starts_with('|'));
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|').split(" | ").map(|cell| cell.trim().replace('`', "")).collect()
    };
    let rows: Vec<_> = rows.map(cells).collect();
    assert!(!rows.is_empty(), "the page has no table of `{first}`");
    rows
}

fn text(json: &str) -> String {
    serde_json::from_str(json).unwrap()
}

fn number(cell: &str) -> i32 {
    cell.parse().unwrap()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2);
    pairs.map(|pair| u8::from_str_radix(str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn schema(text: &str) -> (Schemas, Type) {
    let mut sources = Sources::default();
    let id = sources.add("schema", text);
    let (schemas, findings) = read::schemas(&sources, &[id]);
    assert!(findings.is_empty(), "{text}");
    let root = schemas.roots[0].clone().unwrap();
    (schemas, root)
}

#[test]
fn keys_fall_on_the_partitions_of_the_page() {
    for row in table("key") {
        let key = text(&row[0]);
        assert_eq!(format!("{:08x}", murmur2(key.as_bytes())), row[1], "{key}");
        for (cell, count) in [(2, 3), (3, 6), (4, 12)] {
            assert_eq!(partition(key.as_bytes(), count), number(&row[cell]), "{key} of {count}");
        }
    }
}

#[test]
fn request_ids_are_drawn_and_their_replies_placed_as_the_page_says() {
    let ids = RequestIds::new("web-shop", "a", 6);
    assert_eq!(ids.partition(), 5);
    let rows = table("request_id");
    for row in &rows {
        let id = row[0].split(' ').next().unwrap();
        assert_eq!(ids.partition_of(id), number(&row[1]), "{id}");
        assert_eq!(partition(id.as_bytes(), 6), number(&row[2]), "{id}");
    }
    let from = Uuid::parse_str(&rows[1][0]).unwrap();
    assert_eq!(Some(ids.vary(from).as_str()), rows[2][0].split(' ').next());
}

#[test]
fn schemas_have_the_fingerprints_of_the_page() {
    for row in table("canonical form") {
        let (schemas, root) = schema(&row[0]);
        assert_eq!(canonical::form(&schemas, &root), row[0], "it is canonical");
        let print = fingerprint::of(&row[0]);
        assert_eq!(schemas_topic::key(print), row[1]);
        assert_eq!(hex(&print.to_le_bytes()), row[2]);
    }
}

#[test]
fn values_hold_the_data_of_the_page_and_stand_on_its_partitions() {
    let known = table("canonical form");
    for row in table("topic | key") {
        assert_eq!(partition(text(&row[1]).as_bytes(), 6), number(&row[2]), "{}", row[1]);
        let value = bytes(&row[4]);
        let (writer, datum) = single_object::split(&value).unwrap();
        let form = known.iter().find(|known| known[1] == schemas_topic::key(writer)).unwrap();
        let (schemas, root) = schema(&form[0]);
        assert_eq!(render::json(&schemas, &root, datum).unwrap(), row[3]);
    }
}

#[test]
fn the_failure_of_the_page_is_what_this_runtime_writes() {
    let rows = table("topic | key");
    let row = rows.iter().find(|row| row[3].contains("Expired")).unwrap();
    let data: serde_json::Value = serde_json::from_str(&row[3]).unwrap();
    let field = |name: &str| data[name].as_str().unwrap().to_owned();
    let identity = Identity { client_id: field("client_id"), request_id: field("request_id") };
    let failure = Failure { kind: FailureKind::Expired, message: field("message") };
    let mut value = Vec::new();
    single_object::header(Failure::FINGERPRINT, &mut value);
    failure::encode(&identity, &failure, &mut value);
    assert_eq!(hex(&value), row[4]);
}

#[test]
fn the_schema_of_a_failure_stands_on_the_page() {
    let written = PAGE.split("```json\n").nth(1).unwrap().lines().next().unwrap();
    let (schemas, root) = schema(written);
    assert_eq!(canonical::form(&schemas, &root), Failure::SCHEMA);
}

#[test]
fn every_kind_of_failure_stands_on_the_page_and_no_other() {
    let rows = table("kind");
    let written: Vec<_> = rows.iter().map(|row| row[0].as_str()).collect();
    let known: Vec<_> = FailureKind::KNOWN.iter().map(|kind| format!("{kind:?}")).collect();
    assert_eq!(written, known);
}

#[test]
fn every_header_stands_on_the_page_and_no_other() {
    let mut known = vec![
        headers::DEADLINE,
        headers::CLIENT_ID,
        headers::REQUEST_ID,
        headers::IDENTITY_FROM,
        headers::TOPIC,
        headers::PARTITION,
        headers::OFFSET,
        headers::TIMESTAMP,
        headers::CAUSE,
        headers::MESSAGE,
        headers::WHOLE_LENGTH,
    ];
    let mut written: Vec<_> =
        PAGE.split('`').filter(|word| word.starts_with("adjutant-")).collect();
    for names in [&mut known, &mut written] {
        names.sort_unstable();
        names.dedup();
    }
    assert_eq!(written, known);
}
