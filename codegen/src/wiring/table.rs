//! A table of `interface.toml`, read setting by setting.

use super::{Spanned, Text, settings::Setting};
use crate::{rules, words};
use adjutant_avro::{
    source::{Diagnostic, SourceId, Span},
    suggest,
};
use std::ops::RangeInclusive;
use toml_edit::{Item, Key, TableLike, Value};

/// One table, the settings that it may have, and where findings go.
pub(super) struct Table<'t, 'f> {
    table: &'t dyn TableLike,
    /// Such as `topics.commands`; empty for the whole file.
    path: String,
    settings: &'static [Setting],
    source: SourceId,
    findings: &'f mut Vec<Diagnostic>,
}

impl<'t, 'f> Table<'t, 'f> {
    /// Reports every setting of the table that is not one of `settings`.
    pub(super) fn new(
        table: &'t dyn TableLike,
        path: String,
        settings: &'static [Setting],
        source: SourceId,
        findings: &'f mut Vec<Diagnostic>,
    ) -> Self {
        let mut table = Table { table, path, settings, source, findings };
        table.report_unknown();
        table
    }

    fn report_unknown(&mut self) {
        for (name, item) in self.table.iter() {
            if self.settings.iter().any(|(known, _)| *known == name) {
                continue;
            }
            let names: Vec<_> = self.settings.iter().map(|(known, _)| *known).collect();
            let label = match suggest::nearest(name, names.iter().copied()) {
                Some(known) => format!("did you mean `{known}`?"),
                None => "no such setting".into(),
            };
            let (here, help) = if self.path.is_empty() {
                ("`interface.toml`".into(), "`interface.toml` has".into())
            } else {
                (format!("`[{}]`", self.path), format!("`[{}]` has", self.path))
            };
            let span = key_span(self.source, self.table, name, item);
            self.findings.push(
                rules::SETTING_UNKNOWN
                    .at(span, format!("{here} has no setting `{name}`"))
                    .label(label)
                    .help(format!("{help} {}", words::list(&names))),
            );
        }
    }

    /// A text.
    pub(super) fn text(&mut self, name: &str) -> Option<Text> {
        let value = self.value(name, "a string", Value::as_str)?;
        Some(Spanned { value: value.value.into(), span: value.span })
    }

    /// A list of texts, none of them twice; absent and empty differ.
    pub(super) fn texts(&mut self, name: &str) -> Option<Spanned<Vec<Text>>> {
        let array = self.value(name, "an array of strings", Value::as_array)?;
        let mut texts: Vec<Text> = Vec::new();
        for item in array.value {
            let span = item.span().map_or(array.span, |s| self.source.span(s.start, s.end));
            let Some(text) = item.as_str() else {
                self.wrong_type(name, "an array of strings", item, span);
                continue;
            };
            match texts.iter().find(|earlier| earlier.value == text) {
                Some(earlier) => self.findings.push(
                    rules::LISTED_TWICE
                        .at(span, format!("`{name}` lists `{text}` twice"))
                        .label("again")
                        .related(earlier.span, "first here")
                        .help("remove one of the two"),
                ),
                None => texts.push(Spanned { value: text.into(), span }),
            }
        }
        Some(Spanned { value: texts, span: array.span })
    }

    /// A whole number in a range.
    pub(super) fn number(&mut self, name: &str, range: RangeInclusive<u64>) -> Option<u64> {
        let number = self.value(name, "a whole number", Value::as_integer)?;
        let in_range = u64::try_from(number.value).ok().filter(|n| range.contains(n));
        if in_range.is_none() {
            let why = match number.value < *range.start() as i64 {
                true => format!("at least {}", range.start()),
                false => format!("at most {}", words::number(*range.end() as i64)),
            };
            self.wrong_value(name, number.span, &words::number(number.value), why);
        }
        in_range
    }

    /// Reports a value of the right type that means nothing.
    pub(super) fn wrong_value(&mut self, name: &str, span: Span, value: &str, why: String) {
        let message = format!("`{name}` cannot be {value}");
        let help = format!("for example: {}", self.example(name));
        self.findings.push(rules::SETTING_VALUE.at(span, message).label(why).help(help));
    }

    /// The tables in a table: `[commands.X]` for every `X`.
    pub(super) fn sections(&mut self, name: &str) -> Vec<(Text, &'t dyn TableLike)> {
        let Some(table) = self.section(name) else { return Vec::new() };
        let mut sections = Vec::new();
        for (key, item) in table.iter() {
            let span = key_span(self.source, table, key, item);
            match item.as_table_like() {
                Some(section) => sections.push((Spanned { value: key.into(), span }, section)),
                None => self.wrong_item(&format!("{name}.{key}"), name, "a table", item, span),
            }
        }
        sections
    }

    /// A table.
    pub(super) fn section(&mut self, name: &str) -> Option<&'t dyn TableLike> {
        let item = self.table.get(name)?;
        let table = item.as_table_like();
        if table.is_none() {
            let span = key_span(self.source, self.table, name, item);
            self.wrong_item(name, name, "a table", item, span);
        }
        table
    }

    /// Every value below a table, its keys joined by dots: `a.b = 1` and `"a.b" = 1` are alike.
    pub(super) fn leaves(&mut self, name: &str) -> Vec<(Text, String)> {
        let Some(table) = self.section(name) else { return Vec::new() };
        let mut leaves = Vec::new();
        let mut tables = vec![(String::new(), None, table)];
        while let Some((prefix, start, table)) = tables.pop() {
            for (key, item) in table.iter() {
                let path = format!("{prefix}{key}");
                let mut span = key_span(self.source, table, key, item);
                span.start = start.filter(|_| table.is_dotted()).unwrap_or(span.start);
                let text = match item.as_value() {
                    Some(Value::String(text)) => text.value().clone(),
                    Some(Value::Integer(number)) => number.value().to_string(),
                    Some(Value::Float(number)) => number.value().to_string(),
                    Some(Value::Boolean(flag)) => flag.value().to_string(),
                    _ => {
                        match item.as_table_like() {
                            Some(table) => {
                                tables.push((path + ".", Some(span.start), table));
                            }
                            None => {
                                let wanted = "a string, a number, true or false";
                                self.wrong_item(&path, name, wanted, item, span);
                            }
                        }
                        continue;
                    }
                };
                leaves.push((Spanned { value: path, span }, text));
            }
        }
        leaves
    }

    fn value<V>(
        &mut self,
        name: &str,
        wanted: &str,
        read: impl Fn(&'t Value) -> Option<V>,
    ) -> Option<Spanned<V>> {
        let item = self.table.get(name)?;
        let span = item_span(self.source, item)
            .unwrap_or_else(|| key_span(self.source, self.table, name, item));
        let value = item.as_value().and_then(read);
        if value.is_none() {
            self.wrong_item(name, name, wanted, item, span);
        }
        value.map(|value| Spanned { value, span })
    }

    fn wrong_item(&mut self, path: &str, name: &str, wanted: &str, item: &Item, span: Span) {
        match item.as_value() {
            Some(value) => self.report_type(path, name, wanted, value.type_name(), span),
            None => self.report_type(path, name, wanted, item.type_name(), span),
        }
    }

    fn wrong_type(&mut self, name: &str, wanted: &str, value: &Value, span: Span) {
        self.report_type(name, name, wanted, value.type_name(), span);
    }

    fn report_type(&mut self, path: &str, name: &str, wanted: &str, found: &str, span: Span) {
        let found = match found {
            "integer" | "array" | "array of tables" | "inline table" => format!("an {found}"),
            other => format!("a {other}"),
        };
        self.findings.push(
            rules::SETTING_TYPE
                .at(span, format!("`{path}` must be {wanted}"))
                .label(format!("this is {found}"))
                .help(format!("for example: {}", self.example(name))),
        );
    }

    fn example(&self, name: &str) -> &'static str {
        self.settings.iter().find(|(known, _)| *known == name).map_or("", |(_, example)| example)
    }
}

fn item_span(source: SourceId, item: &Item) -> Option<Span> {
    item.span().map(|span| source.span(span.start, span.end))
}

/// The place of a key; that of its value where the key has none.
fn key_span(source: SourceId, table: &dyn TableLike, name: &str, item: &Item) -> Span {
    let key = table.key(name).and_then(Key::span).map(|span| source.span(span.start, span.end));
    key.or_else(|| item_span(source, item)).unwrap_or(source.span(0, 0))
}
