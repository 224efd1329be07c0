//! Reads the definition of a record, enum or fixed.

use super::{Definition, Part, Reader, attributes, logical::Base};
use crate::{
    json::{Json, Value},
    rules,
    schema::{Name, Named, Shape},
    source::Span,
};
use std::collections::{HashMap, HashSet};

impl Reader<'_> {
    /// Reads a definition. What cannot be read of it is left out, and reported.
    pub(super) fn named(&mut self, definition: &Definition<'_>) -> Named {
        let Definition { json, name, name_span, .. } = definition;
        let word = json.get("type").and_then(Json::as_str).unwrap_or("record");
        let what = match definition.part {
            Part::Nameless => format!("this {word}"),
            Part::First(_) | Part::Again(_) => format!("`{name}`"),
        };
        let (mut shape, own, base) = match word {
            "enum" => {
                let shape = self.symbols(json, &what);
                (shape, ["symbols", "default"].as_slice(), Base::Other("enum"))
            }
            "fixed" => {
                let size = self.size(json, &what);
                (Shape::Fixed { size, logical: None }, ["size"].as_slice(), Base::Fixed(size))
            }
            _ => {
                let fields = self.fields(json, &what, &name.namespace);
                (Shape::Record(fields), ["fields"].as_slice(), Base::Other("record"))
            }
        };
        let known = [["type", "name", "namespace", "aliases", "doc"].as_slice(), own].concat();
        let (annotation, props) = self.logical(base, attributes::others(json, &known));
        if let Shape::Fixed { logical, .. } = &mut shape {
            *logical = annotation;
        }
        Named {
            name: name.clone(),
            name_span: *name_span,
            aliases: self.aliases(json, &name.namespace),
            doc: self.doc(json),
            shape,
            error: word == "error",
            span: json.span,
            props,
        }
    }

    /// The aliases of a type, each a full name, or one in the type's own namespace.
    fn aliases(&mut self, json: &Json, namespace: &str) -> Vec<(Name, Span)> {
        let mut aliases: Vec<(Name, Span)> = Vec::new();
        let mut seen = HashSet::new();
        for (text, span) in self.alias_texts(json) {
            let name = Name::new(&text, namespace);
            // Its namespace may be one that only other implementations took.
            let valid = self.valid(&name.name, "an alias", span).is_some();
            if valid && seen.insert(name.clone()) {
                aliases.push((name, span));
            }
        }
        aliases
    }

    /// The texts in `aliases`, of a type or of a field.
    pub(super) fn alias_texts(&mut self, json: &Json) -> Vec<(String, Span)> {
        let Some(aliases) = json.get("aliases") else { return Vec::new() };
        let items = self.array(aliases, "`aliases`").unwrap_or_default();
        let text = |item: &Json| Some((self.text(item, "an alias")?.to_string(), item.span));
        items.iter().filter_map(text).collect()
    }

    fn symbols(&mut self, json: &Json, what: &str) -> Shape {
        let mut symbols: Vec<(String, Span)> = Vec::new();
        let mut seen = HashMap::new();
        let items = self.required(json, "symbols", what);
        let items = items.and_then(|items| self.array(items, "`symbols`")).unwrap_or_default();
        for item in items {
            let Some(text) = self.text(item, "a symbol") else { continue };
            if self.simple(text, "a symbol", item.span).is_none() {
                continue;
            }
            if let Some(first) = seen.insert(text, item.span) {
                let message = format!("{what} has the symbol `{text}` twice");
                let fault = rules::SYMBOL_TWICE.at(item.span, message).label("again here");
                self.found.push(fault.related(first, "first here").help("remove one of them"));
                continue;
            }
            symbols.push((text.to_string(), item.span));
        }
        let default = json.get("default").filter(|default| default.value != Value::Null);
        let default = default.and_then(|default| {
            let text = self.text(default, "the `default` of an enum")?;
            if seen.contains_key(text) {
                return Some((text.to_string(), default.span));
            }
            let message = format!("the default `{text}` of {what} is none of its symbols");
            let near = crate::suggest::nearest(text, symbols.iter().map(|(symbol, _)| &**symbol));
            let help = match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "use one of its symbols, or add this one".into(),
            };
            self.found.push(rules::SYMBOL_UNKNOWN.at(default.span, message).help(help));
            None
        });
        Shape::Enum { symbols, default }
    }

    fn size(&mut self, json: &Json, what: &str) -> usize {
        let Some(size) = self.required(json, "size", what) else { return 0 };
        let bytes = match &size.value {
            Value::Number(text) => text.parse::<u32>().ok().filter(|n| *n <= i32::MAX as u32),
            _ => None,
        };
        if bytes.is_none() {
            self.wrong(size, "the `size` of a fixed", "a whole number of bytes below 2147483648");
        }
        bytes.map_or(0, |bytes| bytes as usize)
    }
}
