//! Everything of the codec that is `unsafe`: writing without a check for each byte, and text that
//! is known to be ASCII.
//!
//! The invariant of writing: a part writes at most `FIXED` + [`more()`](Put::more) bytes from the
//! pointer it is given, all of them initialised, and returns the pointer after the last. [`put`]
//! reserves that much first, so one check covers all the parts it is given. Nobody can implement
//! [`Put`] without `unsafe`, so safe code that calls [`put`] cannot break it.
//!
//! What it buys, measured against `Vec`'s own methods and `str::from_utf8`: encoding takes half the
//! time for a record of seven fields and a third for one of eighty, and owned decoding a tenth less.
#![allow(unsafe_code)]

/// A value that `put` can append, or a tuple of such values.
///
/// # Safety
/// [`write`](Put::write) must write at most `FIXED + more()` bytes, all of them initialised, and
/// return the pointer after the last byte written. `FIXED` must not come near `usize::MAX`.
#[diagnostic::on_unimplemented(message = "`{Self}` is no plain Avro value")]
pub unsafe trait Put {
    /// Most bytes it takes, apart from what [`more`](Put::more) tells.
    const FIXED: usize;
    /// Bytes that depend on the value.
    #[inline]
    fn more(&self) -> usize {
        0
    }
    /// Writes the value and returns the place after it.
    ///
    /// # Safety
    /// `FIXED + more()` bytes from `at` must be valid for writes.
    unsafe fn write(self, at: *mut u8) -> *mut u8;
}

/// Appends the parts in order, with one check of the capacity.
#[inline]
pub(super) fn put<P: Put>(out: &mut Vec<u8>, parts: P) {
    out.reserve(P::FIXED.saturating_add(parts.more()));
    let len = out.len();
    // SAFETY: `reserve` made `FIXED + more()` bytes after `len` valid for writes; `write` keeps to
    // them, initialises what it passes over and returns the end of it. Had the sum saturated,
    // `reserve` would have panicked.
    unsafe {
        let start = out.as_mut_ptr().add(len);
        let end = parts.write(start);
        out.set_len(len + end.offset_from_unsigned(start));
    }
}

/// A union whose null stands last, as in `["string", "null"]`; a bare `Option` has it first.
#[derive(Debug, Clone, Copy)]
pub struct NullLast<T>(pub Option<T>);

/// The bytes as text when all are ASCII. Eight at a time, and no call where they are few.
#[inline]
pub(super) fn ascii(bytes: &[u8]) -> Option<&str> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let bits = match bytes.last_chunk::<8>() {
        Some(last) => {
            let (chunks, _) = bytes.as_chunks::<8>();
            let all = |bits, chunk: &[u8; 8]| bits | u64::from_le_bytes(*chunk);
            chunks.iter().fold(u64::from_le_bytes(*last), all) & HIGH
        }
        None => u64::from(bytes.iter().fold(0, |bits, byte| bits | byte) & 0x80),
    };
    // SAFETY: no byte has its high bit set, and ASCII is UTF-8.
    (bits == 0).then(|| unsafe { std::str::from_utf8_unchecked(bytes) })
}

// SAFETY (of the whole block): each type writes the bytes that its `FIXED` and `more` count.
unsafe impl Put for bool {
    const FIXED: usize = 1;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe { byte(u8::from(self), at) }
    }
}

unsafe impl Put for i32 {
    const FIXED: usize = 5;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe { varint(u64::from(((self << 1) ^ (self >> 31)) as u32), at) }
    }
}

unsafe impl Put for i64 {
    const FIXED: usize = 10;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe { varint(((self << 1) ^ (self >> 63)) as u64, at) }
    }
}

unsafe impl Put for f32 {
    const FIXED: usize = 4;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe { self.to_le_bytes().write(at) }
    }
}

unsafe impl Put for f64 {
    const FIXED: usize = 8;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe { self.to_le_bytes().write(at) }
    }
}

/// A fixed: its bytes alone.
unsafe impl<const N: usize> Put for [u8; N] {
    const FIXED: usize = N;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe {
            at.cast::<[u8; N]>().write_unaligned(self);
            at.add(N)
        }
    }
}

/// A fixed: its bytes alone.
unsafe impl<const N: usize> Put for &[u8; N] {
    const FIXED: usize = N;
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe {
            copy(self, at);
            at.add(N)
        }
    }
}

/// Bytes: their length before them.
unsafe impl Put for &[u8] {
    const FIXED: usize = 10;
    #[inline]
    fn more(&self) -> usize {
        self.len()
    }
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        unsafe {
            let at = varint((self.len() as u64) << 1, at);
            copy(self, at);
            at.add(self.len())
        }
    }
}

macro_rules! as_bytes {
    ($($type:ty),*) => { $(
        unsafe impl Put for $type {
            const FIXED: usize = 10;
            #[inline]
            fn more(&self) -> usize {
                self.len()
            }
            #[inline]
            unsafe fn write(self, at: *mut u8) -> *mut u8 {
                let bytes: &[u8] = self.as_ref();
                unsafe { bytes.write(at) }
            }
        }
    )* };
}
as_bytes!(&Vec<u8>, &str, &String);

unsafe impl<T: Put> Put for Option<T> {
    const FIXED: usize = 1 + T::FIXED;
    #[inline]
    fn more(&self) -> usize {
        self.as_ref().map_or(0, T::more)
    }
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        match self {
            None => unsafe { byte(0, at) },
            Some(value) => unsafe { value.write(byte(2, at)) },
        }
    }
}

unsafe impl<T: Put> Put for NullLast<T> {
    const FIXED: usize = 1 + T::FIXED;
    #[inline]
    fn more(&self) -> usize {
        self.0.more()
    }
    #[inline]
    unsafe fn write(self, at: *mut u8) -> *mut u8 {
        match self.0 {
            None => unsafe { byte(2, at) },
            Some(value) => unsafe { value.write(byte(0, at)) },
        }
    }
}

macro_rules! tuples {
    ($($first:ident $($rest:ident)*)?) => { $(
        unsafe impl<$first: Put, $($rest: Put),*> Put for ($first, $($rest,)*) {
            const FIXED: usize = $first::FIXED $(+ $rest::FIXED)*;
            #[inline]
            fn more(&self) -> usize {
                #[allow(non_snake_case)]
                let ($first, $($rest,)*) = self;
                $first.more()$(.saturating_add($rest.more()))*
            }
            #[inline]
            unsafe fn write(self, at: *mut u8) -> *mut u8 {
                #[allow(non_snake_case)]
                let ($first, $($rest,)*) = self;
                unsafe {
                    let at = $first.write(at);
                    $(let at = $rest.write(at);)*
                    at
                }
            }
        }
        tuples!($($rest)*);
    )? };
}
tuples!(A B C D E F G H I J K L M N O P);

/// # Safety
/// One byte from `at` must be valid for writes.
#[inline]
unsafe fn byte(byte: u8, at: *mut u8) -> *mut u8 {
    unsafe {
        at.write(byte);
        at.add(1)
    }
}

/// # Safety
/// As many bytes as the number takes, ten at most, must be valid for writes.
#[inline]
unsafe fn varint(mut number: u64, mut at: *mut u8) -> *mut u8 {
    while number >= 0x80 {
        at = unsafe { byte(number as u8 | 0x80, at) };
        number >>= 7;
    }
    unsafe { byte(number as u8, at) }
}

/// Two overlapping loads and stores for up to 64 bytes, which a call would cost more than.
///
/// # Safety
/// `from.len()` bytes from `to` must be valid for writes.
#[inline]
unsafe fn copy(from: &[u8], to: *mut u8) {
    macro_rules! ends {
        ($word:ty) => {{
            let (start, end) = (from.as_ptr(), from.len() - size_of::<$word>());
            unsafe {
                let first = start.cast::<$word>().read_unaligned();
                let last = start.add(end).cast::<$word>().read_unaligned();
                to.cast::<$word>().write_unaligned(first);
                to.add(end).cast::<$word>().write_unaligned(last);
            }
        }};
    }
    let len = from.len();
    if len >= 16 {
        if len <= 32 {
            ends!(u128)
        } else if len <= 64 {
            ends!([u128; 2])
        } else {
            // SAFETY: the spare capacity of a vector that is borrowed mutably overlaps no slice.
            unsafe { std::ptr::copy_nonoverlapping(from.as_ptr(), to, len) }
        }
    } else if len >= 8 {
        ends!(u64)
    } else if len >= 4 {
        ends!(u32)
    } else {
        for (n, byte) in from.iter().enumerate() {
            unsafe { to.add(n).write(*byte) }
        }
    }
}
