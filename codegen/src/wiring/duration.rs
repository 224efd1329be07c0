//! Durations as people write them: `30d`, `12h`, `500ms`.

use super::Retention;

const UNITS: [(&str, u64); 6] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("w", 7 * 86_400_000),
];

/// The retention that a text means. Kafka counts milliseconds in a signed 64-bit integer.
pub(super) fn retention(text: &str) -> Option<Retention> {
    if text == "forever" {
        return Some(Retention::Forever);
    }
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..digits].parse().ok()?;
    let (_, unit) = UNITS.iter().find(|(unit, _)| *unit == &text[digits..])?;
    let millis = number.checked_mul(*unit)?;
    (1..=i64::MAX as u64).contains(&millis).then_some(Retention::Millis(millis))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_unit_is_read() {
        for (text, millis) in [
            ("500ms", 500),
            ("7s", 7_000),
            ("5m", 300_000),
            ("12h", 43_200_000),
            ("30d", 2_592_000_000),
            ("2w", 1_209_600_000),
        ] {
            assert_eq!(retention(text), Some(Retention::Millis(millis)), "{text}");
        }
        assert_eq!(retention("forever"), Some(Retention::Forever));
    }

    #[test]
    fn nothing_else_is_a_duration() {
        for text in ["", "d", "30", "0d", "-1d", "1.5h", "30 d", "30D", "9999999999999999w"] {
            assert_eq!(retention(text), None, "{text}");
        }
    }
}
