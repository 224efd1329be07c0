//! Types in words.

use adjutant_avro::schema::{Kind, Schemas, Shape, Type};

/// A type with its article: `a string`, `an enum`, `a decimal`.
pub(super) fn type_in_words(ty: &Type, schemas: &Schemas) -> String {
    let logical = match &ty.kind {
        Kind::Named(id) => match schemas.get(*id).shape {
            Shape::Fixed { logical, .. } => logical,
            _ => None,
        },
        _ => ty.logical,
    };
    if let Some(logical) = logical {
        return format!("a {}", logical.name());
    }
    match &ty.kind {
        Kind::Null => "null".into(),
        Kind::Boolean => "a boolean".into(),
        Kind::Int => "an int".into(),
        Kind::Long => "a long".into(),
        Kind::Float => "a float".into(),
        Kind::Double => "a double".into(),
        Kind::Bytes => "bytes".into(),
        Kind::String => "a string".into(),
        Kind::Array(_) => "an array".into(),
        Kind::Map(_) => "a map".into(),
        Kind::Union(branches) => match branches.iter().find(|b| !is_null(b)) {
            Some(branch) if branches.len() == 2 && branches.iter().any(is_null) => {
                format!("{} or null", type_in_words(branch, schemas))
            }
            _ => "a union".into(),
        },
        Kind::Named(id) => {
            let named = schemas.get(*id);
            match named.shape {
                Shape::Record(_) => format!("the record `{}`", named.name.name),
                Shape::Enum { .. } => format!("the enum `{}`", named.name.name),
                Shape::Fixed { .. } => format!("the fixed `{}`", named.name.name),
            }
        }
    }
}

pub(super) fn is_null(ty: &Type) -> bool {
    matches!(ty.kind, Kind::Null)
}
