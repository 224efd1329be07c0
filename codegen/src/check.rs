//! Every rule of an interface, and the interface when all hold.

mod describe;
mod identity;
mod keys;
mod lookup;
mod messages;
mod names;
mod roles;
#[cfg(test)]
mod tests;
mod topic_names;
mod topic_settings;
mod topics;
mod unused;

use crate::{
    checked::Checked,
    load::Loaded,
    report::Report,
    wiring::{self, Wiring},
};
use adjutant_avro::{
    read,
    schema::{Kind, Named, Schemas, Type, TypeId},
    source::{Diagnostic, Severity, SourceId, Span},
};

/// Checks an interface. Every fault is in the report, and each only once: what merely follows from
/// another finding is left out.
pub fn check(loaded: Loaded) -> Report {
    let mut findings = loaded.diagnostics.clone();
    let checked = loaded.interface.and_then(|toml| interface(&loaded, toml, &mut findings));
    findings.sort_by_key(|finding| (finding.severity, finding.span));
    let faulty = findings.iter().any(|finding| finding.severity == Severity::Error);
    Report {
        folder: loaded.folder,
        sources: loaded.sources,
        checked: checked.filter(|_| !faulty),
        diagnostics: findings,
    }
}

/// What the rules look at.
struct Input<'a> {
    loaded: &'a Loaded,
    /// The start of `interface.toml`, for what is written nowhere.
    toml: Span,
    wiring: &'a Wiring,
    schemas: &'a Schemas,
    /// Where a schema could not be read as it was meant.
    unread: Vec<Span>,
    messages: messages::Messages,
}

impl Input<'_> {
    /// Whether a field that a record seems to lack may have been left out because it could not be
    /// read.
    fn may_have(&self, record: &Named, field: &str) -> bool {
        let inside = |span: &&Span| {
            span.source == record.span.source
                && (record.span.start..record.span.end).contains(&span.start)
        };
        let no_fields = messages::fields(record).is_empty();
        self.unread.iter().any(|span| inside(&span))
            && (no_fields || self.text(record.span).contains(&format!("\"{field}\"")))
    }

    /// Whether the type stands for one that could not be read.
    fn is_unread_type(&self, ty: &Type) -> bool {
        matches!(ty.kind, Kind::Null) && !self.text(ty.span).contains("null")
    }

    fn text(&self, span: Span) -> &str {
        let text = &self.loaded.sources.get(span.source).text;
        text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

type Findings = Vec<Diagnostic>;

fn interface(loaded: &Loaded, toml: SourceId, findings: &mut Findings) -> Option<Checked> {
    let (wiring, found) = wiring::read(&loaded.sources, toml);
    findings.extend(found);
    let files: Vec<_> = loaded.files().collect();
    let (schemas, found) = read::schemas(&loaded.sources, &files);
    let errors = found.iter().filter(|finding| finding.severity == Severity::Error);
    let unread = errors.filter_map(|finding| finding.span).collect();
    findings.extend(found);
    let input = Input {
        loaded,
        toml: toml.span(0, 0),
        wiring: &wiring,
        schemas: &schemas,
        unread,
        messages: messages::find(loaded, &schemas, findings),
    };
    let name = names::interface(&input, findings);
    let identity = identity::check(&input, findings);
    let commands = roles::commands(&input, findings);
    let (topics, events) = topics::check(&input, &name, findings);
    keys::check(&input, &identity, &commands, &events, &topics, findings);
    names::check(&input, &identity, &commands, findings);
    unused::check(&input, &commands, findings);
    Some(Checked {
        name,
        doc: wiring.doc.clone(),
        client_id: identity.client_id,
        request_id: identity.request_id,
        replies: distinct(commands.iter().filter_map(|command| command.reply)),
        rejections: distinct(commands.iter().flat_map(|command| command.rejections.clone())),
        commands,
        events,
        topics,
        schemas,
    })
}

/// The ids in the order of their files, each once.
fn distinct(ids: impl Iterator<Item = TypeId>) -> Vec<TypeId> {
    let mut ids: Vec<_> = ids.collect();
    ids.sort();
    ids.dedup();
    ids
}
