//! How names of Avro and of `interface.toml` become Rust names. Nothing else changes their case.

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span};

/// The type of a record, enum or fixed: `moveFunds` and `Move_Funds` both become `MoveFunds`.
pub(crate) fn type_name(name: &str) -> String {
    name.to_upper_camel_case()
}

/// The variant of a symbol or a priority: `IN_DOUBT` becomes `InDoubt`.
pub(crate) fn variant_name(name: &str) -> String {
    name.to_upper_camel_case()
}

/// `ledgerId` becomes `ledger_id`.
pub(crate) fn field_name(name: &str) -> String {
    name.to_snake_case()
}

/// The client's method for a command: `MoveFunds` becomes `move_funds`.
pub(crate) fn method_name(command: &str) -> String {
    command.to_snake_case()
}

/// The module of an interface: `web-shop` becomes `web_shop`.
pub(crate) fn module_name(interface: &str) -> String {
    interface.to_snake_case()
}

/// The enum of a command's rejections.
pub(crate) fn rejection_name(command: &str) -> String {
    type_name(command) + "Rejection"
}

/// The name as an identifier, raw where it is a keyword; `None` where Rust has no spelling for it,
/// as for `self` or `1`.
pub(crate) fn ident(name: &str) -> Option<Ident> {
    // A keyword since edition 2024, which syn does not tell.
    if name != "gen"
        && let Ok(ident) = syn::parse_str::<Ident>(name)
    {
        return Some(ident);
    }
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let goes_on = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let has_raw = !["self", "Self", "super", "crate"].contains(&name);
    (starts && goes_on && has_raw).then(|| Ident::new_raw(name, Span::call_site()))
}

/// The identifier of a name that `check` let pass; a name without a spelling keeps its letters.
pub(crate) fn spell(name: &str) -> Ident {
    ident(name).unwrap_or_else(|| {
        let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        Ident::new(&format!("_{}", letters.collect::<String>()), Span::call_site())
    })
}

/// The name in words: `InsufficientFunds` becomes `insufficient funds`.
pub(crate) fn words(name: &str) -> String {
    name.to_snake_case().replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keyword_is_spelt_raw_where_rust_allows_it() {
        for (name, spelt) in [
            ("type", "r#type"),
            ("gen", "r#gen"),
            ("abstract", "r#abstract"),
            ("try", "r#try"),
            ("amount", "amount"),
        ] {
            assert_eq!(ident(name).map(|i| i.to_string()).as_deref(), Some(spelt));
        }
    }

    #[test]
    fn a_name_without_a_spelling_has_no_identifier() {
        for name in ["self", "Self", "super", "crate", "_", "", "1", "a-b"] {
            assert_eq!(ident(name), None, "{name}");
        }
    }
}
