//! The fewest bytes that data take: what bounds how many can be in a block.

use adjutant_avro::schema::{Kind, Schemas, Shape, TypeId};

/// Of every named type of the schemas, where it was asked.
pub(super) struct Sizes<'a> {
    schemas: &'a Schemas,
    known: Vec<Option<usize>>,
}

impl<'a> Sizes<'a> {
    pub fn new(schemas: &'a Schemas) -> Self {
        Sizes { schemas, known: vec![None; schemas.types.len()] }
    }

    pub fn of(&mut self, id: TypeId) -> usize {
        let place = id.0 as usize;
        if let Some(known) = self.known[place] {
            return known;
        }
        // Also the answer for a record within itself, while it is asked.
        self.known[place] = Some(0);
        let size = match &self.schemas.get(id).shape {
            Shape::Record(fields) => {
                let sizes = fields.iter().map(|field| self.kind(&field.ty.kind));
                sizes.fold(0, usize::saturating_add)
            }
            Shape::Enum { .. } => 1,
            Shape::Fixed { size, .. } => *size,
        };
        // Larger ones bound no more, and must fit into the generated code of every target.
        let size = size.min(1 << 30);
        self.known[place] = Some(size);
        size
    }

    fn kind(&mut self, kind: &Kind) -> usize {
        match kind {
            Kind::Null => 0,
            Kind::Float => 4,
            Kind::Double => 8,
            Kind::Named(id) => self.of(*id),
            _ => 1,
        }
    }
}
