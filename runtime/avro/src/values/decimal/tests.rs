use super::*;
use crate::codec::{decode, encode};
use std::collections::HashSet;

fn wire(datum: &impl Datum) -> Vec<u8> {
    let mut out = Vec::new();
    encode(datum, &mut out);
    out
}

#[test]
fn a_decimal_reads_the_text_that_it_writes() {
    let long = "9".repeat(300) + ".99";
    let texts = ["0.00", "12.50", "-0.01", "-123456789012345678901234567890.99", &long];
    for text in texts.map(String::from).into_iter().chain([format!("-{long}")]) {
        let decimal: Decimal<2> = text.parse().unwrap();
        assert_eq!(decimal.to_string(), text);
        assert_eq!(decode::<Decimal<2>>(&wire(&decimal)), Ok(decimal));
    }
}

#[test]
fn text_that_is_no_decimal_of_the_scale_is_refused() {
    for text in ["1.234", "", ".5", "-", "1e3", "1_000", "0x1", "1.-5", "--1", "+-1"] {
        assert_eq!(text.parse::<Decimal<2>>(), Err(NotADecimal), "{text}");
    }
    assert_eq!("1.2".parse::<Decimal<0>>(), Err(NotADecimal));
    assert_eq!("1".repeat(5_000).parse::<Decimal<0>>(), Err(NotADecimal));
}

#[test]
fn an_integer_takes_the_fewest_bytes() {
    for (value, bytes) in [
        (0, vec![0]),
        (127, vec![127]),
        (128, vec![0, 128]),
        (-1, vec![255]),
        (-128, vec![128]),
        (-129, vec![255, 127]),
        (i128::MIN, [[128].as_slice(), &[0; 15]].concat()),
    ] {
        let decimal = Decimal::<0>::from_unscaled(value);
        assert_eq!(decimal.as_bytes(), bytes);
        assert_eq!(decimal.unscaled(), Some(value));
    }
}

#[test]
fn spare_bytes_are_kept_and_do_not_count() {
    let plain = Decimal::<2>::from_unscaled(-5);
    for spare in [1, 15, 30] {
        let padded = [vec![0xff; spare], plain.as_bytes().to_vec()].concat();
        let datum = [vec![2 * padded.len() as u8], padded].concat();
        let decimal: Decimal<2> = decode(&datum).unwrap();
        assert_eq!(decimal, plain);
        assert_eq!(wire(&decimal), datum);
        assert_eq!(HashSet::from([decimal, plain.clone()]).len(), 1);
    }
}

#[test]
fn decimals_are_ordered_by_value() {
    let ordered = ["-100000000000000000000000000000000000000000", "-300", "-2", "0", "1", "256"];
    let decimals = ordered.map(|text| text.parse::<Decimal<0>>().unwrap());
    assert!(decimals.is_sorted());
}

#[test]
fn a_decimal_without_digits_is_refused() {
    assert_eq!(decode::<Decimal<2>>(&[0]).unwrap_err().what(), What::Logical);
    assert_eq!(decode::<BigDecimal>(&[4, 0, 0]).unwrap_err().what(), What::Logical);
}

#[test]
fn a_decimal_beyond_its_size_is_refused() {
    assert_eq!("327.68".parse::<FixedDecimal<2, 2>>(), Err(NotADecimal));
    let most: FixedDecimal<2, 2> = "327.67".parse().unwrap();
    assert_eq!(wire(&most), [0x7f, 0xff]);
    let least = FixedDecimal::<2, 2>::from_unscaled(-32768).unwrap();
    assert_eq!(least.to_string(), "-327.68");
    assert!(least < most && decode(&[0x80, 0]) == Ok(least));
    assert_eq!(FixedDecimal::<2, 2>::from_unscaled(32768), None);
}

#[test]
fn a_big_decimal_carries_its_scale() {
    for (unscaled, scale, text) in
        [(1250, 2, "12.50"), (-5, 3, "-0.005"), (7, 0, "7"), (7, -3, "7e3"), (7, 5_000, "7e-5000")]
    {
        let decimal = BigDecimal::from_unscaled(unscaled, scale);
        assert_eq!(decimal.to_string(), text);
        assert_eq!(decode(&wire(&decimal)), Ok(decimal));
    }
    // As Avro Java writes it.
    let datum = [0x0c, 0x08, 0xed, 0xd8, 0x90, 0x1c, 0x02];
    let decimal: BigDecimal = decode(&datum).unwrap();
    assert_eq!((decimal.unscaled(), decimal.scale()), (Some(-304574436), 1));
    assert_eq!(wire(&decimal), datum);
}
