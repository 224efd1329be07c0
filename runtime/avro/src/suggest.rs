//! "Did you mean": the known name that a wrong one comes closest to.
//!
//! ```
//! use adjutant_avro::suggest::nearest;
//!
//! assert_eq!(nearest("move_fund", ["MoveFunds", "OpenAccount"]), Some("MoveFunds"));
//! assert_eq!(nearest("PayInvoice", ["MoveFunds", "OpenAccount"]), None);
//! ```

/// The candidate that `name` was probably meant to be; `None` when none is near.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let limit = (name.chars().count() / 3).max(1);
    let candidates = candidates.into_iter().map(|c| (distance(&plain(name), &plain(c)), c));
    candidates.filter(|(d, _)| *d <= limit).min_by_key(|(d, _)| *d).map(|(_, c)| c)
}

/// Letters and digits in lower case: `clientID` and `client_id` are the same.
fn plain(name: &str) -> Vec<char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// How many characters must be put in, taken out, changed, or swapped with the next.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for i in 1..=a.len() {
        rows[2][0] = i;
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let edit = (rows[1][j - 1] + change).min(rows[1][j] + 1).min(rows[2][j - 1] + 1);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            rows[2][j] = if swapped { edit.min(rows[0][j - 2] + 1) } else { edit };
        }
        rows.rotate_left(1);
    }
    rows[1][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_fingers_finds_the_name_that_was_meant() {
        let names = ["MoveFunds", "OpenAccount", "CloseAccount"];
        assert_eq!(nearest("MoveFund", names), Some("MoveFunds"));
        assert_eq!(nearest("move_funds", names), Some("MoveFunds"));
        assert_eq!(nearest("OpneAccount", names), Some("OpenAccount"));
    }

    #[test]
    fn a_name_that_resembles_none_finds_nothing() {
        assert_eq!(nearest("PayInvoice", ["MoveFunds", "OpenAccount"]), None);
        assert_eq!(nearest("x", ["key"]), None);
    }
}
