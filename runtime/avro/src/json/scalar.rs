//! Strings, numbers, and the words `null`, `true` and `false`.

use super::{Value, read::Reader};
use crate::{rules, source::Diagnostic};

impl Reader<'_> {
    /// Reads the string, number or word that starts here.
    pub(super) fn scalar(&mut self) -> Result<Value, Diagnostic> {
        match self.peek() {
            Some(b'"') => return Ok(Value::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => return self.number(),
            _ => {}
        }
        let word =
            [("null", Value::Null), ("true", Value::Bool(true)), ("false", Value::Bool(false))];
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        match word.into_iter().find(|(word, _)| *word == &rest[..end]) {
            Some((word, value)) => {
                self.at += word.len();
                Ok(value)
            }
            None => Err(self.no_value(&rest[..end])),
        }
    }

    fn number(&mut self) -> Result<Value, Diagnostic> {
        let start = self.at;
        let bytes = self.text.as_bytes();
        let digits = |at: usize| bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
        let mut at = start + usize::from(bytes[start] == b'-');
        let whole = digits(at);
        let mut legal = whole == 1 || whole > 1 && bytes[at] != b'0';
        at += whole;
        if bytes.get(at) == Some(&b'.') {
            let fraction = digits(at + 1);
            legal &= fraction > 0;
            at += 1 + fraction;
        }
        if let Some(b'e' | b'E') = bytes.get(at) {
            at += 1 + usize::from(matches!(bytes.get(at + 1), Some(b'+' | b'-')));
            let exponent = digits(at);
            legal &= exponent > 0;
            at += exponent;
        }
        let rest = &self.text[at..];
        let tail = rest.find(|c: char| !c.is_alphanumeric() && c != '.' && c != '_');
        let tail = tail.unwrap_or(rest.len());
        if !legal || tail > 0 {
            let message = format!("`{}` is no number of JSON", &self.text[start..at + tail]);
            let span = self.id.span(start, at + tail);
            return Err(rules::JSON_SYNTAX.at(span, message).help(
                "write it in decimal, without leading zeros or a plus, with digits on both sides \
                 of a point",
            ));
        }
        self.at = at;
        Ok(Value::Number(self.text[start..at].into()))
    }

    /// Neither a value nor the start of one; `word` is what stands here, perhaps nothing.
    fn no_value(&self, word: &str) -> Diagnostic {
        let rest = &self.text[self.at..];
        let help = match rest.as_bytes().first() {
            Some(b'/' | b'#') => "remove the comment: JSON has none; a schema has `doc` instead",
            Some(b'\'') => "write strings in double quotes",
            _ => {
                "a value is an object, an array, a string in double quotes, a number, `true`, `false` or `null`"
            }
        };
        if word.is_empty() {
            return self.syntax("a value is missing").help(help);
        }
        let span = self.id.span(self.at, self.at + word.len());
        rules::JSON_SYNTAX.at(span, format!("`{word}` is no value of JSON")).help(help)
    }
}
