//! The files of an interface, read and nothing more. No later stage touches the disk.

use crate::rules;
use adjutant_avro::source::{Diagnostic, SourceId, Sources};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// The texts of one interface, each list in the order of the files' names.
#[derive(Debug, Clone, Default)]
pub struct Loaded {
    /// The interface's folder, as the user named it.
    pub folder: PathBuf,
    /// The folder's own name.
    pub folder_name: String,
    /// Every text that was read.
    pub sources: Sources,
    /// `interface.toml`; `None` when the folder has none.
    pub interface: Option<SourceId>,
    /// `commands/*.avsc`
    pub commands: Vec<SourceId>,
    /// `replies/*.avsc`
    pub replies: Vec<SourceId>,
    /// `events/*.avsc`
    pub events: Vec<SourceId>,
    /// `types/*.avsc`
    pub types: Vec<SourceId>,
    /// Files that could not be read, and files that lie in the wrong place.
    pub diagnostics: Vec<Diagnostic>,
}

/// The folders of an interface.
pub const FOLDERS: [&str; 4] = ["commands", "replies", "events", "types"];

/// Reads the interface in `folder`. What cannot be read is a finding of the result.
pub fn read(folder: &Path) -> Loaded {
    let mut loaded =
        Loaded { folder: folder.into(), folder_name: folder_name(folder), ..Loaded::default() };
    let path = folder.join("interface.toml");
    if path.exists() {
        loaded.interface = loaded.text(&path);
    } else {
        let finding = if folder.is_dir() {
            let message = format!("the folder {} holds no `interface.toml`", folder.display());
            rules::INTERFACE_MISSING.nowhere(message).help("create the file: it may stay empty")
        } else {
            let message = format!("the folder {} does not exist", folder.display());
            rules::INTERFACE_MISSING.nowhere(message).help(
                "name the folder that holds `interface.toml`; a relative path starts at the \
                 package's folder",
            )
        };
        loaded.diagnostics.push(finding);
        return loaded;
    }
    loaded.commands = loaded.schemas("commands");
    loaded.replies = loaded.schemas("replies");
    loaded.events = loaded.schemas("events");
    loaded.types = loaded.schemas("types");
    loaded.misplaced();
    loaded
}

/// The last part of a path, also of one such as `.`.
fn folder_name(folder: &Path) -> String {
    let name = |path: &Path| Some(path.file_name()?.to_string_lossy().into_owned());
    name(folder).or_else(|| name(&folder.canonicalize().ok()?)).unwrap_or_default()
}

impl Loaded {
    /// Every schema file: commands, replies, events, types.
    pub fn files(&self) -> impl Iterator<Item = SourceId> {
        [&self.commands, &self.replies, &self.events, &self.types].into_iter().flatten().copied()
    }

    /// The schemas of one folder, which need not exist.
    fn schemas(&mut self, folder: &str) -> Vec<SourceId> {
        let path = self.folder.join(folder);
        if !path.exists() {
            return Vec::new();
        }
        let files = self.list(&path);
        files.iter().filter(|file| is_schema(file)).filter_map(|file| self.text(file)).collect()
    }

    /// Warns of schemas that lie beside the folders where they would be read.
    fn misplaced(&mut self) {
        let mut found = Vec::new();
        for entry in self.list(&self.folder.clone()) {
            if !entry.is_dir() {
                found.extend(is_schema(&entry).then_some(entry));
            } else if FOLDERS.iter().any(|folder| entry.ends_with(folder)) {
                let folders = self.list(&entry).into_iter().filter(|path| path.is_dir());
                let folders: Vec<_> = folders.collect();
                found.extend(folders.iter().flat_map(|folder| self.list(folder)));
            } else {
                found.extend(self.list(&entry));
            }
        }
        for path in found.into_iter().filter(|path| is_schema(path)) {
            let message = format!("{} is not read", path.display());
            self.diagnostics.push(rules::FILE_MISPLACED.nowhere(message).help(
                "move it to `commands`, `replies`, `events` or `types`; folders in these are not \
                 read",
            ));
        }
    }

    /// The entries of a folder, sorted by name.
    fn list(&mut self, folder: &Path) -> Vec<PathBuf> {
        let entries = fs::read_dir(folder)
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect());
        let mut entries: Vec<_> = entries.unwrap_or_else(|error| {
            self.unreadable(folder, &error);
            Vec::new()
        });
        entries.sort();
        entries
    }

    /// Reads a text into the sources.
    fn text(&mut self, path: &Path) -> Option<SourceId> {
        match fs::read_to_string(path) {
            Ok(text) => Some(self.sources.add(path, text)),
            Err(error) => {
                self.unreadable(path, &error);
                None
            }
        }
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        let message = format!("{} cannot be read: {error}", path.display());
        let help = match error.kind() {
            io::ErrorKind::InvalidData => "save the file as UTF-8",
            _ => "make it a file or folder that this user may read",
        };
        self.diagnostics.push(rules::FILE_UNREADABLE.nowhere(message).help(help));
    }
}

fn is_schema(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "avsc")
}
