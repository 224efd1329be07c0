//! Avro's logical types that the standard library has no type for. Each holds every value that the
//! wire can carry, so nothing is lost or rounded.

mod decimal;
mod duration;
mod time;

pub use decimal::{BigDecimal, Decimal, FixedDecimal, NotADecimal};
pub use duration::Duration;
pub use time::{
    Date, LocalTimestampMicros, LocalTimestampMillis, LocalTimestampNanos, TimeMicros, TimeMillis,
    TimestampMicros, TimestampMillis, TimestampNanos,
};
pub use uuid::Uuid;

use crate::codec::{Datum, DecodeError, Reader, What, Writer};

/// As text: 32 hexadecimal digits in five groups.
impl Datum for Uuid {
    const MIN: usize = 37;

    fn write(&self, out: &mut Writer<'_>) {
        out.string(self.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    }

    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        let offset = reader.offset();
        let text = reader.string_ref()?;
        let uuid = Uuid::try_parse(text).ok().filter(|_| text.len() == 36);
        uuid.ok_or_else(|| DecodeError::new(What::Logical, offset))
    }

    fn skip(reader: &mut Reader<'_>) -> Result<(), DecodeError> {
        reader.bytes_ref().map(drop)
    }
}
