//! What `check` found, for people.

mod text;

pub use text::{line, render};

use crate::checked::Checked;
use adjutant_avro::source::{Diagnostic, Severity, Sources};
use std::{fmt, path::PathBuf};

/// Everything that is to be said about one interface.
#[derive(Clone)]
pub struct Report {
    /// The interface's folder, as the user named it.
    pub folder: PathBuf,
    /// The texts that the findings point into.
    pub sources: Sources,
    /// The interface, when no finding is an error.
    pub checked: Option<Checked>,
    /// Errors first, then warnings; each in the order of files and places.
    pub diagnostics: Vec<Diagnostic>,
}

impl Report {
    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.diagnostics.iter().filter(|d| d.severity == Severity::Error).count()
    }

    /// How many findings are warnings.
    pub fn warnings(&self) -> usize {
        self.diagnostics.len() - self.errors()
    }

    /// Every finding with an excerpt of its source, and a last line that counts them; empty when
    /// nothing was found. `colour` is for terminals.
    pub fn render(&self, colour: bool) -> String {
        let mut text = render(&self.sources, &self.diagnostics, colour);
        if let Some(summary) = self.summary() {
            text += &text::title(self.errors() > 0, &summary, colour);
        }
        text
    }

    /// Such as `2 errors and 1 warning in schemas/ledger`; `None` when nothing was found.
    fn summary(&self) -> Option<String> {
        let count = |n: usize, word| match n {
            0 => None,
            1 => Some(format!("1 {word}")),
            n => Some(format!("{n} {word}s")),
        };
        let counts = [count(self.errors(), "error"), count(self.warnings(), "warning")];
        let counts: Vec<_> = counts.into_iter().flatten().collect();
        (!counts.is_empty())
            .then(|| format!("{} in {}", counts.join(" and "), self.folder.display()))
    }
}

/// The whole text, without colour.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.render(false))
    }
}

/// As [`Display`](fmt::Display), on a line of its own: a `main` that returns this as its error
/// prints it so.
impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{self}")
    }
}

impl std::error::Error for Report {}
