//! Decimals of any size, exactly as they stand on the wire.

use crate::codec::{Datum, DecodeError, Reader, What, Writer};
use std::{fmt, str::FromStr};

/// `decimal` on `bytes`: an integer of any size, with `SCALE` of its digits after the point.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Decimal<const SCALE: u32>(Vec<u8>);

impl<const SCALE: u32> Decimal<SCALE> {
    /// From the integer: `Decimal::<2>::from_unscaled(1250)` is 12.50.
    pub fn from_unscaled(unscaled: i128) -> Self {
        Decimal(shortest(unscaled))
    }

    /// The integer; `None` where it takes more than 128 bits.
    pub fn unscaled(&self) -> Option<i128> {
        integer(&self.0)
    }

    /// The integer in two's complement, big-endian, as it stands on the wire.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// From two's complement, big-endian.
    pub fn from_bytes(bytes: Vec<u8>) -> Self {
        Decimal(bytes)
    }
}

impl<const SCALE: u32> Default for Decimal<SCALE> {
    fn default() -> Self {
        Decimal::from_unscaled(0)
    }
}

impl<const SCALE: u32> fmt::Display for Decimal<SCALE> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text(&self.0, SCALE as i64))
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
        parse(text, SCALE as usize).map(Self::from_unscaled).ok_or(NotADecimal)
    }
}

/// The text is no decimal of this scale, or takes more than 128 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotADecimal;

impl fmt::Display for NotADecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a decimal of this scale")
    }
}

impl std::error::Error for NotADecimal {}

impl<const SCALE: u32> Datum for Decimal<SCALE> {
    const MIN: usize = 1;

    fn write(&self, out: &mut Writer<'_>) {
        out.bytes(&self.0);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.bytes().map(Decimal)
    }

    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.bytes_ref().map(drop)
    }
}

/// `big-decimal`: an integer of any size that carries its scale.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct BigDecimal {
    /// The integer in two's complement, big-endian.
    pub unscaled: Vec<u8>,
    /// Its digits after the point; negative for zeros before it.
    pub scale: i32,
}

impl fmt::Display for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&text(&self.unscaled, self.scale.into()))
    }
}

impl fmt::Debug for BigDecimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "BigDecimal({self})")
    }
}

impl Datum for BigDecimal {
    const MIN: usize = 3;

    fn write(&self, out: &mut Writer<'_>) {
        let mut inner = Vec::with_capacity(self.unscaled.len() + 10);
        let mut writer = Writer::new(&mut inner);
        writer.bytes(&self.unscaled);
        writer.int(self.scale);
        out.bytes(&inner);
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let offset = reader.offset();
        let wrong = |_| DecodeError::new(What::Logical, offset);
        let mut inner = Reader::new(reader.bytes_ref()?);
        let unscaled = inner.bytes().map_err(wrong)?;
        let scale = inner.int().map_err(wrong)?;
        inner.finish().map_err(wrong)?;
        Ok(BigDecimal { unscaled, scale })
    }

    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.bytes_ref().map(drop)
    }
}

/// The fewest bytes of two's complement.
fn shortest(value: i128) -> Vec<u8> {
    let bytes = value.to_be_bytes();
    let spare = ((value ^ (value >> 127)).leading_zeros() as usize - 1) / 8;
    bytes[spare.min(15)..].to_vec()
}

fn integer(bytes: &[u8]) -> Option<i128> {
    let sign = if bytes.first()? & 0x80 == 0 { 0 } else { 0xff };
    let skip = bytes.len().saturating_sub(16);
    let (spare, low) = bytes.split_at(skip);
    let mut wide = [sign; 16];
    wide[16 - low.len()..].copy_from_slice(low);
    let value = i128::from_be_bytes(wide);
    (spare.iter().all(|byte| *byte == sign) && (value < 0) == (sign == 0xff)).then_some(value)
}

fn text(bytes: &[u8], scale: i64) -> String {
    let Some(value) = integer(bytes) else {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        return format!("0x{hex}e-{scale}");
    };
    if scale <= 0 {
        return if scale == 0 { value.to_string() } else { format!("{value}e{}", -scale) };
    }
    let sign = if value < 0 { "-" } else { "" };
    let (digits, scale) = (value.unsigned_abs().to_string(), scale as usize);
    if scale > 1_000 {
        return format!("{value}e-{scale}");
    }
    let digits = format!("{digits:0>width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at(digits.len() - scale);
    format!("{sign}{whole}.{fraction}")
}

fn parse(text: &str, scale: usize) -> Option<i128> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = whole.strip_prefix(['-', '+']).unwrap_or(whole);
    let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !plain(digits) || !plain(fraction) || fraction.len() > scale {
        return None;
    }
    format!("{whole}{fraction:0<scale$}").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_reads_the_text_that_it_writes() {
        for text in ["0.00", "12.50", "-0.01", "-123456789012345678901234567890.99"] {
            assert_eq!(text.parse::<Decimal<2>>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_digit_beyond_the_scale_is_refused() {
        assert_eq!("1.234".parse::<Decimal<2>>(), Err(NotADecimal));
        assert_eq!("1.2".parse::<Decimal<0>>(), Err(NotADecimal));
    }

    #[test]
    fn an_integer_takes_the_fewest_bytes() {
        for (value, bytes) in [
            (0, vec![0]),
            (127, vec![127]),
            (128, vec![0, 128]),
            (-128, vec![128]),
            (-129, vec![255, 127]),
        ] {
            let decimal = Decimal::<0>::from_unscaled(value);
            assert_eq!(decimal.as_bytes(), bytes);
            assert_eq!(decimal.unscaled(), Some(value));
        }
    }
}
