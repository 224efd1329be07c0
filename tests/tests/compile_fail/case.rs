//! One file, and what it expects.

use crate::compiler::Message;
use std::{fs, path::Path, path::PathBuf};

/// A program with a mistake, or without one.
pub struct Case {
    pub file: PathBuf,
    /// File and line of each expected error, in the order of the file.
    expected: Vec<Place>,
}

/// The name of a file and a line of the case; 0 in a generated file.
type Place = (String, usize);

impl Case {
    /// The cases of a folder, by name.
    pub fn all(folder: &Path) -> Vec<Case> {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let mut cases: Vec<_> = files
            .filter(|file| file.extension().is_some_and(|extension| extension == "rs"))
            .map(|file| Case { expected: expected(&file), file })
            .collect();
        cases.sort_by(|a, b| a.file.cmp(&b.file));
        cases
    }

    /// The name of the file.
    pub fn name(&self) -> String {
        name(&self.file)
    }

    /// Whether the errors are those expected: as many, and where.
    pub fn compare_places(&self, said: &[Message]) -> Result<(), String> {
        let mut found: Vec<Place> = (said.iter().filter(|message| message.is_error()))
            .map(|message| match &message.place {
                Some((file, line)) if name(file) == self.name() => (self.name(), *line),
                Some((file, _)) => (name(file), 0),
                None => (String::new(), 0),
            })
            .collect();
        found.sort();
        if found == self.expected {
            return Ok(());
        }
        let text: String = said.iter().map(|message| message.rendered.as_str()).collect();
        Err(format!(
            "{}: errors at {found:?} instead of {:?}\n\n{text}",
            self.file.display(),
            self.expected
        ))
    }

    /// Holds the text against the file beside the case.
    pub fn compare_text(&self, text: &str, update: bool, same_words: bool) -> Result<(), String> {
        let golden = self.file.with_extension("stderr");
        if update {
            fs::write(&golden, text).unwrap();
        }
        let expected = fs::read_to_string(&golden)
            .map_err(|error| format!("{}: {error}; UPDATE_GOLDEN=1 writes it", golden.display()))?;
        match same_words && expected != text {
            true => Err(format!("{} is not what rustc says:\n\n{text}", golden.display())),
            false => Ok(()),
        }
    }
}

fn name(file: &Path) -> String {
    file.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Reads the `//~` comments of a file.
fn expected(file: &Path) -> Vec<Place> {
    let text = fs::read_to_string(file).unwrap();
    let mut places = Vec::new();
    for (above, line) in text.lines().enumerate() {
        let Some(comment) = line.trim().strip_prefix("//~") else { continue };
        match comment.trim().strip_prefix("in ") {
            Some(file) => places.push((file.to_owned(), 0)),
            None => {
                let times = if comment.is_empty() { 1 } else { comment.trim().parse().unwrap() };
                // Lines count from 1, and the place is the next one.
                places.extend(vec![(name(file), above + 2); times]);
            }
        }
    }
    places.sort();
    places
}
