//! Reads a datum and writes its JSON, value by value.

use super::{MAX_DEPTH, width::Width};
use crate::{
    codec::{DecodeError, Reader, What},
    json::write_string,
    schema::{Field, Kind, Schemas, Shape, Type},
};

pub(super) struct Renderer<'a> {
    schemas: &'a Schemas,
    reader: Reader<'a>,
    out: String,
    limit: usize,
    /// What is around the place that is read, outermost first. Nesting lives here, not on the
    /// stack.
    open: Vec<Open<'a>>,
    width: Width<'a>,
}

/// A value of which a part is still to be read.
enum Open<'a> {
    /// A record, and how many of its fields are begun.
    Record(&'a [Field], usize),
    /// An array of such items, how many are left of its block, and whether any came.
    Array(&'a Type, usize, bool),
    /// A map, likewise.
    Map(&'a Type, usize, bool),
    /// A branch of a union, whose name is around it.
    Branch,
}

impl<'a> Renderer<'a> {
    /// For a datum whose text may be so long.
    pub(super) fn new(schemas: &'a Schemas, datum: &'a [u8], limit: usize) -> Self {
        Renderer {
            schemas,
            reader: Reader::new(datum),
            out: String::new(),
            limit,
            open: Vec::new(),
            width: Width::new(schemas),
        }
    }

    pub(super) fn render(mut self, ty: &'a Type) -> Result<String, DecodeError> {
        match self.run(ty).and_then(|()| self.reader.finish()) {
            Ok(()) => Ok(self.out),
            Err(error) => {
                Err(self.fields().fold(error, |error, field| error.within(field.to_string())))
            }
        }
    }

    fn run(&mut self, ty: &'a Type) -> Result<(), DecodeError> {
        let mut next = Some(ty);
        loop {
            match next {
                Some(ty) => self.begin(ty)?,
                None if self.open.is_empty() => return Ok(()),
                None => {}
            }
            next = self.go_on()?;
        }
    }

    /// Reads a scalar, or opens what holds other values.
    fn begin(&mut self, ty: &'a Type) -> Result<(), DecodeError> {
        if self.open.len() > MAX_DEPTH {
            return self.reader.fault(What::Depth);
        }
        if self.out.len() > self.limit {
            return self.reader.fault(What::Size);
        }
        match &ty.kind {
            Kind::Null => self.out.push_str("null"),
            Kind::Boolean => {
                let text = if self.reader.boolean()? { "true" } else { "false" };
                self.out.push_str(text);
            }
            Kind::Int => {
                let int = self.reader.int()?;
                self.out.push_str(&int.to_string());
            }
            Kind::Long => {
                let long = self.reader.long()?;
                self.out.push_str(&long.to_string());
            }
            Kind::Float => {
                let float = self.reader.float()?;
                self.float(float.into(), &format!("{float:?}"));
            }
            Kind::Double => {
                let double = self.reader.double()?;
                self.float(double, &format!("{double:?}"));
            }
            Kind::Bytes => {
                let bytes = self.reader.bytes_ref()?;
                self.latin1(bytes);
            }
            Kind::String => {
                let text = self.reader.string_ref()?;
                write_string(text, &mut self.out);
            }
            Kind::Array(items) => self.enter('[', Open::Array(items, 0, false)),
            Kind::Map(values) => self.enter('{', Open::Map(values, 0, false)),
            Kind::Union(branches) => return self.branch(branches),
            Kind::Named(id) => match &self.schemas.get(*id).shape {
                Shape::Record(fields) => self.enter('{', Open::Record(fields, 0)),
                Shape::Enum { symbols, .. } => {
                    let symbol = self.reader.symbol(count(symbols.len()))?;
                    write_string(&symbols[symbol as usize].0, &mut self.out);
                }
                Shape::Fixed { size, .. } => {
                    let bytes = self.reader.take(*size)?;
                    self.latin1(bytes);
                }
            },
        }
        Ok(())
    }

    fn enter(&mut self, bracket: char, open: Open<'a>) {
        self.out.push(bracket);
        self.open.push(open);
    }

    /// Goes on with the innermost open value: the type of its next part, or `None` where it ends.
    fn go_on(&mut self) -> Result<Option<&'a Type>, DecodeError> {
        let Some(mut open) = self.open.pop() else { return Ok(None) };
        let next = match &mut open {
            Open::Record(fields, begun) => match fields.get(*begun) {
                None => Err('}'),
                Some(field) => {
                    self.comma(*begun > 0);
                    *begun += 1;
                    write_string(&field.name, &mut self.out);
                    self.out.push(':');
                    Ok(&field.ty)
                }
            },
            Open::Array(items, left, any) => {
                let least = usize::from(self.width.takes_bytes(items, 0));
                match self.item(left, least) {
                    Err(error) => return self.fail(open, error),
                    Ok(false) => Err(']'),
                    Ok(true) => {
                        self.comma(*any);
                        *any = true;
                        Ok(*items)
                    }
                }
            }
            Open::Map(values, left, any) => {
                let key = self
                    .item(left, 1)
                    .and_then(|more| more.then(|| self.reader.string_ref()).transpose());
                match key {
                    Err(error) => return self.fail(open, error),
                    Ok(None) => Err('}'),
                    Ok(Some(key)) => {
                        self.comma(*any);
                        *any = true;
                        write_string(key, &mut self.out);
                        self.out.push(':');
                        Ok(*values)
                    }
                }
            }
            Open::Branch => Err('}'),
        };
        match next {
            Ok(ty) => {
                self.open.push(open);
                Ok(Some(ty))
            }
            Err(bracket) => {
                self.out.push(bracket);
                Ok(None)
            }
        }
    }

    /// Keeps what is open for the error's path.
    fn fail<T>(&mut self, open: Open<'a>, error: DecodeError) -> Result<T, DecodeError> {
        self.open.push(open);
        Err(error)
    }

    /// Whether another item follows; reads the head of the next block where one is due.
    fn item(&mut self, left: &mut usize, least: usize) -> Result<bool, DecodeError> {
        if *left == 0 {
            *left = self.reader.block(least)?;
        }
        let more = *left > 0;
        *left = left.saturating_sub(1);
        Ok(more)
    }

    fn comma(&mut self, due: bool) {
        if due {
            self.out.push(',');
        }
    }

    fn branch(&mut self, branches: &'a [Type]) -> Result<(), DecodeError> {
        let branch = self.reader.branch(count(branches.len()))?;
        let branch = &branches[branch as usize];
        let name = match &branch.kind {
            Kind::Null => return self.begin(branch),
            Kind::Named(id) => self.schemas.get(*id).name.to_string(),
            kind => kind.name().to_string(),
        };
        self.enter('{', Open::Branch);
        write_string(&name, &mut self.out);
        self.out.push(':');
        self.begin(branch)
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

    /// The fields that lead to the place, the innermost first.
    fn fields(&self) -> impl Iterator<Item = &'a str> {
        self.open.iter().rev().filter_map(|open| match open {
            Open::Record(fields, begun) => Some(&*fields.get(begun.checked_sub(1)?)?.name),
            _ => None,
        })
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
