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
