//! JSON as compact text.

use super::{Json, Value};

/// The value as JSON text without any white space; numbers keep the text they were read with.
pub fn write(json: &Json) -> String {
    let mut out = String::new();
    write_to(json, &mut out);
    out
}

pub(crate) fn write_to(json: &Json, out: &mut String) {
    match &json.value {
        Value::Null => out.push_str("null"),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Number(text) => out.push_str(text),
        Value::String(text) => write_string(text, out),
        Value::Array(items) => {
            out.push('[');
            for (n, item) in items.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_to(item, out);
            }
            out.push(']');
        }
        Value::Object(members) => {
            out.push('{');
            for (n, member) in members.iter().enumerate() {
                if n > 0 {
                    out.push(',');
                }
                write_string(&member.key, out);
                out.push(':');
                write_to(&member.value, out);
            }
            out.push('}');
        }
    }
}

/// Appends a text as a JSON string, with its quotes. Escaped is what JSON demands, and the two
/// separators that end a line in JavaScript.
pub fn write_string(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            '\0'..='\u{1f}' | '\u{7f}' | '\u{2028}' | '\u{2029}' => {
                out.push_str(&format!("\\u{:04x}", c as u32));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
