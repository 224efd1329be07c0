//! Random data of any schema, as bytes.

use adjutant::avro::{
    codec::Writer,
    schema::{Kind, Logical, Schemas, Shape, Type},
    values::{BigDecimal, Decimal, Uuid},
};

/// Draws data; the same seed draws the same.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        ((self.next() >> 33) as usize) % limit
    }

    /// A datum of `ty`; the deeper, the fewer items.
    pub fn datum(&mut self, schemas: &Schemas, ty: &Type, depth: usize, out: &mut Vec<u8>) {
        match &ty.kind {
            Kind::Null => {}
            Kind::Boolean => Writer::new(out).boolean(self.below(2) == 0),
            Kind::Int => Writer::new(out).int(self.number() as i32),
            Kind::Long => Writer::new(out).long(self.number()),
            Kind::Float => Writer::new(out).fixed(&(self.next() as u32).to_le_bytes()),
            Kind::Double => Writer::new(out).fixed(&self.next().to_le_bytes()),
            Kind::Bytes => self.bytes(ty.logical, out),
            Kind::String if ty.logical == Some(Logical::Uuid) => {
                let uuid = Uuid::from_u64_pair(self.next(), self.next());
                Writer::new(out).string(&uuid.to_string());
            }
            Kind::String => {
                let text = self.text();
                Writer::new(out).string(&text);
            }
            Kind::Array(items) => {
                for _ in 0..self.blocks(depth, out) {
                    self.datum(schemas, items, depth + 1, out);
                }
                Writer::new(out).long(0);
            }
            Kind::Map(values) => {
                // In their order, as they are written again.
                for key in 0..self.blocks(depth, out) {
                    let text = format!("{key}{}", self.text());
                    Writer::new(out).string(&text);
                    self.datum(schemas, values, depth + 1, out);
                }
                Writer::new(out).long(0);
            }
            Kind::Union(branches) => {
                let null = branches.iter().position(|branch| matches!(branch.kind, Kind::Null));
                let branch = match null {
                    Some(null) if depth > 4 => null,
                    _ => self.below(branches.len()),
                };
                Writer::new(out).index(branch as u32);
                self.datum(schemas, &branches[branch], depth + 1, out);
            }
            Kind::Named(id) => match &schemas.get(*id).shape {
                Shape::Record(fields) => {
                    for field in fields {
                        self.datum(schemas, &field.ty, depth + 1, out);
                    }
                }
                Shape::Enum { symbols, .. } => {
                    Writer::new(out).index(self.below(symbols.len()) as u32)
                }
                Shape::Fixed { size, .. } => {
                    out.extend((0..*size).map(|_| self.next() as u8));
                }
            },
        }
    }

    /// Numbers of every length.
    fn number(&mut self) -> i64 {
        let bits = self.below(64);
        (self.next() as i64) >> bits
    }

    fn text(&mut self) -> String {
        const CHARACTERS: [char; 8] = ['a', 'Z', '0', ' ', '"', 'é', '日', '😀'];
        (0..self.below(24)).map(|_| CHARACTERS[self.below(8)]).collect()
    }

    fn bytes(&mut self, logical: Option<Logical>, out: &mut Vec<u8>) {
        let number = i128::from(self.number()) * i128::from(self.number());
        let writer = &mut Writer::new(out);
        match logical {
            Some(Logical::BigDecimal) => {
                let decimal = BigDecimal::from_unscaled(number, self.number() as i32);
                adjutant::avro::codec::Datum::write(&decimal, writer);
            }
            Some(_) => writer.bytes(Decimal::<0>::from_unscaled(number).as_bytes()),
            None => {
                let bytes: Vec<u8> = (0..self.below(40)).map(|_| self.next() as u8).collect();
                writer.bytes(&bytes);
            }
        }
    }

    /// Writes the head of a block, unless it is empty, and tells how many items follow.
    fn blocks(&mut self, depth: usize, out: &mut Vec<u8>) -> usize {
        let count = self.below(5_usize.saturating_sub(depth).max(1));
        if count > 0 {
            Writer::new(out).long(count as i64);
        }
        count
    }
}
