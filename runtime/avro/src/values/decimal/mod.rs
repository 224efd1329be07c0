//! Decimals of any size, exactly as they stand on the wire.

mod big;
mod digits;
mod fixed;
mod text;

pub use big::BigDecimal;
pub use fixed::FixedDecimal;

use crate::codec::{Datum, DecodeError, Reader, What, Writer};
use digits::Digits;
use std::{fmt, str::FromStr};

/// `decimal` on `bytes`: an integer of any size, with `SCALE` of its digits after the point.
///
/// ```
/// use adjutant_avro::values::Decimal;
///
/// let price: Decimal<2> = "12.5".parse()?;
/// assert_eq!(price, Decimal::from_unscaled(1250));
/// assert_eq!(price.to_string(), "12.50");
/// # Ok::<(), adjutant_avro::values::NotADecimal>(())
/// ```
///
/// It is compared by its value and written as it was read, byte for byte. The precision of the
/// schema is not enforced.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Decimal<const SCALE: u32>(Digits);

impl<const SCALE: u32> Decimal<SCALE> {
    /// From the integer: `Decimal::<2>::from_unscaled(1250)` is 12.50.
    pub fn from_unscaled(unscaled: i128) -> Self {
        Decimal(Digits::of(unscaled))
    }

    /// The integer; `None` where it takes more than 128 bits.
    pub fn unscaled(&self) -> Option<i128> {
        self.0.value()
    }

    /// The integer in two's complement, big-endian, as it stands on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }

    /// From two's complement, big-endian; `None` from no bytes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        (!bytes.is_empty()).then(|| Decimal(Digits::new(bytes)))
    }
}

impl<const SCALE: u32> Default for Decimal<SCALE> {
    fn default() -> Self {
        Decimal::from_unscaled(0)
    }
}

impl<const SCALE: u32> fmt::Display for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text::write(&self.0, SCALE.into()))
    }
}

impl<const SCALE: u32> fmt::Debug for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Decimal({self})")
    }
}

impl<const SCALE: u32> FromStr for Decimal<SCALE> {
    type Err = NotADecimal;

    /// From `-12.5`; digits beyond the scale are refused, not rounded.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        text::read(text, SCALE as usize).map(Decimal).ok_or(NotADecimal)
    }
}

impl<const SCALE: u32> Datum for Decimal<SCALE> {
    /// Its length, and a digit.
    const MIN: usize = 2;

    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.bytes(self.as_bytes());
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let offset = reader.offset();
        let bytes = reader.bytes_ref()?;
        Decimal::from_bytes(bytes).ok_or_else(|| DecodeError::new(What::Logical, offset))
    }

    #[inline]
    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.bytes_ref().map(drop)
    }
}

/// The text is no decimal of this scale, or the number does not fit the type.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal of this scale and size")
    }
}

impl std::error::Error for NotADecimal {}

#[cfg(test)]
mod tests;
