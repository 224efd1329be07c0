//! Defaults: from their JSON to a value of the field's type.
//!
//! ```
//! use adjutant_avro::{defaults::{self, Value}, read, schema::Shape, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order",
//!     "fields": [{ "name": "note", "type": ["null", "string"], "default": "none" }]
//! }"#);
//! let (schemas, _) = read::schemas(&sources, &[id]);
//! let Shape::Record(fields) = &schemas.types[0].shape else { unreachable!() };
//!
//! let note = defaults::read(&schemas, &fields[0].ty, fields[0].default.as_ref().unwrap());
//! assert_eq!(note.unwrap(), Value::Union(1, Box::new(Value::String("none".into()))));
//! ```

use crate::source::Span;

mod read;
#[cfg(test)]
mod tests;

pub use read::read;

/// How many values one default may hold, those of the defaults that it makes use of included.
pub const MAX_VALUES: usize = 10_000;
/// How deep the values of one default may lie in each other.
pub const MAX_DEPTH: usize = 64;

/// Why a default is no value of its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// Its place, inside the default.
    pub span: Span,
    /// What is wrong there.
    pub what: String,
    /// How to mend it.
    pub help: String,
}

/// A value of some Avro type. It carries no schema: what it means follows from its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`
    Null,
    /// `boolean`
    Boolean(bool),
    /// `int`
    Int(i32),
    /// `long`
    Long(i64),
    /// `float`
    Float(f32),
    /// `double`
    Double(f64),
    /// `bytes`, and a fixed
    Bytes(Vec<u8>),
    /// `string`
    String(String),
    /// `array`
    Array(Vec<Value>),
    /// `map`, in the order written
    Map(Vec<(String, Value)>),
    /// The branch of a union, by its place in the union.
    Union(usize, Box<Value>),
    /// A record, one value for each field, in their order.
    Record(Vec<Value>),
    /// A symbol of an enum, by its place in the enum.
    Enum(usize),
}
