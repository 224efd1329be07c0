//! Makes every name once, and chooses a Rust type for every schema.

mod defaults;
mod logical;
mod sizes;
mod skipped;
mod traits;
mod types;

use crate::{
    checked::{self, Checked},
    interface::{Command, Event, Interface, Key, KeyKind, Message, Role, TypeDef},
    names,
};
use adjutant_avro::{
    canonical, fingerprint,
    schema::{Kind, Logical, Shape, Type, TypeId},
    text,
};
use proc_macro2::Ident;
use types::Types;

/// The interface as it is printed. Names that cannot be spelt were refused by `check`.
pub(crate) fn lower(checked: &Checked) -> Interface {
    let mut types = Types::new(checked);
    let mut messages = Vec::new();
    for (role, records) in roles(checked) {
        for record in records {
            types.message(record, role);
            messages.push(message(checked, record, role));
        }
    }
    let ident = |record: TypeId| names::spell(&names::type_name(name(checked, record)));
    let types = types.finish();
    let commands = checked.commands.iter().map(|one| command(checked, one, &types)).collect();
    let events = checked.events.iter().map(|event| Event {
        ident: ident(event.record),
        topic: checked.topics.events[event.topic].name.clone(),
        key: event.key.as_deref().and_then(|key| key_of(checked, event.record, key)),
        commands: (checked.commands.iter())
            .filter(|command| command.events.contains(&event.record))
            .map(|command| ident(command.record))
            .collect(),
    });
    let events = events.collect();
    let priorities = &checked.topics.priorities;
    let variant = |priority: &String| names::spell(&names::variant_name(priority));
    Interface {
        name: checked.name.clone(),
        module: names::spell(&names::module_name(&checked.name)),
        doc: checked.doc.clone(),
        types,
        commands,
        events,
        messages,
        topics: checked.topics.clone(),
        priorities: match priorities.len() {
            0 | 1 => Vec::new(),
            _ => priorities.iter().map(variant).collect(),
        },
    }
}

fn roles(checked: &Checked) -> [(Role, Vec<TypeId>); 4] {
    [
        (Role::Command, checked.commands.iter().map(|command| command.record).collect()),
        (Role::Reply, checked.replies.clone()),
        (Role::Rejection, checked.rejections.clone()),
        (Role::Event, checked.events.iter().map(|event| event.record).collect()),
    ]
}

fn name(checked: &Checked, record: TypeId) -> &str {
    &checked.schemas.get(record).name.name
}

fn message(checked: &Checked, record: TypeId, role: Role) -> Message {
    let named = checked.schemas.get(record);
    let use_of =
        Type { kind: Kind::Named(record), logical: None, span: named.span, props: Vec::new() };
    Message {
        ident: names::spell(&names::type_name(&named.name.name)),
        name: named.name.to_string(),
        role,
        fingerprint: fingerprint::of(&canonical::form(&checked.schemas, &use_of)),
        schema: text::of(&checked.schemas, &use_of),
    }
}

fn command(checked: &Checked, command: &checked::Command, types: &[TypeDef]) -> Command {
    let named = checked.schemas.get(command.record);
    let ident = |record: &TypeId| names::spell(&names::type_name(name(checked, *record)));
    let rejections: Vec<_> = command.rejections.iter().map(ident).collect();
    let eq = |one: &Ident| types.iter().any(|def| def.ident == *one && def.eq);
    Command {
        ident: ident(&command.record),
        doc: named.doc.clone(),
        method: names::spell(&names::method_name(&named.name.name)),
        reply: command.reply.as_ref().map(ident),
        rejection: (!command.rejections.is_empty())
            .then(|| names::spell(&names::rejection_name(&named.name.name))),
        rejections_eq: rejections.iter().all(eq),
        rejections,
        key: command.key.as_deref().and_then(|key| key_of(checked, command.record, key)),
    }
}

/// `None` for the request_id, which is the key of a command without one.
fn key_of(checked: &Checked, record: TypeId, key: &str) -> Option<Key> {
    let Shape::Record(fields) = &checked.schemas.get(record).shape else { return None };
    let field = fields.iter().find(|field| field.name == key && key != checked.request_id)?;
    let kind = match (&field.ty.kind, field.ty.logical) {
        (Kind::String, Some(Logical::Uuid)) => KeyKind::Display,
        (Kind::String, _) => KeyKind::Text,
        (Kind::Named(id), _) => match checked.schemas.get(*id).shape {
            Shape::Enum { .. } => KeyKind::Symbol,
            _ => KeyKind::Display,
        },
        _ => KeyKind::Display,
    };
    Some(Key { field: names::spell(&names::field_name(key)), kind })
}
