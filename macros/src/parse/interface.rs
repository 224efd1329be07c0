//! The argument of `#[processor(..)]`: the module of an interface.

use crate::{face::Face, faults::Faults};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::{Path, parse::Parser};

pub(crate) fn interface(face: Face, argument: TokenStream, faults: &mut Faults) -> Option<Path> {
    let attribute = face.attribute();
    let name_it = format!("name the interface: `#[adjutant::{attribute}(ledger)]`");
    if argument.is_empty() {
        faults.push(syn::Error::new(Span::call_site(), name_it));
        return None;
    }
    match Path::parse_mod_style.parse2(argument) {
        Ok(path) => Some(path),
        Err(error) => {
            let text = "this is not the path of an interface's module";
            faults.push(syn::Error::new(error.span(), format_args!("{text}\n\nhelp: {name_it}")));
            None
        }
    }
}

/// A path as the user would write it.
pub(super) fn spelled(path: &Path) -> String {
    path.to_token_stream().to_string().replace(' ', "")
}
