//! Names that generated code can carry, each apart from the others.

use super::{Findings, Input, identity::Identity, messages::fields};
use crate::{
    checked::Command,
    names::{self, ident},
    rules,
};
use adjutant_avro::{
    schema::{Field, Shape, TypeId},
    source::Span,
};

/// Types that the generated module defines for itself.
const RESERVED_TYPES: [&str; 4] = ["Client", "Interface", "Priority", "Processor"];
/// Methods of every client.
const RESERVED_METHODS: [&str; 6] =
    ["call", "clone", "late_replies", "order", "outcome", "shut_down"];
/// Names that mean something in every Rust module, or in nearly every service.
const PRELUDE: [&str; 22] = [
    "Box",
    "Clone",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "From",
    "Into",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "Result",
    "Send",
    "Some",
    "String",
    "Vec",
];

/// The interface's name, from `interface.toml` or its folder. A name that is reported is replaced
/// by one that offends no further rule.
pub(super) fn interface(input: &Input<'_>, findings: &mut Findings) -> String {
    let own = input.wiring.name.as_ref();
    let name = own.map_or(&input.loaded.folder_name, |name| &name.value);
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = name.chars().all(|c| c.is_ascii_alphanumeric() || "_-".contains(c));
    let module = ident(&names::module_name(name));
    let keyword = module.is_none_or(|module| module.to_string().starts_with("r#"));
    if starts && goes_on && !keyword {
        return name.clone();
    }
    let label = match starts && goes_on {
        true => "a keyword of Rust",
        false => "letters, digits, `-` and `_`, a letter first",
    };
    let message = format!("`{name}` cannot name an interface");
    findings.push(match own {
        Some(own) => rules::INTERFACE_NAME
            .at(own.span, message)
            .label(label)
            .help("the name becomes a Rust module and the start of topic names: choose another"),
        None => rules::INTERFACE_NAME
            .nowhere(format!("{message}: {label}"))
            .help("the folder's name is used: set another in `interface.toml`, `name = \"..\"`"),
    });
    "interface".into()
}

/// Checks every name that becomes a Rust name.
pub(super) fn check(
    input: &Input<'_>,
    identity: &Identity,
    commands: &[Command],
    findings: &mut Findings,
) {
    types(input, commands, findings);
    for command in commands {
        let named = input.schemas.get(command.record);
        let method = names::method_name(&named.name.name);
        if RESERVED_METHODS.contains(&method.as_str()) {
            let message = format!("a command cannot be named `{}`", named.name.name);
            findings.push(
                rules::NAME_RESERVED
                    .at(named.name_span, message)
                    .label(format!("every client has a method `{method}`"))
                    .help("rename the record"),
            );
        }
    }
    for (n, named) in input.schemas.types.iter().enumerate() {
        let message = input.messages.contains(TypeId(n as u32));
        let own = |name: &str| !(message && identity.contains(name));
        let fields = fields(named).iter().filter(|field| own(&field.name));
        let owner = format!(" of `{}`", named.name.name);
        let spelling = |field: &Field| Spelling {
            name: format!("`{}`", field.name),
            rust: names::field_name(&field.name),
            span: field.name_span,
        };
        distinct(&owner, fields.map(spelling), findings);
        if let Shape::Enum { symbols, .. } = &named.shape {
            let symbols = symbols.iter().map(|(symbol, span)| variant(symbol, *span));
            distinct(&owner, symbols, findings);
        }
    }
    let priorities = input.wiring.topics.iter().filter_map(|topic| topic.priorities.as_ref());
    let priorities = priorities.flat_map(|priorities| &priorities.value);
    distinct("", priorities.map(|text| variant(&text.value, text.span)), findings);
}

fn variant(name: &str, span: Span) -> Spelling {
    Spelling { name: format!("`{name}`"), rust: names::variant_name(name), span }
}

/// The types of the generated module.
fn types(input: &Input<'_>, commands: &[Command], findings: &mut Findings) {
    for named in &input.schemas.types {
        let name = names::type_name(&named.name.name);
        if RESERVED_TYPES.contains(&name.as_str()) {
            findings.push(
                rules::NAME_RESERVED
                    .at(named.name_span, format!("a type cannot be named `{}`", named.name.name))
                    .label(format!("the generated module defines `{name}` itself"))
                    .help("rename it"),
            );
        } else if PRELUDE.contains(&name.as_str()) {
            findings.push(
                rules::NAME_SHADOWS
                    .at(named.name_span, format!("the type `{name}` hides Rust's own"))
                    .label(format!("after `use {}::*`", module(input)))
                    .help("rename it, or name the module's types one by one where they are used"),
            );
        }
    }
    let types = input.schemas.types.iter().map(|named| Spelling {
        name: format!("`{}`", named.name),
        rust: names::type_name(&named.name.name),
        span: named.name_span,
    });
    let rejections = commands.iter().filter(|command| !command.rejections.is_empty());
    let rejections = rejections.map(|command| {
        let named = input.schemas.get(command.record);
        Spelling {
            name: format!("the rejections of `{}`", named.name),
            rust: names::rejection_name(&named.name.name),
            span: named.name_span,
        }
    });
    distinct("", types.chain(rejections), findings);
}

fn module(input: &Input<'_>) -> String {
    let name = input.wiring.name.as_ref().map(|name| &name.value);
    names::module_name(name.unwrap_or(&input.loaded.folder_name))
}

/// A name, in words, and what becomes of it.
struct Spelling {
    name: String,
    rust: String,
    span: Span,
}

/// Reports names that no Rust name stands for, and those that share one.
fn distinct(owner: &str, names: impl Iterator<Item = Spelling>, findings: &mut Findings) {
    let mut seen: Vec<Spelling> = Vec::new();
    for Spelling { name, rust, span } in names {
        if ident(&rust).is_none() {
            findings.push(
                rules::NAME_ILLEGAL
                    .at(span, format!("{name}{owner} has no spelling in Rust"))
                    .label(match rust.as_str() {
                        "" => "nothing is left of it".into(),
                        rust => format!("`{rust}` cannot be a name"),
                    })
                    .help("rename it"),
            );
        } else if let Some(earlier) = seen.iter().find(|earlier| earlier.rust == rust) {
            let both = format!("{} and {name}{owner}", earlier.name);
            findings.push(
                rules::NAME_COLLISION
                    .at(span, format!("{both} both become the Rust name `{rust}`"))
                    .label(format!("becomes `{rust}`"))
                    .related(earlier.span, format!("becomes `{rust}` too"))
                    .help("rename one of the two"),
            );
        } else {
            seen.push(Spelling { name, rust, span });
        }
    }
}
