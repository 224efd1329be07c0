//! The types of the prelude that stand for logical types.

use crate::interface::Logical;
use adjutant_avro::schema::{self, Kind, Schemas, Shape, Type};

/// The prelude's type for a use, where it has one.
pub(super) fn of(ty: &Type, schemas: &Schemas) -> Option<Logical> {
    if let Kind::Named(id) = &ty.kind {
        let Shape::Fixed { size, logical } = &schemas.get(*id).shape else { return None };
        return on_fixed((*logical)?, *size);
    }
    Some(match ty.logical? {
        schema::Logical::Decimal { scale, .. } => Logical::Decimal { scale },
        schema::Logical::BigDecimal => Logical::BigDecimal,
        schema::Logical::Uuid => Logical::Uuid,
        schema::Logical::Date => Logical::Date,
        schema::Logical::TimeMillis => Logical::TimeMillis,
        schema::Logical::TimeMicros => Logical::TimeMicros,
        schema::Logical::TimestampMillis => Logical::TimestampMillis,
        schema::Logical::TimestampMicros => Logical::TimestampMicros,
        schema::Logical::TimestampNanos => Logical::TimestampNanos,
        schema::Logical::LocalTimestampMillis => Logical::LocalTimestampMillis,
        schema::Logical::LocalTimestampMicros => Logical::LocalTimestampMicros,
        schema::Logical::LocalTimestampNanos => Logical::LocalTimestampNanos,
        schema::Logical::Duration => return None,
    })
}

fn on_fixed(logical: schema::Logical, size: usize) -> Option<Logical> {
    match logical {
        schema::Logical::Decimal { scale, .. } => Some(Logical::FixedDecimal { size, scale }),
        schema::Logical::Uuid => Some(Logical::FixedUuid),
        schema::Logical::Duration => Some(Logical::Duration),
        _ => None,
    }
}
