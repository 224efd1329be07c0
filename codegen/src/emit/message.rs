//! The codec of a record with a role, which puts the identity at its place.

use super::{
    codec::{self, Place},
    types,
};
use crate::interface::{Field, IdentityPart, Interface, Message, Role, Shape, Ty};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

pub(super) fn emit(message: &Message, interface: &Interface) -> TokenStream {
    let Message { ident, name, .. } = message;
    let fields = (interface.types.iter().find(|def| def.ident == *ident))
        .map_or(&[][..], |def| if let Shape::Record(fields) = &def.shape { fields } else { &[] });
    let fingerprint: TokenStream =
        format!("0x{:016X}", message.fingerprint).parse().unwrap_or_default();
    let schema = schema_text(&message.schema);
    let writes = codec::writes(fields.iter().map(write));
    let (identity, read) = (identity(fields), read(ident, fields));
    quote! {
        impl codegen_v1::Message for #ident {
            const NAME: &'static str = #name;
            const FINGERPRINT: u64 = #fingerprint;
            const SCHEMAS: &'static [codegen_v1::SchemaText] = &[
                codegen_v1::SchemaText { fingerprint: #fingerprint, text: #schema },
            ];
            fn encode(&self, identity: &codegen_v1::Identity, out: &mut ::std::vec::Vec<u8>) {
                let out = &mut codegen_v1::Writer::new(out);
                #writes
            }
            fn read(
                writer: u64,
                reader: &mut codegen_v1::Reader<'_>,
            ) -> ::core::result::Result<(codegen_v1::Identity, Self), codegen_v1::DecodeError> {
                #read
                ::core::result::Result::Ok((identity, message))
            }
            fn read_identity<'a>(
                _: u64,
                reader: &mut codegen_v1::Reader<'a>,
            ) -> ::core::result::Result<codegen_v1::IdentityRef<'a>, codegen_v1::DecodeError> {
                #identity
            }
        }
    }
}

/// What is written for a field.
fn write(field: &Field) -> (&Ty, Place) {
    let ident = &field.ident;
    let place = match field.identity {
        Some(IdentityPart::ClientId) => quote!(identity.client_id),
        Some(IdentityPart::RequestId) => quote!(identity.request_id),
        None => quote!(self.#ident),
    };
    (&field.ty, Place::Field(place))
}

/// `let identity = ..; let message = ..;`
fn read(ident: &proc_macro2::Ident, fields: &[Field]) -> TokenStream {
    let leads = fields.iter().take(2).all(|field| field.identity.is_some());
    if leads {
        let (parts, own) = fields.split_at(fields.len().min(2));
        let parts = parts.iter().filter_map(|field| {
            let (part, name) = (part(field)?, &field.name);
            Some(quote!(#part: reader.string().in_field(#name)?))
        });
        let own = own.iter().map(types::read);
        return quote! {
            let identity = codegen_v1::Identity { #(#parts),* };
            let message = #ident { #(#own),* };
        };
    }
    // The parts stand between the fields: they are read on their own, and passed over here.
    let mut passed = Vec::new();
    let mut own = Vec::new();
    for field in fields {
        if field.identity.is_some() {
            passed.push(types::skip(field));
            continue;
        }
        let (name, ty) = (&field.ident, codec::read(&field.ty));
        let field_name = &field.name;
        let passed = std::mem::take(&mut passed);
        own.push(match passed.is_empty() {
            true => types::read(field),
            false => quote!(#name: { #(#passed?;)* #ty.in_field(#field_name)? }),
        });
    }
    quote! {
        let identity = Self::read_identity(writer, &mut reader.clone())?.to_owned();
        let message = #ident { #(#own),* };
        #(#passed?;)*
    }
}

/// An expression that reads the identity and passes over what stands before it.
fn identity(fields: &[Field]) -> TokenStream {
    let last = fields.iter().rposition(|field| field.identity.is_some()).map_or(0, |n| n + 1);
    let leads = fields.iter().take(2).all(|field| field.identity.is_some());
    let parts = fields[..last].iter().filter_map(|field| {
        let (part, name) = (part(field)?, &field.name);
        Some(quote!(#part: reader.string_ref().in_field(#name)?))
    });
    if leads {
        return quote!(::core::result::Result::Ok(codegen_v1::IdentityRef { #(#parts),* }));
    }
    let steps = fields[..last].iter().map(|field| match part(field) {
        Some(part) => {
            let name = &field.name;
            quote!(let #part = reader.string_ref().in_field(#name)?;)
        }
        None => {
            let skip = types::skip(field);
            quote!(#skip?;)
        }
    });
    quote! {
        #(#steps)*
        ::core::result::Result::Ok(codegen_v1::IdentityRef { client_id, request_id })
    }
}

fn part(field: &Field) -> Option<TokenStream> {
    match field.identity? {
        IdentityPart::ClientId => Some(quote!(client_id)),
        IdentityPart::RequestId => Some(quote!(request_id)),
    }
}

/// Of a message, in the contract.
pub(super) fn info(message: &Message) -> TokenStream {
    let ident = &message.ident;
    let role = match message.role {
        Role::Command => quote!(Command),
        Role::Reply => quote!(Reply),
        Role::Rejection => quote!(Rejection),
        Role::Event => quote!(Event),
    };
    quote!(codegen_v1::MessageInfo::of::<#ident>(codegen_v1::Role::#role))
}

/// The text of a schema, raw where that is easier to read.
fn schema_text(schema: &str) -> TokenStream {
    let raw = (!schema.contains("\"#")).then(|| format!("r#\"{schema}\"#").parse().ok()).flatten();
    raw.unwrap_or_else(|| Literal::string(schema).into_token_stream())
}
