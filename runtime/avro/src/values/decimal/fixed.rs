//! Decimals with a size.

use super::{NotADecimal, digits::Digits, text};
use crate::codec::{Datum, DecodeError, Reader, Writer};
use std::{cmp::Ordering, fmt, str::FromStr};

/// `decimal` on `fixed`: an integer of `SIZE` bytes, with `SCALE` of its digits after the point.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FixedDecimal<const SIZE: usize, const SCALE: u32>([u8; SIZE]);

impl<const SIZE: usize, const SCALE: u32> FixedDecimal<SIZE, SCALE> {
    /// From the integer: 1250 is 12.50 at a scale of 2. `None` where it takes more than `SIZE` bytes.
    pub fn from_unscaled(unscaled: i128) -> Option<Self> {
        Self::fit(&Digits::of(unscaled))
    }

    /// The integer; `None` where it takes more than 128 bits.
    pub fn unscaled(&self) -> Option<i128> {
        self.digits().value()
    }

    /// The integer in two's complement, big-endian, as it stands on the wire.
    pub fn as_bytes(&self) -> &[u8; SIZE] {
        &self.0
    }

    /// From two's complement, big-endian.
    pub fn from_bytes(bytes: [u8; SIZE]) -> Self {
        FixedDecimal(bytes)
    }

    fn fit(digits: &Digits) -> Option<Self> {
        let mut bytes = [if digits.is_negative() { 0xff } else { 0 }; SIZE];
        let start = SIZE.checked_sub(digits.as_bytes().len())?;
        bytes[start..].copy_from_slice(digits.as_bytes());
        Some(FixedDecimal(bytes))
    }

    fn digits(&self) -> Digits {
        Digits::new(&self.0)
    }
}

impl<const SIZE: usize, const SCALE: u32> Default for FixedDecimal<SIZE, SCALE> {
    fn default() -> Self {
        FixedDecimal([0; SIZE])
    }
}

impl<const SIZE: usize, const SCALE: u32> Ord for FixedDecimal<SIZE, SCALE> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.digits().cmp(&other.digits())
    }
}

impl<const SIZE: usize, const SCALE: u32> PartialOrd for FixedDecimal<SIZE, SCALE> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<const SIZE: usize, const SCALE: u32> fmt::Display for FixedDecimal<SIZE, SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text::write(&self.digits(), SCALE.into()))
    }
}

impl<const SIZE: usize, const SCALE: u32> fmt::Debug for FixedDecimal<SIZE, SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FixedDecimal({self})")
    }
}

impl<const SIZE: usize, const SCALE: u32> FromStr for FixedDecimal<SIZE, SCALE> {
    type Err = NotADecimal;

    /// From `-12.5`; digits beyond the scale are refused, not rounded.
    fn from_str(text: &str) -> Result<Self, NotADecimal> {
        text::read(text, SCALE as usize).as_ref().and_then(Self::fit).ok_or(NotADecimal)
    }
}

impl<const SIZE: usize, const SCALE: u32> Datum for FixedDecimal<SIZE, SCALE> {
    const MIN: usize = SIZE;

    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.put(self.0);
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.fixed().map(FixedDecimal)
    }
}
