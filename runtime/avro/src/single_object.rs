//! Avro single-object encoding: `C3 01`, the fingerprint little-endian, the datum.

/// Bytes before the datum.
pub const HEADER: usize = 10;
const MARKER: [u8; 2] = [0xC3, 0x01];

/// Appends the header.
pub fn header(fingerprint: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(&MARKER);
    out.extend_from_slice(&fingerprint.to_le_bytes());
}

/// Writes the fingerprint into a header that starts `message`.
pub fn set_fingerprint(fingerprint: u64, message: &mut [u8]) {
    message[2..HEADER].copy_from_slice(&fingerprint.to_le_bytes());
}

/// The fingerprint and the datum; `None` when the bytes do not start with a header.
pub fn split(message: &[u8]) -> Option<(u64, &[u8])> {
    let (header, datum) = message.split_first_chunk::<HEADER>()?;
    let (marker, fingerprint) = header.split_first_chunk::<2>()?;
    (*marker == MARKER)
        .then(|| (u64::from_le_bytes(fingerprint.try_into().unwrap_or_default()), datum))
}
