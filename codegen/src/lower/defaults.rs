//! The defaults of schemas as values of Rust.

use crate::interface::{Branch, Logical, Shape, Start, Ty, TypeDef, Value};
use adjutant_avro::{
    codec,
    defaults::{self, Value as Avro},
    schema::{Field, Schemas},
    values::{BigDecimal, Uuid},
};
use proc_macro2::Ident;

/// What a field of this type starts with. `types` holds every type that it is made of.
pub(super) fn start(schemas: &Schemas, field: &Field, ty: &Ty, types: &[TypeDef]) -> Start {
    let Some(json) = &field.default else { return Start::OfType };
    let value = defaults::read(schemas, &field.ty, json).ok().and_then(|v| value(v, ty, types));
    match value {
        Some(value) if is_of_type(&value) => Start::OfType,
        Some(value) => Start::Value(value),
        None => Start::Nothing,
    }
}

/// Whether `Default` of the type is that value.
fn is_of_type(value: &Value) -> bool {
    match value {
        Value::Unit | Value::None | Value::Bool(false) | Value::Int(0) | Value::Long(0) => true,
        Value::Float(value) => value.to_bits() == 0,
        Value::Double(value) => value.to_bits() == 0,
        Value::Bytes(bytes) => bytes.is_empty(),
        Value::Text(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Map(entries) => entries.is_empty(),
        Value::Number(_, number) => is_of_type(number),
        _ => false,
    }
}

/// `None` where the Rust type has no such value.
fn value(avro: Avro, ty: &Ty, types: &[TypeDef]) -> Option<Value> {
    let boxed = |value: Avro, ty: &Ty| Some(Box::new(self::value(value, ty, types)?));
    Some(match (avro, ty) {
        (avro, Ty::Logical(logical)) => self::logical(avro, *logical)?,
        (Avro::Null, Ty::Null) => Value::Unit,
        (Avro::Boolean(value), Ty::Boolean) => Value::Bool(value),
        (Avro::Int(value), Ty::Int) => Value::Int(value),
        (Avro::Long(value), Ty::Long) => Value::Long(value),
        (Avro::Float(value), Ty::Float) => Value::Float(value),
        (Avro::Double(value), Ty::Double) => Value::Double(value),
        (Avro::Bytes(bytes), Ty::Bytes) => Value::Bytes(bytes),
        (Avro::Bytes(bytes), Ty::Fixed { ident, .. }) => Value::Fixed(ident.clone(), bytes),
        (Avro::String(text), Ty::String) => Value::Text(text),
        (Avro::Array(items), Ty::Array(ty)) => {
            let items = items.into_iter().map(|item| value(item, ty, types));
            Value::Array(items.collect::<Option<_>>()?)
        }
        (Avro::Map(entries), Ty::Map(ty)) => {
            let entries = entries.into_iter().map(|(key, one)| Some((key, value(one, ty, types)?)));
            Value::Map(entries.collect::<Option<_>>()?)
        }
        (Avro::Union(branch, _), Ty::Option { null, .. }) if branch == *null as usize => {
            Value::None
        }
        (Avro::Union(_, one), Ty::Option { some, .. }) => Value::Some(boxed(*one, some)?),
        (Avro::Union(branch, one), Ty::Union(union)) => {
            let Shape::Union(branches) = shape(union, types)? else { return None };
            let Branch { ident, ty } = branches.get(branch)?;
            let one = match ty {
                Ty::Null => None,
                ty => Some(boxed(*one, ty)?),
            };
            Value::Branch(union.clone(), ident.clone(), one)
        }
        (Avro::Enum(symbol), Ty::Enum(ident)) => {
            let Shape::Enum { symbols, .. } = shape(ident, types)? else { return None };
            Value::Symbol(ident.clone(), symbols.get(symbol)?.ident.clone())
        }
        (Avro::Record(values), Ty::Record { ident, boxed, .. }) => {
            let Shape::Record(fields) = shape(ident, types)? else { return None };
            // A record whose fields are still to be lowered holds itself, in this default too.
            if fields.len() != values.len() {
                return None;
            }
            let fields = fields
                .iter()
                .zip(values)
                .map(|(field, one)| Some((field.ident.clone(), value(one, &field.ty, types)?)));
            let record = Value::Record(ident.clone(), fields.collect::<Option<_>>()?);
            if *boxed { Value::Boxed(Box::new(record)) } else { record }
        }
        _ => return None,
    })
}

fn logical(avro: Avro, logical: Logical) -> Option<Value> {
    Some(match (avro, logical) {
        (Avro::Int(number), _) => Value::Number(logical, Box::new(Value::Int(number))),
        (Avro::Long(number), _) => Value::Number(logical, Box::new(Value::Long(number))),
        (Avro::String(text), Logical::Uuid) => {
            Value::Raw(logical, Uuid::try_parse(&text).ok()?.as_bytes().to_vec())
        }
        (Avro::Bytes(digits), Logical::Decimal { .. }) if !digits.is_empty() => {
            Value::Decimal(digits)
        }
        (Avro::Bytes(bytes), Logical::BigDecimal) => {
            let mut datum = Vec::new();
            codec::Writer::new(&mut datum).bytes(&bytes);
            let decimal: BigDecimal = codec::decode(&datum).ok()?;
            Value::BigDecimal(decimal.as_bytes().to_vec(), decimal.scale())
        }
        (
            Avro::Bytes(bytes),
            Logical::FixedDecimal { .. } | Logical::FixedUuid | Logical::Duration,
        ) => Value::Raw(logical, bytes),
        _ => return None,
    })
}

fn shape<'t>(ident: &Ident, types: &'t [TypeDef]) -> Option<&'t Shape> {
    types.iter().find(|def| def.ident == *ident).map(|def| &def.shape)
}
