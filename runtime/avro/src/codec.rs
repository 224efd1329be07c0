//! The codec: a reader and a writer that generated code drives.

use std::fmt;

/// Why bytes are no datum of their schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// What is wrong.
    pub what: &'static str,
    /// The path of the field, such as `Order.items.sku`.
    pub path: String,
    /// The byte where it shows.
    pub offset: usize,
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {} ({})", self.what, self.offset, self.path)
    }
}

impl std::error::Error for DecodeError {}
