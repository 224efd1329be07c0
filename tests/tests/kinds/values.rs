//! Data written by hand after the specification.

use super::kinds::{
    Added, Colour, Defaults, DefaultsRejection, Deleted, Late, Logicals, Refused, Shape, Sum,
    Unions, UnionsAlike, UnionsDated, UnionsListItem, UnionsMany, UnionsNested, UnionsNone,
    UnionsNullBetween, UnionsNumbers, UnionsOne, UnionsTextOrBytes, UnionsTwoEnums, UnionsTwoFixed,
};
use adjutant::{
    Command, Identity, Message,
    avro::values::{Date, Duration, TimeMillis, TimestampMicros, Uuid},
};

fn identity() -> Identity {
    Identity { client_id: "c".into(), request_id: "r".into() }
}

/// The datum without the identity that leads it.
fn own<M: Message>(message: &M) -> Vec<u8> {
    let mut datum = Vec::new();
    message.encode(&identity(), &mut datum);
    datum.strip_prefix(b"\x02c\x02r").expect("the identity leads").to_vec()
}

#[test]
fn logical_types_stand_on_the_wire_as_the_specification_says() {
    let message = Logicals {
        price: "-1.29".parse().expect("a decimal"),
        day: Date(-1),
        time: TimeMillis(64),
        timestamp_micros: TimestampMicros(1),
        raw_id: Uuid::from_u128(0x0102),
        span: Duration { months: 1, days: 2, millis: 3 },
        amount: "0.0001".parse().expect("a decimal"),
        ..Logicals::default()
    };
    let expected = [
        &[0x04, 0xff, 0x7f][..],   // -129 in two bytes
        &[0x06, 0x02, 0x00, 0x00], // the digits of 0, a scale of 0
        &[0x48],
        b"00000000-0000-0000-0000-000000000000",
        &[0x01, 0x80, 0x01, 0x00],             // day, time, fine_time
        &[0x00, 0x02, 0x00, 0x00, 0x00, 0x00], // timestamps
        &[0; 14],
        &[0x01, 0x02], // raw_id
        &[1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0],
        &[0, 0, 0, 0, 0, 0, 0, 0, 1],
        &[0x00],
    ];
    assert_eq!(own(&message), expected.concat());
}

#[test]
fn the_branch_of_a_union_is_the_one_that_was_named() {
    let message = Unions {
        numbers: UnionsNumbers::Double(1.0),
        null_between: UnionsNullBetween::Null,
        alike: UnionsAlike::Deleted(Deleted { id: 5 }),
        two_enums: UnionsTwoEnums::Shape(Shape::Red),
        two_fixed: UnionsTwoFixed::Sum(Sum(*b"abcd")),
        text_or_bytes: UnionsTextOrBytes::String("x".into()),
        many: UnionsMany::Array(vec![1]),
        one: UnionsOne::Int(3),
        none: UnionsNone::Null,
        dated: UnionsDated::Int(Date(2)),
        list: vec![UnionsListItem::Null, UnionsListItem::Added(Added { id: 1 })],
        nested: UnionsNested::Null,
    };
    let expected = [
        &[6, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f][..],
        &[2],
        &[2, 10],
        &[2, 2],
        &[0, b'a', b'b', b'c', b'd'],
        &[2, 2, b'x'],
        &[2, 2, 2, 0],
        &[0, 6],
        &[0],
        &[2, 4],
        &[4, 4, 0, 2, 0],
        &[0],
    ];
    assert_eq!(own(&message), expected.concat());
}

#[test]
fn the_identity_stands_where_the_schema_has_it() {
    let late = Late { rest: [("k".into(), 0.0)].into(), ..Late::default() };
    let mut datum = Vec::new();
    late.encode(&identity(), &mut datum);
    let expected = [
        &[0, 0][..], // grid, choice
        &[2, b'r'],
        &[0, 2, 0], // chain, price
        &[0; 16],
        &[2, b'c'],
        &[2, 2, b'k'],
        &[0; 9],
    ];
    assert_eq!(datum, expected.concat());
    assert_eq!(Late::identity(Late::FINGERPRINT, &datum), Ok(identity().as_ref()));
    assert_eq!(Late::decode(Late::FINGERPRINT, &datum), Ok((identity(), late)));
}

#[test]
fn a_key_is_text() {
    let key = |has_key: &dyn Fn(&mut Vec<u8>) -> bool| {
        let mut text = Vec::new();
        has_key(&mut text).then(|| String::from_utf8(text).expect("a key is text"))
    };
    let id = Uuid::from_u128(0xAB);
    let text = Some("00000000-0000-0000-0000-0000000000ab".to_owned());
    assert_eq!(key(&|out| Defaults { id, ..Defaults::default() }.key(out)), text);
    assert_eq!(key(&|out| Logicals { raw_id: id, ..Logicals::default() }.key(out)), text);
    assert_eq!(key(&|out| Late::default().key(out)), None);
}

#[test]
fn a_rejection_reads_as_a_sentence() {
    let refused = Refused { reason: "too late".into(), colour: Colour::Red, code: Some(7) };
    assert_eq!(refused.to_string(), "refused: reason too late, colour Red, code Some(7)");
    assert_eq!(DefaultsRejection::from(refused.clone()).to_string(), refused.to_string());
}
