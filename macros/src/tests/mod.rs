//! The macros as token functions. What rustc then says is pinned by the compile-fail tests.

mod block;
mod expansion;
mod handler;

use crate::{expand::expand, face::Face};
use proc_macro2::TokenStream;
use quote::quote;

/// What a macro made of its item.
struct Expanded {
    /// The code without the errors, printed.
    code: String,
    /// The text of each error.
    errors: Vec<String>,
}

fn processor(item: TokenStream) -> Expanded {
    expanded(Face::Processor, quote!(ledger), item)
}

fn subscriber(item: TokenStream) -> Expanded {
    expanded(Face::Subscriber, quote!(ledger), item)
}

fn expanded(face: Face, argument: TokenStream, item: TokenStream) -> Expanded {
    let mut file: syn::File = syn::parse2(expand(face, argument, item)).unwrap();
    let mut errors = Vec::new();
    file.items.retain(|item| match item {
        syn::Item::Macro(item)
            if item.mac.path.segments.last().unwrap().ident == "compile_error" =>
        {
            errors.push(item.mac.parse_body::<syn::LitStr>().unwrap().value());
            false
        }
        _ => true,
    });
    Expanded { code: prettyplease::unparse(&file), errors }
}

/// Printed like the code of an expansion.
fn printed(code: TokenStream) -> String {
    prettyplease::unparse(&syn::parse2(code).unwrap())
}

impl Expanded {
    #[track_caller]
    fn one_error(&self) -> &str {
        assert_eq!(self.errors.len(), 1, "{:#?}", self.errors);
        &self.errors[0]
    }
}
