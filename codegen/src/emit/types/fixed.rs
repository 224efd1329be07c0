//! Fixed: bytes of one size.

use super::{datum, derive};
use crate::{emit::doc, interface::TypeDef};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// The standard library has a `Default` for arrays up to this size, and copies of larger ones
/// should be seen.
const SMALL: usize = 32;

pub(super) fn emit(def: &TypeDef, size: usize, derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let small = size <= SMALL;
    let more: &[&str] = if small { &["Copy", "Default"] } else { &[] };
    let (doc, derive) = (doc(def.doc.as_deref()), derive(def, more, derives));
    let size = Literal::usize_unsuffixed(size);
    let default = (!small).then(|| {
        quote! {
            impl ::core::default::Default for #ident {
                fn default() -> Self {
                    #ident([0; #size])
                }
            }
        }
    });
    let datum = datum(def, quote!(out.put(&self.0);), quote!(reader.fixed().map(#ident)), None);
    quote! {
        #doc
        #derive
        pub struct #ident(pub [u8; #size]);
        #default
        #datum
    }
}
