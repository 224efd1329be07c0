//! The defaults of schemas as values of Rust, where they differ from what the type starts with.

use crate::{interface::Value, names};
use adjutant_avro::{
    json::{Json, Value as J},
    schema::{Kind, Schemas, Shape, Type},
};

/// The value of a default; `None` where the type's own default is that value, or has to do.
pub(super) fn value(json: &Json, ty: &Type, schemas: &Schemas) -> Option<Value> {
    if ty.logical.is_some() {
        return None;
    }
    match (&ty.kind, &json.value) {
        (Kind::Boolean, J::Bool(true)) => Some(Value::Bool(true)),
        (Kind::Int, J::Number(text)) => text.parse().ok().filter(|n| *n != 0).map(Value::Int),
        (Kind::Long, J::Number(text)) => text.parse().ok().filter(|n| *n != 0).map(Value::Long),
        (Kind::Float, J::Number(text)) => text.parse().ok().map(Value::Float),
        (Kind::Double, J::Number(text)) => text.parse().ok().map(Value::Double),
        (Kind::String, J::String(text)) if !text.is_empty() => Some(Value::Text(text.clone())),
        (Kind::Bytes, J::String(text)) if !text.is_empty() => {
            // A code point of ISO-8859-1 for each byte.
            let bytes: Option<_> = text.chars().map(|c| u8::try_from(c).ok()).collect();
            bytes.map(Value::Bytes)
        }
        (Kind::Named(id), J::String(symbol)) => match &schemas.get(*id).shape {
            Shape::Enum { .. } => Some(Value::Symbol(
                names::spell(&names::type_name(&schemas.get(*id).name.name)),
                names::spell(&names::variant_name(symbol)),
            )),
            _ => None,
        },
        (Kind::Union(branches), _) if branches.len() == 2 => {
            let null = |branch: &Type| matches!(branch.kind, Kind::Null);
            let some = branches.iter().find(|branch| !null(branch))?;
            let has_null = branches.iter().any(null);
            let inner = value(json, some, schemas)?;
            has_null.then(|| Value::Some(Box::new(inner)))
        }
        _ => None,
    }
}
