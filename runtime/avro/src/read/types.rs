//! Reads the use of a type.

use super::{Reader, attributes, logical, name};
use crate::{
    json::{Json, Value},
    rules,
    schema::{Kind, Name, Type},
    source::{Diagnostic, Span},
    suggest,
};
use std::collections::HashMap;

/// How deep arrays, maps and unions may lie in each other, between one record and the next.
pub const MAX_DEPTH: usize = 64;

/// For so many undefined names a near one is looked for, which takes long where there are many.
const SUGGESTIONS: usize = 20;

impl Reader<'_> {
    /// Reads a type; `None`, and a finding, where there is none. The definitions of named types
    /// are not read here, so that only arrays, maps and unions nest.
    pub(super) fn ty(&mut self, json: &Json, namespace: &str, depth: usize) -> Option<Type> {
        if depth > MAX_DEPTH {
            let message = format!("arrays, maps and unions lie more than {MAX_DEPTH} deep");
            let fault = rules::TYPE_DEPTH.at(json.span, message).label("one too many");
            self.found.push(fault.help("put an inner type into a record of its own"));
            return None;
        }
        let plain = |kind| Type { kind, logical: None, span: json.span, props: Vec::new() };
        match &json.value {
            Value::String(name) => self.reference(name, namespace, json.span).map(plain),
            Value::Array(branches) => self.union(json, branches, namespace, depth),
            Value::Object(_) => self.object(json, namespace, depth),
            _ => {
                let message = format!("{} is no type", json.kind());
                let fault = rules::TYPE_INVALID.at(json.span, message).label("not a type");
                self.found.push(fault.help(
                    "a type is the name of one, an object with a `type`, or an array of the \
                     branches of a union",
                ));
                None
            }
        }
    }

    fn object(&mut self, json: &Json, namespace: &str, depth: usize) -> Option<Type> {
        let Some(ty) = json.get("type") else {
            let fault = rules::TYPE_MISSING.at(json.span, "this schema has no `type`");
            self.found.push(fault.label("no `type`").help("add `\"type\": ..`"));
            return None;
        };
        let Some(text) = ty.as_str() else {
            let message = format!("the `type` of a schema is a name, not {}", ty.kind());
            let fault = rules::TYPE_INVALID.at(ty.span, message).label(ty.kind());
            self.found.push(match ty.value {
                Value::Object(_) | Value::Array(_) => {
                    fault.help("write the inner type alone, in place of the object around it")
                }
                _ => fault.help("write the name of a type, in double quotes"),
            });
            return None;
        };
        if matches!(text, "record" | "error" | "enum" | "fixed") {
            let id = self.places.get(&json.span).copied()??;
            let kind = Kind::Named(id);
            return Some(Type { kind, logical: None, span: json.span, props: Vec::new() });
        }
        let mut known = vec!["type"];
        let kind = match text {
            "array" => {
                known.push("items");
                let items = self.required(json, "items", "an array")?;
                Kind::Array(Box::new(self.ty(items, namespace, depth + 1)?))
            }
            "map" => {
                known.push("values");
                let values = self.required(json, "values", "a map")?;
                Kind::Map(Box::new(self.ty(values, namespace, depth + 1)?))
            }
            _ => self.reference(text, namespace, ty.span)?,
        };
        let mut props = attributes::others(json, &known);
        if let (Kind::Named(_), Some((key, value))) = (&kind, props.first()) {
            let message = format!("`{key}` beside a reference to `{text}` is ignored");
            let finding = rules::ATTRIBUTE_IGNORED.at(value.span, message);
            self.found.push(finding.help("put it on the field, or on the definition of the type"));
            props.clear();
        }
        let (logical, props) = self.logical(logical::Base::of(&kind), props);
        Some(Type { kind, logical, span: json.span, props })
    }

    fn union(
        &mut self,
        json: &Json,
        branches: &[Json],
        namespace: &str,
        depth: usize,
    ) -> Option<Type> {
        let mut types: Vec<Type> = Vec::new();
        let mut seen = HashMap::new();
        let mut readable = true;
        for branch in branches {
            if matches!(branch.value, Value::Array(_)) {
                let message = "a union cannot stand directly in a union";
                let fault = rules::UNION_NESTED.at(branch.span, message).label("the inner union");
                self.found.push(fault.help("list its branches in the outer one"));
                readable = false;
                continue;
            }
            let Some(ty) = self.ty(branch, namespace, depth + 1) else {
                readable = false;
                continue;
            };
            // All but named types count by their kind alone.
            let named = if let Kind::Named(id) = ty.kind { Some(id) } else { None };
            if let Some(first) = seen.insert((ty.kind.name(), named), ty.span) {
                let fault = self.duplicate(&ty.kind, branch.span, first);
                self.found.push(fault);
                readable = false;
                continue;
            }
            types.push(ty);
        }
        let kind = Kind::Union(types);
        readable.then(|| Type { kind, logical: None, span: json.span, props: Vec::new() })
    }

    /// The finding for a branch of a type that the union has.
    fn duplicate(&self, kind: &Kind, again: Span, first: Span) -> Diagnostic {
        let (branch, help) = match kind {
            Kind::Named(id) => {
                let name = self.names.iter().find(|(_, known)| *known == id);
                (name.map_or_else(String::new, |(name, _)| name.to_string()), "remove one of them")
            }
            kind => (
                kind.name().to_string(),
                "remove one of them, or wrap it in a record: a union tells only records, enums \
                 and fixed apart by name",
            ),
        };
        rules::UNION_DUPLICATE
            .at(again, format!("the union has the branch `{branch}` twice"))
            .label("again here")
            .related(first, "first here")
            .help(help)
    }

    /// What a name stands for: a primitive type, a type in the enclosing namespace, or one in none.
    fn reference(&mut self, text: &str, namespace: &str, span: Span) -> Option<Kind> {
        if let Some(primitive) = name::primitive(text) {
            return Some(primitive);
        }
        let name = Name::new(text, namespace);
        let bare = || Name { namespace: String::new(), name: text.to_string() };
        let id = self.names.get(&name).or_else(|| self.names.get(&bare()));
        if let Some(id) = id {
            return Some(Kind::Named(*id));
        }
        if let Some(reported) = self.undefined.get(&name) {
            self.found[*reported].related.push((span, "and here".into()));
            return None;
        }
        let fault = rules::TYPE_UNDEFINED.at(span, format!("no file defines `{name}`"));
        let fault = fault.label("not defined").help(self.way_out(&name));
        self.undefined.insert(name, self.found.len());
        self.found.push(fault);
        None
    }

    /// How to mend a name that nothing defines.
    fn way_out(&self, name: &Name) -> String {
        match &*name.name {
            "array" => return "write `{\"type\": \"array\", \"items\": ..}`".into(),
            "map" => return "write `{\"type\": \"map\", \"values\": ..}`".into(),
            "record" | "error" | "enum" | "fixed" => {
                return format!("write `{{\"type\": \"{}\", \"name\": ..}}`", name.name);
            }
            "union" => return "write a union as an array of its branches".into(),
            _ => {}
        }
        if self.undefined.len() >= SUGGESTIONS {
            return "define it in one of the files, or correct the name".into();
        }
        // Of several with the same simple name, the one whose full name comes first.
        let mut known: Vec<&Name> = self.names.keys().collect();
        known.sort();
        let same = |simple: &str| known.iter().find(|known| known.name == simple);
        let simple = || suggest::nearest(&name.name, known.iter().map(|known| &*known.name));
        let near = same(&name.name).or_else(|| same(simple()?)).map(|known| known.to_string());
        let primitive = || suggest::nearest(&name.name, name::PRIMITIVES).map(str::to_string);
        match near.or_else(primitive) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "define it in one of the files, or correct the name".into(),
        }
    }
}
