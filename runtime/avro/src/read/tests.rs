use super::*;
use crate::{
    schema::{Logical, Order},
    source::Severity,
};

/// Reads texts as one set.
fn read(texts: &[&str]) -> (Schemas, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        texts.iter().enumerate().map(|(n, text)| sources.add(format!("{n}.avsc"), *text)).collect();
    schemas(&sources, &ids)
}

/// Reads texts that hold no fault.
fn fine(texts: &[&str]) -> Schemas {
    let (schemas, found) = read(texts);
    assert!(found.is_empty(), "{found:?}");
    schemas
}

/// The findings of one text: each rule, and what it points at.
fn faults(text: &str) -> Vec<(&'static str, &str)> {
    let found = read(&[text]).1;
    for finding in &found {
        assert!(!finding.message.is_empty() && !finding.help.is_empty(), "{finding:?}");
        let rule = rules::RULES.iter().find(|rule| rule.id == finding.id).unwrap();
        assert_eq!(rule.severity, finding.severity, "{finding:?}");
    }
    let at = |span: Span| &text[span.start as usize..span.end as usize];
    found.into_iter().map(|finding| (finding.id, at(finding.span.unwrap()))).collect()
}

/// A record `R` with fields of these types.
fn record(types: &[&str]) -> String {
    let field = |(n, ty): (usize, &&str)| format!(r#"{{"name":"f{n}","type":{ty}}}"#);
    let fields: Vec<String> = types.iter().enumerate().map(field).collect();
    format!(r#"{{"type":"record","name":"R","fields":[{}]}}"#, fields.join(","))
}

/// A record `R` with one field, of a type and with a default.
fn defaulted(ty: &str, default: &str) -> String {
    let field = format!(r#"{{"name":"f","type":{ty},"default":{default}}}"#);
    format!(r#"{{"type":"record","name":"R","fields":[{field}]}}"#)
}

fn name(schemas: &Schemas, ty: &Type) -> String {
    let Kind::Named(id) = ty.kind else { panic!("{ty:?}") };
    schemas.get(id).name.to_string()
}

fn fields(schemas: &Schemas, id: u32) -> &[crate::schema::Field] {
    let Shape::Record(fields) = &schemas.get(TypeId(id)).shape else { panic!() };
    fields
}

#[test]
fn a_name_is_found_in_the_other_texts_whatever_their_order() {
    let order = r#"{"type":"record","name":"a.Order","fields":[{"name":"id","type":"Id"}]}"#;
    let id = r#"{"type":"fixed","name":"Id","namespace":"a","size":4}"#;
    for texts in [[order, id], [id, order]] {
        let schemas = fine(&texts);
        let roots = schemas.roots.iter().flatten().map(|root| name(&schemas, root));
        let expected = if texts[0] == order { ["a.Order", "a.Id"] } else { ["a.Id", "a.Order"] };
        assert_eq!(roots.collect::<Vec<_>>(), expected);
        assert_eq!(schemas.types.len(), 2);
    }
}

#[test]
fn a_text_that_cannot_be_read_leaves_its_root_empty_and_the_others_in_place() {
    let (schemas, found) = read(&["\"int\"", "{", "\"string\""]);
    assert_eq!(found.len(), 1);
    assert!(matches!(schemas.roots[0].as_ref().unwrap().kind, Kind::Int));
    assert!(schemas.roots[1].is_none());
    assert!(matches!(schemas.roots[2].as_ref().unwrap().kind, Kind::String));
}

#[test]
fn a_simple_name_means_the_enclosing_namespace_first_and_none_after_it() {
    let uses = |text| format!(r#"{{"type":"record","name":"a.R","fields":[{text}]}}"#);
    let uses = uses(r#"{"name":"f","type":"X"},{"name":"g","type":"b.X"},{"name":"h","type":"Y"}"#);
    let schemas = fine(&[
        &uses,
        r#"{"type":"fixed","name":"X","size":1}"#,
        r#"{"type":"fixed","name":"a.X","size":1}"#,
        r#"{"type":"fixed","name":"b.X","size":1}"#,
        r#"{"type":"fixed","name":"Y","size":1}"#,
    ]);
    let names = fields(&schemas, 0).iter().map(|field| name(&schemas, &field.ty));
    assert_eq!(names.collect::<Vec<_>>(), ["a.X", "b.X", "Y"]);
}

#[test]
fn a_namespace_holds_for_what_lies_inside_a_definition() {
    let schemas = fine(&[r#"{
        "type": "record", "name": "R", "namespace": "a.b", "fields": [
            { "name": "f", "type": { "type": "enum", "name": "E", "symbols": ["S"] } },
            { "name": "g", "type": { "type": "record", "name": "c.Q", "namespace": "x", "fields": [
                { "name": "h", "type": { "type": "fixed", "name": "F", "size": 1 } },
                { "name": "i", "type": ["null", "a.b.R"] }
            ] } },
            { "name": "j", "type": { "type": "fixed", "name": "N", "namespace": "", "size": 1 } },
            { "name": "k", "type": { "type": "fixed", "name": "string", "size": 1 } },
            { "name": "l", "type": "string" }
        ]
    }"#]);
    let names: Vec<String> = schemas.types.iter().map(|named| named.name.to_string()).collect();
    assert_eq!(names, ["a.b.R", "a.b.E", "c.Q", "c.F", "N", "a.b.string"]);
    assert!(matches!(fields(&schemas, 0)[4].ty.kind, Kind::String));
}

#[test]
fn every_attribute_reaches_the_model() {
    let schemas = fine(&[r#"{
        "type": "error", "name": "R", "namespace": "a", "doc": "d", "aliases": ["b.S", "T", "T"],
        "fields": [{
            "name": "f", "type": { "type": "array", "items": "int", "java-class": "X" }, "doc": "e",
            "default": [1], "order": "Descending", "aliases": ["g"], "logicalType": "date"
        }],
        "owner": { "team": 7 }
    }"#]);
    let record = schemas.get(TypeId(0));
    let field = &fields(&schemas, 0)[0];
    let aliases: Vec<String> = record.aliases.iter().map(|(name, _)| name.to_string()).collect();
    assert!(record.error);
    assert_eq!((record.doc.as_deref(), aliases), (Some("d"), vec!["b.S".into(), "a.T".into()]));
    assert_eq!(
        (&*record.props[0].0, json::write(&record.props[0].1)),
        ("owner", r#"{"team":7}"#.into())
    );
    assert_eq!((field.doc.as_deref(), field.order), (Some("e"), Order::Descending));
    assert_eq!((&*field.aliases[0].0, &*field.props[0].0), ("g", "logicalType"));
    assert_eq!(json::write(field.default.as_ref().unwrap()), "[1]");
    assert_eq!(field.ty.props[0].0, "java-class");
}

#[test]
fn a_well_formed_logical_type_is_taken_out_of_the_properties() {
    let on =
        |base: &str, logical: &str| format!(r#"{{"type":"{base}","logicalType":"{logical}"}}"#);
    for (text, logical) in [
        (on("int", "date"), Logical::Date),
        (on("int", "time-millis"), Logical::TimeMillis),
        (on("long", "time-micros"), Logical::TimeMicros),
        (on("long", "timestamp-millis"), Logical::TimestampMillis),
        (on("long", "timestamp-micros"), Logical::TimestampMicros),
        (on("long", "timestamp-nanos"), Logical::TimestampNanos),
        (on("long", "local-timestamp-millis"), Logical::LocalTimestampMillis),
        (on("long", "local-timestamp-micros"), Logical::LocalTimestampMicros),
        (on("long", "local-timestamp-nanos"), Logical::LocalTimestampNanos),
        (on("string", "uuid"), Logical::Uuid),
        (on("bytes", "big-decimal"), Logical::BigDecimal),
        (
            r#"{"type":"bytes","logicalType":"decimal","precision":4}"#.into(),
            Logical::Decimal { precision: 4, scale: 0 },
        ),
    ] {
        let schemas = fine(&[&text]);
        let root = schemas.roots[0].as_ref().unwrap();
        assert_eq!((root.logical, root.props.len()), (Some(logical), 0), "{text}");
    }
    for (size, rest, expected) in [
        (16, r#""uuid""#, Logical::Uuid),
        (12, r#""duration""#, Logical::Duration),
        (4, r#""decimal","precision":9,"scale":9"#, Logical::Decimal { precision: 9, scale: 9 }),
    ] {
        let text = format!(r#"{{"type":"fixed","name":"F","size":{size},"logicalType":{rest}}}"#);
        let schemas = fine(&[&text]);
        let Shape::Fixed { logical, .. } = &schemas.types[0].shape else { panic!() };
        assert_eq!(*logical, Some(expected), "{text}");
    }
}

#[test]
fn an_unknown_or_ill_formed_logical_type_is_kept_as_a_property_with_a_warning() {
    for (base, rest) in [
        (r#""string""#, r#""email""#),
        (r#""string""#, r#""date""#),
        (r#""long""#, r#""date""#),
        (r#""int""#, r#""timestamp-millis""#),
        (r#""string""#, "7"),
        (r#""bytes""#, r#""uuid""#),
        (r#""bytes""#, r#""decimal""#),
        (r#""bytes""#, r#""decimal","precision":0"#),
        (r#""bytes""#, r#""decimal","precision":"4""#),
        (r#""bytes""#, r#""decimal","precision":4.0"#),
        (r#""bytes""#, r#""decimal","precision":2,"scale":3"#),
        (r#""bytes""#, r#""decimal","precision":2,"scale":-1"#),
        (r#""fixed","name":"F","size":4"#, r#""decimal","precision":10"#),
        (r#""fixed","name":"F","size":0"#, r#""decimal","precision":1"#),
        (r#""fixed","name":"F","size":15"#, r#""uuid""#),
        (r#""fixed","name":"F","size":16"#, r#""duration""#),
        (r#""enum","name":"E","symbols":[]"#, r#""uuid""#),
        (r#""array","items":"int""#, r#""date""#),
    ] {
        let text = format!(r#"{{"type":{base},"logicalType":{rest}}}"#);
        let (schemas, found) = read(&[&text]);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!((found[0].id, found[0].severity), ("logical-type-ignored", Severity::Warning));
        let root = schemas.roots[0].as_ref().unwrap();
        let props = match root.kind {
            Kind::Named(id) => &schemas.get(id).props,
            _ => &root.props,
        };
        assert_eq!((root.logical, &*props[0].0), (None, "logicalType"), "{text}");
    }
}

#[test]
fn each_fault_is_reported_where_it_stands() {
    let twice = r#"{"type":"record","name":"R","fields":[{"name":"f","type":"int"},{"type":"int","name":"f"}]}"#;
    for (text, id, place) in [
        ("{}", "type-missing", "{}"),
        ("7", "type-invalid", "7"),
        ("null", "type-invalid", "null"),
        (r#"{"type":7}"#, "type-invalid", "7"),
        (r#"{"type":{"type":"int"}}"#, "type-invalid", r#"{"type":"int"}"#),
        (r#"{"type":["int"]}"#, "type-invalid", r#"["int"]"#),
        (r#"{"type":"array"}"#, "attribute-missing", r#"{"type":"array"}"#),
        (r#"{"type":"map"}"#, "attribute-missing", r#"{"type":"map"}"#),
        (r#"{"type":"record","name":"R"}"#, "attribute-missing", r#"{"type":"record","name":"R"}"#),
        (r#"{"type":"enum","name":"R"}"#, "attribute-missing", r#"{"type":"enum","name":"R"}"#),
        (r#"{"type":"fixed","name":"R"}"#, "attribute-missing", r#"{"type":"fixed","name":"R"}"#),
        (r#"{"type":"fixed","size":1}"#, "attribute-missing", r#"{"type":"fixed","size":1}"#),
        (r#"{"type":"fixed","name":7,"size":1}"#, "attribute-type", "7"),
        (r#"{"type":"fixed","name":"F","size":"1"}"#, "attribute-type", r#""1""#),
        (r#"{"type":"fixed","name":"F","size":-1}"#, "attribute-type", "-1"),
        (r#"{"type":"fixed","name":"F","size":1.0}"#, "attribute-type", "1.0"),
        (r#"{"type":"fixed","name":"F","size":2147483648}"#, "attribute-type", "2147483648"),
        (r#"{"type":"fixed","name":"F","namespace":7,"size":1}"#, "attribute-type", "7"),
        (r#"{"type":"fixed","name":"F","aliases":"G","size":1}"#, "attribute-type", r#""G""#),
        (r#"{"type":"fixed","name":"F","aliases":[7],"size":1}"#, "attribute-type", "7"),
        (r#"{"type":"fixed","name":"F","doc":7,"size":1}"#, "attribute-ignored", "7"),
        (
            r#"[{"type":"fixed","name":"F","size":1},{"type":"map","values":{"type":"F","x":7}}]"#,
            "attribute-ignored",
            "7",
        ),
        (r#"{"type":"record","name":"R","fields":{}}"#, "attribute-type", "{}"),
        (r#"{"type":"record","name":"R","fields":[7]}"#, "attribute-type", "7"),
        (
            r#"{"type":"record","name":"R","fields":[{"name":"f"}]}"#,
            "type-missing",
            r#"{"name":"f"}"#,
        ),
        (
            r#"{"type":"record","name":"R","fields":[{"type":"int"}]}"#,
            "attribute-missing",
            r#"{"type":"int"}"#,
        ),
        (
            r#"{"type":"record","name":"R","fields":[{"name":"f","type":"int","order":"up"}]}"#,
            "attribute-type",
            r#""up""#,
        ),
        (r#"{"type":"enum","name":"E","symbols":["A",7]}"#, "attribute-type", "7"),
        (r#"{"type":"enum","name":"E","symbols":["A"],"default":7}"#, "attribute-type", "7"),
        (r#"{"type":"enum","name":"E","symbols":["A"],"default":"B"}"#, "symbol-unknown", r#""B""#),
        (r#"{"type":"enum","name":"E","symbols":["A","\u0041"]}"#, "symbol-twice", r#""\u0041""#),
        (r#"{"type":"enum","name":"E","symbols":["a-b"]}"#, "name-invalid", r#""a-b""#),
        (r#"{"type":"enum","name":"E","symbols":["a.b"]}"#, "name-invalid", r#""a.b""#),
        (r#"{"type":"fixed","name":"","size":1}"#, "name-invalid", r#""""#),
        (r#"{"type":"fixed","name":"1a","size":1}"#, "name-invalid", r#""1a""#),
        (r#"{"type":"fixed","name":"a..b","size":1}"#, "name-invalid", r#""a..b""#),
        (r#"{"type":"fixed","name":"a.","size":1}"#, "name-invalid", r#""a.""#),
        (r#"{"type":"fixed","name":"F","namespace":"a-b","size":1}"#, "name-invalid", r#""a-b""#),
        (r#"{"type":"fixed","name":"é","size":1}"#, "name-not-ascii", r#""é""#),
        (r#"{"type":"fixed","name":"int","size":1}"#, "name-primitive", r#""int""#),
        (r#"["int",["string"]]"#, "union-nested", r#"["string"]"#),
        (r#"["int", "int" ]"#, "union-duplicate", r#""int""#),
        (
            r#"[{"type":"array","items":"int"},{"type":"array","items":"long"}]"#,
            "union-duplicate",
            r#"{"type":"array","items":"long"}"#,
        ),
        (r#"[{"type":"fixed","name":"F","size":1},"F"]"#, "union-duplicate", r#""F""#),
        (r#"{"type":"array","items":"array"}"#, "type-undefined", r#""array""#),
        (
            r#"[{"type":"fixed","name":"F","size":1},{"type":"map","values":{"type":"fixed","name":"F","size":2}}]"#,
            "definition-twice",
            r#""F""#,
        ),
        (
            r#"[{"type":"fixed","name":"F","size":1},{"type":"map","values":{"type":"fixed","name":"F","size":1}}]"#,
            "definition-repeated",
            r#""F""#,
        ),
        (
            r#"[{"type":"enum","name":"E","symbols":["A"]},{"type":"map","values":{"type":"enum","name":"E","symbols":["A"],"default":"A"}}]"#,
            "definition-twice",
            r#""E""#,
        ),
        (twice, "field-twice", r#""f""#),
    ] {
        assert_eq!(faults(text), [(id, place)], "{text}");
    }
}

#[test]
fn every_fault_of_every_text_is_reported_at_once_in_the_order_of_the_texts() {
    let broken = r#"{"type":"record","name":"A","fields":[
        {"name":"1","type":"Missing"},
        {"name":"b","type":{"type":"fixed","name":"F"}},
        {"name":"c","type":"int","default":"x"},
        {"type":"Gone"}
    ]}"#;
    let (_, found) = read(&[broken, "[1", r#"{"type":"enum","symbols":["x y"]}"#]);
    let ids: Vec<_> =
        found.iter().map(|finding| (finding.span.unwrap().source.0, finding.id)).collect();
    assert_eq!(
        ids,
        [
            (0, "name-invalid"),
            (0, "type-undefined"),
            (0, "attribute-missing"),
            (0, "default-invalid"),
            (0, "attribute-missing"),
            (0, "type-undefined"),
            (1, "json-syntax"),
            (2, "attribute-missing"),
            (2, "name-invalid"),
        ]
    );
}

#[test]
fn an_undefined_name_is_reported_once_with_every_place_and_the_name_that_was_meant() {
    let help = |names: &[&str], used: &str| {
        let fixed =
            names.iter().map(|name| format!(r#"{{"type":"fixed","name":"{name}","size":1}}"#));
        let mut texts: Vec<String> = fixed.collect();
        texts.push(record(&[used, used]));
        let (_, found) = read(&texts.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!((found.len(), found[0].related.len()), (1, 1), "{found:?}");
        found[0].help.clone()
    };
    assert_eq!(help(&["a.Money", "a.Monday"], r#""Money""#), "did you mean `a.Money`?");
    assert_eq!(help(&["a.Money", "b.Other"], r#""a.Mony""#), "did you mean `a.Money`?");
    assert_eq!(help(&[], r#""str1ng""#), "did you mean `string`?");
    assert_eq!(
        help(&["ledger.OpenAccount"], r#""Account""#),
        "define it in one of the files, or correct the name"
    );
    assert_eq!(help(&[], r#""array""#), r#"write `{"type": "array", "items": ..}`"#);
    assert_eq!(help(&[], r#""enum""#), r#"write `{"type": "enum", "name": ..}`"#);
}

#[test]
fn a_default_must_be_a_value_of_its_type() {
    let enumeration = r#"{"type":"enum","name":"E","symbols":["A","B"]}"#;
    let fixed = r#"{"type":"fixed","name":"F","size":2}"#;
    let inner = r#"{"type":"record","name":"I","fields":[{"name":"x","type":"int"},{"name":"y","type":"string","default":"y"}]}"#;
    for (ty, default, place) in [
        (r#""null""#, "0", "0"),
        (r#""boolean""#, r#""true""#, r#""true""#),
        (r#""int""#, "2147483648", "2147483648"),
        (r#""int""#, "1.0", "1.0"),
        (r#""long""#, "9223372036854775808", "9223372036854775808"),
        (r#""long""#, r#""1""#, r#""1""#),
        (r#""double""#, r#""one""#, r#""one""#),
        (r#""double""#, "null", "null"),
        (r#""string""#, "1", "1"),
        (r#""bytes""#, r#""Ā""#, r#""Ā""#),
        (fixed, r#""abc""#, r#""abc""#),
        (enumeration, r#""C""#, r#""C""#),
        (r#"{"type":"array","items":"int"}"#, r#"[1,"2"]"#, r#""2""#),
        (r#"{"type":"map","values":"int"}"#, r#"{"a":1,"b":null}"#, "null"),
        (r#"["null","int"]"#, r#""x""#, r#""x""#),
        (r#"["null",{"type":"array","items":"int"}]"#, "[null]", "null"),
        (inner, r#"{"y":"z"}"#, r#"{"y":"z"}"#),
        (inner, r#"{"x":"1"}"#, r#""1""#),
    ] {
        let text = defaulted(ty, default);
        assert_eq!(faults(&text), [("default-invalid", place)], "{text}");
    }
}

#[test]
fn a_default_that_needs_itself_is_reported_instead_of_followed() {
    let text = defaulted(r#"["null","R"]"#, "{}");
    assert_eq!(faults(&text), [("default-invalid", "{}")]);
    let doubling = |n: usize| {
        let field = |name| format!(r#"{{"name":"{name}","type":"R{}","default":{{}}}}"#, n + 1);
        format!(r#"{{"type":"record","name":"R{n}","fields":[{},{}]}}"#, field("f"), field("g"))
    };
    let mut texts: Vec<String> = (0..40).map(doubling).collect();
    texts.push(r#"{"type":"record","name":"R40","fields":[]}"#.into());
    let (_, found) = read(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(found.iter().all(|finding| finding.id == "default-invalid"));
    assert!(!found.is_empty());
}

#[test]
fn a_record_may_hold_itself_only_through_what_can_be_empty() {
    for ty in
        [r#"["null","R"]"#, r#"{"type":"array","items":"R"}"#, r#"{"type":"map","values":"R"}"#]
    {
        fine(&[&record(&[ty])]);
    }
    assert_eq!(faults(&record(&["\"int\"", r#"["R"]"#])), [("record-endless", r#"["R"]"#)]);

    let a = r#"{"type":"record","name":"A","fields":[{"name":"n","type":"int"},{"name":"b","type":"B"}]}"#;
    let b = r#"{"type":"record","name":"B","fields":[{"name":"a","type":["A","C"]}]}"#;
    let c = r#"{"type":"record","name":"C","fields":[{"name":"a","type":"A"}]}"#;
    let (_, found) = read(&[a, b, c]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].message, "no `A` can ever be written: `b.a` holds another one");
    fine(&[a, b, r#"{"type":"record","name":"C","fields":[]}"#]);
}

#[test]
fn nesting_ends_at_its_limits_and_never_overflows() {
    let arrays =
        |depth: usize| r#"{"type":"array","items":"#.repeat(depth) + "\"int\"" + &"}".repeat(depth);
    let records = |depth: usize| {
        let wrap = |inner: String, n: usize| {
            format!(r#"{{"type":"record","name":"R{n}","fields":[{{"name":"f","type":{inner}}}]}}"#)
        };
        (0..depth).fold("\"int\"".to_string(), wrap)
    };
    let deep = |depth: usize| {
        let default = r#"{"f":"#.repeat(depth) + "null" + &"}".repeat(depth);
        defaulted(r#"["null","R"]"#, &default)
    };
    let small = std::thread::Builder::new().stack_size(1 << 20);
    let run = small.spawn(move || {
        fine(&[&arrays(MAX_DEPTH)]);
        assert_eq!(faults(&arrays(MAX_DEPTH + 1)), [("type-depth", "\"int\"")]);
        fine(&[&records(json::MAX_DEPTH / 4)]);
        fine(&[&deep(defaults::MAX_DEPTH / 2 - 1)]);
        assert_eq!(faults(&deep(json::MAX_DEPTH - 10))[0].0, "default-invalid");
    });
    run.unwrap().join().unwrap();
}
