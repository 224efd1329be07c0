//! Finds records that no datum can be of, because each would hold another.

use crate::{
    rules,
    schema::{Kind, Schemas, Shape, Type, TypeId},
    source::Diagnostic,
};

/// One finding for each record that holds itself through nothing that can end.
pub(super) fn check(schemas: &Schemas) -> Vec<Diagnostic> {
    let finite = finite(schemas);
    let mut found = Vec::new();
    let mut reported = vec![false; schemas.types.len()];
    for id in 0..schemas.types.len() {
        if finite[id] || reported[id] {
            continue;
        }
        // From one endless field to the next, until a record comes again: that is the circle.
        let mut way: Vec<(usize, &str, &Type)> = Vec::new();
        let mut at = id;
        while let Some((name, ty, next)) = step(schemas, &finite, at).filter(|_| !reported[at]) {
            reported[at] = true;
            way.push((at, name, ty));
            at = next;
        }
        let Some(start) = way.iter().position(|(id, ..)| *id == at) else { continue };
        let circle = &way[start..];
        let record = schemas.get(TypeId(at as u32));
        let path: Vec<&str> = circle.iter().map(|(_, name, _)| *name).collect();
        let message = format!(
            "no `{}` can ever be written: `{}` holds another one",
            record.name,
            path.join(".")
        );
        let fault = rules::RECORD_ENDLESS.at(circle[0].2.span, message).label("without an end");
        found.push(fault.help("make it a union with `null`, an array or a map"));
    }
    found
}

/// Which types have a datum: the least fixed point. A record waits for its first field that is not
/// known to have one, and is looked at again when that may have changed.
fn finite(schemas: &Schemas) -> Vec<bool> {
    let count = schemas.types.len();
    let mut finite = vec![false; count];
    let mut settled = vec![0; count];
    let mut waiting: Vec<Vec<usize>> = vec![Vec::new(); count];
    let mut ahead: Vec<usize> = (0..count).collect();
    while let Some(id) = ahead.pop() {
        if finite[id] {
            continue;
        }
        if let Shape::Record(fields) = &schemas.types[id].shape {
            let ends = fields[settled[id]..].iter().take_while(|field| ends(&finite, &field.ty));
            settled[id] += ends.count();
            if let Some(field) = fields.get(settled[id]) {
                wait(&field.ty, id, &mut waiting);
                continue;
            }
        }
        finite[id] = true;
        ahead.append(&mut waiting[id]);
    }
    finite
}

/// Makes a record wait for the types one of which would end its field.
fn wait(ty: &Type, record: usize, waiting: &mut [Vec<usize>]) {
    match &ty.kind {
        Kind::Named(id) => waiting[id.0 as usize].push(record),
        Kind::Union(branches) => branches.iter().for_each(|ty| wait(ty, record, waiting)),
        _ => {}
    }
}

/// Whether a type has a datum, as far as is known. A union without branches is let pass: it has
/// none either, but not for a reason that a record could mend.
fn ends(finite: &[bool], ty: &Type) -> bool {
    match &ty.kind {
        Kind::Named(id) => finite[id.0 as usize],
        Kind::Union(branches) => {
            branches.is_empty() || branches.iter().any(|branch| ends(finite, branch))
        }
        _ => true,
    }
}

/// The first field of a record that does not end, its type, and the record that it leads to.
fn step<'s>(
    schemas: &'s Schemas,
    finite: &[bool],
    id: usize,
) -> Option<(&'s str, &'s Type, usize)> {
    let Shape::Record(fields) = &schemas.types[id].shape else { return None };
    let field = fields.iter().find(|field| !ends(finite, &field.ty))?;
    let mut ty = &field.ty;
    while let Kind::Union(branches) = &ty.kind {
        ty = branches.first()?;
    }
    if let Kind::Named(next) = ty.kind {
        Some((&field.name, &field.ty, next.0 as usize))
    } else {
        None
    }
}
