//! The text of a JSON string, and what can be wrong in one.

/// What is wrong in a string: bytes `start..end` of the text, and why.
pub(super) struct Fault {
    pub start: usize,
    pub end: usize,
    pub what: &'static str,
    pub help: &'static str,
}

/// Reads the string whose opening quote is at `start`: its text, and one past its closing quote.
pub(super) fn read(text: &str, start: usize) -> Result<(String, usize), Fault> {
    let mut out = String::new();
    let mut at = start + 1;
    loop {
        let rest = text.get(at..).unwrap_or_default();
        let plain = rest.find(['"', '\\']).unwrap_or(rest.len());
        if let Some(n) = rest.as_bytes()[..plain].iter().position(|byte| *byte < 0x20) {
            return Err(control(text, start, at + n));
        }
        out.push_str(&rest[..plain]);
        at += plain;
        match rest.as_bytes().get(plain) {
            Some(b'"') => return Ok((out, at + 1)),
            Some(_) => at = escape(text, at, &mut out)?,
            None => {
                let (what, help) = ("the string does not end", "add a `\"` where it ends");
                return Err(Fault { start, end: text.len(), what, help });
            }
        }
    }
}

/// A control character at `at`. A line break means, most often, that the closing quote is missing.
fn control(text: &str, start: usize, at: usize) -> Fault {
    if text.as_bytes()[at] == b'\n' || text.as_bytes()[at] == b'\r' {
        let help = "end the string with `\"`; a line break inside it is written `\\n`";
        return Fault { start, end: at, what: "the string does not end on its line", help };
    }
    let help = "write it as an escape, such as `\\t` or `\\u0000`";
    Fault { start: at, end: at + 1, what: "a string holds a bare control character", help }
}

/// Reads the escape at `at`; one past it.
fn escape(text: &str, at: usize, out: &mut String) -> Result<usize, Fault> {
    let bytes = text.as_bytes();
    let plain = match bytes.get(at + 1) {
        Some(b'"') => '"',
        Some(b'\\') => '\\',
        Some(b'/') => '/',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => return unicode(text, at, out),
        _ => {
            let end = text[at + 1..].chars().next().map_or(at + 1, |c| at + 1 + c.len_utf8());
            let help = "JSON knows \\\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hex digits; a \
                        backslash itself is written `\\\\`";
            return Err(Fault { start: at, end, what: "no such escape", help });
        }
    };
    out.push(plain);
    Ok(at + 2)
}

/// Reads `\uXXXX` at `at`, or a pair of surrogates.
fn unicode(text: &str, at: usize, out: &mut String) -> Result<usize, Fault> {
    let Some(high) = hex(text, at) else {
        let end = (at + 2..text.len().min(at + 6)).rev().find(|end| text.is_char_boundary(*end));
        let help = "write four hex digits after `\\u`";
        let end = end.unwrap_or(at + 2);
        return Err(Fault { start: at, end, what: "`\\u` without four hex digits", help });
    };
    if let Some(c) = char::from_u32(high) {
        out.push(c);
        return Ok(at + 6);
    }
    let low = hex(text, at + 6).filter(|low| (0xDC00..0xE000).contains(low));
    let pair = low.filter(|_| high < 0xDC00);
    let pair = pair.map(|low| 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00));
    match pair.and_then(char::from_u32) {
        Some(c) => {
            out.push(c);
            Ok(at + 12)
        }
        None => {
            let help = "write the character itself, or both halves of its surrogate pair";
            Err(Fault { start: at, end: at + 6, what: "half a surrogate pair", help })
        }
    }
}

/// The value of the escape `\uXXXX` at `at`; `None` when there is none.
fn hex(text: &str, at: usize) -> Option<u32> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    let hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    hex.then(|| u32::from_str_radix(digits, 16).ok()).flatten()
}
