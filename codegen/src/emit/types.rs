//! Records, enums, fixed and unions: the types and, unless they are messages, their codecs.

use super::{
    codec::{self, Place},
    doc, ty,
};
use crate::interface::{Branch, Field, Role, Shape, Symbol, TypeDef, Value};
use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

pub(super) fn emit(def: &TypeDef, derives: &[syn::Path]) -> TokenStream {
    match &def.shape {
        Shape::Record(fields) => record(def, fields, derives),
        Shape::Enum { symbols, default } => enumeration(def, symbols, *default, derives),
        Shape::Fixed { size } => fixed(def, *size, derives),
        Shape::Union(branches) => union(def, branches, derives),
    }
}

fn record(def: &TypeDef, fields: &[Field], derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let doc = doc(def.doc.as_deref());
    let own: Vec<_> = fields.iter().filter(|field| field.identity.is_none()).collect();
    let with_values = own.iter().any(|field| field.default.is_some());
    let derive = derive(def, def.default && !with_values, derives);
    let default = (def.default && with_values).then(|| default(def, &own));
    let display = (def.role == Some(Role::Rejection)).then(|| display(def, &own));
    let members = own.iter().map(|field| {
        let (doc, ident, ty) =
            (super::doc(field.doc.as_deref()), &field.ident, ty::emit(&field.ty));
        quote!(#doc pub #ident: #ty)
    });
    let datum = def.role.is_none().then(|| {
        let (writes, reads) = (own.iter().map(|f| write(f)), own.iter().map(|f| read(f)));
        let skips = own.iter().map(|field| skip(field));
        datum(
            def,
            quote!(#(#writes;)*),
            quote!(::core::result::Result::Ok(#ident { #(#reads),* })),
            quote!(#(#skips?;)* ::core::result::Result::Ok(())),
        )
    });
    quote! {
        #doc
        #derive
        pub struct #ident {
            #(#members),*
        }
        #default
        #display
        #datum
    }
}

pub(super) fn write(field: &Field) -> TokenStream {
    let ident = &field.ident;
    codec::write(&field.ty, &Place::Field(quote!(self.#ident)))
}

/// A field of a struct literal.
pub(super) fn read(field: &Field) -> TokenStream {
    let (ident, name, read) = (&field.ident, &field.name, codec::read(&field.ty));
    quote!(#ident: #read.in_field(#name)?)
}

pub(super) fn skip(field: &Field) -> TokenStream {
    let (name, skip) = (&field.name, codec::skip(&field.ty));
    quote!(#skip.in_field(#name))
}

fn enumeration(
    def: &TypeDef,
    symbols: &[Symbol],
    default: Option<usize>,
    derives: &[syn::Path],
) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let doc = doc(def.doc.as_deref());
    let variants = symbols.iter().enumerate().map(|(n, symbol)| {
        let (mark, ident) = ((Some(n) == default).then(|| quote!(#[default])), &symbol.ident);
        quote!(#mark #ident)
    });
    let default = default.map(|_| quote!(Default,));
    let (idents, names): (Vec<_>, Vec<_>) = symbols.iter().map(|s| (&s.ident, &s.name)).unzip();
    let indices = (0..symbols.len() as u32).map(codec::index).collect::<Vec<_>>();
    let count = codec::index(symbols.len() as u32);
    let datum = datum(
        def,
        quote!(out.index(*self as u32)),
        quote! {
            match reader.symbol(#count)? {
                #(#indices => ::core::result::Result::Ok(#ident::#idents),)*
                _ => reader.fault(codegen_v1::What::Enum),
            }
        },
        quote!(reader.symbol(#count).map(drop)),
    );
    quote! {
        #doc
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, #default #(#derives),*)]
        pub enum #ident {
            #(#variants),*
        }

        impl #ident {
            /// As in the schema.
            pub fn symbol(self) -> &'static str {
                match self {
                    #(#ident::#idents => #names),*
                }
            }
        }
        #datum
    }
}

fn fixed(def: &TypeDef, size: usize, derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let (doc, derive) = (doc(def.doc.as_deref()), derive(def, def.default, derives));
    let size = Literal::usize_unsuffixed(size);
    let datum = datum(
        def,
        quote!(out.fixed(&self.0)),
        quote!(reader.fixed().map(#ident)),
        quote!(reader.fixed::<#size>().map(drop)),
    );
    quote! {
        #doc
        #derive
        pub struct #ident(pub [u8; #size]);
        #datum
    }
}

fn union(def: &TypeDef, branches: &[Branch], derives: &[syn::Path]) -> TokenStream {
    let TypeDef { ident, .. } = def;
    let (doc, derive) = (doc(def.doc.as_deref()), derive(def, def.default, derives));
    let count = codec::index(branches.len() as u32);
    let (mut variants, mut writes, mut reads, mut skips) = (vec![], vec![], vec![], vec![]);
    for (n, Branch { ident: variant, ty }) in branches.iter().enumerate() {
        let index = codec::index(n as u32);
        if let crate::interface::Ty::Null = ty {
            let mark = def.default.then(|| quote!(#[default]));
            variants.push(quote!(#mark #variant));
            writes.push(quote!(#ident::#variant => out.index(#index)));
            reads.push(quote!(#index => ::core::result::Result::Ok(#ident::#variant)));
            skips.push(quote!(#index => ::core::result::Result::Ok(())));
            continue;
        }
        let write = codec::write(ty, &Place::Reference(quote!(value)));
        let (read, skip, ty) = (codec::read(ty), codec::skip(ty), super::ty::emit(ty));
        variants.push(quote!(#variant(#ty)));
        writes.push(quote!(#ident::#variant(value) => { out.index(#index); #write; }));
        reads.push(quote!(#index => #read.map(#ident::#variant)));
        skips.push(quote!(#index => #skip));
    }
    let other = quote!(_ => reader.fault(codegen_v1::What::Union));
    let datum = datum(
        def,
        quote!(match self { #(#writes),* }),
        quote!(match reader.branch(#count)? { #(#reads,)* #other }),
        quote!(match reader.branch(#count)? { #(#skips,)* #other }),
    );
    quote! {
        #doc
        #derive
        pub enum #ident {
            #(#variants),*
        }
        #datum
    }
}

fn datum(def: &TypeDef, write: TokenStream, read: TokenStream, skip: TokenStream) -> TokenStream {
    let (ident, min) = (&def.ident, Literal::usize_unsuffixed(def.min));
    quote! {
        impl codegen_v1::Datum for #ident {
            const MIN: usize = #min;
            fn write(&self, out: &mut codegen_v1::Writer<'_>) {
                #write
            }
            fn read(
                reader: &mut codegen_v1::Reader<'_>,
            ) -> ::core::result::Result<Self, codegen_v1::DecodeError> {
                #read
            }
            fn skip(
                reader: &mut codegen_v1::Reader<'_>,
            ) -> ::core::result::Result<(), codegen_v1::DecodeError> {
                #skip
            }
        }
    }
}

fn derive(def: &TypeDef, default: bool, derives: &[syn::Path]) -> TokenStream {
    let eq = def.eq.then(|| quote!(Eq, Hash,));
    let default = default.then(|| quote!(Default,));
    quote!(#[derive(Debug, Clone, PartialEq, #eq #default #(#derives),*)])
}

/// The schema's defaults, and what the types start with.
fn default(def: &TypeDef, fields: &[&Field]) -> TokenStream {
    let ident = &def.ident;
    let values = fields.iter().map(|field| {
        let name = &field.ident;
        match &field.default {
            Some(default) => {
                let value = value(default);
                quote!(#name: #value)
            }
            None => quote!(#name: ::core::default::Default::default()),
        }
    });
    quote! {
        impl ::core::default::Default for #ident {
            fn default() -> Self {
                #ident { #(#values),* }
            }
        }
    }
}

fn value(value: &Value) -> TokenStream {
    match value {
        Value::Bool(value) => quote!(#value),
        Value::Int(value) => Literal::i32_unsuffixed(*value).into_token_stream(),
        Value::Long(value) => Literal::i64_unsuffixed(*value).into_token_stream(),
        Value::Float(value) => quote!(#value),
        Value::Double(value) => quote!(#value),
        Value::Bytes(bytes) => {
            let bytes = bytes.iter().map(|byte| Literal::u8_unsuffixed(*byte));
            quote!(::std::vec![#(#bytes),*])
        }
        Value::Text(text) => quote!(::std::string::String::from(#text)),
        Value::Symbol(ty, symbol) => quote!(#ty::#symbol),
        Value::Some(inner) => {
            let inner = self::value(inner);
            quote!(::core::option::Option::Some(#inner))
        }
    }
}

/// A rejection in words: its name, and its fields.
fn display(def: &TypeDef, fields: &[&Field]) -> TokenStream {
    use crate::interface::Ty;
    let ident = &def.ident;
    let mut format = crate::names::words(&ident.to_string());
    let mut values = Vec::new();
    for (n, field) in fields.iter().enumerate() {
        let plain = matches!(
            field.ty,
            Ty::Boolean | Ty::Int | Ty::Long | Ty::Float | Ty::Double | Ty::String
        );
        let (words, name) = (crate::names::words(&field.name), &field.ident);
        let hole = if plain { "{}" } else { "{:?}" };
        format += &format!("{} {words} {hole}", if n == 0 { ":" } else { "," });
        values.push(quote!(self.#name));
    }
    quote! {
        impl ::core::fmt::Display for #ident {
            fn fmt(&self, f: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                ::core::write!(f, #format, #(#values),*)
            }
        }
    }
}
