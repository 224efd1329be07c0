//! Writes Avro's binary encoding to a vector.

use std::collections::BTreeMap;

/// Appends to bytes.
pub struct Writer<'v> {
    out: &'v mut Vec<u8>,
}

impl<'v> Writer<'v> {
    /// After what `out` holds.
    pub fn new(out: &'v mut Vec<u8>) -> Self {
        Writer { out }
    }

    /// `null`
    #[inline]
    pub fn null(&mut self) {}

    /// `boolean`
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.out.push(value.into());
    }

    /// `long`
    #[inline]
    pub fn long(&mut self, value: i64) {
        let mut zigzag = ((value << 1) ^ (value >> 63)) as u64;
        if zigzag < 0x80 {
            return self.out.push(zigzag as u8);
        }
        let mut bytes = [0; 10];
        let mut length = 0;
        while zigzag >= 0x80 {
            bytes[length] = zigzag as u8 | 0x80;
            zigzag >>= 7;
            length += 1;
        }
        bytes[length] = zigzag as u8;
        self.out.extend_from_slice(&bytes[..=length]);
    }

    /// `int`
    #[inline]
    pub fn int(&mut self, value: i32) {
        self.long(value.into());
    }

    /// `float`
    #[inline]
    pub fn float(&mut self, value: f32) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `double`
    #[inline]
    pub fn double(&mut self, value: f64) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    /// `fixed`
    #[inline]
    pub fn fixed(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// `bytes`
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.long(bytes.len() as i64);
        self.out.extend_from_slice(bytes);
    }

    /// `string`
    #[inline]
    pub fn string(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// The index of an enum's symbol or of a union's branch.
    #[inline]
    pub fn index(&mut self, index: u32) {
        self.long(index.into());
    }

    /// `array`, in one block
    #[inline]
    pub fn array<T>(&mut self, items: &[T], mut item: impl FnMut(&mut Self, &T)) {
        if !items.is_empty() {
            self.long(items.len() as i64);
            for one in items {
                item(self, one);
            }
        }
        self.out.push(0);
    }

    /// `map`, in one block, in the order of its keys
    #[inline]
    pub fn map<T>(&mut self, entries: &BTreeMap<String, T>, mut value: impl FnMut(&mut Self, &T)) {
        if !entries.is_empty() {
            self.long(entries.len() as i64);
            for (key, one) in entries {
                self.string(key);
                value(self, one);
            }
        }
        self.out.push(0);
    }
}
