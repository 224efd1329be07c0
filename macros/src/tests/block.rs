use super::*;

#[test]
fn the_block_comes_out_again_without_its_markers_whatever_is_wrong() {
    let block = quote! {
        impl Bank {
            #![allow(dead_code)]
            const LIMIT: [u8; { 1 + 1 }] = [0; 2];
            type_of_macro! { #[kept] fn }
            #[command(high)]
            #[inline]
            fn move_funds<T>(&mut self) { let unfinished = self. }
            #[event]
            async fn balance(&self, event: BalanceChanged) {}
            pub(crate) fn helper(&self) -> u8 { 1 }
        }
    };
    let expected = quote! {
        impl Bank {
            #![allow(dead_code)]
            const LIMIT: [u8; { 1 + 1 }] = [0; 2];
            type_of_macro! { #[kept] fn }
            #[inline]
            fn move_funds<T>(&mut self) { let unfinished = self. }
            async fn balance(&self, event: BalanceChanged) {}
            pub(crate) fn helper(&self) -> u8 { 1 }
        }
    };
    let code = expand(Face::Processor, quote!(), block).to_string();
    assert!(code.starts_with(&expected.to_string()), "{code}");
}

#[test]
fn a_body_is_not_parsed() {
    let block = quote! {
        impl Bank {
            #[command]
            async fn note(&self, note: Note) -> Handled<Note> { what even is this }
        }
    };
    let code = expand(Face::Processor, quote!(ledger), block).to_string();
    assert!(code.contains("{ what even is this }") && code.contains("__Message"), "{code}");
}

#[test]
fn without_an_interface_the_usage_is_shown() {
    let block =
        quote!(impl Bank { #[command] async fn note(&self, note: Note) -> Handled<Note> {} });
    let expanded = expanded(Face::Processor, quote!(), block);
    assert_eq!(expanded.one_error(), "name the interface: `#[adjutant::processor(ledger)]`");
    assert!(!expanded.code.contains("__Interface"), "{}", expanded.code);
}

#[test]
fn what_is_no_path_is_no_interface() {
    for argument in
        [quote!("ledger"), quote!(name = ledger), quote!(ledger, other), quote!(Vec<u8>)]
    {
        let expanded = expanded(Face::Subscriber, argument, quote!(impl Statements {}));
        assert!(expanded.one_error().contains("`#[adjutant::subscriber(ledger)]`"));
    }
}

#[test]
fn an_item_that_is_no_impl_block_is_refused() {
    for item in [
        quote!(
            struct Bank;
        ),
        quote!(
            struct Bank {
                #[command]
                field: u8,
            }
        ),
        quote!(
            trait Bank {
                #[command]
                async fn note(&self, note: Note) -> Handled<Note>;
            }
        ),
        quote!(
            mod bank {}
        ),
        quote!(
            async fn note(note: Note) {}
        ),
    ] {
        let expanded = processor(item);
        let error = expanded.one_error();
        assert!(error.starts_with("`#[processor]` belongs on the `impl` block"), "{error}");
        assert!(error.contains("help: a handler looks like\n    #[command]\n"), "{error}");
        assert!(!expanded.code.contains("#[command]"), "{}", expanded.code);
    }
}

#[test]
fn an_impl_of_a_trait_is_refused() {
    let expanded = processor(quote! {
        impl Service for Bank<u8> { #[command] async fn note(&self, note: Note) -> Handled<Note> {} }
    });
    assert!(
        expanded
            .one_error()
            .starts_with("`#[processor]` belongs on an `impl` block without a trait")
    );
    assert!(expanded.code.contains("impl Service for Bank<u8> {"), "{}", expanded.code);
    assert!(!expanded.code.contains("#[command]"), "{}", expanded.code);
}

#[test]
fn a_block_whose_functions_are_all_unmarked_is_one_mistake() {
    let functions = quote!(impl Bank { async fn note(&self, note: Note) -> Handled<Note> {} });
    let expanded = processor(functions);
    assert!(expanded.one_error().starts_with("no function of this block is marked `#[command]`"));
}

#[test]
fn an_empty_processor_claims_its_face_so_that_rustc_lists_the_commands() {
    let expanded = processor(quote!(impl Bank {}));
    assert!(expanded.errors.is_empty());
    assert!(expanded.code.contains("impl __Processor for Bank {}"), "{}", expanded.code);
}
