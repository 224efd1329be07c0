//! Which types stand before an identity.

use crate::interface::{Shape, Ty, TypeDef};
use proc_macro2::Ident;

/// Marks what is passed over on the way to the identity of a message, and all that it is made of.
pub(super) fn mark(types: &mut [TypeDef]) {
    let mut open = Vec::new();
    for message in types.iter().filter(|def| def.role.is_some()) {
        let Shape::Record(fields) = &message.shape else { continue };
        let last = fields.iter().rposition(|field| field.identity.is_some()).unwrap_or(0);
        fields[..last].iter().for_each(|field| named(&field.ty, &mut open));
    }
    while let Some(ident) = open.pop() {
        let Some(def) = types.iter_mut().find(|def| def.ident == ident) else { continue };
        if def.skipped {
            continue;
        }
        def.skipped = true;
        match &def.shape {
            Shape::Record(fields) => fields.iter().for_each(|field| named(&field.ty, &mut open)),
            Shape::Union(branches) => branches.iter().for_each(|one| named(&one.ty, &mut open)),
            Shape::Enum { .. } | Shape::Fixed { .. } => {}
        }
    }
}

/// The records and unions that a use names.
fn named(ty: &Ty, idents: &mut Vec<Ident>) {
    match ty {
        Ty::Record { ident, .. } | Ty::Union(ident) => idents.push(ident.clone()),
        Ty::Array(inner) | Ty::Map(inner) | Ty::Option { some: inner, .. } => named(inner, idents),
        _ => {}
    }
}
