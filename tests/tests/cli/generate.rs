//! `adjutant generate`.

use crate::adjutant::{Run, adjutant};
use std::fs;

#[test]
fn what_is_generated_is_current_until_it_is_changed_or_missing() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let check = || adjutant(&["generate", "schemas/echo", "--out", out, "--check"]);
    let file = folder.path().join("echo.rs");
    let stale = Run {
        code: 1,
        out: String::new(),
        err: format!(
            "{} is not current\nhelp: run `adjutant generate schemas/echo --out {out}` and commit \
             what it writes\n",
            file.display()
        ),
    };
    assert_eq!(check(), stale, "it is missing");
    assert!(!file.exists(), "a check writes nothing");

    let nothing_to_say = Run { code: 0, out: String::new(), err: String::new() };
    assert_eq!(adjutant(&["generate", "schemas/echo", "--out", out]), nothing_to_say);
    assert_eq!(check(), nothing_to_say);

    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, format!("{text}\n// edited\n")).unwrap();
    assert_eq!(check(), stale, "it was changed");
}

#[test]
fn each_face_can_be_generated_alone_but_not_both_alone() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    for (option, there, not_there) in [
        ("--client-only", "pub struct Client", "pub trait Processor"),
        ("--processor-only", "pub trait Processor", "pub struct Client"),
    ] {
        assert_eq!(adjutant(&["generate", "schemas/echo", "--out", out, option]).code, 0);
        let text = fs::read_to_string(folder.path().join("echo.rs")).unwrap();
        assert!(text.contains(there) && !text.contains(not_there), "{option}");
    }
    let both = ["generate", "schemas/echo", "--out", out, "--client-only", "--processor-only"];
    assert_eq!(adjutant(&both).code, 2);
}

#[test]
fn an_interface_with_faults_is_reported_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let interfaces = ["schemas/echo", "errors/key-missing", "errors/reply-missing"];
    let run =
        adjutant(&[&["generate"], &interfaces[..], &["--out", out.to_str().unwrap()]].concat());
    let expected = ["key-missing", "reply-missing"]
        .map(|rule| fs::read_to_string(format!("errors/{rule}/expected.txt")).unwrap());
    assert_eq!(run, Run { code: 1, out: String::new(), err: expected.concat() });
    assert!(!out.exists());
}
