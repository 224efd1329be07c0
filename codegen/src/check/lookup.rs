//! Messages by the names that `interface.toml` gives them.

use super::{Input, messages::Folder};
use crate::words;
use adjutant_avro::{schema::TypeId, suggest};

/// What a name in `interface.toml` turned out to be.
pub(super) enum Lookup {
    /// A message of the folder.
    Found(TypeId),
    /// Nothing that can be told: a file of the folder was refused.
    Unread,
    /// No message: a label and a help say what may have been meant.
    Missing(String, String),
}

impl Input<'_> {
    /// The simple name of a type.
    pub(super) fn name(&self, id: TypeId) -> &str {
        &self.schemas.get(id).name.name
    }

    /// The message of a folder that has this name.
    pub(super) fn message(&self, name: &str, folder: Folder) -> Lookup {
        let ids = self.messages.of(folder);
        if let Some(id) = ids.iter().find(|id| self.name(**id) == name) {
            return Lookup::Found(*id);
        }
        if self.is_unread_record(name, folder) {
            return Lookup::Unread;
        }
        let last = name.rsplit('.').next().unwrap_or(name);
        let names: Vec<_> = ids.iter().map(|id| self.name(*id)).collect();
        let others = match names.as_slice() {
            [] => String::new(),
            names => format!(", or name one that is there: {}", words::list(names)),
        };
        if let Some((other, _)) = self.messages.iter().find(|(_, id)| self.name(*id) == name) {
            let label = format!("`{name}` lies in `{}`", other.name());
            return Lookup::Missing(label, format!("move its file to `{}`{others}", folder.name()));
        }
        let label = match suggest::nearest(last, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such record".into(),
        };
        Lookup::Missing(label, format!("add `{}/{last}.avsc`{others}", folder.name()))
    }
    /// Whether a file of the folder that was refused seems to hold this record.
    fn is_unread_record(&self, name: &str, folder: Folder) -> bool {
        let quoted = format!("\"{name}\"");
        let files = self.messages.unread.iter().filter(|(of, _)| *of == folder);
        files.map(|(_, file)| self.loaded.sources.get(*file)).any(|file| {
            file.text.contains(&quoted) || file.path.file_stem().is_some_and(|stem| stem == name)
        })
    }
}
