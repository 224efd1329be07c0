//! Why bytes are no datum of their schema.

use std::{borrow::Cow, fmt};

/// Why bytes are no datum of their schema: what, in which field, at which byte.
#[derive(Clone, PartialEq, Eq)]
pub struct DecodeError(Box<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    what: What,
    offset: usize,
    /// The innermost field first.
    path: Vec<Cow<'static, str>>,
}

/// So many fields of a path are shown.
const PATH: usize = 16;

/// What is wrong with the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum What {
    /// They end within the datum.
    Truncated,
    /// They go on after it.
    Trailing,
    /// A variable-length integer of more than ten bytes or 64 bits.
    Varint,
    /// An int beyond 32 bits.
    Int,
    /// A boolean that is neither 0 nor 1.
    Boolean,
    /// A negative length.
    Length,
    /// A string that is not UTF-8.
    Utf8,
    /// A branch that the union does not have.
    Union,
    /// A symbol that the enum does not have.
    Enum,
    /// A block that claims more items than its bytes can hold.
    Count,
    /// Nested deeper than the codec goes.
    Depth,
    /// Far larger, as text, than the bytes that stand for it.
    Size,
    /// A value that its logical type does not allow.
    Logical,
    /// Written with a schema that this type cannot be read from.
    Schema,
}

impl DecodeError {
    /// An error at a byte.
    #[cold]
    pub fn new(what: What, offset: usize) -> Self {
        DecodeError(Box::new(Inner { what, offset, path: Vec::new() }))
    }

    /// What is wrong.
    pub fn what(&self) -> What {
        self.0.what
    }

    /// The byte of the datum where it shows.
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// The field, from the outermost record on, such as `items.sku`; empty for the datum itself.
    /// Of a long path it is the start and the end.
    pub fn path(&self) -> String {
        let fields: Vec<&str> = self.0.path.iter().rev().map(|field| &**field).collect();
        match fields.len() {
            ..=PATH => fields.join("."),
            more => {
                let (start, end) = (&fields[..PATH / 2], &fields[more - PATH / 2..]);
                format!("{}. .. .{}", start.join("."), end.join("."))
            }
        }
    }

    #[cold]
    pub(crate) fn within(mut self, field: impl Into<Cow<'static, str>>) -> Self {
        self.0.path.push(field.into());
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0.what {
            What::Truncated => "the bytes end too early",
            What::Trailing => "there are bytes after the end",
            What::Varint => "a number has more than 64 bits",
            What::Int => "an int has more than 32 bits",
            What::Boolean => "a boolean is neither 0 nor 1",
            What::Length => "a length is negative",
            What::Utf8 => "a string is not UTF-8",
            What::Union => "the union has no such branch",
            What::Enum => "the enum has no such symbol",
            What::Count => "a block claims more items than there are bytes",
            What::Depth => "the nesting is too deep",
            What::Size => "the text grows out of all proportion to the bytes",
            What::Logical => "the logical type does not allow the value",
            What::Schema => "it was written with another schema",
        })?;
        write!(f, ", at byte {}", self.0.offset)?;
        if self.0.path.is_empty() { Ok(()) } else { write!(f, " in `{}`", self.path()) }
    }
}

impl fmt::Debug for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecodeError({self})")
    }
}

impl std::error::Error for DecodeError {}

/// Adds the name of a field to the error of reading it.
pub trait InField {
    /// The same result, its error within `field`.
    fn in_field(self, field: &'static str) -> Self;
}

impl<T> InField for Result<T, DecodeError> {
    #[inline]
    fn in_field(self, field: &'static str) -> Self {
        self.map_err(|error| error.within(field))
    }
}
