//! From schemas to Rust types.

use super::{defaults, logical, sizes::Sizes, skipped, traits};
use crate::{
    checked::Checked,
    interface::{Branch, Field, IdentityPart, Role, Shape, Symbol, Ty, TypeDef},
    names,
};
use adjutant_avro::schema::{self, Kind, Named, Schemas, Type, TypeId};
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};

/// The types that were reached so far.
pub(super) struct Types<'a> {
    checked: &'a Checked,
    /// Each once, with its place among the types.
    reached: BTreeMap<TypeId, usize>,
    types: Vec<TypeDef>,
    sizes: Sizes<'a>,
    /// Names of the module that are taken.
    taken: BTreeSet<String>,
}

/// How a record holds a value, which tells whether it can hold itself there.
#[derive(Clone, Copy)]
enum Held {
    /// As a field.
    InPlace,
    /// In place, if at all: in a union.
    InUnion,
    /// In an array or map, on the heap.
    Apart,
}

impl<'a> Types<'a> {
    pub fn new(checked: &'a Checked) -> Self {
        let names = checked.schemas.types.iter().map(|named| names::type_name(&named.name.name));
        let commands = checked
            .commands
            .iter()
            .map(|command| names::rejection_name(&checked.schemas.get(command.record).name.name));
        Types {
            checked,
            reached: BTreeMap::new(),
            types: Vec::new(),
            sizes: Sizes::new(&checked.schemas),
            taken: names.chain(commands).collect(),
        }
    }

    /// A record with a role, and what it reaches.
    pub fn message(&mut self, record: TypeId, role: Role) {
        self.named(record, Some(role));
    }

    /// Every type, each after the types that it was reached from.
    pub fn finish(mut self) -> Vec<TypeDef> {
        traits::derive(&mut self.types);
        skipped::mark(&mut self.types);
        self.types
    }

    fn schemas(&self) -> &'a Schemas {
        &self.checked.schemas
    }

    fn named(&mut self, id: TypeId, role: Option<Role>) {
        if self.reached.contains_key(&id) {
            return;
        }
        let named = self.schemas().get(id);
        // The place is taken first, so that a type stands before those that it is made of.
        let place = self.types.len();
        self.reached.insert(id, place);
        self.types.push(TypeDef {
            ident: ident(named),
            doc: named.doc.clone(),
            shape: Shape::Record(Vec::new()),
            role,
            min: self.sizes.of(id),
            eq: true,
            default: true,
            skipped: false,
        });
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
        let ty = match identity {
            Some(_) => Ty::String,
            None => self.ty(record, &field.ty, Held::InPlace, &place),
        };
        Field {
            ident: names::spell(&names::field_name(name)),
            name: name.clone(),
            doc: field.doc.clone(),
            default: defaults::start(self.schemas(), field, &ty, &self.types),
            ty,
            identity,
        }
    }

    /// The Rust type of a use within `record`; a union there is named after its `place`.
    fn ty(&mut self, record: TypeId, ty: &Type, held: Held, place: &str) -> Ty {
        if let Some(logical) = logical::of(ty, self.schemas()) {
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
                let place = format!("{place}Item");
                Ty::Array(Box::new(self.ty(record, items, Held::Apart, &place)))
            }
            Kind::Map(values) => {
                let place = format!("{place}Value");
                Ty::Map(Box::new(self.ty(record, values, Held::Apart, &place)))
            }
            Kind::Named(id) => self.use_of(record, *id, held),
            Kind::Union(branches) => self.union(record, branches, held, place),
        }
    }

    fn use_of(&mut self, record: TypeId, id: TypeId, held: Held) -> Ty {
        self.named(id, None);
        let named = self.schemas().get(id);
        let ident = ident(named);
        match named.shape {
            schema::Shape::Record(_) => Ty::Record {
                ident,
                // A record can hold itself in unions alone, else no datum of it would end.
                boxed: matches!(held, Held::InUnion) && contains(self.schemas(), id, record),
                min: self.sizes.of(id),
            },
            schema::Shape::Enum { .. } => Ty::Enum(ident),
            schema::Shape::Fixed { size, .. } => Ty::Fixed { ident, size },
        }
    }

    fn union(&mut self, record: TypeId, branches: &[Type], held: Held, place: &str) -> Ty {
        let held = match held {
            Held::Apart => Held::Apart,
            Held::InPlace | Held::InUnion => Held::InUnion,
        };
        if let [first, second] = branches {
            for (null, ty, some) in [(0, first, second), (1, second, first)] {
                if matches!(ty.kind, Kind::Null) {
                    return Ty::Option { null, some: Box::new(self.ty(record, some, held, place)) };
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
            skipped: false,
        });
        let mut variants = BTreeSet::new();
        let mut lowered = Vec::new();
        for (index, branch) in branches.iter().enumerate() {
            let mut variant = variant(self.schemas(), branch);
            if !variants.insert(variant.clone()) {
                variant += &index.to_string();
            }
            let ty = self.ty(record, branch, held, &format!("{place}{variant}"));
            lowered.push(Branch { ident: names::spell(&variant), ty });
        }
        self.types[at].shape = Shape::Union(lowered);
        Ty::Union(ident)
    }

    fn free_name(&mut self, place: &str) -> Ident {
        let mut name = place.to_owned();
        while !self.taken.insert(name.clone()) {
            name += "Union";
        }
        names::spell(&name)
    }
}

/// The type of a schema.
pub(super) fn ident(named: &Named) -> Ident {
    names::spell(&names::type_name(&named.name.name))
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
