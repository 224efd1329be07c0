//! Finds every definition of a named type, so that a use may stand before it, or in another text.

use super::{Definition, Part, Reader, name};
use crate::{
    json::{Json, Value},
    rules,
    schema::{Name, TypeId},
    source::Span,
};

impl<'a> Reader<'a> {
    /// Declares the named types of one text, outermost first. What is no schema is passed over:
    /// it is reported where it is read.
    pub(super) fn declare(&mut self, text: &'a Json) {
        let mut ahead = vec![(text, String::new())];
        while let Some((json, namespace)) = ahead.pop() {
            match &json.value {
                Value::Array(branches) => {
                    ahead.extend(branches.iter().rev().map(|branch| (branch, namespace.clone())));
                }
                Value::Object(_) => match json.get("type").and_then(Json::as_str) {
                    Some("record" | "error") => {
                        let namespace = self.define(json, &namespace);
                        let fields = json.get("fields").map(|fields| &fields.value);
                        let Some(Value::Array(fields)) = fields else { continue };
                        let types = fields.iter().rev().filter_map(|field| field.get("type"));
                        ahead.extend(types.map(|ty| (ty, namespace.clone())));
                    }
                    Some("enum" | "fixed") => {
                        self.define(json, &namespace);
                    }
                    Some("array") => ahead.extend(json.get("items").map(|ty| (ty, namespace))),
                    Some("map") => ahead.extend(json.get("values").map(|ty| (ty, namespace))),
                    _ => {}
                },
                _ => {}
            }
        }
    }

    /// Declares one type; the namespace that holds inside it.
    fn define(&mut self, json: &'a Json, enclosing: &str) -> String {
        let (name, name_span) = match self.name(json, enclosing) {
            Some((name, span)) => (Some(name), span),
            None => (None, json.span),
        };
        let namespace = name.as_ref().map_or(enclosing, |name| &name.namespace).to_string();
        let part = match &name {
            None => Part::Nameless,
            Some(name) => match self.names.get(name) {
                Some(first) => Part::Again(*first),
                None => {
                    let id = TypeId(self.names.len() as u32);
                    self.names.insert(name.clone(), id);
                    Part::First(id)
                }
            },
        };
        let id = match part {
            Part::First(id) | Part::Again(id) => Some(id),
            Part::Nameless => None,
        };
        self.places.insert(json.span, id);
        let none = || Name { namespace: namespace.clone(), name: String::new() };
        let name = name.unwrap_or_else(none);
        self.definitions.push(Definition { json, name, name_span, part });
        namespace
    }

    /// The full name of a definition and its place; reports one that is missing or no name.
    fn name(&mut self, json: &'a Json, enclosing: &str) -> Option<(Name, Span)> {
        let what = json.get("type").and_then(Json::as_str).unwrap_or("type");
        let value = self.required(json, "name", &format!("this {what}"))?;
        let text = self.text(value, "a `name`")?;
        let mut namespace = enclosing;
        if let Some(space) = json.get("namespace").filter(|space| space.value != Value::Null) {
            namespace = self.text(space, "a `namespace`")?;
            if !namespace.is_empty() && !text.contains('.') {
                self.valid(namespace, "a namespace", space.span)?;
            }
        }
        let name = Name::new(text, namespace);
        self.valid(text.strip_prefix('.').unwrap_or(text), "a name", value.span)?;
        if name.namespace.is_empty() && name::primitive(&name.name).is_some() {
            let message = format!("a type cannot be called `{name}`, after a primitive type");
            let fault = rules::NAME_PRIMITIVE.at(value.span, message);
            self.found.push(fault.help("choose another name, or give it a namespace"));
            return None;
        }
        Some((name, value.span))
    }
}
