use super::*;
use crate::{
    codec::{What, Writer},
    read,
    source::Sources,
};

fn render(schema: &str, datum: &[u8]) -> Result<String, DecodeError> {
    let mut sources = Sources::default();
    let id = sources.add("test.avsc", schema);
    let (schemas, found) = read::schemas(&sources, &[id]);
    assert!(found.is_empty(), "{found:?}");
    json(&schemas, schemas.roots[0].as_ref().unwrap(), datum)
}

fn written(write: impl FnOnce(&mut Writer<'_>)) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut Writer::new(&mut bytes));
    bytes
}

/// A record `R` of one field `f`, of some type.
fn record(ty: &str) -> String {
    format!(r#"{{"type":"record","name":"a.R","fields":[{{"name":"f","type":{ty}}}]}}"#)
}

const BYTES: &str = r#"{"type":"bytes","logicalType":"decimal","precision":4}"#;
const ENUM: &str = r#"{"type":"enum","name":"a.E","symbols":["A","B"]}"#;
const FIXED: &str = r#"{"type":"fixed","name":"a.F","size":2}"#;
const ARRAY: &str = r#"{"type":"array","items":"int"}"#;
const MAP: &str = r#"{"type":"map","values":"int"}"#;

#[test]
fn every_type_has_its_json() {
    let union = format!(r#"["null","int",{ENUM},{FIXED},{ARRAY},{MAP}]"#);
    for (schema, datum, expected) in [
        (r#""null""#, &[][..], "null"),
        (r#""boolean""#, &[1], "true"),
        (r#""int""#, &[3], "-2"),
        (
            r#""long""#,
            &[0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1],
            "9223372036854775807",
        ),
        (r#""float""#, &[0xcd, 0xcc, 0xcc, 0x3d], "0.1"),
        (r#""string""#, &[6, 0xc3, 0xa9, b'"'], r#""é\"""#),
        (BYTES, &[6, 0xff, 0, b'A'], r#""ÿ\u0000A""#),
        (FIXED, &[1, 0xfe], r#""\u0001þ""#),
        (ENUM, &[2], r#""B""#),
        (ARRAY, &[4, 2, 4, 1, 2, 6, 0], "[1,2,3]"),
        (ARRAY, &[0], "[]"),
        (MAP, &[2, 2, b'k', 2, 2, 2, b'l', 4, 0], r#"{"k":1,"l":2}"#),
        (&union, &[0], "null"),
        (&union, &[2, 2], r#"{"int":1}"#),
        (&union, &[4, 0], r#"{"a.E":"A"}"#),
        (&union, &[6, b'x', b'y'], r#"{"a.F":"xy"}"#),
        (&union, &[8, 0], r#"{"array":[]}"#),
        (&union, &[10, 0], r#"{"map":{}}"#),
        (&record(r#"["null","R"]"#), &[2, 2, 0], r#"{"f":{"a.R":{"f":{"a.R":{"f":null}}}}}"#),
        (r#"{"type":"record","name":"R","fields":[]}"#, &[], "{}"),
    ] {
        assert_eq!(render(schema, datum).as_deref(), Ok(expected), "{schema}");
    }
}

#[test]
fn a_float_that_is_no_number_is_text() {
    for (value, expected) in [
        (f64::NAN, r#""NaN""#),
        (f64::INFINITY, r#""Infinity""#),
        (f64::NEG_INFINITY, r#""-Infinity""#),
        (1e300, "1e300"),
        (-0.0, "-0.0"),
        (5.0, "5.0"),
    ] {
        let double = written(|out| out.double(value));
        assert_eq!(render(r#""double""#, &double).as_deref(), Ok(expected));
        if !value.is_finite() {
            let float = written(|out| out.float(value as f32));
            assert_eq!(render(r#""float""#, &float).as_deref(), Ok(expected));
        }
    }
}

#[test]
fn bytes_that_are_no_datum_are_refused_with_the_field_and_the_byte() {
    let nested = record(&format!(
        r#"["null",{{"type":"array","items":{}}}]"#,
        r#"{"type":"record","name":"I","fields":[{"name":"g","type":"int"}]}"#
    ));
    for (schema, datum, what, path, offset) in [
        (r#""int""#, &[][..], What::Truncated, "", 0),
        (r#""int""#, &[2, 0], What::Trailing, "", 1),
        (r#""int""#, &[0xff, 0xff, 0xff, 0xff, 0x7f], What::Int, "", 0),
        (r#""long""#, &[0xff; 11], What::Varint, "", 0),
        (r#""boolean""#, &[2], What::Boolean, "", 0),
        (r#""string""#, &[2, 0xff], What::Utf8, "", 1),
        (r#""string""#, &[1], What::Length, "", 1),
        (r#""string""#, &[0xfe, 0xff, 0xff, 0xff, 0x0f, 1], What::Truncated, "", 5),
        (FIXED, &[1], What::Truncated, "", 0),
        (ENUM, &[4], What::Enum, "", 0),
        (ARRAY, &[0xfe, 0xff, 0xff, 0xff, 0x0f, 1], What::Count, "", 0),
        (&nested, &[4], What::Union, "f", 0),
        (&nested, &[2, 4, 2], What::Count, "f", 1),
        (&nested, &[2, 4, 2, 0xff], What::Truncated, "f.g", 3),
    ] {
        let error = render(schema, datum).unwrap_err();
        assert_eq!(
            (error.what(), &*error.path(), error.offset()),
            (what, path, offset),
            "{schema}"
        );
    }
}

#[test]
fn few_bytes_never_become_endless_text() {
    let many = written(|out| out.long(i64::MAX));
    let nulls = render(r#"{"type":"array","items":"null"}"#, &many);
    assert_eq!(nulls.unwrap_err().what(), What::Count);

    let doubling = |n: usize| {
        let field = |name| format!(r#"{{"name":"{name}","type":"R{}"}}"#, n + 1);
        format!(r#"{{"type":"record","name":"R{n}","fields":[{},{}]}}"#, field("f"), field("g"))
    };
    let mut types: Vec<String> = (0..40).map(doubling).collect();
    types.push(r#"{"type":"record","name":"R40","fields":[]}"#.into());
    let union = format!("[{}]", types.join(","));
    assert_eq!(render(&union, &[0]).unwrap_err().what(), What::Size);
}

#[test]
fn data_may_be_deep_but_not_endless() {
    let list = record(r#"["null","R"]"#);
    let datum = |depth: usize| [vec![2; depth], vec![0]].concat();
    assert!(render(&list, &datum(MAX_DEPTH / 2 - 1)).is_ok());
    let error = render(&list, &datum(1_000_000)).unwrap_err();
    assert_eq!(error.what(), What::Depth);
    assert!(error.path().len() < 100, "{error}");
}
