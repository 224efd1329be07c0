//! JSON with the place of every value.

use crate::source::Span;

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
