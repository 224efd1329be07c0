//! Attributes of a JSON object that Avro gives a meaning.

use super::Reader;
use crate::{
    json::{Json, Member, Value},
    rules,
};

impl Reader<'_> {
    /// The attribute that `what` needs; reports one that is missing.
    pub(super) fn required<'j>(
        &mut self,
        json: &'j Json,
        key: &str,
        what: &str,
    ) -> Option<&'j Json> {
        let value = json.get(key);
        if value.is_none() {
            let message = format!("{what} has no `{key}`");
            let fault = rules::ATTRIBUTE_MISSING.at(json.span, message);
            self.found
                .push(fault.label(format!("no `{key}`")).help(format!("add `\"{key}\": ..`")));
        }
        value
    }

    /// The text of an attribute; reports a value of another type.
    pub(super) fn text<'j>(&mut self, json: &'j Json, what: &str) -> Option<&'j str> {
        let text = json.as_str();
        if text.is_none() {
            self.wrong(json, what, "a string");
        }
        text
    }

    /// The items of an attribute that is an array; reports a value of another type.
    pub(super) fn array<'j>(&mut self, json: &'j Json, what: &str) -> Option<&'j [Json]> {
        if let Value::Array(items) = &json.value {
            return Some(items);
        }
        self.wrong(json, what, "an array");
        None
    }

    /// Reports a value of the wrong type.
    pub(super) fn wrong(&mut self, json: &Json, what: &str, wanted: &str) {
        let message = format!("{what} is {wanted}, not {}", json.kind());
        let fault = rules::ATTRIBUTE_TYPE.at(json.span, message);
        self.found.push(fault.label(json.kind()).help(format!("write {wanted} here")));
    }

    /// `doc`; `null` counts as none.
    pub(super) fn doc(&mut self, json: &Json) -> Option<String> {
        let doc = json.get("doc").filter(|doc| doc.value != Value::Null)?;
        if doc.as_str().is_none() {
            let message = format!("`doc` is a string, not {}: it is ignored", doc.kind());
            let finding = rules::ATTRIBUTE_IGNORED.at(doc.span, message);
            self.found.push(finding.help("write the documentation as one string"));
        }
        doc.as_str().map(Into::into)
    }
}

/// The members of an object that are not `known`.
pub(super) fn others(json: &Json, known: &[&str]) -> Vec<(String, Json)> {
    let Value::Object(members) = &json.value else { return Vec::new() };
    let others = members.iter().filter(|member| !known.contains(&member.key.as_str()));
    others.map(|Member { key, value, .. }| (key.clone(), value.clone())).collect()
}
