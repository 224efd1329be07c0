//! Commands, and what `interface.toml` says of them.

use super::{Findings, Input, lookup::Lookup, messages::Folder};
use crate::{
    checked::Command,
    rules,
    wiring::{CommandWiring, Text},
};
use adjutant_avro::{rules::Rule, schema::TypeId, source::Span};

/// The commands with their wiring resolved, in the order of their files' names.
pub(super) fn commands(input: &Input<'_>, findings: &mut Findings) -> Vec<Command> {
    for wiring in &input.wiring.commands {
        find(input, &wiring.name, Folder::Commands, &rules::COMMAND_MISSING, findings);
    }
    for wiring in &input.wiring.events {
        find(input, &wiring.name, Folder::Events, &rules::EVENT_MISSING, findings);
    }
    let mut uses = Vec::new();
    let ids = &input.messages.commands;
    let commands = ids.iter().map(|id| command(input, *id, &mut uses, findings)).collect();
    both(input, &uses, findings);
    commands
}

/// A record of `replies`, used as a reply or as a rejection at a place.
struct Use {
    record: TypeId,
    reply: bool,
    span: Span,
    command: TypeId,
}

fn command(
    input: &Input<'_>,
    record: TypeId,
    uses: &mut Vec<Use>,
    findings: &mut Findings,
) -> Command {
    let name = input.name(record);
    let wiring = input.wiring.commands.iter().find(|wiring| wiring.name.value == name);
    let reply = match wiring.and_then(|wiring| wiring.reply.as_ref()) {
        Some(text) => {
            let found = find(input, text, Folder::Replies, &rules::REPLY_MISSING, findings);
            found.map(|id| (id, text.span))
        }
        None => match input.message(&format!("{name}Reply"), Folder::Replies) {
            Lookup::Found(id) => Some((id, input.schemas.get(id).name_span)),
            _ => None,
        },
    };
    uses.extend(reply.map(|(id, span)| Use { record: id, reply: true, span, command: record }));
    let mut command = Command {
        record,
        key: wiring.and_then(|wiring| wiring.key.as_ref()).map(|key| key.value.clone()),
        reply: reply.map(|(id, _)| id),
        rejections: Vec::new(),
        events: Vec::new(),
    };
    let Some(wiring) = wiring else { return command };
    for text in &wiring.rejections {
        let rule = &rules::REJECTION_MISSING;
        let Some(id) = find(input, text, Folder::Replies, rule, findings) else { continue };
        command.rejections.push(id);
        uses.push(Use { record: id, reply: false, span: text.span, command: record });
    }
    for text in &wiring.events {
        command.events.extend(find(input, text, Folder::Events, &rules::EVENT_MISSING, findings));
    }
    without_reply(input, name, wiring, &command, findings);
    command
}

/// Looks a name of `interface.toml` up; reports it when there is no such message.
fn find(
    input: &Input<'_>,
    text: &Text,
    folder: Folder,
    rule: &Rule,
    findings: &mut Findings,
) -> Option<TypeId> {
    match input.message(&text.value, folder) {
        Lookup::Found(id) => return Some(id),
        Lookup::Unread => {}
        Lookup::Missing(label, help) => {
            let message = format!("there is no record `{}` in `{}`", text.value, folder.name());
            findings.push(rule.at(text.span, message).label(label).help(help));
        }
    }
    None
}

fn without_reply(
    input: &Input<'_>,
    name: &str,
    wiring: &CommandWiring,
    command: &Command,
    findings: &mut Findings,
) {
    let Some(rejection) = wiring.rejections.first() else { return };
    let default = format!("{name}Reply");
    let unread = matches!(input.message(&default, Folder::Replies), Lookup::Unread);
    if command.reply.is_some() || wiring.reply.is_some() || unread {
        return;
    }
    findings.push(
        rules::REJECTION_WITHOUT_REPLY
            .at(rejection.span, format!("`{name}` can be rejected, but has no reply"))
            .label("a caller could see this, but never success")
            .related(wiring.name.span, "no `reply` here")
            .help(format!("name its reply: `reply = \"..\"`, or add `replies/{default}.avsc`")),
    );
}

/// Reports records that are a reply here and a rejection there.
fn both(input: &Input<'_>, uses: &[Use], findings: &mut Findings) {
    for rejection in uses.iter().filter(|u| !u.reply) {
        let Some(reply) = uses.iter().find(|u| u.reply && u.record == rejection.record) else {
            continue;
        };
        let (name, of) = (input.name(reply.record), input.name(reply.command));
        findings.push(
            rules::REPLY_IS_REJECTION
                .at(rejection.span, format!("`{name}` is both a reply and a rejection"))
                .label(format!("a rejection of `{}`", input.name(rejection.command)))
                .related(reply.span, format!("the reply of `{of}`"))
                .help("give each a record of its own: what they share can be a record in `types`"),
        );
    }
}
