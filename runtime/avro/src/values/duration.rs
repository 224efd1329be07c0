//! Avro's duration: three numbers that cannot be added up.

use crate::codec::{Datum, DecodeError, Reader, Writer};

/// `duration`, on `fixed(12)`: months, days and milliseconds, each on its own, since a month has no
/// fixed number of days and a day none of milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Duration {
    /// Months.
    pub months: u32,
    /// Days.
    pub days: u32,
    /// Milliseconds.
    pub millis: u32,
}

impl Duration {
    /// As on the wire: three little-endian numbers.
    pub fn to_bytes(self) -> [u8; 12] {
        let mut bytes = [0; 12];
        bytes[..4].copy_from_slice(&self.months.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.days.to_le_bytes());
        bytes[8..].copy_from_slice(&self.millis.to_le_bytes());
        bytes
    }

    /// From the wire.
    pub fn from_bytes([a, b, c, d, e, f, g, h, i, j, k, l]: [u8; 12]) -> Self {
        Duration {
            months: u32::from_le_bytes([a, b, c, d]),
            days: u32::from_le_bytes([e, f, g, h]),
            millis: u32::from_le_bytes([i, j, k, l]),
        }
    }
}

impl Datum for Duration {
    const MIN: usize = 12;

    #[inline]
    fn write(&self, out: &mut Writer<'_>) {
        out.put(self.to_bytes());
    }

    #[inline]
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.fixed().map(Duration::from_bytes)
    }
}
