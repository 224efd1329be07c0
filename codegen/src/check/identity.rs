//! The identity fields of every message.

use super::{
    Findings, Input, describe,
    messages::{Folder, fields},
};
use crate::{rules, words};
use adjutant_avro::{
    schema::{Field, Kind, Logical, Named},
    source::Span,
    suggest,
};

/// The names of the identity fields in this interface.
#[derive(Debug, Clone)]
pub(super) struct Identity {
    pub(super) client_id: String,
    pub(super) request_id: String,
}

impl Identity {
    pub(super) fn names(&self) -> [&str; 2] {
        [&self.client_id, &self.request_id]
    }

    pub(super) fn contains(&self, field: &str) -> bool {
        self.names().contains(&field)
    }
}

const SPELLINGS: [[&str; 2]; 2] = [["client_id", "request_id"], ["clientId", "requestId"]];

/// Settles the interface's spelling and reports every message that departs from it.
pub(super) fn check(input: &Input<'_>, findings: &mut Findings) -> Identity {
    let spelling = spelling(input);
    let own = |text: &Option<crate::wiring::Text>, default: &str| {
        text.as_ref().map_or(default.into(), |text| text.value.clone())
    };
    let wiring = input.wiring;
    let identity = Identity {
        client_id: own(&wiring.client_id, spelling[0]),
        request_id: own(&wiring.request_id, spelling[1]),
    };
    if identity.client_id == identity.request_id {
        let span = wiring.request_id.as_ref().or(wiring.client_id.as_ref());
        findings.push(
            rules::SETTING_VALUE
                .at(
                    span.map_or(input.toml, |text| text.span),
                    format!("one field `{}` cannot hold the whole identity", identity.client_id),
                )
                .label("client_id has the same name")
                .help("name two fields"),
        );
        return identity;
    }
    for (folder, id) in input.messages.iter() {
        let record = input.schemas.get(id);
        spelt_otherwise(input, &identity, record, findings);
        missing(input, &identity, folder, record, findings);
        types(input, &identity, record, findings);
    }
    identity
}

/// The spelling that most messages use.
fn spelling(input: &Input<'_>) -> [&'static str; 2] {
    let uses = |spelling: &[&str; 2]| {
        let messages = input.messages.iter().map(|(_, id)| fields(input.schemas.get(id)));
        messages.flatten().filter(|field| spelling.contains(&field.name.as_str())).count()
    };
    let [snake, camel] = SPELLINGS;
    if uses(&camel) > uses(&snake) { camel } else { snake }
}

/// The identity fields that a record lacks, each with the field that spells it otherwise.
fn lacking<'a>(identity: &'a Identity, record: &'a Named) -> Vec<(&'a str, Option<&'a Field>)> {
    let lacking = identity.names().into_iter().enumerate();
    let lacking = lacking.filter(|(_, name)| find(record, name).is_none());
    lacking
        .map(|(n, name)| {
            let mut others = SPELLINGS.iter().map(|spelling| spelling[n]);
            (name, others.find_map(|other| find(record, other)))
        })
        .collect()
}

fn spelt_otherwise(
    input: &Input<'_>,
    identity: &Identity,
    record: &Named,
    findings: &mut Findings,
) {
    let lacking = lacking(identity, record).into_iter();
    let mut wrong = lacking.filter_map(|(name, field)| Some((name, field?)));
    let Some((name, first)) = wrong.next() else { return };
    let message = format!(
        "`{}` spells its identity otherwise than the rest of the interface",
        record.name.name
    );
    let mut finding = rules::IDENTITY_SPELLING
        .at(first.name_span, message)
        .label(format!("`{name}` elsewhere"))
        .help("spell the identity alike in every message, or name its fields under `[identity]`");
    for (name, field) in wrong {
        finding = finding.related(field.name_span, format!("`{name}` elsewhere"));
    }
    if let Some((span, label)) = example(input, identity) {
        finding = finding.related(span, label);
    }
    findings.push(finding);
}

/// Where the interface's spelling was found.
fn example(input: &Input<'_>, identity: &Identity) -> Option<(Span, String)> {
    if let Some(text) = input.wiring.client_id.as_ref().or(input.wiring.request_id.as_ref()) {
        return Some((text.span, "set here".into()));
    }
    let mut messages = input.messages.iter().map(|(_, id)| input.schemas.get(id));
    messages.find_map(|record| {
        let field = find(record, &identity.client_id)?;
        Some((field.name_span, format!("as in `{}`", record.name.name)))
    })
}

fn missing(
    input: &Input<'_>,
    identity: &Identity,
    folder: Folder,
    record: &Named,
    findings: &mut Findings,
) {
    let lacking = lacking(identity, record).into_iter();
    let missing = lacking.filter(|(_, field)| field.is_none()).map(|(name, _)| name);
    let missing: Vec<_> = missing.filter(|name| !input.may_have(record, name)).collect();
    if missing.is_empty() {
        return;
    }
    let name = &record.name.name;
    let mut finding = rules::IDENTITY_MISSING
        .at(record.name_span, format!("`{name}` does not declare {}", words::list(&missing)))
        .label(format!("{} carries its identity", folder.role()));
    for missing in &missing {
        let names = fields(record).iter().map(|field| field.name.as_str());
        let near = suggest::nearest(missing, names).and_then(|near| find(record, near));
        if let Some(field) = near.filter(|field| !identity.contains(&field.name)) {
            finding = finding.related(field.name_span, format!("did you mean `{missing}`?"));
        }
    }
    let fields: Vec<_> =
        missing.iter().map(|n| format!(r#"{{"name": "{n}", "type": "string"}}"#)).collect();
    findings.push(finding.help(format!("add to its fields: {}", fields.join(", "))));
}

fn types(input: &Input<'_>, identity: &Identity, record: &Named, findings: &mut Findings) {
    for name in identity.names() {
        let Some(field) = find(record, name) else { continue };
        let uuid_too = *name == identity.request_id;
        let allowed = match field.ty.logical {
            None => true,
            Some(logical) => logical == Logical::Uuid && uuid_too,
        };
        if matches!(field.ty.kind, Kind::String) && allowed || input.is_unread_type(&field.ty) {
            continue;
        }
        findings.push(
            rules::IDENTITY_TYPE
                .at(field.ty.span, format!("`{name}` of `{}` must be a string", record.name.name))
                .label(describe::type_in_words(&field.ty, input.schemas))
                .help(match uuid_too {
                    true => r#"make it "string", or {"type": "string", "logicalType": "uuid"}"#,
                    false => r#"make it "string""#,
                }),
        );
    }
}

fn find<'r>(record: &'r Named, name: &str) -> Option<&'r Field> {
    fields(record).iter().find(|field| field.name == name)
}
