use super::*;
use crate::source::{Diagnostic, Sources};

fn parse(text: &str) -> Result<Json, Diagnostic> {
    let mut sources = Sources::default();
    let id = sources.add("test.json", text);
    read(&sources, id)
}

/// The part of the text that a finding points at, and its id.
fn fault(text: &str) -> (&'static str, &str) {
    let fault = parse(text).unwrap_err();
    assert!(!fault.message.is_empty() && !fault.help.is_empty());
    let span = fault.span.unwrap();
    (fault.id, &text[span.start as usize..span.end as usize])
}

#[test]
fn every_kind_of_value_is_read_and_written_again() {
    for text in [
        "null",
        "true",
        "[]",
        "{}",
        r#"{"a":[1,-0,2.50,1e400,-1.5E+3],"b":{"c":null},"d":[[],{}]}"#,
        r#""\"\\\n\r\t\b\f\u0001é\u2028""#,
    ] {
        assert_eq!(write(&parse(text).unwrap()), text);
    }
    assert_eq!(write(&parse("\u{feff} [ 1 , {\"a\" :2} ]\r\n").unwrap()), r#"[1,{"a":2}]"#);
}

#[test]
fn escapes_are_resolved() {
    let json = parse(r#""\/\u00e9\ud83d\ude00""#).unwrap();
    assert_eq!(json.as_str(), Some("/é😀"));
}

#[test]
fn every_value_and_key_knows_its_place() {
    let text = r#"{ "a" : [ 10 , "x" ] }"#;
    let json = parse(text).unwrap();
    let Value::Object(members) = &json.value else { panic!() };
    let Value::Array(items) = &members[0].value.value else { panic!() };
    let at = |span: Span| &text[span.start as usize..span.end as usize];
    assert_eq!(at(json.span), text);
    assert_eq!(at(members[0].key_span), r#""a""#);
    assert_eq!(at(members[0].value.span), r#"[ 10 , "x" ]"#);
    assert_eq!(items.iter().map(|item| at(item.span)).collect::<Vec<_>>(), ["10", r#""x""#]);
}

#[test]
fn what_is_no_json_is_reported_where_it_stands() {
    for (text, place) in [
        ("", ""),
        ("[1, 2", ""),
        ("[1 2]", "2"),
        ("[1,]", ","),
        (r#"{"a":1,}"#, ","),
        ("{a: 1}", "a"),
        (r#"{"a" 1}"#, "1"),
        ("[1] x", "x"),
        ("nul", "nul"),
        ("nulll", "nulll"),
        ("NaN", "NaN"),
        ("'a'", "'"),
        ("// a", "/"),
        ("01", "01"),
        ("+1", "+"),
        ("1.", "1."),
        (".5", "."),
        ("1e", "1e"),
        ("-", "-"),
        ("1.2.3", "1.2.3"),
        ("\"a", "\"a"),
        ("\"a\nb\"", "\"a"),
        ("\"a\tb\"", "\t"),
        (r#""\x""#, r"\x"),
        (r#""\é""#, r"\é"),
        (r#""\u12""#, r#"\u12"#),
        (r#""\u+123""#, r"\u+12"),
        (r#""\ud800""#, r"\ud800"),
        (r#""\udc00\ud800""#, r"\udc00"),
        ("[1}", "}"),
    ] {
        assert_eq!(fault(text), ("json-syntax", place), "{text}");
    }
}

#[test]
fn a_key_that_stands_twice_is_reported_with_both_places() {
    let text = r#"{"a":1,"b":{"a":2},"\u0061":3}"#;
    assert_eq!(fault(text), ("json-duplicate-key", r#""\u0061""#));
    assert_eq!(parse(text).unwrap_err().related[0].0.start, 1);
}

#[test]
fn nesting_ends_at_its_limit_and_never_overflows() {
    let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let small = std::thread::Builder::new().stack_size(512 << 10);
    let run = small.spawn(move || {
        let json = parse(&nested(MAX_DEPTH)).unwrap();
        assert_eq!(write(&json.clone()), nested(MAX_DEPTH));
        assert_eq!(fault(&nested(MAX_DEPTH + 1)), ("json-depth", "["));
        assert_eq!(fault(&"{\"a\":".repeat(1_000_000)).0, "json-depth");
    });
    run.unwrap().join().unwrap();
}

#[test]
fn no_cut_of_a_text_panics() {
    let text = r#"{"a\u00e9\ud83d\ude00": [1.5e-3, true, null, "é\\"], "b": {"c": -0}}"#;
    for end in 0..text.len() {
        if let Some(cut) = text.get(..end) {
            assert!(parse(cut).is_err(), "{cut}");
        }
    }
}
