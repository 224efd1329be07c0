//! Reads Avro's binary encoding from a slice. No bytes make it panic, and no length in them makes
//! it allocate more than a small multiple of what is left.

use super::{DecodeError, What, raw};
use std::collections::BTreeMap;

/// Boxes, arrays and maps within each other: whatever a schema repeats within itself goes through
/// one of them, so deeper data is refused before the stack ends.
const DEPTH: u32 = 128;
/// Items that take no bytes, such as records without fields: more of them than this are refused,
/// since the input does not bound them.
const EMPTY_ITEMS: usize = 65_536;

/// A position in bytes.
#[derive(Clone)]
pub struct Reader<'a> {
    rest: &'a [u8],
    length: usize,
    depth: u32,
    empty_items: usize,
}

impl<'a> Reader<'a> {
    /// At the start of a datum.
    pub fn new(bytes: &'a [u8]) -> Self {
        Reader { rest: bytes, length: bytes.len(), depth: 0, empty_items: 0 }
    }

    /// Bytes read so far.
    pub fn offset(&self) -> usize {
        self.length - self.rest.len()
    }

    /// Refuses bytes after the datum.
    pub fn finish(&self) -> Result<(), DecodeError> {
        if self.rest.is_empty() { Ok(()) } else { self.fault(What::Trailing) }
    }

    /// An error here.
    #[cold]
    pub fn fault<T>(&self, what: What) -> Result<T, DecodeError> {
        Err(DecodeError::new(what, self.offset()))
    }

    /// `null`
    #[inline]
    pub fn null(&mut self) -> Result<(), DecodeError> {
        Ok(())
    }

    /// `boolean`
    #[inline]
    pub fn boolean(&mut self) -> Result<bool, DecodeError> {
        match self.rest.split_first() {
            Some((0, rest)) => {
                self.rest = rest;
                Ok(false)
            }
            Some((1, rest)) => {
                self.rest = rest;
                Ok(true)
            }
            Some(_) => self.fault(What::Boolean),
            None => self.fault(What::Truncated),
        }
    }

    #[inline]
    fn varint(&mut self) -> Result<u64, DecodeError> {
        match *self.rest {
            [a, ref rest @ ..] if a < 0x80 => {
                self.rest = rest;
                Ok(a.into())
            }
            [a, b, ref rest @ ..] if b < 0x80 => {
                self.rest = rest;
                Ok(u64::from(a & 0x7f) | u64::from(b) << 7)
            }
            _ => self.long_varint(),
        }
    }

    #[inline(never)]
    fn long_varint(&mut self) -> Result<u64, DecodeError> {
        let mut value = 0;
        for (n, &byte) in self.rest.iter().take(10).enumerate() {
            if n == 9 && byte > 1 {
                return self.fault(What::Varint);
            }
            value |= u64::from(byte & 0x7f) << (7 * n);
            if byte < 0x80 {
                self.rest = &self.rest[n + 1..];
                return Ok(value);
            }
        }
        self.fault(if self.rest.len() < 10 { What::Truncated } else { What::Varint })
    }

    /// `long`
    #[inline]
    pub fn long(&mut self) -> Result<i64, DecodeError> {
        let zigzag = self.varint()?;
        Ok((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64))
    }

    /// `int`
    #[inline]
    pub fn int(&mut self) -> Result<i32, DecodeError> {
        let before = self.rest;
        match i32::try_from(self.long()?) {
            Ok(int) => Ok(int),
            Err(_) => {
                self.rest = before;
                self.fault(What::Int)
            }
        }
    }

    #[inline]
    fn array_of<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let Some((bytes, rest)) = self.rest.split_first_chunk::<N>() else {
            return self.fault(What::Truncated);
        };
        self.rest = rest;
        Ok(*bytes)
    }

    /// `float`
    #[inline]
    pub fn float(&mut self) -> Result<f32, DecodeError> {
        Ok(f32::from_le_bytes(self.array_of()?))
    }

    /// `double`
    #[inline]
    pub fn double(&mut self) -> Result<f64, DecodeError> {
        Ok(f64::from_le_bytes(self.array_of()?))
    }

    /// `fixed` of `N` bytes
    #[inline]
    pub fn fixed<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        self.array_of()
    }

    /// `bytes`, in place
    #[inline]
    pub fn bytes_ref(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.long()?;
        let Ok(length) = usize::try_from(length) else { return self.fault(What::Length) };
        self.take(length)
    }

    /// The next `length` bytes, in place: a `fixed` whose size is known only at run time.
    #[inline]
    pub(crate) fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let Some((bytes, rest)) = self.rest.split_at_checked(length) else {
            return self.fault(What::Truncated);
        };
        self.rest = rest;
        Ok(bytes)
    }

    /// `bytes`
    #[inline]
    pub fn bytes(&mut self) -> Result<Vec<u8>, DecodeError> {
        Ok(self.bytes_ref()?.to_vec())
    }

    /// `string`, in place
    #[inline]
    pub fn string_ref(&mut self) -> Result<&'a str, DecodeError> {
        let bytes = self.bytes_ref()?;
        match raw::ascii(bytes) {
            Some(text) => Ok(text),
            None => self.utf8(bytes),
        }
    }

    #[inline(never)]
    fn utf8(&self, bytes: &'a [u8]) -> Result<&'a str, DecodeError> {
        std::str::from_utf8(bytes)
            .map_err(|_| DecodeError::new(What::Utf8, self.offset() - bytes.len()))
    }

    /// `string`
    #[inline]
    pub fn string(&mut self) -> Result<String, DecodeError> {
        Ok(self.string_ref()?.to_owned())
    }

    /// The symbol of an enum of `count`.
    #[inline]
    pub fn symbol(&mut self, count: u32) -> Result<u32, DecodeError> {
        self.index(count, What::Enum)
    }

    /// The branch of a union of `count`.
    #[inline]
    pub fn branch(&mut self, count: u32) -> Result<u32, DecodeError> {
        self.index(count, What::Union)
    }

    #[inline]
    fn index(&mut self, count: u32, what: What) -> Result<u32, DecodeError> {
        let before = self.rest;
        match u32::try_from(self.long()?) {
            Ok(index) if index < count => Ok(index),
            _ => {
                self.rest = before;
                self.fault(what)
            }
        }
    }

    /// A union of null and one type, with null at `null`: whether the type follows.
    #[inline]
    pub fn present(&mut self, null: u32) -> Result<bool, DecodeError> {
        Ok(self.branch(2)? != null)
    }

    /// A union of null and one type, with null at `null`.
    #[inline]
    pub fn optional<T>(
        &mut self,
        null: u32,
        value: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Option<T>, DecodeError> {
        if self.present(null)? { value(self).map(Some) } else { Ok(None) }
    }

    /// The count of the next block, of items of at least `min` bytes; 0 ends them.
    pub(crate) fn block(&mut self, min: usize) -> Result<usize, DecodeError> {
        let before = self.rest;
        let mut count = self.long()?;
        if count < 0 {
            let _bytes = self.long()?;
            count = count.checked_neg().unwrap_or(i64::MAX);
        }
        let count = usize::try_from(count).unwrap_or(usize::MAX);
        let most = match self.rest.len().checked_div(min) {
            Some(most) => most,
            None => {
                self.empty_items = self.empty_items.saturating_add(count);
                if self.empty_items <= EMPTY_ITEMS { count } else { 0 }
            }
        };
        if count <= most {
            return Ok(count);
        }
        self.rest = before;
        self.fault(What::Count)
    }

    /// `array` of items that take at least `min` bytes.
    #[inline]
    pub fn array<T>(
        &mut self,
        min: usize,
        mut item: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<Vec<T>, DecodeError> {
        self.nested(|reader| {
            let mut items = Vec::new();
            loop {
                let count = reader.block(min)?;
                if count == 0 {
                    return Ok(items);
                }
                // An item may be larger in memory than on the wire: what is reserved at once stays
                // a small multiple of the bytes that are left.
                let room = reader.rest.len() * 4 / size_of::<T>().max(1);
                items.reserve(count.min(room.max(1)));
                for _ in 0..count {
                    items.push(item(reader)?);
                }
            }
        })
    }

    /// `map` of values that take at least `min` bytes.
    #[inline]
    pub fn map<T>(
        &mut self,
        min: usize,
        mut value: impl FnMut(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<BTreeMap<String, T>, DecodeError> {
        self.nested(|reader| {
            let mut entries = BTreeMap::new();
            loop {
                let count = reader.block(min + 1)?;
                if count == 0 {
                    return Ok(entries);
                }
                for _ in 0..count {
                    let key = reader.string()?;
                    entries.insert(key, value(reader)?);
                }
            }
        })
    }

    /// Passes over an array of items that take at least `min` bytes.
    pub fn skip_array(
        &mut self,
        min: usize,
        mut item: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.nested(|reader| {
            loop {
                let count = reader.block(min)?;
                if count == 0 {
                    return Ok(());
                }
                for _ in 0..count {
                    item(reader)?;
                }
            }
        })
    }

    /// Passes over a map of values that take at least `min` bytes.
    pub fn skip_map(
        &mut self,
        min: usize,
        mut value: impl FnMut(&mut Self) -> Result<(), DecodeError>,
    ) -> Result<(), DecodeError> {
        self.skip_array(min + 1, |reader| {
            reader.bytes_ref()?;
            value(reader)
        })
    }

    /// Reads something that may hold itself, within the limit of depth.
    #[inline]
    pub fn nested<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        if self.depth == DEPTH {
            return self.fault(What::Depth);
        }
        self.depth += 1;
        let result = read(self);
        self.depth -= 1;
        result
    }
}
