use super::*;
use crate::{
    read as schemas,
    schema::{Schemas, Shape, Type, TypeId},
    source::Sources,
};

const TYPES: &str = r#"{"type":"record","name":"Types","fields":[
    {"name":"e","type":{"type":"enum","name":"E","symbols":["A","B"]}},
    {"name":"f","type":{"type":"fixed","name":"F","size":2}},
    {"name":"r","type":{"type":"record","name":"R","fields":[
        {"name":"x","type":"int"},
        {"name":"y","type":["string","null"],"default":null},
        {"name":"z","type":"double","default":"NaN"}
    ]}}
]}"#;

/// The value of a default of a field of some type, which may name those of [`TYPES`].
fn value(ty: &str, default: &str) -> Value {
    let mut sources = Sources::default();
    let field = format!(r#"{{"name":"f","type":{ty},"default":{default}}}"#);
    let text = format!(r#"{{"type":"record","name":"D","fields":[{field}]}}"#);
    let ids = [sources.add("d.avsc", text), sources.add("types.avsc", TYPES)];
    let (schemas, found) = schemas::schemas(&sources, &ids);
    assert!(found.is_empty(), "{found:?}");
    let (ty, default) = field_of(&schemas);
    read(&schemas, ty, default).unwrap()
}

fn field_of(schemas: &Schemas) -> (&Type, &crate::json::Json) {
    let Shape::Record(fields) = &schemas.get(TypeId(0)).shape else { panic!() };
    (&fields[0].ty, fields[0].default.as_ref().unwrap())
}

fn branch(n: usize, value: Value) -> Value {
    Value::Union(n, Box::new(value))
}

#[test]
fn every_type_has_defaults() {
    for (ty, default, expected) in [
        (r#""null""#, "null", Value::Null),
        (r#""boolean""#, "true", Value::Boolean(true)),
        (r#""int""#, "-2147483648", Value::Int(i32::MIN)),
        (r#""long""#, "9223372036854775807", Value::Long(i64::MAX)),
        (r#""float""#, "1", Value::Float(1.0)),
        (r#""double""#, "-1.5e-3", Value::Double(-0.0015)),
        (r#""string""#, r#""é\n""#, Value::String("é\n".into())),
        (r#""bytes""#, r#""\u00ff\u0000A""#, Value::Bytes(vec![0xff, 0, b'A'])),
        (r#""F""#, r#""\u0001þ""#, Value::Bytes(vec![1, 0xfe])),
        (r#""E""#, r#""B""#, Value::Enum(1)),
        (
            r#"{"type":"array","items":"int"}"#,
            "[1,2]",
            Value::Array(vec![Value::Int(1), Value::Int(2)]),
        ),
        (
            r#"{"type":"map","values":"int"}"#,
            r#"{"b":1,"a":2}"#,
            Value::Map(vec![("b".into(), Value::Int(1)), ("a".into(), Value::Int(2))]),
        ),
    ] {
        assert_eq!(value(ty, default), expected, "{ty} {default}");
    }
}

#[test]
fn the_default_of_a_float_may_be_text() {
    assert_eq!(value(r#""float""#, r#""Infinity""#), Value::Float(f32::INFINITY));
    assert_eq!(value(r#""double""#, r#""-Infinity""#), Value::Double(f64::NEG_INFINITY));
    assert_eq!(value(r#""double""#, r#""2.5""#), Value::Double(2.5));
    assert!(matches!(value(r#""double""#, r#""NaN""#), Value::Double(nan) if nan.is_nan()));
}

#[test]
fn the_default_of_a_union_is_of_the_first_branch_that_takes_it() {
    let union = r#"["null","int","long","double","E","string","bytes"]"#;
    for (default, expected) in [
        ("null", branch(0, Value::Null)),
        ("7", branch(1, Value::Int(7))),
        ("3000000000", branch(2, Value::Long(3_000_000_000))),
        ("0.5", branch(3, Value::Double(0.5))),
        (r#""A""#, branch(4, Value::Enum(0))),
        (r#""C""#, branch(5, Value::String("C".into()))),
    ] {
        assert_eq!(value(union, default), expected, "{default}");
    }
}

#[test]
fn what_the_default_of_a_record_leaves_out_comes_from_its_fields() {
    let Value::Record(fields) = value(r#""R""#, r#"{"x":1}"#) else { panic!() };
    assert_eq!(fields[..2], [Value::Int(1), branch(1, Value::Null)]);
    assert!(matches!(fields[2], Value::Double(nan) if nan.is_nan()));
    let given = value(r#""R""#, r#"{"z":2,"y":"s","x":1}"#);
    let text = branch(0, Value::String("s".into()));
    assert_eq!(given, Value::Record(vec![Value::Int(1), text, Value::Double(2.0)]));
}
