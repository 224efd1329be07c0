//! A schema as one self-contained text.
//!
//! ```
//! use adjutant_avro::{read, source::Sources, text};
//!
//! let mut sources = Sources::default();
//! let order = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order", "namespace": "shop", "doc": "What was bought.",
//!     "fields": [{ "name": "id", "type": "Id" }, { "name": "parent", "type": ["null", "Id"] }]
//! }"#);
//! let id = sources.add("Id.avsc", r#"{ "type": "fixed", "name": "shop.Id", "size": 16 }"#);
//! let (schemas, _) = read::schemas(&sources, &[order, id]);
//!
//! assert_eq!(
//!     text::of(&schemas, schemas.roots[0].as_ref().unwrap()),
//!     r#"{"type":"record","name":"Order","namespace":"shop","doc":"What was bought.","fields":["#
//!         .to_string()
//!         + r#"{"name":"id","type":{"type":"fixed","name":"Id","size":16}},"#
//!         + r#"{"name":"parent","type":["null","Id"]}]}"#
//! );
//! ```

#[cfg(doc)]
use crate::json;
use crate::schema::{Schemas, Type};

mod attributes;
#[cfg(test)]
mod tests;
mod writer;

use writer::Writer;

/// The JSON text of a type of `schemas`, with every definition that it needs, each where it is
/// first used; after that its name stands for it.
///
/// Nothing is lost: read again, the text gives the same schema, with its documentation, defaults,
/// aliases, logical types and other properties. Only layout and the order of attributes change.
/// Definitions nest as deep as the longest chain of first uses; a text deeper than
/// [`json::MAX_DEPTH`] can be written, but not read.
pub fn of(schemas: &Schemas, ty: &Type) -> String {
    Writer::new(schemas).write(ty)
}
