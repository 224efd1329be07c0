//! A record that could not be processed, kept whole with the reason.

use super::work::{Headers, Work};
use crate::{failure::FailureKind, headers, identity::Identity};

/// What is kept of a value that the topic does not take whole.
const BEGINNING: usize = 64 * 1024;

/// A record for the topic of dead letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DeadLetter {
    pub key: Option<Vec<u8>>,
    pub value: Vec<u8>,
    pub headers: Headers,
}

/// Makes the dead letter of a record. Above `limit` bytes it holds the beginning of the value, and
/// its headers say where the whole is.
pub(super) fn dead_letter(
    work: &Work,
    kind: FailureKind,
    message: &str,
    identity: Option<&Identity>,
    limit: usize,
) -> DeadLetter {
    let ours = reasons(work, kind, message, identity);
    let value = work.value.as_deref().unwrap_or_default();
    let around = work.key.as_ref().map_or(0, Vec::len) + size(&ours);
    let fits = |value: usize, headers: usize| around + headers + value <= limit;

    let mut all = work.headers.clone();
    if !fits(value.len().min(BEGINNING), size(&all)) {
        all.clear();
    }
    let whole = fits(value.len(), size(&all));
    let kept = if whole { value.len() } else { value.len().min(BEGINNING) };
    all.extend(ours);
    if !whole {
        all.push(text(headers::WHOLE_LENGTH, value.len()));
    }
    DeadLetter { key: work.key.clone(), value: value[..kept].to_vec(), headers: all }
}

fn reasons(work: &Work, kind: FailureKind, message: &str, identity: Option<&Identity>) -> Headers {
    let mut all = vec![
        text(headers::TOPIC, work.topic),
        text(headers::PARTITION, work.partition),
        text(headers::OFFSET, work.offset),
        text(headers::TIMESTAMP, work.timestamp),
        text(headers::CAUSE, format_args!("{kind:?}")),
        text(headers::MESSAGE, message),
    ];
    if let Some(identity) = identity {
        all.push(text(headers::CLIENT_ID, &identity.client_id));
        all.push(text(headers::REQUEST_ID, &identity.request_id));
    }
    all
}

fn text(name: &str, value: impl ToString) -> (String, Option<Vec<u8>>) {
    (name.to_owned(), Some(value.to_string().into_bytes()))
}

fn size(headers: &Headers) -> usize {
    let one = |(name, value): &(String, Option<Vec<u8>>)| {
        name.len() + value.as_ref().map_or(0, Vec::len) + 8
    };
    headers.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work(value: usize) -> Work {
        let mut work = Work::new();
        (work.topic, work.partition, work.offset) = ("ledger.commands", 3, 17);
        work.key = Some(b"k".to_vec());
        work.value = Some(vec![7; value]);
        work.headers = vec![("traceparent".into(), Some(b"00-1".to_vec())), ("empty".into(), None)];
        work
    }

    fn header<'a>(letter: &'a DeadLetter, name: &str) -> Option<&'a str> {
        let (_, value) = letter.headers.iter().find(|(found, _)| found == name)?;
        std::str::from_utf8(value.as_deref()?).ok()
    }

    #[test]
    fn a_dead_letter_keeps_key_value_and_headers_and_says_where_it_was_and_why() {
        let identity = Identity { client_id: "shop".into(), request_id: "r1".into() };
        let kind = FailureKind::Panicked;
        let letter = dead_letter(&work(100), kind, "boom", Some(&identity), 1_000_000);
        assert_eq!((letter.key.as_deref(), letter.value.len()), (Some(&b"k"[..]), 100));
        assert_eq!(letter.headers[..2], work(0).headers);
        let expected = [
            (headers::TOPIC, "ledger.commands"),
            (headers::PARTITION, "3"),
            (headers::OFFSET, "17"),
            (headers::CAUSE, "Panicked"),
            (headers::MESSAGE, "boom"),
            (headers::CLIENT_ID, "shop"),
            (headers::REQUEST_ID, "r1"),
        ];
        for (name, value) in expected {
            assert_eq!(header(&letter, name), Some(value), "{name}");
        }
        assert_eq!(header(&letter, headers::WHOLE_LENGTH), None);
    }

    #[test]
    fn a_value_that_the_topic_does_not_take_is_kept_by_reference_with_its_beginning() {
        let letter = dead_letter(&work(200_000), FailureKind::Undecodable, "", None, 150_000);
        assert_eq!(letter.value.len(), 64 * 1024);
        assert_eq!(header(&letter, headers::WHOLE_LENGTH), Some("200000"));
        assert_eq!(letter.headers[..2], work(0).headers);
    }
}
