//! A datum as JSON, by its schema, without code for its type.
//!
//! ```
//! use adjutant_avro::{read, render, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order",
//!     "fields": [{ "name": "id", "type": "long" }, { "name": "note", "type": ["null", "string"] }]
//! }"#);
//! let (schemas, _) = read::schemas(&sources, &[id]);
//! let order = schemas.roots[0].as_ref().unwrap();
//!
//! let json = render::json(&schemas, order, &[84, 2, 4, b'h', b'i']).unwrap();
//! assert_eq!(json, r#"{"id":42,"note":{"string":"hi"}}"#);
//!
//! let cut = render::json(&schemas, order, &[84, 2, 4, b'h']).unwrap_err();
//! assert_eq!(cut.to_string(), "the bytes end too early, at byte 3 in `note`");
//! ```

use crate::{
    codec::DecodeError,
    schema::{Schemas, Type},
};
use renderer::Renderer;

mod renderer;
#[cfg(test)]
mod tests;
mod width;

/// How deep values may lie in each other.
pub const MAX_DEPTH: usize = 1_000;

/// The text may be this long, whatever the datum's length ..
const LEAST_LIMIT: usize = 1 << 20;
/// .. and this many times the datum's length: names of fields cost text, but no bytes.
const LIMIT_PER_BYTE: usize = 256;
/// .. but never longer than this.
const MOST_LIMIT: usize = 256 << 20;

/// The JSON of a datum, in Avro's own encoding of data as JSON, without white space.
///
/// Bytes and fixed are text with one character, U+0000 to U+00FF, for each byte; a branch of a
/// union other than null is an object with the type's name; a float that is no number is `"NaN"`,
/// `"Infinity"` or `"-Infinity"`, as Avro's Java library writes it; logical types show as what
/// they stand on. `datum` must hold one datum and nothing after it. Values more than
/// [`MAX_DEPTH`] deep are an error, and so is a text of more than 1 MiB and 256 times the bytes,
/// or of more than 256 MiB: a few bytes can stand for endless items that take none.
pub fn json(schemas: &Schemas, ty: &Type, datum: &[u8]) -> Result<String, DecodeError> {
    let limit = datum.len().saturating_mul(LIMIT_PER_BYTE).saturating_add(LEAST_LIMIT);
    Renderer::new(schemas, datum, limit.min(MOST_LIMIT)).render(ty)
}
