//! The codec: a reader and a writer that generated code drives in a straight line.

mod error;
mod raw;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use error::{DecodeError, InField, What};
pub use raw::{NullLast, Put};
pub use reader::Reader;
pub use writer::Writer;

/// A type with one Avro schema, which writes and reads itself as a datum of it.
pub trait Datum: Sized {
    /// The fewest bytes that one takes on the wire: what bounds the count of a block.
    const MIN: usize;
    /// Appends the datum.
    fn write(&self, out: &mut Writer<'_>);
    /// Reads one datum.
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError>;
    /// Passes over one datum without keeping it.
    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        Self::read(reader).map(drop)
    }
}

/// As the boxed type; for schemas that contain themselves.
impl<T: Datum> Datum for Box<T> {
    const MIN: usize = 0;

    fn write(&self, out: &mut Writer<'_>) {
        T::write(self, out);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.nested(T::read).map(Box::new)
    }

    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.nested(T::skip)
    }
}

/// Appends a datum to bytes.
pub fn encode<T: Datum>(datum: &T, out: &mut Vec<u8>) {
    datum.write(&mut Writer::new(out));
}

/// Reads a datum that is all of `bytes`.
pub fn decode<T: Datum>(bytes: &[u8]) -> Result<T, DecodeError> {
    let mut reader = Reader::new(bytes);
    let datum = T::read(&mut reader)?;
    reader.finish()?;
    Ok(datum)
}
