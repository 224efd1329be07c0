//! What `Default` makes of the defaults of schemas.

use super::kinds::*;
use adjutant::avro::values::{Date, Uuid};
use std::collections::BTreeMap;

#[test]
fn a_record_starts_with_the_defaults_of_its_schema() {
    let start = Defaults::default();
    assert!(start.nan.is_nan());
    let start = Defaults { nan: 0.0, ..start };
    let expected = Defaults {
        flag: true,
        small: -5,
        large: i64::MIN,
        float: 1.5,
        double: -0.25,
        nan: 0.0,
        endless: f32::NEG_INFINITY,
        bytes: vec![1, 255],
        text: "a \"b\" \\ ü".into(),
        list: vec![1, -2],
        map: BTreeMap::from([("a".into(), "b".into())]),
        colour: Colour::DarkBlue,
        sum: Sum([1, 2, 3, 255]),
        point: Point { x: 1, y: -1 },
        points: vec![Point { x: 2, y: 3 }],
        some: Some("yes".into()),
        none: None,
        second: Some("no".into()),
        choice: DefaultsChoice::Point(Point { x: 0, y: 0 }),
        day: Date(18000),
        price: "12.34".parse().expect("a decimal"),
        id: Uuid::from_u128(0x6513270e_269e_4d37_b2a7_4de452e6b438),
        raw_id: Uuid::from_u128(1),
        amount: "0.0007".parse().expect("a decimal"),
        chain: Chain { value: 7, next: None },
        deep: Some(vec![DefaultsDeepItem::Int(1), DefaultsDeepItem::String("two".into())]),
        plain: 0,
    };
    assert_eq!(start, expected);
}

#[test]
fn what_has_no_default_starts_empty() {
    let late = Late::default();
    assert_eq!((late.grid.len(), late.choice, late.chain), (0, LateChoice::Null, None));
    assert_eq!(late.price.to_string(), "0.0");
    assert_eq!(Wide::default(), Wide([0; 40]));
}

#[test]
fn an_enum_starts_with_its_default_symbol_if_it_has_one() {
    assert_eq!(DefaultsReply::default().colour, Colour::Green);
    assert_eq!(Colour::Green.symbol(), "green");
}
