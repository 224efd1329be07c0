//! Reads schemas: from JSON texts to the model, with every fault of every text at once.
//!
//! ```
//! use adjutant_avro::{read, source::Sources};
//!
//! let mut sources = Sources::default();
//! let order = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order", "namespace": "shop",
//!     "fields": [{ "name": "status", "type": "Status" }]
//! }"#);
//! let status = sources.add("Status.avsc", r#"{
//!     "type": "enum", "name": "shop.Status", "symbols": ["OPEN", "PAID"]
//! }"#);
//!
//! let (schemas, found) = read::schemas(&sources, &[order, status]);
//! assert!(found.is_empty());
//! assert_eq!(schemas.types[0].name.to_string(), "shop.Order");
//!
//! let (schemas, found) = read::schemas(&sources, &[order]);
//! assert_eq!(found[0].id, "type-undefined");
//! assert_eq!(found[0].message, "no file defines `shop.Status`");
//! ```

use crate::{
    defaults,
    json::{self, Json},
    rules,
    schema::{Kind, Name, Schemas, Shape, Type, TypeId},
    source::{Diagnostic, SourceId, Sources, Span},
};
use std::collections::HashMap;

mod attributes;
mod declare;
mod field;
mod finite;
mod logical;
mod name;
mod named;
mod same;
#[cfg(test)]
mod tests;
mod types;

pub use types::MAX_DEPTH;

/// Reads texts as one set, in which every type may name every other, whatever their order.
///
/// `roots` of the result lines up with `ids`. Where a finding is an error, the schemas are what
/// could be read beside it: a field whose type could not be read has the type `null`, and no
/// default. Without one, every rule of [`rules::RULES`] holds. Findings stand in the order
/// of their places.
pub fn schemas(sources: &Sources, ids: &[SourceId]) -> (Schemas, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let texts: Vec<Option<Json>> = ids
        .iter()
        .map(|id| json::read(sources, *id).map_err(|fault| found.push(fault)).ok())
        .collect();

    let mut reader = Reader { found, ..Reader::default() };
    for text in texts.iter().flatten() {
        reader.declare(text);
    }
    let mut schemas = Schemas::default();
    let mut repeats = Vec::new();
    for definition in std::mem::take(&mut reader.definitions) {
        let named = reader.named(&definition);
        match definition.part {
            Part::First(_) => schemas.types.push(named),
            Part::Again(first) => repeats.push((first, named)),
            Part::Nameless => {}
        }
    }
    let roots = texts.iter().map(|text| reader.ty(text.as_ref()?, "", 0));
    schemas.roots = roots.collect();

    let mut found = reader.found;
    for (first, again) in repeats {
        found.push(same::repeated(schemas.get(first), &again));
    }
    found.extend(finite::check(&schemas));
    check_defaults(&mut schemas, &mut found);
    found.sort_by_key(|finding| finding.span);
    (schemas, found)
}

/// What is known while texts are read.
#[derive(Default)]
struct Reader<'a> {
    /// Every definition of a named type, in the order of the texts.
    definitions: Vec<Definition<'a>>,
    /// The type that the definition at a place stands for; `None` for one without a name.
    places: HashMap<Span, Option<TypeId>>,
    names: HashMap<Name, TypeId>,
    /// Undefined names that were reported, each with its finding's index.
    undefined: HashMap<Name, usize>,
    found: Vec<Diagnostic>,
}

/// A definition of a record, enum or fixed.
struct Definition<'a> {
    json: &'a Json,
    name: Name,
    name_span: Span,
    part: Part,
}

/// What a definition contributes.
#[derive(Clone, Copy)]
enum Part {
    /// The type itself.
    First(TypeId),
    /// A name that an earlier definition has.
    Again(TypeId),
    /// Nothing but findings: its name could not be read.
    Nameless,
}

/// Checks every default against its type, which may stand in another text, and drops those that
/// do not fit.
fn check_defaults(schemas: &mut Schemas, found: &mut Vec<Diagnostic>) {
    let mut unfit = Vec::new();
    for (t, named) in schemas.types.iter().enumerate() {
        let Shape::Record(fields) = &named.shape else { continue };
        for (f, field) in fields.iter().enumerate() {
            let Some(default) = &field.default else { continue };
            let Err(misfit) = defaults::read(schemas, &field.ty, default) else { continue };
            let message = format!("the default of `{}` is no value of its type", field.name);
            found.push(
                rules::DEFAULT_INVALID
                    .at(misfit.span, message)
                    .label(misfit.what)
                    .related(field.ty.span, "the type")
                    .help(misfit.help),
            );
            unfit.push((t, f));
        }
    }
    for (t, f) in unfit {
        if let Shape::Record(fields) = &mut schemas.types[t].shape {
            fields[f].default = None;
        }
    }
}

/// The type that stands for one that could not be read.
fn unreadable(span: Span) -> Type {
    Type { kind: Kind::Null, logical: None, span, props: Vec::new() }
}
