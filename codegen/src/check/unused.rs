//! Schemas that nothing leads to.

use super::{
    Findings, Input,
    messages::{Folder, uses},
};
use crate::{checked::Command, rules};
use adjutant_avro::schema::TypeId;
use std::collections::HashSet;

/// Warns of replies, events and shared types that nobody uses. Says nothing while a name in
/// `interface.toml` or a file is in doubt: what is unused may be what was meant.
pub(super) fn check(input: &Input<'_>, commands: &[Command], findings: &mut Findings) {
    let doubts = [rules::REPLY_MISSING.id, rules::REJECTION_MISSING.id, rules::EVENT_MISSING.id];
    let in_doubt = findings.iter().any(|finding| doubts.contains(&finding.id));
    if in_doubt || !input.unread.is_empty() {
        return;
    }
    for (folder, id) in input.messages.iter() {
        let (used, help) = match folder {
            Folder::Commands => continue,
            Folder::Replies => (
                commands.iter().any(|c| c.reply == Some(id) || c.rejections.contains(&id)),
                "name it as the `reply` or among the `rejections` of a command, or remove the file",
            ),
            Folder::Events => (
                commands.iter().any(|c| c.events.contains(&id)),
                "name it among the `events` of a command, or remove the file",
            ),
        };
        if !used {
            warn(input, id, &format!("{} of no command", folder.role()), help, findings);
        }
    }
    let used = used(input);
    for (n, named) in input.schemas.types.iter().enumerate() {
        let id = TypeId(n as u32);
        if input.loaded.types.contains(&named.name_span.source) && !used.contains(&id) {
            warn(input, id, "no message refers to it", "remove it, or use it", findings);
        }
    }
}

fn warn(input: &Input<'_>, id: TypeId, label: &str, help: &str, findings: &mut Findings) {
    let named = input.schemas.get(id);
    findings.push(
        rules::SCHEMA_UNUSED
            .at(named.name_span, format!("`{}` is not used", named.name.name))
            .label(label)
            .help(help),
    );
}

/// Every type that another one refers to.
fn used(input: &Input<'_>) -> HashSet<TypeId> {
    let types = input.schemas.types.iter().enumerate();
    let others = types.flat_map(|(n, named)| {
        let others = uses(named).into_iter().map(|(used, _)| used);
        others.filter(move |used| used.0 as usize != n)
    });
    others.collect()
}
