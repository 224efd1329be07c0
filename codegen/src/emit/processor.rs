//! The processor: a bundle of handlers, and the way of a delivery to its own.

use crate::interface::Interface;
use proc_macro2::TokenStream;
use quote::quote;

pub(super) fn emit(interface: &Interface) -> TokenStream {
    let Interface { name, module, topics, .. } = interface;
    let idents: Vec<_> = interface.commands.iter().map(|command| &command.ident).collect();
    let topics = topics.commands.iter().map(|topic| &topic.name);
    let title = format!(" Handles every command of `{name}`.");
    let message = format!("`{{Self}}` is not a processor of `{name}`");
    let note =
        format!("put `#[adjutant::processor({module})]` on the `impl` that holds its handlers");
    let serve = format!(" Serves `{name}` with this processor.");
    quote! {
        #[doc = #title]
        #[diagnostic::on_unimplemented(message = #message, note = #note)]
        pub trait Processor: codegen_v1::Shared #(+ codegen_v1::Handle<#idents, Interface>)* {}

        #[doc = #serve]
        pub fn serve<__P: Processor>(
            processor: __P,
        ) -> codegen_v1::Service<Interface, codegen_v1::Processing<__P>> {
            codegen_v1::service(codegen_v1::Processing(processor))
        }

        impl<__P: Processor> codegen_v1::Dispatch<codegen_v1::Processing<__P>> for Interface {
            const FACE: codegen_v1::Face = codegen_v1::Face::Processor;
            const TOPICS: &'static [&'static str] = &[#(#topics),*];
            async fn dispatch(
                to: &codegen_v1::Processing<__P>,
                delivery: codegen_v1::Delivery,
            ) -> codegen_v1::Answer {
                match delivery.fingerprint() {
                    #(<#idents as codegen_v1::Message>::FINGERPRINT => {
                        delivery.handle::<#idents, __P>(&to.0).await
                    })*
                    _ => delivery.unknown(),
                }
            }
        }
    }
}
