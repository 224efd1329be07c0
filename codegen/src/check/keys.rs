//! The fields that route messages.

use super::{Findings, Input, describe, identity::Identity, messages::fields};
use crate::{
    checked::{Command, Event, Topics},
    rules,
    wiring::Text,
    words,
};
use adjutant_avro::{
    schema::{Field, Kind, Logical, Schemas, Shape, Type, TypeId},
    source::Span,
    suggest,
};

/// Checks every key, and that the keys of one topic have one type.
pub(super) fn check(
    input: &Input<'_>,
    identity: &Identity,
    commands: &[Command],
    events: &[Event],
    topics: &Topics,
    findings: &mut Findings,
) {
    let keys: Vec<(TypeId, Key<'_>)> = (input.wiring.commands.iter())
        .filter_map(|wiring| {
            let command = commands.iter().find(|c| input.name(c.record) == wiring.name.value)?;
            let key = key(input, identity, command.record, wiring.key.as_ref()?, findings)?;
            Some((command.record, key))
        })
        .collect();
    let on_commands: Vec<_> = keys.iter().map(|(_, key)| key.clone()).collect();
    let mixed_commands = one_type(input, &on_commands, findings);

    let mut on_topics: Vec<Vec<Key<'_>>> = vec![Vec::new(); topics.events.len()];
    for event in events {
        let name = input.name(event.record);
        let wiring = input.wiring.events.iter().find(|wiring| wiring.name.value == name);
        let on_topic = &mut on_topics[event.topic];
        match wiring.and_then(|wiring| wiring.key.as_ref()) {
            Some(text) => on_topic.extend(key(input, identity, event.record, text, findings)),
            // Mixed keys of commands are told once, there.
            None if mixed_commands => {}
            None => {
                let publishers = commands.iter().filter(|c| c.events.contains(&event.record));
                let theirs = publishers.filter_map(|command| {
                    let (_, key) = keys.iter().find(|(id, _)| *id == command.record)?;
                    let of = input.name(command.record);
                    Some(Key { message: format!("{name}` (as that of `{of}`)"), ..key.clone() })
                });
                on_topic.extend(theirs);
            }
        }
    }
    for keys in &on_topics {
        one_type(input, keys, findings);
    }
}

/// A key that the wire can carry.
#[derive(Clone)]
struct Key<'a> {
    /// The message that it routes.
    message: String,
    /// Where `interface.toml` names it.
    span: Span,
    field: &'a Field,
}

/// The field behind a key, unless it is reported.
fn key<'a>(
    input: &Input<'a>,
    identity: &Identity,
    record: TypeId,
    text: &Text,
    findings: &mut Findings,
) -> Option<Key<'a>> {
    let schemas: &'a Schemas = input.schemas;
    let record = schemas.get(record);
    let (name, message) = (&text.value, &record.name.name);
    if identity.contains(name) {
        let help = match *name == identity.request_id {
            true => "leave `key` out: without it the request_id is the key".into(),
            false => format!("add a field to `{message}` that holds the same value, and name it"),
        };
        findings.push(
            rules::KEY_IDENTITY
                .at(text.span, format!("`{name}` is part of the identity of `{message}`"))
                .label("not a field of the message's own")
                .help(help),
        );
        return None;
    }
    let own = fields(record).iter().filter(|field| !identity.contains(&field.name));
    let names: Vec<_> = own.map(|field| field.name.as_str()).collect();
    let Some(field) = fields(record).iter().find(|field| field.name == *name) else {
        if input.may_have(record, name) {
            return None;
        }
        let label = match suggest::nearest(name, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "no such field".into(),
        };
        let help = match names.as_slice() {
            [] => format!("`{message}` has no field of its own: leave `key` out"),
            names => format!("`{message}` has {}", words::list(names)),
        };
        findings.push(
            rules::KEY_MISSING
                .at(text.span, format!("`{message}` has no field `{name}` that could be its key"))
                .label(label)
                .related(record.name_span, format!("`{message}` is defined here"))
                .help(help),
        );
        return None;
    };
    if input.is_unread_type(&field.ty) {
        return None;
    }
    if kind(&field.ty, schemas).is_none() {
        let (label, help) = match &field.ty.kind {
            Kind::Union(branches) if branches.iter().any(describe::is_null) => {
                ("it may be null", "name a field that always has a value")
            }
            _ => (
                "its type has no text on the wire",
                "a key is a string, an enum, an int, a long, a boolean or a uuid",
            ),
        };
        findings.push(
            rules::KEY_TYPE
                .at(text.span, format!("`{name}` of `{message}` cannot be a key"))
                .label(label)
                .related(field.ty.span, describe::type_in_words(&field.ty, schemas))
                .help(help),
        );
        return None;
    }
    Some(Key { message: message.clone(), span: text.span, field })
}

/// The types that the wire writes as text.
#[derive(PartialEq, Eq)]
enum KeyKind {
    String,
    Int,
    Long,
    Boolean,
    Uuid,
    Enum(TypeId),
}

fn kind(ty: &Type, schemas: &Schemas) -> Option<KeyKind> {
    match (&ty.kind, ty.logical) {
        (Kind::String, None) => Some(KeyKind::String),
        (Kind::String, Some(Logical::Uuid)) => Some(KeyKind::Uuid),
        (Kind::Int, None) => Some(KeyKind::Int),
        (Kind::Long, None) => Some(KeyKind::Long),
        (Kind::Boolean, _) => Some(KeyKind::Boolean),
        (Kind::Named(id), _) => match schemas.get(*id).shape {
            Shape::Enum { .. } => Some(KeyKind::Enum(*id)),
            Shape::Fixed { logical: Some(Logical::Uuid), .. } => Some(KeyKind::Uuid),
            _ => None,
        },
        _ => None,
    }
}

/// Reports the first key whose type differs from that of the first; tells whether there is one.
fn one_type(input: &Input<'_>, keys: &[Key<'_>], findings: &mut Findings) -> bool {
    let Some((first, rest)) = keys.split_first() else { return false };
    let kind_of = |key: &Key<'_>| kind(&key.field.ty, input.schemas);
    let Some(other) = rest.iter().find(|key| kind_of(key) != kind_of(first)) else { return false };
    let label = |key: &Key<'_>| {
        let ty = describe::type_in_words(&key.field.ty, input.schemas);
        format!("the key of `{}` is {ty}", key.message)
    };
    let mut finding = rules::KEY_MIXED
        .at(other.span, "the keys of one topic have different types")
        .label(label(other))
        .help("give these fields one type, or events topics of their own");
    if first.span != other.span {
        finding = finding.related(first.span, label(first));
    }
    findings.push(finding);
    true
}
