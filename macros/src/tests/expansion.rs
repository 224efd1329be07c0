use super::*;

#[test]
fn a_processor_is_its_block_a_delegation_per_handler_and_the_claim() {
    let item = quote! {
        impl Bank {
            /// Moves money.
            #[command]
            pub async fn move_funds(&self, command: MoveFunds, events: &Events<MoveFunds>) -> Handled<MoveFunds> {
                self.book.transfer(command, events).await
            }
            fn helper(&self) {}
        }
    };
    let expected = quote! {
        impl Bank {
            /// Moves money.
            pub async fn move_funds(&self, command: MoveFunds, events: &Events<MoveFunds>) -> Handled<MoveFunds> {
                self.book.transfer(command, events).await
            }
            fn helper(&self) {}
        }
        const _: () = {
            #[allow(unused_imports)]
            use ledger::{Interface as __Interface, Processor as __Processor};
            const _: () = {
                type __Message = MoveFunds;
                impl ::adjutant::codegen_v1::Handle<__Message, __Interface> for Bank
                where
                    for<'__shared> Self: ::core::marker::Sync,
                {
                    fn handle(
                        &self,
                        __message: __Message,
                        __context: &::adjutant::codegen_v1::Context<__Message>,
                    ) -> impl ::core::future::Future<Output = Handled<MoveFunds>> + ::core::marker::Send {
                        Self::move_funds(
                            self,
                            __message,
                            <&Events<MoveFunds> as ::adjutant::codegen_v1::FromContext<'_, __Message>>::from_context(__context),
                        )
                    }
                }
            };
            impl __Processor for Bank {}
        };
    };
    let expanded = processor(item);
    assert_eq!(expanded.code, printed(expected));
    assert!(expanded.errors.is_empty(), "{:?}", expanded.errors);
}

#[test]
fn a_subscriber_tells_its_topics_and_tries_its_events_in_turn() {
    let item = quote! {
        impl Statements {
            #[event]
            async fn balance(&self, event: BalanceChanged) -> Result<(), Error> { Ok(()) }
            #[event]
            #[cfg(feature = "accounts")]
            async fn account(&self, event: AccountAdded) -> Result<(), Error> { Ok(()) }
        }
    };
    let claim = quote! {
        const _: () = {
            type __Event0 = BalanceChanged;
            #[cfg(feature = "accounts")]
            type __Event1 = AccountAdded;
            const __ALL: &[&str] = &[
                ::adjutant::codegen_v1::topic::<__Event0, __Interface>(),
                #[cfg(feature = "accounts")]
                ::adjutant::codegen_v1::topic::<__Event1, __Interface>()
            ];
            const __TOPICS: ::adjutant::codegen_v1::Topics<{ __ALL.len() }> =
                ::adjutant::codegen_v1::Topics::each_once(__ALL);
            impl ::adjutant::codegen_v1::Subscription<__Interface> for Statements
            where
                for<'__shared> Self: ::core::marker::Sync,
            {
                const TOPICS: &'static [&'static str] = __TOPICS.as_slice();
                async fn dispatch(&self, __delivery: ::adjutant::codegen_v1::Delivery) -> ::adjutant::codegen_v1::Answer {
                    if __delivery.is::<__Event0>() {
                        return __delivery.observe::<__Event0, __Interface, Self>(self).await;
                    }
                    #[cfg(feature = "accounts")]
                    if __delivery.is::<__Event1>() {
                        return __delivery.observe::<__Event1, __Interface, Self>(self).await;
                    }
                    __delivery.unknown()
                }
            }
            impl ::adjutant::codegen_v1::Subscriber<__Interface> for Statements {}
        };
    };
    let expanded = subscriber(item);
    let claim = indented(&printed(claim));
    assert!(expanded.code.contains(&claim), "{}\n\nlacks\n\n{claim}", expanded.code);
    assert!(expanded.errors.is_empty(), "{:?}", expanded.errors);
}

/// One level deeper.
fn indented(code: &str) -> String {
    code.lines().map(|line| format!("    {line}\n")).collect()
}

#[test]
fn the_generics_and_bounds_of_the_block_are_those_of_each_impl() {
    let block = quote! {
        impl<S: Store, const N: usize> Bank<S, N> where S::Row: Send {
            #[command]
            async fn note(&self, note: Note) -> Handled<Note> { Ok(()) }
        }
    };
    let code = expand(Face::Processor, quote!(ledger), block).to_string();
    for header in [
        quote!(impl<S: Store, const N: usize> ::adjutant::codegen_v1::Handle<__Message, __Interface> for Bank<S, N> where S::Row: Send, for<'__shared> Self: ::core::marker::Sync),
        quote!(impl<S: Store, const N: usize> __Processor for Bank<S, N> where S::Row: Send),
    ] {
        assert!(code.contains(&header.to_string()), "{header}\n\nis not in\n\n{code}");
    }
}

#[test]
fn a_delegation_exists_under_the_conditions_of_its_handler_and_under_no_other_attribute() {
    let expanded = processor(quote! {
        impl Bank {
            #[cfg(unix)]
            #[command]
            #[deprecated]
            #[cfg(feature = "notes")]
            async fn note(&self, note: Note) -> Handled<Note> { Ok(()) }
        }
    });
    let delegation = "    #[cfg(unix)]\n    #[cfg(feature = \"notes\")]\n    const _: () = {\n        type __Message = Note;";
    assert!(expanded.code.contains(delegation), "{}", expanded.code);
}

#[test]
fn the_interface_may_be_any_path_to_its_module() {
    for path in [quote!(crate::ledger), quote!(self::contracts::ledger), quote!(ledger)] {
        let expanded = expanded(
            Face::Processor,
            path.clone(),
            quote!(impl Bank { #[command] async fn note(&self, note: Note) -> Handled<Note> {} }),
        );
        let import = format!("use {}::{{Interface as", path.to_string().replace(' ', ""));
        assert!(expanded.code.contains(&import), "{}", expanded.code);
    }
}
