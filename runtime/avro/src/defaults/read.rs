//! From JSON to the value of a type.

use super::{MAX_DEPTH, MAX_VALUES, Misfit, Value};
use crate::{
    json::{self, Json, Member},
    schema::{Field, Kind, Named, Schemas, Shape, Type},
};

/// Reads the default of a field of type `ty`.
///
/// The default of a union may be of any branch: it is the first that takes it. What a record's
/// default leaves out comes from the defaults of its fields. Bytes and fixed are written one
/// character for each byte, U+0000 to U+00FF. The default of a float or double field may be text:
/// `NaN`, `Infinity`, `-Infinity`, or a number. A default of more than [`MAX_VALUES`] values, or
/// more than [`MAX_DEPTH`] deep, is a misfit: so is one that needs itself.
pub fn read(schemas: &Schemas, ty: &Type, default: &Json) -> Result<Value, Misfit> {
    Reader { schemas, values: 0, endless: false }.field(ty, default, 0)
}

struct Reader<'a> {
    schemas: &'a Schemas,
    /// How many values were tried, in all branches of all unions.
    values: usize,
    /// Whether a limit was met: then no other branch of a union is tried.
    endless: bool,
}

impl Reader<'_> {
    /// A default that stands on a field, where floats may be text.
    fn field(&mut self, ty: &Type, json: &Json, depth: usize) -> Result<Value, Misfit> {
        match (&ty.kind, &json.value) {
            (Kind::Float, json::Value::String(text)) => match float(text) {
                Some(float) => Ok(Value::Float(float as f32)),
                None => Err(misfit(json, "a float")),
            },
            (Kind::Double, json::Value::String(text)) => match float(text) {
                Some(double) => Ok(Value::Double(double)),
                None => Err(misfit(json, "a double")),
            },
            _ => self.value(ty, json, depth),
        }
    }

    fn value(&mut self, ty: &Type, json: &Json, depth: usize) -> Result<Value, Misfit> {
        self.values += 1;
        if self.values > MAX_VALUES || depth > MAX_DEPTH {
            self.endless = true;
            return Err(Misfit {
                span: json.span,
                what: "with the defaults that it makes use of, this is too deep or has no end"
                    .into(),
                help: "give a value to each field whose own default leads back here".into(),
            });
        }
        Ok(match (&ty.kind, &json.value) {
            (Kind::Null, json::Value::Null) => Value::Null,
            (Kind::Boolean, json::Value::Bool(value)) => Value::Boolean(*value),
            (Kind::Int, json::Value::Number(text)) => match text.parse() {
                Ok(int) => Value::Int(int),
                Err(_) => {
                    return Err(misfit(json, "a whole number from -2147483648 to 2147483647"));
                }
            },
            (Kind::Long, json::Value::Number(text)) => match text.parse() {
                Ok(long) => Value::Long(long),
                Err(_) => return Err(misfit(json, "a whole number of 64 bits")),
            },
            (Kind::Float, json::Value::Number(text)) => {
                Value::Float(text.parse().unwrap_or_default())
            }
            (Kind::Double, json::Value::Number(text)) => {
                Value::Double(text.parse().unwrap_or_default())
            }
            (Kind::String, json::Value::String(text)) => Value::String(text.clone()),
            (Kind::Bytes, json::Value::String(text)) => Value::Bytes(bytes(text, json)?),
            (Kind::Array(items), json::Value::Array(values)) => {
                let items = values.iter().map(|value| self.value(items, value, depth + 1));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            (Kind::Map(values), json::Value::Object(members)) => {
                let mut map = Vec::new();
                for member in members {
                    map.push((member.key.clone(), self.value(values, &member.value, depth + 1)?));
                }
                Value::Map(map)
            }
            (Kind::Union(branches), _) => self.union(branches, json, depth)?,
            (Kind::Named(id), _) => self.named(self.schemas.get(*id), json, depth)?,
            _ => return Err(misfit(json, wanted(&ty.kind))),
        })
    }

    /// The first branch that takes the default.
    fn union(&mut self, branches: &[Type], json: &Json, depth: usize) -> Result<Value, Misfit> {
        let mut first = None;
        for (n, branch) in branches.iter().enumerate() {
            match self.value(branch, json, depth + 1) {
                Ok(datum) => return Ok(Value::Union(n, Box::new(datum))),
                Err(misfit) if self.endless => return Err(misfit),
                // The branch that came furthest says best what is wrong.
                Err(misfit) if misfit.span != json.span => first = first.or(Some(misfit)),
                Err(_) => {}
            }
        }
        Err(first.unwrap_or_else(|| Misfit {
            span: json.span,
            what: format!("{} fits no branch of the union", json.kind()),
            help: "write a value of one of its branches".into(),
        }))
    }

    fn named(&mut self, named: &Named, json: &Json, depth: usize) -> Result<Value, Misfit> {
        match (&named.shape, &json.value) {
            (Shape::Record(fields), json::Value::Object(members)) => {
                self.record(named, fields, members, json, depth)
            }
            (Shape::Enum { symbols, .. }, json::Value::String(text)) => {
                let symbol = symbols.iter().position(|(symbol, _)| symbol == text);
                symbol.map(Value::Enum).ok_or_else(|| Misfit {
                    span: json.span,
                    what: format!("`{}` has no symbol `{text}`", named.name),
                    help: "write one of its symbols".into(),
                })
            }
            (Shape::Fixed { size, .. }, json::Value::String(text)) => {
                let bytes = bytes(text, json)?;
                if bytes.len() == *size {
                    return Ok(Value::Bytes(bytes));
                }
                Err(Misfit {
                    span: json.span,
                    what: format!("this has {} bytes, `{}` has {size}", bytes.len(), named.name),
                    help: "write one character, U+0000 to U+00FF, for each byte".into(),
                })
            }
            (Shape::Record(_), _) => Err(misfit(json, "an object with the record's fields")),
            (Shape::Enum { .. }, _) => Err(misfit(json, "a symbol of the enum, in double quotes")),
            (Shape::Fixed { .. }, _) => Err(misfit(json, BYTES)),
        }
    }

    fn record(
        &mut self,
        named: &Named,
        fields: &[Field],
        members: &[Member],
        json: &Json,
        depth: usize,
    ) -> Result<Value, Misfit> {
        let mut record = Vec::new();
        for field in fields {
            let given = members.iter().find(|member| member.key == field.name);
            record.push(match (given, &field.default) {
                (Some(member), _) => self.value(&field.ty, &member.value, depth + 1)?,
                (None, Some(default)) => {
                    let filled = self.field(&field.ty, default, depth + 1);
                    filled.map_err(|misfit| Misfit { span: json.span, ..misfit })?
                }
                (None, None) => {
                    return Err(Misfit {
                        span: json.span,
                        what: format!("`{}` of `{}` is missing", field.name, named.name),
                        help: format!("add `\"{}\": ..`, or give that field a default", field.name),
                    });
                }
            });
        }
        Ok(Value::Record(record))
    }
}

/// The text of a float, as Java reads it, without its hexadecimal form and type suffixes.
fn float(text: &str) -> Option<f64> {
    match text.trim() {
        "NaN" | "+NaN" | "-NaN" => Some(f64::NAN),
        "Infinity" | "+Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        number if number.contains(|c: char| c.is_ascii_digit()) => number.parse().ok(),
        _ => None,
    }
}

/// The bytes of a text that holds one character for each.
fn bytes(text: &str, json: &Json) -> Result<Vec<u8>, Misfit> {
    let bytes = text.chars().map(|c| {
        u8::try_from(c as u32).map_err(|_| Misfit {
            span: json.span,
            what: format!("`{c}` is no byte"),
            help: "write one character, U+0000 to U+00FF, for each byte".into(),
        })
    });
    bytes.collect()
}

const BYTES: &str = "a string with one character, U+0000 to U+00FF, for each byte";

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null => "`null`",
        Kind::Boolean => "`true` or `false`",
        Kind::Int | Kind::Long => "a whole number",
        Kind::Float | Kind::Double => "a number",
        Kind::Bytes => BYTES,
        Kind::String => "a string",
        Kind::Array(_) => "an array",
        Kind::Map(_) => "an object",
        Kind::Union(_) | Kind::Named(_) => "a value of the type",
    }
}

fn misfit(json: &Json, wanted: &str) -> Misfit {
    let what = format!("{} is no value of this type", json.kind());
    Misfit { span: json.span, what, help: format!("write {wanted}") }
}
