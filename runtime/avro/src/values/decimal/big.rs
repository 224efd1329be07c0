//! Decimals that carry their scale.

use super::{digits::Digits, text};
use crate::codec::{Datum, DecodeError, Reader, What, Writer};
use std::fmt;

/// `big-decimal`: an integer of any size, and how many of its digits stand after the point.
///
/// 1.0 and 1.00 are two values, since the wire tells them apart.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct BigDecimal {
    digits: Digits,
    scale: i32,
}

impl BigDecimal {
    /// From the integer: 1250 with a scale of 2 is 12.50; a negative scale adds zeros.
    pub fn from_unscaled(unscaled: i128, scale: i32) -> Self {
        BigDecimal { digits: Digits::of(unscaled), scale }
    }

    /// The integer; `None` where it takes more than 128 bits.
    pub fn unscaled(&self) -> Option<i128> {
        self.digits.value()
    }

    /// Digits after the point; negative for zeros before it.
    pub fn scale(&self) -> i32 {
        self.scale
    }

    /// The integer in two's complement, big-endian, as it stands on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        self.digits.as_bytes()
    }

    /// From two's complement, big-endian; `None` from no bytes.
    pub fn from_bytes(bytes: &[u8], scale: i32) -> Option<Self> {
        (!bytes.is_empty()).then(|| BigDecimal { digits: Digits::new(bytes), scale })
    }
}

impl Default for BigDecimal {
    fn default() -> Self {
        BigDecimal::from_unscaled(0, 0)
    }
}

impl fmt::Display for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text::write(&self.digits, self.scale.into()))
    }
}

impl fmt::Debug for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BigDecimal({self})")
    }
}

/// Bytes that hold the integer, as bytes of their own, and the scale.
impl Datum for BigDecimal {
    const MIN: usize = 4;

    fn write(&self, out: &mut Writer<'_>) {
        let mut inner = Vec::with_capacity(self.as_bytes().len() + 16);
        Writer::new(&mut inner).put((self.as_bytes(), self.scale));
        out.bytes(&inner);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let offset = reader.offset();
        let mut inner = Reader::new(reader.bytes_ref()?);
        let mut parts = || {
            let (digits, scale) = (inner.bytes_ref()?, inner.int()?);
            inner.finish()?;
            Ok::<_, DecodeError>(BigDecimal::from_bytes(digits, scale))
        };
        parts().ok().flatten().ok_or_else(|| DecodeError::new(What::Logical, offset))
    }

    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.bytes_ref().map(drop)
    }
}
