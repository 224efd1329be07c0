//! Which types take bytes at all.

use crate::schema::{Kind, Schemas, Shape, Type, TypeId};
use std::collections::HashMap;

pub(super) struct Width<'a> {
    schemas: &'a Schemas,
    /// The records that were asked about.
    known: HashMap<TypeId, bool>,
}

impl<'a> Width<'a> {
    pub(super) fn new(schemas: &'a Schemas) -> Self {
        Width { schemas, known: HashMap::new() }
    }

    /// Whether every datum of a type takes a byte or more; then the bytes bound how many there can
    /// be. Types too deep for an answer count as taking none.
    pub(super) fn takes_bytes(&mut self, ty: &Type, depth: usize) -> bool {
        let Kind::Named(id) = &ty.kind else { return !matches!(ty.kind, Kind::Null) };
        match &self.schemas.get(*id).shape {
            Shape::Enum { .. } => true,
            Shape::Fixed { size, .. } => *size > 0,
            Shape::Record(_) if depth > 64 => false,
            Shape::Record(fields) => {
                if let Some(known) = self.known.get(id) {
                    return *known;
                }
                // Also the answer for a record that holds itself, while it is asked.
                self.known.insert(*id, false);
                let takes = fields.iter().any(|field| self.takes_bytes(&field.ty, depth + 1));
                self.known.insert(*id, takes);
                takes
            }
        }
    }
}
