use super::*;

/// Reads texts as one set.
fn read(texts: &[&str]) -> (Schemas, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let ids: Vec<SourceId> =
        texts.iter().enumerate().map(|(n, text)| sources.add(format!("{n}.avsc"), *text)).collect();
    schemas(&sources, &ids)
}

#[test]
fn a_name_is_found_in_the_other_texts_whatever_their_order() {
    let order = r#"{"type":"record","name":"a.Order","fields":[{"name":"id","type":"Id"}]}"#;
    let id = r#"{"type":"fixed","name":"Id","namespace":"a","size":4}"#;
    for texts in [[order, id], [id, order]] {
        let (schemas, found) = read(&texts);
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(schemas.types.len(), 2);
        assert!(schemas.roots.iter().all(Option::is_some));
    }
}
