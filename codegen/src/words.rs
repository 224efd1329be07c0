//! Lists and numbers in words.

/// More names than this are counted, not told.
const TOLD: usize = 12;

/// `a`, `b` and `c`
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    let mut quoted: Vec<_> =
        names.iter().take(TOLD).map(|name| format!("`{}`", name.as_ref())).collect();
    if names.len() > TOLD {
        quoted.push(format!("{} more", names.len() - TOLD));
    }
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// Digits in threes, as TOML allows: `1_000_000`.
pub(crate) fn number(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_its_digits_in_threes() {
        for (value, text) in
            [(0, "0"), (-7, "-7"), (999, "999"), (1_000, "1_000"), (-1_234_567, "-1_234_567")]
        {
            assert_eq!(number(value), text);
        }
    }
}
