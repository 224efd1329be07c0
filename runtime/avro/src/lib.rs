//! Avro for generated Rust types: schemas with source positions, names, canonical form and
//! fingerprint, and a straight-line codec. It knows neither Kafka nor tokio.
//!
//! From text to data: [`source`] holds texts and findings, [`json`] and [`read`] turn texts into a
//! [`schema`], [`canonical`] and [`fingerprint`] name it, [`text`] writes it down again,
//! [`defaults`] gives its defaults their values, and [`render`] shows any datum of it.
//! [`codec`] and [`single_object`] are what generated code encodes and decodes with.

#![warn(missing_docs)]

pub mod canonical;
pub mod codec;
pub mod defaults;
pub mod fingerprint;
pub mod json;
pub mod read;
pub mod render;
pub mod rules;
pub mod schema;
pub mod single_object;
pub mod source;
pub mod suggest;
pub mod text;
pub mod values;

/// What generated code names, and nothing else. Its items may change with the generator.
#[doc(hidden)]
pub mod codegen_v1 {
    pub use crate::{
        codec::{Datum, DecodeError, InField, NullLast, Reader, What, Writer},
        single_object,
        values::*,
    };
    pub use std::collections::BTreeMap;
}
