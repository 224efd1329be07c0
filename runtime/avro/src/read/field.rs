//! Reads the fields of a record.

use super::{Reader, attributes, unreadable};
use crate::{
    json::{Json, Value},
    rules,
    schema::{Field, Order},
    source::Span,
};
use std::collections::{HashMap, HashSet};

impl Reader<'_> {
    /// The fields of a record in whose definition `namespace` holds.
    pub(super) fn fields(&mut self, json: &Json, what: &str, namespace: &str) -> Vec<Field> {
        let mut fields: Vec<Field> = Vec::new();
        let mut seen: HashMap<String, Span> = HashMap::new();
        let items = self.required(json, "fields", what);
        let items = items.and_then(|items| self.array(items, "`fields`")).unwrap_or_default();
        for item in items {
            let Some(field) = self.field(item, what, namespace) else { continue };
            if let Some(first) = seen.insert(field.name.clone(), field.name_span) {
                let message = format!("{what} has the field `{}` twice", field.name);
                let fault = rules::FIELD_TWICE.at(field.name_span, message).label("again here");
                self.found.push(fault.related(first, "first here").help("rename or remove one"));
                continue;
            }
            fields.push(field);
        }
        fields
    }

    fn field(&mut self, json: &Json, record: &str, namespace: &str) -> Option<Field> {
        if !matches!(json.value, Value::Object(_)) {
            self.wrong(json, "a field", "an object with `name` and `type`");
            return None;
        }
        let text = self.required(json, "name", "this field");
        let name = text.and_then(|value| Some((self.text(value, "a `name`")?, value.span)));
        let ty = match json.get("type") {
            Some(ty) => self.ty(ty, namespace, 0),
            None => {
                let what = name.map_or("this field".into(), |(name, _)| format!("`{name}`"));
                let fault = rules::TYPE_MISSING.at(json.span, format!("{what} has no `type`"));
                self.found.push(fault.label("no `type`").help("add `\"type\": ..`"));
                None
            }
        };
        let readable = ty.is_some();
        let doc = self.doc(json);
        let order = self.order(json);
        let aliases = self.field_aliases(json);
        let (name, name_span) = name?;
        self.simple(name, &format!("the name of a field of {record}"), name_span)?;
        Some(Field {
            name: name.to_string(),
            name_span,
            span: json.span,
            doc,
            ty: ty.unwrap_or_else(|| unreadable(json.get("type").unwrap_or(json).span)),
            default: json.get("default").filter(|_| readable).cloned(),
            aliases,
            order,
            props: attributes::others(
                json,
                &["name", "type", "doc", "default", "order", "aliases"],
            ),
        })
    }

    fn field_aliases(&mut self, json: &Json) -> Vec<(String, Span)> {
        let mut seen = HashSet::new();
        let mut aliases = self.alias_texts(json);
        aliases.retain(|(alias, _)| seen.insert(alias.clone()));
        aliases
    }

    fn order(&mut self, json: &Json) -> Order {
        let Some(order) = json.get("order") else { return Order::default() };
        match order.as_str().map(str::to_ascii_lowercase).as_deref() {
            Some("ascending") => Order::Ascending,
            Some("descending") => Order::Descending,
            Some("ignore") => Order::Ignore,
            _ => {
                let wanted = "`ascending`, `descending` or `ignore`";
                let message = match order.as_str() {
                    Some(text) => format!("`{text}` is no order"),
                    None => format!("`order` is a string, not {}", order.kind()),
                };
                let fault = rules::ATTRIBUTE_TYPE.at(order.span, message);
                self.found.push(fault.help(format!("write {wanted}")));
                Order::default()
            }
        }
    }
}
