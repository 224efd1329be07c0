//! The bounds of what is implemented before the face is claimed.

use syn::{Generics, WhereClause, parse_quote};

/// The bounds of the block, and that several threads may share the owner. An owner that they may not
/// share is then one error, where the face is claimed, and not one per handler. The lifetime is what
/// lets the bound be false for now.
pub(super) fn shared(generics: &Generics) -> WhereClause {
    let mut generics = generics.clone();
    let bounds = generics.make_where_clause();
    bounds.predicates.push(parse_quote!(for<'__shared> Self: ::core::marker::Sync));
    bounds.clone()
}
