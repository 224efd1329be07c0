//! Dates, times of day and timestamps: numbers with their unit in the type.

use crate::codec::{Datum, DecodeError, Reader, Writer};

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident($number:ty, $method:ident);)+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
        pub struct $name(pub $number);

        impl From<$number> for $name {
            fn from(number: $number) -> Self {
                $name(number)
            }
        }

        impl From<$name> for $number {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Datum for $name {
            const MIN: usize = 1;
            #[inline]
            fn write(&self, out: &mut Writer<'_>) {
                out.$method(self.0);
            }
            #[inline]
            fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
                reader.$method().map($name)
            }
        }
    )+ };
}

numbers! {
    /// `date`: days since 1970-01-01.
    Date(i32, int);
    /// `time-millis`: milliseconds after midnight.
    TimeMillis(i32, int);
    /// `time-micros`: microseconds after midnight.
    TimeMicros(i64, long);
    /// `timestamp-millis`: milliseconds since 1970-01-01T00:00:00Z.
    TimestampMillis(i64, long);
    /// `timestamp-micros`: microseconds since 1970-01-01T00:00:00Z.
    TimestampMicros(i64, long);
    /// `timestamp-nanos`: nanoseconds since 1970-01-01T00:00:00Z.
    TimestampNanos(i64, long);
    /// `local-timestamp-millis`: milliseconds since 1970-01-01T00:00:00 of a calendar without a zone.
    LocalTimestampMillis(i64, long);
    /// `local-timestamp-micros`: microseconds since 1970-01-01T00:00:00 of a calendar without a zone.
    LocalTimestampMicros(i64, long);
    /// `local-timestamp-nanos`: nanoseconds since 1970-01-01T00:00:00 of a calendar without a zone.
    LocalTimestampNanos(i64, long);
}

impl TimestampMillis {
    /// The clock's time, rounded down to a millisecond.
    pub fn now() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        TimestampMillis(since.unwrap_or_default().as_millis() as i64)
    }
}
