//! From schemas to Rust types.

use super::{defaults, traits};
use crate::{
    checked::Checked,
    interface::{Branch, Field, IdentityPart, Logical, Role, Shape, Symbol, Ty, TypeDef},
    names,
};
use adjutant_avro::schema::{self, Kind, Named, Schemas, Type, TypeId};
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};

/// The types that were reached so far.
pub(super) struct Types<'a> {
    checked: &'a Checked,
    /// Also what keeps them once each; `None` while its fields are looked at.
    reached: BTreeMap<TypeId, Option<usize>>,
    types: Vec<TypeDef>,
    /// Names of the module that are taken.
    taken: BTreeSet<String>,
}

impl<'a> Types<'a> {
    pub fn new(checked: &'a Checked) -> Self {
        let names = checked.schemas.types.iter().map(|named| names::type_name(&named.name.name));
        Types { checked, reached: BTreeMap::new(), types: Vec::new(), taken: names.collect() }
    }

    /// A record with a role, and what it reaches.
    pub fn message(&mut self, record: TypeId, role: Role) {
        self.named(record, Some(role));
    }

    /// Every type, each after the types that it was reached from.
    pub fn finish(mut self) -> Vec<TypeDef> {
        traits::derive(&mut self.types);
        self.types
    }

    fn schemas(&self) -> &'a Schemas {
        &self.checked.schemas
    }

    fn named(&mut self, id: TypeId, role: Option<Role>) {
        if self.reached.contains_key(&id) {
            return;
        }
        self.reached.insert(id, None);
        let named = self.schemas().get(id);
        let ident = names::spell(&names::type_name(&named.name.name));
        // The place is taken first, so that a type stands before those that it is made of.
        let place = self.types.len();
        self.types.push(TypeDef {
            ident: ident.clone(),
            doc: named.doc.clone(),
            shape: Shape::Record(Vec::new()),
            role,
            min: min(self.schemas(), &Kind::Named(id), &mut Vec::new()),
            eq: true,
            default: true,
        });
        self.reached.insert(id, Some(place));
        self.types[place].shape = match &named.shape {
            schema::Shape::Record(fields) => {
                let fields = fields.iter().map(|field| self.field(id, named, field, role));
                Shape::Record(fields.collect())
            }
            schema::Shape::Enum { symbols, default } => Shape::Enum {
                symbols: symbols.iter().map(|(name, _)| symbol(name)).collect(),
                default: default
                    .as_ref()
                    .and_then(|(name, _)| symbols.iter().position(|(symbol, _)| symbol == name)),
            },
            schema::Shape::Fixed { size, .. } => Shape::Fixed { size: *size },
        };
    }

    fn field(
        &mut self,
        record: TypeId,
        named: &Named,
        field: &schema::Field,
        role: Option<Role>,
    ) -> Field {
        let name = &field.name;
        let identity = role.and_then(|_| match name {
            name if *name == self.checked.client_id => Some(IdentityPart::ClientId),
            name if *name == self.checked.request_id => Some(IdentityPart::RequestId),
            _ => None,
        });
        let place = names::type_name(&named.name.name) + &names::type_name(name);
        let ty = if identity.is_some() { Ty::String } else { self.ty(record, &field.ty, &place) };
        Field {
            ident: names::spell(&names::field_name(name)),
            name: name.clone(),
            doc: field.doc.clone(),
            default: field
                .default
                .as_ref()
                .and_then(|json| defaults::value(json, &field.ty, self.schemas())),
            ty,
            identity,
        }
    }

    /// The Rust type of a use within `record`; a union there is named after its `place`.
    fn ty(&mut self, record: TypeId, ty: &Type, place: &str) -> Ty {
        if let Some(logical) = ty.logical.and_then(logical) {
            return Ty::Logical(logical);
        }
        match &ty.kind {
            Kind::Null => Ty::Null,
            Kind::Boolean => Ty::Boolean,
            Kind::Int => Ty::Int,
            Kind::Long => Ty::Long,
            Kind::Float => Ty::Float,
            Kind::Double => Ty::Double,
            Kind::Bytes => Ty::Bytes,
            Kind::String => Ty::String,
            Kind::Array(items) => {
                Ty::Array(Box::new(self.ty(record, items, &format!("{place}Item"))))
            }
            Kind::Map(values) => {
                Ty::Map(Box::new(self.ty(record, values, &format!("{place}Value"))))
            }
            Kind::Named(id) => {
                self.named(*id, None);
                Ty::Named {
                    ident: names::spell(&names::type_name(&self.schemas().get(*id).name.name)),
                    boxed: contains(self.schemas(), *id, record),
                    min: min(self.schemas(), &ty.kind, &mut Vec::new()),
                }
            }
            Kind::Union(branches) => self.union(record, branches, place),
        }
    }

    fn union(&mut self, record: TypeId, branches: &[Type], place: &str) -> Ty {
        if let [first, second] = branches {
            for (null, ty, some) in [(0, first, second), (1, second, first)] {
                if matches!(ty.kind, Kind::Null) {
                    return Ty::Option { null, some: Box::new(self.ty(record, some, place)) };
                }
            }
        }
        let ident = self.free_name(place);
        let at = self.types.len();
        self.types.push(TypeDef {
            ident: ident.clone(),
            doc: Some("One of the branches of a union.".into()),
            shape: Shape::Union(Vec::new()),
            role: None,
            min: 1,
            eq: true,
            default: false,
        });
        let mut variants = BTreeSet::new();
        let mut lowered = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let mut variant = variant(self.schemas(), branch);
            if !variants.insert(variant.clone()) {
                variant += &index.to_string();
            }
            let ty = self.ty(record, branch, &format!("{place}{variant}"));
            lowered.push(Branch { ident: names::spell(&variant), ty });
        }
        self.types[at].shape = Shape::Union(lowered);
        Ty::Named { ident, boxed: false, min: 1 }
    }

    fn free_name(&mut self, place: &str) -> Ident {
        let mut name = place.to_owned();
        while !self.taken.insert(name.clone()) {
            name += "Union";
        }
        names::spell(&name)
    }
}

fn symbol(name: &str) -> Symbol {
    Symbol { ident: names::spell(&names::variant_name(name)), name: name.into() }
}

/// The variant of a union's branch: what its type is called.
fn variant(schemas: &Schemas, branch: &Type) -> String {
    let primitive = match &branch.kind {
        Kind::Named(id) => return names::type_name(&schemas.get(*id).name.name),
        Kind::Null => "Null",
        Kind::Boolean => "Boolean",
        Kind::Int => "Int",
        Kind::Long => "Long",
        Kind::Float => "Float",
        Kind::Double => "Double",
        Kind::Bytes => "Bytes",
        Kind::String => "String",
        Kind::Array(_) => "Array",
        Kind::Map(_) => "Map",
        Kind::Union(_) => "Union",
    };
    primitive.into()
}

fn logical(logical: schema::Logical) -> Option<Logical> {
    Some(match logical {
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
        // Stands on a fixed alone, which is a type of its own.
        schema::Logical::Duration => return None,
    })
}

/// Whether a value of `outer` holds one of `inner` in place: not behind an array or a map.
fn contains(schemas: &Schemas, outer: TypeId, inner: TypeId) -> bool {
    let (mut seen, mut open) = (BTreeSet::new(), vec![outer]);
    while let Some(id) = open.pop() {
        if id == inner {
            return true;
        }
        if let (true, schema::Shape::Record(fields)) = (seen.insert(id), &schemas.get(id).shape) {
            let mut kinds: Vec<&Kind> = fields.iter().map(|field| &field.ty.kind).collect();
            while let Some(kind) = kinds.pop() {
                match kind {
                    Kind::Named(id) => open.push(*id),
                    Kind::Union(branches) => kinds.extend(branches.iter().map(|b| &b.kind)),
                    _ => {}
                }
            }
        }
    }
    false
}

/// The fewest bytes that a datum takes; a type within itself counts as none.
fn min(schemas: &Schemas, kind: &Kind, within: &mut Vec<TypeId>) -> usize {
    match kind {
        Kind::Null => 0,
        Kind::Float => 4,
        Kind::Double => 8,
        Kind::Named(id) if within.contains(id) => 0,
        Kind::Named(id) => match &schemas.get(*id).shape {
            schema::Shape::Record(fields) => {
                within.push(*id);
                let bytes = fields.iter().map(|field| min(schemas, &field.ty.kind, within)).sum();
                within.pop();
                bytes
            }
            schema::Shape::Enum { .. } => 1,
            schema::Shape::Fixed { size, .. } => *size,
        },
        _ => 1,
    }
}
