//! What may be a name.

use super::Reader;
use crate::{rules, schema::Kind, source::Span};

/// The names of the primitive types.
pub(super) const PRIMITIVES: [&str; 8] =
    ["null", "boolean", "int", "long", "float", "double", "bytes", "string"];

/// The primitive type that has this name; in no namespace can it mean another.
pub(super) fn primitive(name: &str) -> Option<Kind> {
    Some(match name {
        "null" => Kind::Null,
        "boolean" => Kind::Boolean,
        "int" => Kind::Int,
        "long" => Kind::Long,
        "float" => Kind::Float,
        "double" => Kind::Double,
        "bytes" => Kind::Bytes,
        "string" => Kind::String,
        _ => return None,
    })
}

impl Reader<'_> {
    /// Reports a text that is no name, or names with dots between them; `None` for such a one.
    /// Letters outside ASCII are taken, as Java takes them, with a warning.
    pub(super) fn valid(&mut self, text: &str, what: &str, span: Span) -> Option<()> {
        let help = "a name is made of letters, digits and `_`, and does not start with a digit";
        for part in text.split('.') {
            let fault = match part.chars().next() {
                None => Some("is empty".to_string()),
                Some(first) if first.is_numeric() => Some(format!("starts with `{first}`")),
                Some(_) => {
                    let wrong = part.chars().find(|c| !c.is_alphanumeric() && *c != '_');
                    wrong.map(|c| format!("holds `{}`", c.escape_debug()))
                }
            };
            if let Some(fault) = fault {
                let message = if text == part {
                    format!("`{text}` cannot be {what}: it {fault}")
                } else {
                    format!("`{text}` cannot be {what}: its part `{part}` {fault}")
                };
                self.found.push(rules::NAME_INVALID.at(span, message).label("here").help(help));
                return None;
            }
        }
        if !text.is_ascii() {
            let message =
                format!("`{text}` holds letters that other implementations of Avro refuse");
            let finding = rules::NAME_NOT_ASCII.at(span, message);
            self.found.push(finding.help("use the letters A to Z, digits and `_`"));
        }
        Some(())
    }

    /// As [`valid`](Self::valid), for a name that holds no dots.
    pub(super) fn simple(&mut self, text: &str, what: &str, span: Span) -> Option<()> {
        if text.contains('.') {
            let message = format!("`{text}` cannot be {what}: it holds `.`");
            let fault = rules::NAME_INVALID.at(span, message).label("here");
            self.found.push(fault.help("only names of types may stand in a namespace"));
            return None;
        }
        self.valid(text, what, span)
    }
}
