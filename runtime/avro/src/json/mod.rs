//! JSON with the place of every value.
//!
//! ```
//! use adjutant_avro::{json, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("point.json", r#"{ "x": 1.50 }"#);
//! let point = json::read(&sources, id).unwrap();
//! assert_eq!(json::write(&point), r#"{"x":1.50}"#);
//!
//! let id = sources.add("cut.json", "[1, 2");
//! assert_eq!(json::read(&sources, id).unwrap_err().id, "json-syntax");
//! ```

use crate::source::Span;

mod read;
mod scalar;
mod string;
mod write;

pub use read::{MAX_DEPTH, read};
pub(crate) use write::write_to;
pub use write::{write, write_string};

/// A value and its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Json {
    /// The value.
    pub value: Value,
    /// Its place.
    pub span: Span,
}

/// A JSON value; a number keeps its text, so that no digit is lost.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// The text of a number.
    Number(String),
    /// A string, escapes resolved.
    String(String),
    /// `[..]`
    Array(Vec<Json>),
    /// `{..}`, in order.
    Object(Vec<Member>),
}

/// A member of an object.
#[derive(Debug, Clone, PartialEq)]
pub struct Member {
    /// Its key.
    pub key: String,
    /// The place of the key.
    pub key_span: Span,
    /// Its value.
    pub value: Json,
}

impl Json {
    /// The member of an object with this key; `None` where there is none, or no object.
    pub fn get(&self, key: &str) -> Option<&Json> {
        let Value::Object(members) = &self.value else { return None };
        members.iter().find(|member| member.key == key).map(|member| &member.value)
    }

    /// The text of a string.
    pub fn as_str(&self) -> Option<&str> {
        if let Value::String(text) = &self.value { Some(text) } else { None }
    }

    /// What kind of value this is, for messages: `a string`.
    pub fn kind(&self) -> &'static str {
        match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        }
    }
}

#[cfg(test)]
mod tests;
