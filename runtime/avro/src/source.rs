//! Source texts, places in them, and what is wrong there.
//!
//! ```
//! use adjutant_avro::source::{Diagnostic, Severity, Sources};
//!
//! let mut sources = Sources::default();
//! let id = sources.add("Order.avsc", r#"{"type": "recrod"}"#);
//! let finding = Diagnostic::error("type-undefined", id.span(9, 17), "no file defines `recrod`")
//!     .label("not defined")
//!     .help("did you mean `record`?");
//!
//! assert_eq!(finding.severity, Severity::Error);
//! let span = finding.span.unwrap();
//! let text = &sources.get(span.source).text;
//! assert_eq!(&text[span.start as usize..span.end as usize], "\"recrod\"");
//! ```

use std::{path::PathBuf, sync::Arc};

/// One file that was read, or a text that stands for one.
#[derive(Debug, Clone)]
pub struct Source {
    /// As the user named it; only for messages.
    pub path: PathBuf,
    /// The whole text.
    pub text: Arc<str>,
}

/// All texts of one run; a [`Span`] points into them.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

/// Which text of [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SourceId(pub(crate) u32);

/// A range of bytes in one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The text.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Sources {
    /// Adds a text.
    pub fn add(&mut self, path: impl Into<PathBuf>, text: impl Into<Arc<str>>) -> SourceId {
        self.0.push(Source { path: path.into(), text: text.into() });
        SourceId(self.0.len() as u32 - 1)
    }

    /// The text behind an id that this value gave out.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }

    /// Every text with its id, in the order added.
    pub fn iter(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.0.iter().enumerate().map(|(n, source)| (SourceId(n as u32), source))
    }
}

impl SourceId {
    /// The range `start..end` of this source.
    pub fn span(self, start: usize, end: usize) -> Span {
        Span { source: self, start: start as u32, end: end as u32 }
    }
}

/// How grave a [`Diagnostic`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is emitted.
    Error,
    /// Reported; the run goes on.
    Warning,
}

/// One finding: where, what, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable name of the rule, such as `key-missing`.
    pub id: &'static str,
    /// Error or warning.
    pub severity: Severity,
    /// What is wrong, with the names involved.
    pub message: String,
    /// The place; `None` only where there is no text, such as a missing folder.
    pub span: Option<Span>,
    /// A short word at the place.
    pub label: String,
    /// Other places that matter, each with a short word.
    pub related: Vec<(Span, String)>,
    /// How to mend it.
    pub help: String,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(id: &'static str, span: Span, message: impl Into<String>) -> Self {
        Diagnostic {
            id,
            severity: Severity::Error,
            message: message.into(),
            span: Some(span),
            label: String::new(),
            related: Vec::new(),
            help: String::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(id: &'static str, span: Span, message: impl Into<String>) -> Self {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(id, span, message) }
    }

    /// The short word at the place.
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Another place that matters.
    pub fn related(mut self, span: Span, label: impl Into<String>) -> Self {
        self.related.push((span, label.into()));
        self
    }

    /// How to mend it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = help.into();
        self
    }
}
