//! Parsing Canonical Form: the text that two schemas share exactly when data of one is data of the
//! other without resolution.
//!
//! ```
//! use adjutant_avro::{canonical, fingerprint, read, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Id.avsc", r#"{
//!     "type": "fixed", "name": "Id", "namespace": "shop", "size": 16, "doc": "An order's."
//! }"#);
//! let (schemas, _) = read::schemas(&sources, &[id]);
//!
//! let form = canonical::form(&schemas, schemas.roots[0].as_ref().unwrap());
//! assert_eq!(form, r#"{"name":"shop.Id","type":"fixed","size":16}"#);
//! assert_eq!(fingerprint::of(&form), 0x0642_5bf2_f775_d8cc);
//! ```

use crate::schema::{Kind, Schemas, Shape, Type};
use std::collections::HashSet;

/// The Parsing Canonical Form of a type of `schemas`, with every definition that it needs.
///
/// As in the specification, without documentation, aliases, defaults, logical types and other
/// properties. Like Avro's Java library it writes names and symbols without escapes.
pub fn form(schemas: &Schemas, ty: &Type) -> String {
    let mut out = String::new();
    let mut defined = HashSet::new();
    // A chain of definitions may be longer than the stack is deep.
    let mut ahead = vec![Part::Type(ty)];
    while let Some(part) = ahead.pop() {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Type(ty) => match &ty.kind {
                Kind::Array(items) => {
                    out.push_str("{\"type\":\"array\",\"items\":");
                    ahead.extend([Part::Text("}"), Part::Type(items)]);
                }
                Kind::Map(values) => {
                    out.push_str("{\"type\":\"map\",\"values\":");
                    ahead.extend([Part::Text("}"), Part::Type(values)]);
                }
                Kind::Union(branches) => {
                    out.push('[');
                    ahead.push(Part::Text("]"));
                    for (n, branch) in branches.iter().enumerate().rev() {
                        ahead.push(Part::Type(branch));
                        if n > 0 {
                            ahead.push(Part::Text(","));
                        }
                    }
                }
                Kind::Named(id) => {
                    let named = schemas.get(*id);
                    if !defined.insert(*id) {
                        out.push_str(&format!("\"{}\"", named.name));
                        continue;
                    }
                    out.push_str(&format!("{{\"name\":\"{}\",\"type\":\"", named.name));
                    match &named.shape {
                        Shape::Enum { symbols, .. } => {
                            out.push_str("enum\",\"symbols\":[");
                            for (n, (symbol, _)) in symbols.iter().enumerate() {
                                let comma = if n > 0 { "," } else { "" };
                                out.push_str(&format!("{comma}\"{symbol}\""));
                            }
                            out.push_str("]}");
                        }
                        Shape::Fixed { size, .. } => {
                            out.push_str(&format!("fixed\",\"size\":{size}}}"));
                        }
                        Shape::Record(fields) => {
                            out.push_str("record\",\"fields\":[");
                            ahead.push(Part::Text("]}"));
                            for (n, field) in fields.iter().enumerate().rev() {
                                ahead.extend([Part::Text("}"), Part::Type(&field.ty)]);
                                ahead.push(Part::Field(&field.name));
                                if n > 0 {
                                    ahead.push(Part::Text(","));
                                }
                            }
                        }
                    }
                }
                primitive => out.push_str(&format!("\"{}\"", primitive.name())),
            },
            Part::Field(name) => out.push_str(&format!("{{\"name\":\"{name}\",\"type\":")),
        }
    }
    out
}

/// What is still to be written.
enum Part<'a> {
    Text(&'a str),
    Type(&'a Type),
    /// The start of a field, up to its type.
    Field(&'a str),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{read, source::Sources};

    fn of(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("test.avsc", text);
        let (schemas, _) = read::schemas(&sources, &[id]);
        form(&schemas, schemas.roots[0].as_ref().unwrap())
    }

    #[test]
    fn what_does_not_change_the_bytes_of_data_is_left_out() {
        let form = of(r#"{
            "doc": "d", "type": "record", "aliases": ["Old"], "owner": "me", "name": "R",
            "namespace": "a", "fields": [
                { "type": { "type": "long", "logicalType": "timestamp-millis" }, "default": 1,
                  "order": "ignore", "name": "f" },
                { "name": "g", "type": { "type": "enum", "name": "E", "symbols": ["X"], "default": "X" } }
            ]
        }"#);
        let fields = r#"{"name":"f","type":"long"},{"name":"g","type":{"name":"a.E","type":"enum","symbols":["X"]}}"#;
        assert_eq!(form, format!(r#"{{"name":"a.R","type":"record","fields":[{fields}]}}"#));
    }

    #[test]
    fn a_type_is_written_out_once_and_named_after_that() {
        let form = of(r#"["null", { "type": "error", "name": "R", "fields": [
            { "name": "f", "type": { "type": "map", "values": "R" } },
            { "name": "g", "type": { "items": { "type": "fixed", "size": 2, "name": "n.F" }, "type": "array" } }
        ] }, "n.F", { "type": "string" }]"#);
        let map = r#"{"name":"f","type":{"type":"map","values":"R"}}"#;
        let array = r#"{"name":"g","type":{"type":"array","items":{"name":"n.F","type":"fixed","size":2}}}"#;
        let record = format!(r#"{{"name":"R","type":"record","fields":[{map},{array}]}}"#);
        assert_eq!(form, format!(r#"["null",{record},"n.F","string"]"#));
    }

    #[test]
    fn a_chain_of_definitions_longer_than_the_stack_is_no_matter() {
        let mut sources = Sources::default();
        let record = |n: usize| {
            let field = format!(r#"{{"name":"f","type":["null","R{}"]}}"#, n + 1);
            format!(r#"{{"type":"record","name":"R{n}","fields":[{field}]}}"#)
        };
        let mut ids: Vec<_> = (0..10_000).map(|n| sources.add("r.avsc", record(n))).collect();
        ids.push(sources.add("r.avsc", r#"{"type":"fixed","name":"R10000","size":1}"#));
        let (schemas, found) = read::schemas(&sources, &ids);
        assert!(found.is_empty());
        let form = form(&schemas, schemas.roots[0].as_ref().unwrap());
        assert!(form.ends_with(&format!("{}{}", r#""size":1}"#, "]}]}".repeat(10_000))));
    }
}
