use super::*;
use crate::{canonical, read, source::Sources};

/// The text of the first of these as one set, and that of what it says when it is read again.
fn there_and_back(texts: &[&str]) -> (String, String) {
    let mut sources = Sources::default();
    let ids: Vec<_> = texts.iter().map(|text| sources.add("test.avsc", *text)).collect();
    let (schemas, found) = read::schemas(&sources, &ids);
    assert!(found.iter().all(|finding| finding.id == "logical-type-ignored"), "{found:?}");
    let root = schemas.roots[0].as_ref().unwrap();
    let first = of(&schemas, root);

    let mut sources = Sources::default();
    let id = sources.add("again.avsc", first.clone());
    let (again, found) = read::schemas(&sources, &[id]);
    assert!(found.iter().all(|finding| finding.id == "logical-type-ignored"), "{found:?}");
    let back = again.roots[0].as_ref().unwrap();
    assert_eq!(canonical::form(&schemas, root), canonical::form(&again, back));
    (first, of(&again, back))
}

#[test]
fn nothing_of_a_schema_is_lost() {
    let text = r#"{"type":"error","name":"R","namespace":"a","doc":"\"d\"","aliases":["Q","b.P",".N"],"fields":["#
        .to_string()
        + r#"{"name":"f","type":{"type":"long","logicalType":"timestamp-micros","unit":[1.50]},"doc":"e","default":0,"order":"descending","aliases":["g"],"logicalType":"date"},"#
        + r#"{"name":"h","type":{"type":"enum","name":"E","doc":"","symbols":["A","B"],"default":"B"},"default":"A","order":"ignore"},"#
        + r#"{"name":"i","type":{"type":"fixed","name":"F","namespace":"","size":9,"logicalType":"decimal","precision":20,"scale":2}},"#
        + r#"{"name":"j","type":["null",{"type":"array","items":{"type":"map","values":"E","x":null}},"F"],"default":null},"#
        + r#"{"name":"k","type":{"type":"string","logicalType":"email"}}"#
        + r#"],"owner":{"team":"ledger"}}"#;
    let (first, again) = there_and_back(&[&text]);
    assert_eq!(first, text);
    assert_eq!(again, text);
}

#[test]
fn a_type_of_another_text_is_defined_where_it_is_first_used() {
    let (first, again) = there_and_back(&[
        r#"{"type":"record","name":"a.R","fields":[{"name":"f","type":"b.S"},{"name":"g","type":"b.S"}]}"#,
        r#"{"type":"record","name":"b.S","fields":[{"name":"h","type":["null","a.R","S"]}]}"#,
    ]);
    let inner = r#"{"type":"record","name":"S","namespace":"b","fields":[{"name":"h","type":["null","a.R","S"]}]}"#;
    let fields = format!(r#"{{"name":"f","type":{inner}}},{{"name":"g","type":"b.S"}}"#);
    assert_eq!(
        first,
        format!(r#"{{"type":"record","name":"R","namespace":"a","fields":[{fields}]}}"#)
    );
    assert_eq!(again, first);
}

#[test]
fn a_name_in_no_namespace_is_not_taken_for_its_twin_in_the_enclosing_one() {
    let (first, again) = there_and_back(&[
        r#"{"type":"record","name":"a.R","fields":[{"name":"f","type":".X"},{"name":"g","type":"X"},{"name":"h","type":".X"}]}"#,
        r#"{"type":"fixed","name":"X","size":1}"#,
        r#"{"type":"fixed","name":"a.X","size":2}"#,
    ]);
    assert!(first.ends_with(r#"{"name":"h","type":".X"}]}"#), "{first}");
    assert_eq!(again, first);
}

#[test]
fn a_type_named_like_one_of_avros_words_keeps_its_namespace() {
    let (first, again) = there_and_back(&[
        r#"[{"type":"fixed","name":"a.int","size":1},{"type":"record","name":"a.array","fields":[{"name":"f","type":["a.int","int"]}]}]"#,
    ]);
    assert!(first.contains(r#"["a.int","int"]"#), "{first}");
    assert_eq!(again, first);
}
