//! Which traits each type can have: one that holds a float has no `Eq`, and so has no type around it.

use crate::interface::{Shape, Start, Ty, TypeDef};
use std::collections::BTreeSet;

/// Settles `eq` and `default` of all types: both are lost until nothing changes any more.
pub(super) fn derive(types: &mut [TypeDef]) {
    for ty in types.iter_mut() {
        ty.default = match &ty.shape {
            Shape::Record(_) => true,
            Shape::Enum { default, .. } => default.is_some(),
            Shape::Fixed { .. } => true,
            Shape::Union(branches) => branches.iter().any(|b| matches!(b.ty, Ty::Null)),
        };
    }
    loop {
        let without = |has: fn(&TypeDef) -> bool, types: &[TypeDef]| -> BTreeSet<String> {
            types.iter().filter(|ty| !has(ty)).map(|ty| ty.ident.to_string()).collect()
        };
        let (no_eq, no_default) = (without(|ty| ty.eq, types), without(|ty| ty.default, types));
        let mut changed = false;
        for ty in types.iter_mut() {
            let (eq, default) = match &ty.shape {
                Shape::Record(fields) => (
                    fields.iter().all(|field| eq(&field.ty, &no_eq)),
                    fields.iter().all(|field| match field.default {
                        Start::Value(_) => true,
                        Start::OfType => default(&field.ty, &no_default),
                        Start::Nothing => false,
                    }),
                ),
                Shape::Union(branches) => {
                    (branches.iter().all(|branch| eq(&branch.ty, &no_eq)), ty.default)
                }
                _ => continue,
            };
            changed |= (ty.eq && !eq) || (ty.default && !default);
            (ty.eq, ty.default) = (ty.eq && eq, ty.default && default);
        }
        if !changed {
            return;
        }
    }
}

fn eq(ty: &Ty, without: &BTreeSet<String>) -> bool {
    match ty {
        Ty::Float | Ty::Double => false,
        Ty::Record { ident, .. } | Ty::Union(ident) => !without.contains(&ident.to_string()),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Option { some: inner, .. } => eq(inner, without),
        _ => true,
    }
}

fn default(ty: &Ty, without: &BTreeSet<String>) -> bool {
    match ty {
        Ty::Record { ident, .. } | Ty::Enum(ident) | Ty::Union(ident) => {
            !without.contains(&ident.to_string())
        }
        _ => true,
    }
}
