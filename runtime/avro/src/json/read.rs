//! Reads JSON, strictly after RFC 8259.

use super::{Json, Member, Value, string};
use crate::{
    rules,
    source::{Diagnostic, SourceId, Sources, Span},
};
use std::collections::HashMap;

/// How deep arrays and objects may lie in each other.
pub const MAX_DEPTH: usize = 512;

/// Reads a whole text as one JSON value.
///
/// A byte order mark at the start is skipped. The finding's id is `json-syntax` for a text that is
/// no JSON, `json-duplicate-key` for an object with a key twice, `json-depth` beyond
/// [`MAX_DEPTH`], and `json-size` for a text of 4 GiB or more, whose places a span cannot hold.
pub fn read(sources: &Sources, id: SourceId) -> Result<Json, Diagnostic> {
    let text: &str = &sources.get(id).text;
    if u32::try_from(text.len()).is_err() {
        let message = "the text is longer than 4 GiB";
        return Err(rules::JSON_SIZE.at(id.span(0, 0), message).help("split the file"));
    }
    let mut reader = Reader { text, at: 0, id, open: Vec::new() };
    if text.starts_with('\u{feff}') {
        reader.at = '\u{feff}'.len_utf8();
    }
    let json = reader.value()?;
    reader.space();
    if reader.at < text.len() {
        let fault = reader.syntax("there is more text after the end of the value");
        return Err(fault.help("remove it, or put what belongs together in one array"));
    }
    Ok(json)
}

pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) id: SourceId,
    /// The arrays and objects around the place that is read, outermost first.
    open: Vec<Open>,
}

/// An array or object that has not ended yet.
struct Open {
    start: usize,
    inside: Inside,
}

enum Inside {
    Array(Vec<Json>),
    Object { members: Vec<Member>, keys: HashMap<String, Span>, key: Option<(String, Span)> },
}

impl Reader<'_> {
    /// Reads the value that starts here. Nesting lives in `open`, not on the stack.
    fn value(&mut self) -> Result<Json, Diagnostic> {
        loop {
            self.space();
            let start = self.at;
            let mut value = match self.peek() {
                Some(b'[') => {
                    self.enter(Inside::Array(Vec::new()))?;
                    self.space();
                    if self.peek() != Some(b']') {
                        continue;
                    }
                    self.leave()
                }
                Some(b'{') => {
                    let (members, keys) = (Vec::new(), HashMap::new());
                    self.enter(Inside::Object { members, keys, key: None })?;
                    self.space();
                    if self.peek() != Some(b'}') {
                        self.key()?;
                        continue;
                    }
                    self.leave()
                }
                _ => {
                    let value = self.scalar()?;
                    Json { value, span: self.id.span(start, self.at) }
                }
            };
            // The value is complete: it goes into what is open around it, which may end with it.
            loop {
                let Some(open) = self.open.last_mut() else { return Ok(value) };
                let object = match &mut open.inside {
                    Inside::Array(items) => {
                        items.push(value);
                        false
                    }
                    Inside::Object { members, key, .. } => {
                        if let Some((key, key_span)) = key.take() {
                            members.push(Member { key, key_span, value });
                        }
                        true
                    }
                };
                self.space();
                match (self.peek(), object) {
                    (Some(b','), false) => {
                        self.comma(b']')?;
                        break;
                    }
                    (Some(b','), true) => {
                        self.comma(b'}')?;
                        self.key()?;
                        break;
                    }
                    (Some(b']'), false) | (Some(b'}'), true) => value = self.leave(),
                    _ => return Err(self.unended(object)),
                }
            }
        }
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn enter(&mut self, inside: Inside) -> Result<(), Diagnostic> {
        if self.open.len() == MAX_DEPTH {
            let message = format!("arrays and objects lie more than {MAX_DEPTH} deep");
            let span = self.id.span(self.at, self.at + 1);
            return Err(rules::JSON_DEPTH
                .at(span, message)
                .label("one too many")
                .help("nest less: give an inner type a definition of its own"));
        }
        self.open.push(Open { start: self.at, inside });
        self.at += 1;
        Ok(())
    }

    /// Ends the innermost array or object, whose closing bracket is here.
    fn leave(&mut self) -> Json {
        self.at += 1;
        let open = self.open.pop();
        let start = open.as_ref().map_or(self.at, |open| open.start);
        let value = match open.map(|open| open.inside) {
            Some(Inside::Array(items)) => Value::Array(items),
            Some(Inside::Object { members, .. }) => Value::Object(members),
            None => Value::Null,
        };
        Json { value, span: self.id.span(start, self.at) }
    }

    /// Skips the comma that is here; what follows is no closing bracket.
    fn comma(&mut self, close: u8) -> Result<(), Diagnostic> {
        let comma = self.at;
        self.at += 1;
        self.space();
        if self.peek() == Some(close) {
            let span = self.id.span(comma, comma + 1);
            return Err(rules::JSON_SYNTAX
                .at(span, "a comma before the closing bracket")
                .label("nothing follows it")
                .help("remove the comma"));
        }
        Ok(())
    }

    /// Reads a key and its colon.
    fn key(&mut self) -> Result<(), Diagnostic> {
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self
                .syntax("a key of an object is a string in double quotes")
                .help("write `\"key\": value`"));
        }
        let text = self.string()?;
        let span = self.id.span(start, self.at);
        if let Some(Open { inside: Inside::Object { keys, key, .. }, .. }) = self.open.last_mut() {
            if let Some(first) = keys.insert(text.clone(), span) {
                let message = format!("the key `{text}` stands twice in one object");
                return Err(rules::JSON_DUPLICATE_KEY
                    .at(span, message)
                    .label("again here")
                    .related(first, "first here")
                    .help("remove one of them: which one counts differs from reader to reader"));
            }
            *key = Some((text, span));
        }
        self.space();
        if self.peek() != Some(b':') {
            let fault = self.syntax("a `:` must follow the key");
            return Err(fault.help("write `\"key\": value`"));
        }
        self.at += 1;
        Ok(())
    }

    pub(super) fn string(&mut self) -> Result<String, Diagnostic> {
        let (text, end) = string::read(self.text, self.at).map_err(|fault| {
            let span = self.id.span(fault.start, fault.end);
            rules::JSON_SYNTAX.at(span, fault.what).help(fault.help)
        })?;
        self.at = end;
        Ok(text)
    }

    /// An array or object goes on with neither a comma nor its end.
    fn unended(&self, object: bool) -> Diagnostic {
        let (what, close) = if object { ("object", '}') } else { ("array", ']') };
        let message = format!("the {what} goes on with neither `,` nor `{close}`");
        let mut fault = self.syntax(&message).help(format!("add a `,` or a `{close}`"));
        if let Some(open) = self.open.last() {
            let label = format!("the {what} starts here");
            fault = fault.related(self.id.span(open.start, open.start + 1), label);
        }
        fault
    }

    /// A fault at this place: one character, or the end of the text.
    pub(super) fn syntax(&self, message: &str) -> Diagnostic {
        let next = self.text[self.at..].chars().next();
        let label = match next {
            Some(c) if !c.is_control() => format!("found `{c}`"),
            Some(_) => "found a control character".into(),
            None => "the text ends here".into(),
        };
        let span = self.id.span(self.at, self.at + next.map_or(0, char::len_utf8));
        rules::JSON_SYNTAX.at(span, message).label(label)
    }
}
