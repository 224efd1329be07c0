//! A schema as one self-contained text.
//!
//! ```
//! use adjutant_avro::{read, source::Sources, text};
//!
//! let mut sources = Sources::default();
//! let order = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order", "namespace": "shop", "doc": "What was bought.",
//!     "fields": [{ "name": "id", "type": "Id" }, { "name": "parent", "type": ["null", "Id"] }]
//! }"#);
//! let id = sources.add("Id.avsc", r#"{ "type": "fixed", "name": "shop.Id", "size": 16 }"#);
//! let (schemas, _) = read::schemas(&sources, &[order, id]);
//!
//! assert_eq!(
//!     text::of(&schemas, schemas.roots[0].as_ref().unwrap()),
//!     r#"{"type":"record","name":"Order","namespace":"shop","doc":"What was bought.","fields":["#
//!         .to_string()
//!         + r#"{"name":"id","type":{"type":"fixed","name":"Id","size":16}},"#
//!         + r#"{"name":"parent","type":["null","Id"]}]}"#
//! );
//! ```

use crate::{
    json::{self, Json, write_string},
    schema::{Field, Kind, Logical, Name, Named, Order, Schemas, Shape, Type, TypeId},
};
use std::collections::HashSet;

/// The JSON text of a type of `schemas`, with every definition that it needs, each where it is
/// first used; after that its name stands for it.
///
/// Nothing is lost: read again, the text gives the same schema, with its documentation, defaults,
/// aliases, logical types and other properties. Only layout and the order of attributes change.
/// Definitions nest as deep as the longest chain of first uses; a text deeper than
/// [`json::MAX_DEPTH`] can be written, but not read.
pub fn of(schemas: &Schemas, ty: &Type) -> String {
    let mut writer =
        Writer { schemas, out: String::new(), defined: HashSet::new(), ahead: Vec::new() };
    writer.ahead.push(Part::Type(ty, ""));
    // A chain of definitions may be longer than the stack is deep.
    while let Some(part) = writer.ahead.pop() {
        match part {
            Part::Text(text) => writer.out.push_str(text),
            Part::Type(ty, namespace) => writer.ty(ty, namespace),
            Part::Field(field, namespace) => writer.field(field, namespace),
            Part::FieldEnd(field) => writer.field_end(field),
            Part::Props(props) => writer.props(props),
        }
    }
    writer.out
}

struct Writer<'a> {
    schemas: &'a Schemas,
    out: String,
    defined: HashSet<TypeId>,
    /// What is still to be written, the next last.
    ahead: Vec<Part<'a>>,
}

enum Part<'a> {
    Text(&'static str),
    /// A type, and the namespace around it.
    Type(&'a Type, &'a str),
    Field(&'a Field, &'a str),
    /// What follows the type of a field.
    FieldEnd(&'a Field),
    Props(&'a [(String, Json)]),
}

impl<'a> Writer<'a> {
    fn ty(&mut self, ty: &'a Type, namespace: &'a str) {
        match &ty.kind {
            Kind::Array(items) => {
                self.out.push_str("{\"type\":\"array\",\"items\":");
                self.ahead.extend([Part::Text("}"), Part::Props(&ty.props)]);
                self.ahead.push(Part::Type(items, namespace));
            }
            Kind::Map(values) => {
                self.out.push_str("{\"type\":\"map\",\"values\":");
                self.ahead.extend([Part::Text("}"), Part::Props(&ty.props)]);
                self.ahead.push(Part::Type(values, namespace));
            }
            Kind::Union(branches) => {
                self.out.push('[');
                self.ahead.push(Part::Text("]"));
                for (n, branch) in branches.iter().enumerate().rev() {
                    self.ahead.push(Part::Type(branch, namespace));
                    if n > 0 {
                        self.ahead.push(Part::Text(","));
                    }
                }
            }
            Kind::Named(id) if self.defined.insert(*id) => self.define(*id, namespace),
            Kind::Named(id) => {
                let name = self.reference(&self.schemas.get(*id).name, namespace);
                write_string(&name, &mut self.out);
            }
            primitive => self.primitive(primitive.name(), ty),
        }
    }

    /// A name alone, or an object where it carries more.
    fn primitive(&mut self, name: &str, ty: &'a Type) {
        if ty.props.is_empty() && ty.logical.is_none() {
            return write_string(name, &mut self.out);
        }
        self.out.push_str("{\"type\":");
        write_string(name, &mut self.out);
        self.logical(ty.logical);
        self.props(&ty.props);
        self.out.push('}');
    }

    /// How a type is named where `namespace` holds.
    fn reference(&self, name: &Name, namespace: &str) -> String {
        if name.namespace == namespace && !is_type_word(&name.name) {
            return name.name.clone();
        }
        let inner = Name { namespace: namespace.into(), name: name.name.clone() };
        if name.namespace.is_empty() && self.schemas.find(&inner).is_some() {
            return format!(".{}", name.name);
        }
        name.to_string()
    }

    fn define(&mut self, id: TypeId, namespace: &str) {
        let named = self.schemas.get(id);
        let word = match named.shape {
            Shape::Record(_) if named.error => "error",
            Shape::Record(_) => "record",
            Shape::Enum { .. } => "enum",
            Shape::Fixed { .. } => "fixed",
        };
        self.out.push_str(&format!("{{\"type\":\"{word}\",\"name\":"));
        write_string(&named.name.name, &mut self.out);
        if named.name.namespace != namespace {
            self.text("namespace", &named.name.namespace);
        }
        if let Some(doc) = &named.doc {
            self.text("doc", doc);
        }
        let aliases: Vec<String> =
            named.aliases.iter().map(|(alias, _)| self.alias(alias, named)).collect();
        self.texts("aliases", aliases.iter().map(String::as_str));
        self.ahead.extend([Part::Text("}"), Part::Props(&named.props)]);
        match &named.shape {
            Shape::Record(fields) => {
                self.out.push_str(",\"fields\":[");
                self.ahead.push(Part::Text("]"));
                for (n, field) in fields.iter().enumerate().rev() {
                    self.ahead.push(Part::Field(field, &named.name.namespace));
                    if n > 0 {
                        self.ahead.push(Part::Text(","));
                    }
                }
            }
            Shape::Enum { symbols, default } => {
                self.out.push_str(",\"symbols\":[");
                self.list(symbols.iter().map(|(symbol, _)| symbol.as_str()));
                self.out.push(']');
                if let Some((default, _)) = default {
                    self.text("default", default);
                }
            }
            Shape::Fixed { size, logical } => {
                self.out.push_str(&format!(",\"size\":{size}"));
                self.logical(*logical);
            }
        }
    }

    /// An alias as it is written on its type.
    fn alias(&self, alias: &Name, named: &Named) -> String {
        match (alias.namespace == named.name.namespace, alias.namespace.is_empty()) {
            (true, _) => alias.name.clone(),
            (false, true) => format!(".{}", alias.name),
            (false, false) => alias.to_string(),
        }
    }

    fn field(&mut self, field: &'a Field, namespace: &'a str) {
        self.out.push_str("{\"name\":");
        write_string(&field.name, &mut self.out);
        self.out.push_str(",\"type\":");
        self.ahead.extend([Part::FieldEnd(field), Part::Type(&field.ty, namespace)]);
    }

    fn field_end(&mut self, field: &Field) {
        if let Some(doc) = &field.doc {
            self.text("doc", doc);
        }
        if let Some(default) = &field.default {
            self.out.push_str(",\"default\":");
            json::write_to(default, &mut self.out);
        }
        match field.order {
            Order::Ascending => {}
            Order::Descending => self.text("order", "descending"),
            Order::Ignore => self.text("order", "ignore"),
        }
        self.texts("aliases", field.aliases.iter().map(|(alias, _)| alias.as_str()));
        self.props(&field.props);
        self.out.push('}');
    }

    fn logical(&mut self, logical: Option<Logical>) {
        let Some(logical) = logical else { return };
        self.text("logicalType", logical.name());
        if let Logical::Decimal { precision, scale } = logical {
            self.out.push_str(&format!(",\"precision\":{precision},\"scale\":{scale}"));
        }
    }

    fn props(&mut self, props: &[(String, Json)]) {
        for (key, value) in props {
            self.out.push(',');
            write_string(key, &mut self.out);
            self.out.push(':');
            json::write_to(value, &mut self.out);
        }
    }

    fn text(&mut self, key: &str, value: &str) {
        self.out.push_str(&format!(",\"{key}\":"));
        write_string(value, &mut self.out);
    }

    /// An attribute that is a list; nothing where it is empty.
    fn texts<'t>(&mut self, key: &str, values: impl ExactSizeIterator<Item = &'t str>) {
        if values.len() > 0 {
            self.out.push_str(&format!(",\"{key}\":["));
            self.list(values);
            self.out.push(']');
        }
    }

    fn list<'t>(&mut self, values: impl Iterator<Item = &'t str>) {
        for (n, value) in values.enumerate() {
            if n > 0 {
                self.out.push(',');
            }
            write_string(value, &mut self.out);
        }
    }
}

/// Whether a simple name would be read as one of Avro's own words.
fn is_type_word(name: &str) -> bool {
    const WORDS: [&str; 15] = [
        "null", "boolean", "int", "long", "float", "double", "bytes", "string", "record", "error",
        "enum", "fixed", "array", "map", "union",
    ];
    WORDS.contains(&name)
}

#[cfg(test)]
mod tests;
