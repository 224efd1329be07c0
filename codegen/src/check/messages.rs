//! Which record is the message of which file.

use super::{Findings, describe};
use crate::{load::Loaded, rules};
use adjutant_avro::{
    rules::{self as avro, Rule},
    schema::{Field, Kind, Named, Schemas, Shape, Type, TypeId},
    source::{Diagnostic, SourceId, Span},
};

/// The folder that a message lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Folder {
    Commands,
    Replies,
    Events,
}

impl Folder {
    pub(super) fn name(self) -> &'static str {
        match self {
            Folder::Commands => "commands",
            Folder::Replies => "replies",
            Folder::Events => "events",
        }
    }

    /// What one of its messages is called, with the article.
    pub(super) fn role(self) -> &'static str {
        match self {
            Folder::Commands => "a command",
            Folder::Replies => "a reply or rejection",
            Folder::Events => "an event",
        }
    }
}

/// The records of the three folders, each list in the order of the files' names.
#[derive(Debug, Default)]
pub(super) struct Messages {
    pub(super) commands: Vec<TypeId>,
    pub(super) replies: Vec<TypeId>,
    pub(super) events: Vec<TypeId>,
    /// Files of the three folders whose record is not known.
    pub(super) unread: Vec<(Folder, SourceId)>,
}

impl Messages {
    pub(super) fn of(&self, folder: Folder) -> &[TypeId] {
        match folder {
            Folder::Commands => &self.commands,
            Folder::Replies => &self.replies,
            Folder::Events => &self.events,
        }
    }

    /// Every message with its folder.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Folder, TypeId)> {
        [Folder::Commands, Folder::Replies, Folder::Events]
            .into_iter()
            .flat_map(|folder| self.of(folder).iter().map(move |id| (folder, *id)))
    }

    pub(super) fn contains(&self, id: TypeId) -> bool {
        self.iter().any(|(_, message)| message == id)
    }
}

/// Finds the messages; reports files of the three folders that are none, messages inside other
/// types, and an interface without a command.
pub(super) fn find(loaded: &Loaded, schemas: &Schemas, findings: &mut Findings) -> Messages {
    let mut messages = Messages::default();
    for (file, root) in loaded.files().zip(&schemas.roots) {
        let folder = if loaded.commands.contains(&file) {
            Folder::Commands
        } else if loaded.replies.contains(&file) {
            Folder::Replies
        } else if loaded.events.contains(&file) {
            Folder::Events
        } else {
            continue;
        };
        let record = root.as_ref().and_then(|root| record(file, root, folder, schemas, findings));
        match (record, folder) {
            (None, _) => messages.unread.push((folder, file)),
            (Some(id), Folder::Commands) => messages.commands.push(id),
            (Some(id), Folder::Replies) => messages.replies.push(id),
            (Some(id), Folder::Events) => messages.events.push(id),
        }
    }
    if loaded.commands.is_empty() {
        let message = format!("{} has no command", loaded.folder.display());
        findings.push(
            rules::INTERFACE_EMPTY
                .nowhere(message)
                .help("write the record of the first as `commands/NAME.avsc`"),
        );
    }
    nested(&messages, schemas, findings);
    messages
}

/// The record that a file defines as its whole content.
fn record(
    file: SourceId,
    root: &Type,
    folder: Folder,
    schemas: &Schemas,
    findings: &mut Findings,
) -> Option<TypeId> {
    let found = describe::type_in_words(root, schemas);
    let Kind::Named(id) = root.kind else {
        let span = start(file, root);
        let help = match root.kind {
            Kind::Union(_) => "give each message a file of its own, and other types one in `types`",
            _ => "make it a record with the identity fields, or move the file to `types`",
        };
        findings.push(not_record(folder, span, found, help));
        return None;
    };
    let named = schemas.get(id);
    if named.name_span.source != file {
        let again = |finding: &Diagnostic, rule: Rule| {
            finding.id == rule.id
                && finding.span.is_some_and(|span| span.source == file)
                && finding.related.iter().any(|(first, _)| *first == named.name_span)
        };
        if findings.iter().any(|finding| again(finding, avro::DEFINITION_TWICE)) {
            return None;
        }
        // Graver here than the warning that it is elsewhere: the message is missing.
        findings.retain(|finding| !again(finding, avro::DEFINITION_REPEATED));
        let name = &named.name.name;
        let help = "define a record here, or remove the file";
        let finding = not_record(folder, start(file, root), format!("no more than `{name}`"), help);
        findings.push(finding.related(named.name_span, format!("`{name}` is defined here")));
        return None;
    }
    if !matches!(named.shape, Shape::Record(_)) {
        let help = "make it a record with the identity fields, or move the file to `types`";
        findings.push(not_record(folder, named.name_span, found, help));
        return None;
    }
    Some(id)
}

/// The first character: the whole would hide everything else.
fn start(file: SourceId, root: &Type) -> Span {
    file.span(root.span.start as usize, root.span.start as usize + 1)
}

fn not_record(folder: Folder, span: Span, found: String, help: &str) -> Diagnostic {
    let message = format!("a file in `{}` defines one record", folder.name());
    rules::MESSAGE_NOT_RECORD.at(span, message).label(found).help(help)
}

fn nested(messages: &Messages, schemas: &Schemas, findings: &mut Findings) {
    for named in &schemas.types {
        for (used, span) in uses(named) {
            let Some((folder, _)) = messages.iter().find(|(_, id)| *id == used) else { continue };
            let message = &schemas.get(used).name.name;
            findings.push(
                rules::MESSAGE_NESTED
                    .at(span, format!("`{}` contains the message `{message}`", named.name.name))
                    .label(format!("`{message}` is {}", folder.role()))
                    .help("move what both have in common to a record in `types`"),
            );
        }
    }
}

/// Every named type that a type's definition refers to, with the place.
pub(super) fn uses(named: &Named) -> Vec<(TypeId, Span)> {
    fn collect(ty: &Type, found: &mut Vec<(TypeId, Span)>) {
        match &ty.kind {
            Kind::Named(id) => found.push((*id, ty.span)),
            Kind::Array(inner) | Kind::Map(inner) => collect(inner, found),
            Kind::Union(branches) => branches.iter().for_each(|branch| collect(branch, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    fields(named).iter().for_each(|field| collect(&field.ty, &mut found));
    found
}

/// The fields of a record; none for anything else.
pub(super) fn fields(named: &Named) -> &[Field] {
    match &named.shape {
        Shape::Record(fields) => fields,
        _ => &[],
    }
}
