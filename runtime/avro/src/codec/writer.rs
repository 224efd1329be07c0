//! Writes Avro's binary encoding to a vector.

use super::raw::{self, Put};
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

    /// Plain values in order: numbers, booleans, text, bytes, fixed, options of these, and tuples
    /// of all. One check of the vector's room covers them together, so the more the faster.
    #[inline]
    pub fn put(&mut self, values: impl Put) {
        raw::put(self.out, values);
    }

    /// `null`
    #[inline]
    pub fn null(&mut self) {}

    /// `boolean`
    #[inline]
    pub fn boolean(&mut self, value: bool) {
        self.put(value);
    }

    /// `long`
    #[inline]
    pub fn long(&mut self, value: i64) {
        self.put(value);
    }

    /// `int`
    #[inline]
    pub fn int(&mut self, value: i32) {
        self.put(value);
    }

    /// `float`
    #[inline]
    pub fn float(&mut self, value: f32) {
        self.put(value);
    }

    /// `double`
    #[inline]
    pub fn double(&mut self, value: f64) {
        self.put(value);
    }

    /// `fixed`
    #[inline]
    pub fn fixed(&mut self, bytes: &[u8]) {
        self.out.extend_from_slice(bytes);
    }

    /// `bytes`
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.put(bytes);
    }

    /// `string`
    #[inline]
    pub fn string(&mut self, text: &str) {
        self.put(text);
    }

    /// The index of an enum's symbol or of a union's branch.
    #[inline]
    pub fn index(&mut self, index: u32) {
        self.put(i64::from(index));
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
        self.long(0);
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
        self.long(0);
    }
}
