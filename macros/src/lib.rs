//! `#[processor(ledger)]` and `#[subscriber(ledger)]`: shell, parse, expand.

#![warn(missing_docs)]

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{
    Attribute, FnArg, ImplItem, ImplItemFn, ItemImpl, Path, ReturnType, Type, spanned::Spanned,
};

#[proc_macro_attribute]
pub fn processor(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand(PROCESSOR, args.into(), item.into()).into()
}
#[proc_macro_attribute]
pub fn subscriber(
    args: proc_macro::TokenStream,
    item: proc_macro::TokenStream,
) -> proc_macro::TokenStream {
    expand(SUBSCRIBER, args.into(), item.into()).into()
}

struct Face {
    marker: &'static str,
    handle: &'static str,
    face: &'static str,
    legal: &'static str,
}
const PROCESSOR: Face = Face {
    marker: "command",
    handle: "Handle",
    face: "Processor",
    legal: "async fn move_funds(&self, command: MoveFunds, events: &Events<MoveFunds>) -> Result<FundsMoved, Failure<MoveFunds>>",
};
const SUBSCRIBER: Face = Face {
    marker: "event",
    handle: "Observe",
    face: "Subscriber",
    legal: "async fn balance_changed(&self, event: BalanceChanged) -> Result<(), Error>",
};

fn expand(face: Face, interface: TokenStream, item: TokenStream) -> TokenStream {
    let mut block = match syn::parse2::<ItemImpl>(item.clone()) {
        Ok(block) => block,
        Err(error) => {
            let error = error.to_compile_error();
            return quote!(#item #error);
        }
    };
    let mut marked = Vec::new();
    for item in &mut block.items {
        let ImplItem::Fn(function) = item else { continue };
        let before = function.attrs.len();
        function.attrs.retain(|a| !a.path().is_ident(face.marker));
        if before != function.attrs.len() {
            marked.push(function.clone())
        }
    }
    let interface: Path = match syn::parse2(interface) {
        Ok(path) => path,
        Err(_) => {
            let error = syn::Error::new(Span::call_site(), "name the interface, as in `(ledger)`")
                .to_compile_error();
            return quote!(#block #error);
        }
    };
    let (generics, _, bounds) = block.generics.split_for_impl();
    let owner = &*block.self_ty;
    let (mut errors, mut delegations) = (TokenStream::new(), TokenStream::new());
    for function in &marked {
        match Handler::parse(&face, function) {
            Ok(handler) => {
                delegations.extend(handler.expand(&face, &interface, &generics, &bounds, owner))
            }
            Err(error) => errors.extend(error.to_compile_error()),
        }
    }
    let marker = syn::Ident::new(face.face, Span::call_site());
    // After an error of ours the face is not claimed, so that rustc adds no follow-on error.
    let claim = match face.marker {
        _ if !errors.is_empty() => None,
        "command" => Some(
            quote_spanned!(owner.span()=> impl #generics #interface::#marker for #owner #bounds {}),
        ),
        _ => Some(subscribe(&marked, &interface, &generics, &bounds, owner)),
    };
    quote!(#block #delegations #claim #errors)
}

/// A subscriber takes the events it has handlers for, and reads only their topics.
fn subscribe(
    marked: &[ImplItemFn],
    interface: &Path,
    generics: &impl ToTokens,
    bounds: &impl ToTokens,
    owner: &Type,
) -> TokenStream {
    let (cfgs, types): (Vec<_>, Vec<_>) = marked
        .iter()
        .map(|f| {
            let cfg: Vec<_> = f.attrs.iter().filter(|a| a.path().is_ident("cfg")).collect();
            let Some(FnArg::Typed(t)) = f.sig.inputs.iter().nth(1) else {
                unreachable!("parsed above")
            };
            (quote!(#(#cfg)*), &*t.ty)
        })
        .unzip();
    let names: Vec<_> = (0..types.len()).map(|n| quote::format_ident!("__Event{n}")).collect();
    quote_spanned!(owner.span()=> const _: () = {
        #(#cfgs type #names = #types;)*
        impl #generics ::adjutant::codegen_v1::Subscriber<#interface::Interface> for #owner #bounds {
            const TOPICS: &'static [&'static str] = &[#(#cfgs <#names as ::adjutant::codegen_v1::Event>::TOPIC),*];
            async fn dispatch(&self, delivery: ::adjutant::codegen_v1::Delivery) -> ::adjutant::codegen_v1::Answer {
                match delivery.fingerprint() {
                    #(#cfgs <#names as ::adjutant::codegen_v1::Message>::FINGERPRINT => delivery.observe::<#names, Self>(self).await,)*
                    _ => delivery.unknown(),
                }
            }
        }
    };)
}

struct Handler<'a> {
    function: &'a ImplItemFn,
    message: &'a Type,
    extra: Vec<&'a Type>,
    cfg: Vec<&'a Attribute>,
}

impl<'a> Handler<'a> {
    fn parse(face: &Face, function: &'a ImplItemFn) -> syn::Result<Self> {
        let fault = |at: &dyn ToTokens, what: &str| {
            Err(syn::Error::new_spanned(
                at,
                format!("{what}\n\nhelp: a handler looks like\n    {}", face.legal),
            ))
        };
        let signature = &function.sig;
        if signature.asyncness.is_none() {
            return fault(&signature.fn_token, "a handler is an `async fn`");
        }
        let mut inputs = signature.inputs.iter();
        match inputs.next() {
            Some(FnArg::Receiver(r))
                if matches!(r.kind, syn::ReceiverKind::Reference(..)) && r.mutability.is_none() => {
            }
            Some(other) => return fault(other, "a handler takes `&self`"),
            None => return fault(&signature.ident, "a handler takes `&self`"),
        }
        let mut types =
            inputs.filter_map(|i| if let FnArg::Typed(t) = i { Some(&*t.ty) } else { None });
        let Some(message) = types.next() else {
            return fault(&signature.ident, "a handler takes its message after `&self`");
        };
        let cfg = function.attrs.iter().filter(|a| a.path().is_ident("cfg")).collect();
        Ok(Handler { function, message, extra: types.collect(), cfg })
    }

    fn expand(
        &self,
        face: &Face,
        interface: &Path,
        generics: &impl ToTokens,
        bounds: &impl ToTokens,
        owner: &Type,
    ) -> TokenStream {
        let Handler { function, message, extra, cfg } = self;
        let name = &function.sig.ident;
        let handle = syn::Ident::new(face.handle, message.span());
        let returned = match &function.sig.output {
            ReturnType::Type(_, t) => quote!(#t),
            ReturnType::Default => quote_spanned!(name.span()=> ()),
        };
        let extra = extra.iter().map(|t| quote_spanned!(t.span()=> <#t as ::adjutant::FromContext<'_, __Message>>::from_context(__context)));
        // The message type is named once, outside generic arguments: a misspelt one is then one error.
        let at_return = match &function.sig.output {
            ReturnType::Type(_, t) => t.span(),
            ReturnType::Default => name.span(),
        };
        let future = quote_spanned!(at_return=> impl ::core::future::Future<Output = #returned> + ::core::marker::Send);
        let body = quote_spanned!(name.span()=>
            fn handle(&self, message: __Message, __context: &::adjutant::Context<__Message>) -> #future { Self::#name(self, message #(, #extra)*) });
        let body = quote_spanned!(message.span()=> impl #generics ::adjutant::#handle<__Message, #interface::Interface> for #owner #bounds { #body });
        quote_spanned!(message.span()=> #(#cfg)* const _: () = { type __Message = #message; #body };)
    }
}
