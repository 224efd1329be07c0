//! Avro for generated Rust types: schemas with source positions, names, canonical form and
//! fingerprint, and a straight-line codec. It knows neither Kafka nor tokio.

#![warn(missing_docs)]

pub mod canonical;
pub mod defaults;
pub mod fingerprint;
pub mod json;
pub mod read;
pub mod render;
pub mod rules;
pub mod schema;
pub mod source;
pub mod suggest;
pub mod text;

/// What generated code names, and nothing else. Its items may change with the generator.
#[doc(hidden)]
pub mod codegen_v1 {
    pub use crate::{
        codec::{Datum, DecodeError, InField, Reader, What, Writer},
        single_object,
        values::*,
    };
    pub use std::collections::BTreeMap;
}
pub mod codec;
pub mod single_object;
pub mod values;
