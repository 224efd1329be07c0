//! The attributes `#[processor]` and `#[subscriber]` of adjutant, which documents them.
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

/// Makes a type a processor: put it on the `impl` block that holds its handlers, with the module
/// of the interface.
#[proc_macro_attribute]
pub fn processor(interface: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Face::Processor, interface.into(), item.into()).into()
}

/// Makes a type a subscriber: put it on the `impl` block that holds its handlers, with the module
/// of the interface.
#[proc_macro_attribute]
pub fn subscriber(interface: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(Face::Subscriber, interface.into(), item.into()).into()
}
