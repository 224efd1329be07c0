//! CRC-64-AVRO, the fingerprint that names a schema on the wire.

/// The fingerprint of the empty text.
const EMPTY: u64 = 0xc15d_213a_a4d7_a795;

const TABLE: [u64; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut print = byte as u64;
        let mut bit = 0;
        while bit < 8 {
            print = (print >> 1) ^ (EMPTY & (print & 1).wrapping_neg());
            bit += 1;
        }
        table[byte] = print;
        byte += 1;
    }
    table
};

/// The CRC-64-AVRO fingerprint of a schema's [canonical form](crate::canonical::form).
///
/// ```
/// assert_eq!(adjutant_avro::fingerprint::of(r#""int""#), 0x7275_d51a_3f39_5c8f);
/// ```
pub const fn of(canonical: &str) -> u64 {
    let bytes = canonical.as_bytes();
    let mut print = EMPTY;
    let mut at = 0;
    while at < bytes.len() {
        print = (print >> 8) ^ TABLE[((print ^ bytes[at] as u64) & 0xff) as usize];
        at += 1;
    }
    print
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The specification's own algorithm, a bit at a time.
    fn slow(text: &str) -> u64 {
        text.bytes().fold(EMPTY, |print, byte| {
            (0..8).fold(print ^ u64::from(byte), |print, _| {
                if print & 1 == 1 { (print >> 1) ^ EMPTY } else { print >> 1 }
            })
        })
    }

    #[test]
    fn the_table_gives_what_the_specification_computes_bit_by_bit() {
        for text in ["", "\"null\"", "[]", r#"{"name":"Ä","type":"fixed","size":1}"#] {
            assert_eq!(of(text), slow(text), "{text}");
        }
        assert_eq!(of(""), 0xc15d_213a_a4d7_a795);
    }
}
