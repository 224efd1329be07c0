//! The attributes `#[processor]` and `#[subscriber]`, which the crate `adjutant` exports and documents.
//!
//! Each reads the signatures of an `impl` block and adds one delegation per handler; it copies types
//! as tokens, never looks into a body, and leaves to rustc what rustc says better.

#![warn(missing_docs)]

mod expand;
mod face;
mod faults;
mod parse;
#[cfg(test)]
mod tests;

use face::Face;
use proc_macro::TokenStream;

// Documented where `adjutant` exports it, since examples need that crate.
#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn processor(interface: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Face::Processor, interface.into(), item.into()).into()
}

// Documented where `adjutant` exports it, since examples need that crate.
#[allow(missing_docs)]
#[proc_macro_attribute]
pub fn subscriber(interface: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Face::Subscriber, interface.into(), item.into()).into()
}
