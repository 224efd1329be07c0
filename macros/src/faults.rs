//! Collects what is wrong with a block, so that all of it is reported at once.

use crate::face::Face;
use proc_macro2::TokenStream;
use quote::ToTokens;

/// The mistakes found so far.
pub(crate) struct Faults {
    face: Face,
    found: Option<syn::Error>,
    usage_shown: bool,
}

impl Faults {
    pub fn new(face: Face) -> Self {
        Faults { face, found: None, usage_shown: false }
    }

    pub fn push(&mut self, error: syn::Error) {
        match &mut self.found {
            None => self.found = Some(error),
            Some(found) => found.combine(error),
        }
    }

    /// A mistake at these tokens.
    pub fn at(&mut self, place: impl ToTokens, text: impl std::fmt::Display) {
        self.push(syn::Error::new_spanned(place, text));
    }

    /// A mistake in the shape of a handler. The first of a block shows what is legal.
    pub fn shape(&mut self, place: impl ToTokens, text: &str) {
        if std::mem::replace(&mut self.usage_shown, true) {
            return self.at(place, text);
        }
        let legal = self.face.legal_handler();
        self.at(place, format_args!("{text}\n\nhelp: a handler looks like\n    {legal}"));
    }

    /// The mistakes as code that reports them.
    pub fn into_code(self) -> TokenStream {
        self.found.map(|error| error.into_compile_error()).unwrap_or_default()
    }
}
