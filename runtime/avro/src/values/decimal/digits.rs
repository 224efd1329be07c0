//! An integer of any size as the wire has it.

use std::{
    cmp::Ordering,
    hash::{Hash, Hasher},
};

/// Two's complement, big-endian, kept byte for byte as it came; up to 16 bytes without allocation.
/// Compared by its value, so that spare sign bytes do not count.
#[derive(Clone)]
pub(super) enum Digits {
    Short { length: u8, bytes: [u8; 16] },
    Long(Box<[u8]>),
}

impl Digits {
    pub fn new(digits: &[u8]) -> Self {
        let mut bytes = [0; 16];
        match bytes.get_mut(..digits.len()) {
            Some(place) => {
                place.copy_from_slice(digits);
                Digits::Short { length: digits.len() as u8, bytes }
            }
            None => Digits::Long(digits.into()),
        }
    }

    /// In the fewest bytes.
    pub fn of(value: i128) -> Self {
        Digits::new(significant(&value.to_be_bytes()))
    }

    /// The same value in the fewest bytes.
    pub fn shortest(&self) -> Self {
        Digits::new(significant(self.as_bytes()))
    }

    pub fn as_bytes(&self) -> &[u8] {
        match self {
            Digits::Short { length, bytes } => &bytes[..usize::from(*length)],
            Digits::Long(bytes) => bytes,
        }
    }

    pub fn is_negative(&self) -> bool {
        self.as_bytes().first().is_some_and(|first| first & 0x80 != 0)
    }

    /// `None` where it takes more than 128 bits.
    pub fn value(&self) -> Option<i128> {
        let bytes = significant(self.as_bytes());
        let mut wide = [if self.is_negative() { 0xff } else { 0 }; 16];
        let start = wide.len().checked_sub(bytes.len())?;
        wide[start..].copy_from_slice(bytes);
        Some(i128::from_be_bytes(wide))
    }
}

/// Without the bytes that only repeat the sign.
fn significant(mut bytes: &[u8]) -> &[u8] {
    while let [first, second, ..] = bytes
        && ((*first == 0 && second & 0x80 == 0) || (*first == 0xff && second & 0x80 != 0))
    {
        bytes = &bytes[1..];
    }
    bytes
}

impl PartialEq for Digits {
    fn eq(&self, other: &Self) -> bool {
        significant(self.as_bytes()) == significant(other.as_bytes())
    }
}

impl Eq for Digits {}

impl Hash for Digits {
    fn hash<H: Hasher>(&self, state: &mut H) {
        significant(self.as_bytes()).hash(state);
    }
}

impl Ord for Digits {
    fn cmp(&self, other: &Self) -> Ordering {
        let negative = self.is_negative();
        if negative != other.is_negative() {
            return if negative { Ordering::Less } else { Ordering::Greater };
        }
        let (own, others) = (significant(self.as_bytes()), significant(other.as_bytes()));
        let lengths = own.len().cmp(&others.len());
        // Of two negative numbers the longer is the smaller; bytes of one length compare alike.
        let lengths = if negative { lengths.reverse() } else { lengths };
        lengths.then_with(|| own.cmp(others))
    }
}

impl PartialOrd for Digits {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
