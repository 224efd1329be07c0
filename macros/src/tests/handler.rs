use super::*;

/// The errors of one function in a block of this face.
fn errors(face: Face, function: TokenStream) -> Vec<String> {
    expanded(face, quote!(ledger), quote!(impl Bank { #function })).errors
}

#[track_caller]
fn one_error(face: Face, function: TokenStream) -> String {
    let mut errors = errors(face, function);
    assert_eq!(errors.len(), 1, "{errors:#?}");
    errors.remove(0)
}

#[test]
fn each_fault_in_the_shape_of_a_handler_is_named_and_a_legal_one_is_shown() {
    let cases = [
        (
            quote!(
                fn note(&self, note: Note) {}
            ),
            "a handler is an `async fn`",
        ),
        (
            quote!(
                async unsafe fn note(&self, note: Note) {}
            ),
            "a handler is not `unsafe`",
        ),
        (
            quote!(
                async fn note<T>(&self, note: T) {}
            ),
            "a handler has no generic parameters",
        ),
        (
            quote!(
                async fn note(&mut self, note: Note) {}
            ),
            "a handler takes `&self`",
        ),
        (
            quote!(
                async fn note(self, note: Note) {}
            ),
            "a handler takes `&self`",
        ),
        (
            quote!(
                async fn note(note: Note) {}
            ),
            "a handler takes `&self`",
        ),
        (
            quote!(
                async fn note() {}
            ),
            "a handler takes `&self` and its message",
        ),
        (
            quote!(
                async fn note(&self) {}
            ),
            "a handler takes its message after `&self`",
        ),
    ];
    for (function, expected) in cases {
        for (face, marked, legal) in [
            (Face::Processor, quote!(#[command] #function), "#[command]\n    async fn move_funds("),
            (
                Face::Subscriber,
                quote!(#[event] #function),
                "#[event]\n    async fn balance_changed(",
            ),
        ] {
            let error = one_error(face, marked);
            assert!(error.starts_with(expected), "{expected}: {error}");
            assert!(
                error.contains("help: a handler looks like") && error.contains(legal),
                "{error}"
            );
        }
    }
}

#[test]
fn all_faults_of_a_block_are_reported_and_the_legal_signature_once() {
    let errors = errors(
        Face::Processor,
        quote! {
            #[command] fn note(&mut self) {}
            #[command(high)] async fn move_funds(self, command: MoveFunds) {}
        },
    );
    assert_eq!(errors.len(), 5, "{errors:#?}");
    assert_eq!(errors.iter().filter(|error| error.contains("looks like")).count(), 1);
}

#[test]
fn markers_take_no_arguments() {
    for (face, function) in [
        (
            Face::Processor,
            quote!(
                #[command(MoveFunds)]
                async fn note(&self, note: Note) {}
            ),
        ),
        (
            Face::Processor,
            quote!(
                #[command = "Note"]
                async fn note(&self, note: Note) {}
            ),
        ),
        (
            Face::Subscriber,
            quote!(
                #[event()]
                async fn note(&self, note: Note) {}
            ),
        ),
    ] {
        let error = one_error(face, function);
        assert!(error.contains("takes no arguments: the type of the first argument"), "{error}");
    }
}

#[test]
fn a_marker_stands_once() {
    let error = one_error(
        Face::Processor,
        quote!(
            #[command]
            #[command]
            async fn note(&self, note: Note) {}
        ),
    );
    assert_eq!(error, "`#[command]` once is enough");
}

#[test]
fn a_function_handles_a_command_or_an_event() {
    for face in [Face::Processor, Face::Subscriber] {
        let error = one_error(
            face,
            quote!(
                #[command]
                #[event]
                async fn note(&self, note: Note) {}
            ),
        );
        assert_eq!(error, "a function handles a command or an event, not both");
    }
}

#[test]
fn the_marker_of_the_other_face_is_refused_and_its_block_named() {
    let error = one_error(
        Face::Processor,
        quote!(
            #[event]
            async fn note(&self, note: Note) {}
        ),
    );
    assert!(error.starts_with("`#[event]` belongs in a `#[subscriber]` block"), "{error}");
    assert!(error.contains("under `#[adjutant::subscriber(ledger)]`"), "{error}");

    let error = one_error(
        Face::Subscriber,
        quote!(
            #[command]
            async fn note(&self, note: Note) {}
        ),
    );
    assert!(error.starts_with("`#[command]` belongs in a `#[processor]` block"), "{error}");
}

#[test]
fn a_marker_on_what_is_no_function_is_refused() {
    for member in [
        quote!(
            #[command]
            const LIMIT: u8 = 1;
        ),
        quote!(
            #[command]
            handler! {}
        ),
    ] {
        let error = one_error(Face::Processor, member);
        assert!(error.starts_with("`#[command]` belongs on a function"), "{error}");
    }
}

#[test]
fn a_handler_that_cannot_be_called_still_answers_for_its_message() {
    let expanded = processor(
        quote!(impl Bank { #[command] fn note(&mut self, note: Note) -> Handled<Note> {} }),
    );
    assert_eq!(expanded.errors.len(), 2);
    assert!(expanded.code.contains("type __Message = Note;"), "{}", expanded.code);
    assert!(expanded.code.contains("::core::future::pending()"), "{}", expanded.code);
    assert!(expanded.code.contains("impl __Processor for Bank {}"), "{}", expanded.code);
}

#[test]
fn a_handler_without_a_message_leaves_the_face_unclaimed() {
    let expanded = processor(quote!(impl Bank { #[command] async fn note(&self) {} }));
    assert!(!expanded.code.contains("__Processor for"), "{}", expanded.code);
}

#[test]
fn lifetimes_of_the_receiver_patterns_and_mutable_bindings_are_the_users_business() {
    for function in [
        quote!(
            #[command]
            async fn note(&'_ self, mut note: Note) -> Handled<Note> {}
        ),
        quote!(
            #[command]
            pub(crate) async fn note(&self, Note { text }: Note) -> Handled<Note> {}
        ),
        quote!(
            #[command]
            async fn note(&self, _: Note, _: Identity, (): ()) -> Handled<Note> {}
        ),
    ] {
        assert_eq!(errors(Face::Processor, function), Vec::<String>::new());
    }
}
