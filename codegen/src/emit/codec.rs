//! Statements and expressions that write, read and skip values. `out` and `reader` are in scope.

use crate::interface::{Logical, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// As many as the runtime puts together.
const MOST_PARTS: usize = 16;

/// Where a value to be written stands.
#[derive(Clone)]
pub(super) enum Place {
    /// An expression of the type itself, such as `self.amount`.
    Field(TokenStream),
    /// A binding that refers to it.
    Reference(TokenStream),
}

impl Place {
    fn value(&self) -> TokenStream {
        match self {
            Place::Field(field) => field.clone(),
            Place::Reference(binding) => quote!(*#binding),
        }
    }

    fn reference(&self) -> TokenStream {
        match self {
            Place::Field(field) => quote!(&#field),
            Place::Reference(binding) => binding.clone(),
        }
    }

    /// What a member is taken from: a dot looks through references.
    fn owner(&self) -> &TokenStream {
        let (Place::Field(place) | Place::Reference(place)) = self;
        place
    }
}

/// Statements that write values in order; plain ones that follow each other are put together.
pub(super) fn writes<'t>(values: impl IntoIterator<Item = (&'t Ty, Place)>) -> TokenStream {
    let mut statements = TokenStream::new();
    let mut parts = Vec::new();
    for (ty, place) in values {
        match part(ty, &place) {
            Some(part) => parts.push(part),
            None => {
                statements.extend(put(&mut parts));
                let write = write(ty, &place);
                statements.extend(quote!(#write;));
            }
        }
        if parts.len() == MOST_PARTS {
            statements.extend(put(&mut parts));
        }
    }
    statements.extend(put(&mut parts));
    statements
}

fn put(parts: &mut Vec<TokenStream>) -> TokenStream {
    let parts = std::mem::take(parts);
    match parts.as_slice() {
        [] => TokenStream::new(),
        [part] => quote!(out.put(#part);),
        parts => quote!(out.put((#(#parts),*));),
    }
}

/// An expression of a type that the runtime can put together with others; `None` where the value
/// needs code of its own.
pub(super) fn part(ty: &Ty, place: &Place) -> Option<TokenStream> {
    let owner = place.owner();
    Some(match ty {
        Ty::Boolean | Ty::Int | Ty::Long | Ty::Float | Ty::Double => place.value(),
        Ty::Bytes | Ty::String => place.reference(),
        Ty::Enum(_) => {
            let value = place.value();
            quote!(#value as i32)
        }
        Ty::Fixed { .. } => quote!(&#owner.0),
        Ty::Logical(logical) => match logical {
            Logical::Uuid | Logical::BigDecimal => return None,
            Logical::Decimal { .. } | Logical::FixedDecimal { .. } | Logical::FixedUuid => {
                quote!(#owner.as_bytes())
            }
            Logical::Duration => quote!(#owner.to_bytes()),
            _ => quote!(#owner.0),
        },
        Ty::Option { null, some } => {
            let value = match **some {
                Ty::Boolean | Ty::Int | Ty::Long | Ty::Float | Ty::Double => place.value(),
                Ty::Bytes | Ty::String => quote!(#owner.as_ref()),
                _ => {
                    let part = part(some, &Place::Reference(quote!(value)))?;
                    quote!(#owner.as_ref().map(|value| #part))
                }
            };
            match null {
                0 => value,
                _ => quote!(codegen_v1::NullLast(#value)),
            }
        }
        _ => return None,
    })
}

/// An expression of type `()`.
fn write(ty: &Ty, place: &Place) -> TokenStream {
    if let Some(part) = part(ty, place) {
        return quote!(out.put(#part));
    }
    let reference = place.reference();
    match ty {
        Ty::Array(items) => {
            let item = write(items, &Place::Reference(quote!(item)));
            quote!(out.array(#reference, |out, item| #item))
        }
        Ty::Map(values) => {
            let value = write(values, &Place::Reference(quote!(value)));
            quote!(out.map(#reference, |out, value| #value))
        }
        Ty::Option { null, some } => {
            let (none, other) = (index(*null), index(1 - null));
            let some = write(some, &Place::Reference(quote!(value)));
            quote! {
                match #reference {
                    ::core::option::Option::None => out.index(#none),
                    ::core::option::Option::Some(value) => {
                        out.index(#other);
                        #some;
                    }
                }
            }
        }
        Ty::Null => quote!(out.null()),
        _ => quote!(codegen_v1::Datum::write(#reference, out)),
    }
}

/// An expression of type `Result<T, DecodeError>`.
pub(super) fn read(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote!(reader.null()),
        Ty::Boolean => quote!(reader.boolean()),
        Ty::Int => quote!(reader.int()),
        Ty::Long => quote!(reader.long()),
        Ty::Float => quote!(reader.float()),
        Ty::Double => quote!(reader.double()),
        Ty::Bytes => quote!(reader.bytes()),
        Ty::String => quote!(reader.string()),
        Ty::Logical(Logical::FixedUuid) => quote!(reader.fixed().map(codegen_v1::Uuid::from_bytes)),
        Ty::Array(items) => {
            let (min, item) = (min(items), reads(items));
            quote!(reader.array(#min, #item))
        }
        Ty::Map(values) => {
            let (min, value) = (min(values), reads(values));
            quote!(reader.map(#min, #value))
        }
        Ty::Option { null, some } => {
            let (null, some) = (index(*null), reads(some));
            quote!(reader.optional(#null, #some))
        }
        _ => quote!(codegen_v1::Datum::read(reader)),
    }
}

/// A function that reads; a path where it can be, which costs less to compile than a closure.
fn reads(ty: &Ty) -> TokenStream {
    let read = read(ty);
    let method = match ty {
        Ty::Null => "null",
        Ty::Boolean => "boolean",
        Ty::Int => "int",
        Ty::Long => "long",
        Ty::Float => "float",
        Ty::Double => "double",
        Ty::Bytes => "bytes",
        Ty::String => "string",
        Ty::Array(_) | Ty::Map(_) | Ty::Option { .. } | Ty::Logical(Logical::FixedUuid) => {
            return quote!(|reader| #read);
        }
        _ => return quote!(codegen_v1::Datum::read),
    };
    let method = format_ident!("{method}");
    quote!(codegen_v1::Reader::#method)
}

/// An expression of type `Result<(), DecodeError>`.
pub(super) fn skip(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Null => quote!(reader.null()),
        Ty::Bytes | Ty::String => quote!(reader.bytes_ref().map(drop)),
        Ty::Array(items) => {
            let (min, item) = (min(items), skip(items));
            quote!(reader.skip_array(#min, |reader| #item))
        }
        Ty::Map(values) => {
            let (min, value) = (min(values), skip(values));
            quote!(reader.skip_map(#min, |reader| #value))
        }
        Ty::Option { null, some } => {
            let (null, some) = (index(*null), skip(some));
            quote!(reader.optional(#null, |reader| #some).map(drop))
        }
        Ty::Logical(Logical::FixedUuid) => quote!(reader.fixed::<16>().map(drop)),
        Ty::Logical(_) | Ty::Record { .. } | Ty::Enum(_) | Ty::Fixed { .. } | Ty::Union(_) => {
            let ty = super::ty::emit(ty);
            quote!(<#ty as codegen_v1::Datum>::skip(reader))
        }
        _ => {
            let read = read(ty);
            quote!(#read.map(drop))
        }
    }
}

pub(super) fn index(index: u32) -> impl ToTokens {
    Literal::u32_unsuffixed(index)
}

fn min(ty: &Ty) -> impl ToTokens {
    Literal::usize_unsuffixed(ty.min())
}
