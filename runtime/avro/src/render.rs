//! A datum as JSON, by its schema, without code for its type.
//!
//! ```
//! use adjutant_avro::{read, render, source::Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Order.avsc", r#"{
//!     "type": "record", "name": "Order",
//!     "fields": [{ "name": "id", "type": "long" }, { "name": "note", "type": ["null", "string"] }]
//! }"#);
//! let (schemas, _) = read::schemas(&sources, &[id]);
//! let order = schemas.roots[0].as_ref().unwrap();
//!
//! let json = render::json(&schemas, order, &[84, 2, 4, b'h', b'i']).unwrap();
//! assert_eq!(json, r#"{"id":42,"note":{"string":"hi"}}"#);
//!
//! let cut = render::json(&schemas, order, &[84, 2, 4, b'h']).unwrap_err();
//! assert_eq!((cut.path.as_str(), cut.offset), ("Order.note", 3));
//! ```

use crate::{
    codec::DecodeError,
    json::write_string,
    schema::{Field, Kind, Schemas, Shape, Type},
};

/// How deep values may lie in each other.
pub const MAX_DEPTH: usize = 128;

/// The text may be this long, whatever the datum's length ..
const LEAST_LIMIT: usize = 1 << 20;
/// .. and this many times the datum's length: names of fields cost text, but no bytes.
const LIMIT_PER_BYTE: usize = 64;

/// The JSON of a datum, in Avro's own encoding of data as JSON, without white space.
///
/// Bytes and fixed are text with one character, U+0000 to U+00FF, for each byte; a branch of a
/// union other than null is an object with the type's name; a float that is no number is `"NaN"`,
/// `"Infinity"` or `"-Infinity"`, as Avro's Java library writes it; logical types show as what
/// they stand on. The bytes must hold one datum and nothing after it. Values more than
/// [`MAX_DEPTH`] deep are an error, and so is a text longer than 1 MiB and 64 times the bytes:
/// a few bytes can stand for endless items that take none.
pub fn json(schemas: &Schemas, ty: &Type, datum: &[u8]) -> Result<String, DecodeError> {
    let limit = datum.len().saturating_mul(LIMIT_PER_BYTE).saturating_add(LEAST_LIMIT);
    let mut reader =
        Renderer { schemas, bytes: datum, at: 0, out: String::new(), limit, path: Vec::new() };
    let mut done = reader.value(ty, 0);
    if done.is_ok() && reader.at < datum.len() {
        done = Err("bytes after the end of the datum");
    }
    match done {
        Ok(()) => Ok(reader.out),
        Err(what) => Err(DecodeError { what, path: reader.path(ty), offset: reader.at }),
    }
}

struct Renderer<'a> {
    schemas: &'a Schemas,
    bytes: &'a [u8],
    at: usize,
    out: String,
    limit: usize,
    /// The fields around the place that is read, outermost first; kept where an error stops it.
    path: Vec<&'a str>,
}

type Done = Result<(), &'static str>;

impl<'a> Renderer<'a> {
    fn value(&mut self, ty: &'a Type, depth: usize) -> Done {
        if depth > MAX_DEPTH {
            return Err("values lie too deep in each other");
        }
        if self.out.len() > self.limit {
            return Err("the datum's text is too long for its bytes");
        }
        match &ty.kind {
            Kind::Null => self.out.push_str("null"),
            Kind::Boolean => match self.take(1)? {
                [0] => self.out.push_str("false"),
                [1] => self.out.push_str("true"),
                _ => return Err(self.back(1, "a boolean that is neither 0 nor 1")),
            },
            Kind::Int => {
                let int = self.int()?;
                self.out.push_str(&int.to_string());
            }
            Kind::Long => {
                let long = self.long()?;
                self.out.push_str(&long.to_string());
            }
            Kind::Float => {
                let bytes: [u8; 4] = self.take(4)?.try_into().unwrap_or_default();
                let float = f32::from_le_bytes(bytes);
                self.float(float.into(), &format!("{float:?}"));
            }
            Kind::Double => {
                let bytes: [u8; 8] = self.take(8)?.try_into().unwrap_or_default();
                let double = f64::from_le_bytes(bytes);
                self.float(double, &format!("{double:?}"));
            }
            Kind::Bytes => {
                let length = self.length()?;
                let bytes = self.take(length)?;
                self.latin1(bytes);
            }
            Kind::String => {
                let text = self.text()?;
                write_string(text, &mut self.out);
            }
            Kind::Array(items) => {
                self.out.push('[');
                self.blocks(|this, first| {
                    if !first {
                        this.out.push(',');
                    }
                    this.value(items, depth + 1)
                })?;
                self.out.push(']');
            }
            Kind::Map(values) => {
                self.out.push('{');
                self.blocks(|this, first| {
                    if !first {
                        this.out.push(',');
                    }
                    let key = this.text()?;
                    write_string(key, &mut this.out);
                    this.out.push(':');
                    this.value(values, depth + 1)
                })?;
                self.out.push('}');
            }
            Kind::Union(branches) => self.union(branches, depth)?,
            Kind::Named(id) => match &self.schemas.get(*id).shape {
                Shape::Record(fields) => self.record(fields, depth)?,
                Shape::Enum { symbols, .. } => {
                    let start = self.at;
                    let symbol = usize::try_from(self.int()?).ok().and_then(|n| symbols.get(n));
                    let Some((symbol, _)) = symbol else {
                        self.at = start;
                        return Err("no such symbol of the enum");
                    };
                    write_string(symbol, &mut self.out);
                }
                Shape::Fixed { size, .. } => {
                    let bytes = self.take(*size)?;
                    self.latin1(bytes);
                }
            },
        }
        Ok(())
    }

    fn record(&mut self, fields: &'a [Field], depth: usize) -> Done {
        self.out.push('{');
        for (n, field) in fields.iter().enumerate() {
            if n > 0 {
                self.out.push(',');
            }
            write_string(&field.name, &mut self.out);
            self.out.push(':');
            self.path.push(&field.name);
            self.value(&field.ty, depth + 1)?;
            self.path.pop();
        }
        self.out.push('}');
        Ok(())
    }

    fn union(&mut self, branches: &'a [Type], depth: usize) -> Done {
        let start = self.at;
        let branch = usize::try_from(self.long()?).ok().and_then(|n| branches.get(n));
        let Some(branch) = branch else {
            self.at = start;
            return Err("no such branch of the union");
        };
        if let Kind::Null = branch.kind {
            return self.value(branch, depth + 1);
        }
        self.out.push('{');
        match &branch.kind {
            Kind::Named(id) => write_string(&self.schemas.get(*id).name.to_string(), &mut self.out),
            kind => write_string(kind.name(), &mut self.out),
        }
        self.out.push(':');
        self.value(branch, depth + 1)?;
        self.out.push('}');
        Ok(())
    }

    /// Reads the blocks of an array or map.
    fn blocks(&mut self, mut item: impl FnMut(&mut Self, bool) -> Done) -> Done {
        let mut first = true;
        loop {
            let start = self.at;
            let mut count = self.long()?;
            if count < 0 {
                // The block's size in bytes follows, for those who skip it.
                self.long()?;
                count = count.checked_neg().ok_or_else(|| {
                    self.at = start;
                    "a block with too many items"
                })?;
            }
            if count == 0 {
                return Ok(());
            }
            for _ in 0..count {
                item(self, first)?;
                first = false;
            }
        }
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], &'static str> {
        let rest = &self.bytes[self.at..];
        let Some((taken, _)) = rest.split_at_checked(length) else {
            return Err("the datum ends too early");
        };
        self.at += length;
        Ok(taken)
    }

    /// Steps back to where a fault shows.
    fn back(&mut self, bytes: usize, what: &'static str) -> &'static str {
        self.at -= bytes;
        what
    }

    fn long(&mut self) -> Result<i64, &'static str> {
        let mut value = 0u64;
        for (n, byte) in self.bytes[self.at..].iter().enumerate() {
            if n == 9 && *byte > 1 {
                return Err("a number longer than 64 bits");
            }
            value |= u64::from(byte & 0x7f) << (7 * n);
            if byte & 0x80 == 0 {
                self.at += n + 1;
                return Ok((value >> 1) as i64 ^ -((value & 1) as i64));
            }
        }
        Err("the datum ends too early")
    }

    fn int(&mut self) -> Result<i32, &'static str> {
        let start = self.at;
        let long = self.long()?;
        i32::try_from(long).map_err(|_| {
            self.at = start;
            "an int longer than 32 bits"
        })
    }

    fn length(&mut self) -> Result<usize, &'static str> {
        let start = self.at;
        let long = self.long()?;
        usize::try_from(long).map_err(|_| {
            self.at = start;
            "a negative length"
        })
    }

    fn text(&mut self) -> Result<&'a str, &'static str> {
        let length = self.length()?;
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| self.back(length, "a string that is not UTF-8"))
    }

    fn float(&mut self, value: f64, text: &str) {
        match value {
            _ if value.is_nan() => self.out.push_str("\"NaN\""),
            f64::INFINITY => self.out.push_str("\"Infinity\""),
            f64::NEG_INFINITY => self.out.push_str("\"-Infinity\""),
            _ => self.out.push_str(text),
        }
    }

    /// Bytes as text, one character for each.
    fn latin1(&mut self, bytes: &[u8]) {
        let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
        write_string(&text, &mut self.out);
    }

    /// Where reading stopped: the root's name and the fields down to the place.
    fn path(&self, ty: &Type) -> String {
        let root = match &ty.kind {
            Kind::Named(id) => self.schemas.get(*id).name.name.as_str(),
            kind => kind.name(),
        };
        let parts: Vec<&str> = std::iter::once(root).chain(self.path.iter().copied()).collect();
        parts.join(".")
    }
}
