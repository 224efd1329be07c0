//! What a build script can ask for beside [`compile`](adjutant_codegen::compile). The build script
//! of this package asks for the parts below, one by one.

use adjutant_codegen::{Builder, write};
use std::{fs, path::Path, time::SystemTime};

mod client {
    include!(concat!(env!("OUT_DIR"), "/client/echo.rs"));
}
mod processor {
    include!(concat!(env!("OUT_DIR"), "/processor/echo.rs"));
}
mod subscriber {
    include!(concat!(env!("OUT_DIR"), "/subscriber/echo.rs"));
}
mod derived {
    include!(concat!(env!("OUT_DIR"), "/derived/echo.rs"));
}

const SCHEMAS: &str = "schemas/echo";

fn generate(builder: Builder) -> String {
    let (files, _) = builder.generate().unwrap();
    files.into_values().collect()
}

#[test]
fn a_part_can_be_generated_alone() {
    let parts = ["pub struct Client", "pub trait Processor", "pub fn subscribe"];
    let found = |builder| {
        let text = generate(builder);
        parts.map(|part| text.contains(part))
    };
    let builder = || Builder::new(SCHEMAS);
    assert_eq!(found(builder()), [true, true, true]);
    assert_eq!(found(builder().client_only()), [true, false, false]);
    assert_eq!(found(builder().processor_only()), [false, true, false]);
    assert_eq!(found(builder().subscriber_only()), [false, false, true]);
}

#[test]
fn every_type_derives_what_was_asked_for() {
    fn ordered<T: PartialOrd>() {}
    ordered::<derived::echo::Say>();
    ordered::<derived::echo::Said>();
}

#[test]
fn the_error_trait_is_not_derived() {
    for path in ["thiserror::Error", "::std::error::Error", "Error"] {
        let error = Builder::new(SCHEMAS).derive(path).generate().map(drop).unwrap_err();
        let expected = format!(
            "`{path}` cannot be derived: a rejection that is an error would be retried by `?` \
             instead of being replied"
        );
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn what_names_no_trait_is_refused() {
    let error = Builder::new(SCHEMAS).derive("no trait").generate().map(drop).unwrap_err();
    assert!(error.to_string().starts_with("`no trait` names no trait to derive"), "{error}");
}

#[test]
fn faults_of_an_interface_are_the_error() {
    let error = Builder::new("schemas/nowhere").generate().map(drop).unwrap_err();
    assert!(error.to_string().contains("schemas/nowhere does not exist"), "{error}");
}

#[test]
fn only_what_changed_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let (files, _) = Builder::new(SCHEMAS).generate().unwrap();
    let place = folder.path().join("below/echo.rs");
    let old = SystemTime::UNIX_EPOCH;
    let age = |path: &Path| fs::File::options().write(true).open(path).unwrap().set_modified(old);
    let modified = |path: &Path| fs::metadata(path).unwrap().modified().unwrap();

    assert_eq!(write::stale(&files, place.parent().unwrap()).unwrap().len(), 1);
    write::write(&files, place.parent().unwrap()).unwrap();
    age(&place).unwrap();
    write::write(&files, place.parent().unwrap()).unwrap();
    assert_eq!(modified(&place), old, "a current file was written again");

    fs::write(&place, "stale").unwrap();
    age(&place).unwrap();
    write::write(&files, place.parent().unwrap()).unwrap();
    assert!(modified(&place) > old, "a stale file was left");
    assert!(write::stale(&files, place.parent().unwrap()).unwrap().is_empty());
}
