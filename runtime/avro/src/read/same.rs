//! Two definitions of one name.

use crate::{
    json,
    json::Json,
    rules,
    schema::{Field, Kind, Named, Shape, Type},
    source::Diagnostic,
};

/// The finding for a definition whose name has one already: a warning where both say the same.
pub(super) fn repeated(first: &Named, again: &Named) -> Diagnostic {
    let name = &first.name;
    if same(first, again) {
        return rules::DEFINITION_REPEATED
            .at(again.name_span, format!("`{name}` is defined more than once, and alike"))
            .label("again here")
            .related(first.name_span, "first here")
            .help(format!("define it once, and write `\"{name}\"` elsewhere"));
    }
    rules::DEFINITION_TWICE
        .at(again.name_span, format!("`{name}` is defined twice, and differently"))
        .label("again here")
        .related(first.name_span, "first here")
        .help("rename one of them, or remove it")
}

/// Whether two definitions differ at most in documentation and layout.
fn same(a: &Named, b: &Named) -> bool {
    let shapes = match (&a.shape, &b.shape) {
        (Shape::Record(a), Shape::Record(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_field(a, b))
        }
        (Shape::Enum { symbols: a, default: da }, Shape::Enum { symbols: b, default: db }) => {
            let texts = a.iter().map(|(symbol, _)| symbol).eq(b.iter().map(|(symbol, _)| symbol));
            texts && da.as_ref().map(|(symbol, _)| symbol) == db.as_ref().map(|(symbol, _)| symbol)
        }
        (Shape::Fixed { size: a, logical: la }, Shape::Fixed { size: b, logical: lb }) => {
            a == b && la == lb
        }
        _ => false,
    };
    let aliases =
        a.aliases.iter().map(|(alias, _)| alias).eq(b.aliases.iter().map(|(alias, _)| alias));
    shapes && aliases && a.error == b.error && same_props(&a.props, &b.props)
}

fn same_field(a: &Field, b: &Field) -> bool {
    let text = |json: &Option<Json>| json.as_ref().map(json::write);
    a.name == b.name
        && same_type(&a.ty, &b.ty)
        && text(&a.default) == text(&b.default)
        && a.order == b.order
        && a.aliases.iter().map(|(alias, _)| alias).eq(b.aliases.iter().map(|(alias, _)| alias))
        && same_props(&a.props, &b.props)
}

fn same_type(a: &Type, b: &Type) -> bool {
    let kinds = match (&a.kind, &b.kind) {
        (Kind::Array(a), Kind::Array(b)) | (Kind::Map(a), Kind::Map(b)) => same_type(a, b),
        (Kind::Union(a), Kind::Union(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_type(a, b))
        }
        (Kind::Named(a), Kind::Named(b)) => a == b,
        (a, b) => std::mem::discriminant(a) == std::mem::discriminant(b),
    };
    kinds && a.logical == b.logical && same_props(&a.props, &b.props)
}

/// The order of properties does not matter.
fn same_props(a: &[(String, Json)], b: &[(String, Json)]) -> bool {
    let texts = |props: &[(String, Json)]| {
        let mut texts: Vec<_> =
            props.iter().map(|(key, json)| (key.clone(), json::write(json))).collect();
        texts.sort();
        texts
    };
    texts(a) == texts(b)
}
