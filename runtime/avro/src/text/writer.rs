//! Writes a schema part by part.

use crate::{
    json::{self, Json, write_string},
    schema::{Field, Kind, Name, Order, Schemas, Shape, Type, TypeId},
};
use std::collections::HashSet;

pub(super) struct Writer<'a> {
    schemas: &'a Schemas,
    pub(super) out: String,
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
    pub(super) fn new(schemas: &'a Schemas) -> Self {
        Writer { schemas, out: String::new(), defined: HashSet::new(), ahead: Vec::new() }
    }

    /// The text of a type. A chain of definitions may be longer than the stack is deep, so what is
    /// still to be written waits in `ahead`.
    pub(super) fn write(mut self, ty: &'a Type) -> String {
        self.ahead.push(Part::Type(ty, ""));
        while let Some(part) = self.ahead.pop() {
            match part {
                Part::Text(text) => self.out.push_str(text),
                Part::Type(ty, namespace) => self.ty(ty, namespace),
                Part::Field(field, namespace) => self.field(field, namespace),
                Part::FieldEnd(field) => self.field_end(field),
                Part::Props(props) => self.props(props),
            }
        }
        self.out
    }

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
            named.aliases.iter().map(|(alias, _)| alias_of(alias, &named.name)).collect();
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
}

/// An alias as it is written on its type.
fn alias_of(alias: &Name, name: &Name) -> String {
    match (alias.namespace == name.namespace, alias.namespace.is_empty()) {
        (true, _) => alias.name.clone(),
        (false, true) => format!(".{}", alias.name),
        (false, false) => alias.to_string(),
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
