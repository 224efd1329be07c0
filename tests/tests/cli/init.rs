//! `adjutant init`. That the service builds and passes its test, `quick_start` sees.

use crate::adjutant::adjutant;
use std::fs;

#[test]
fn a_starter_depends_on_a_released_version_or_on_a_checkout() {
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("hello-world");
    let service = service.to_str().unwrap();
    let run = adjutant(&["init", service]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(run.out.ends_with(&format!("cd {service} && cargo test\n")), "{}", run.out);
    let manifest = fs::read_to_string(folder.path().join("hello-world/Cargo.toml")).unwrap();
    let version = format!("adjutant = \"{}\"", env!("CARGO_PKG_VERSION"));
    assert!(manifest.contains(&version), "{manifest}");

    let local = folder.path().join("local");
    let run = adjutant(&["init", local.to_str().unwrap(), "--adjutant", ".."]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let manifest = fs::read_to_string(local.join("Cargo.toml")).unwrap();
    let runtime = fs::canonicalize("../runtime").unwrap();
    let path = format!("path = \"{}\"", runtime.display());
    assert!(
        manifest.contains(&path),
        "an absolute path, whatever folder it is read in: {manifest}"
    );
}

#[test]
fn the_interface_of_a_starter_has_no_fault() {
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("hello-world");
    assert_eq!(adjutant(&["init", service.to_str().unwrap()]).code, 0);
    let interface = service.join("schemas/hello_world");
    let out = folder.path().join("out");
    let (interface, out) = (interface.to_str().unwrap(), out.to_str().unwrap());
    let run = adjutant(&["generate", interface, "--out", out]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn nothing_is_written_over_what_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("hello");
    fs::create_dir_all(service.join("src")).unwrap();
    fs::write(service.join("src/lib.rs"), "// mine").unwrap();
    let run = adjutant(&["init", service.to_str().unwrap()]);
    assert_eq!(run.code, 2);
    let file = service.join("src/lib.rs");
    let expected = format!("error: {} exists already; nothing was written\n", file.display());
    assert_eq!(run.err, expected);
    assert!(!service.join("Cargo.toml").exists());
    assert_eq!(fs::read_to_string(file).unwrap(), "// mine");
}

#[test]
fn a_name_that_cargo_and_rust_cannot_take_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["9lives", "Hello", "self", "with space", "-"] {
        let service = folder.path().join(name);
        let run = adjutant(&["init", "--", service.to_str().unwrap()]);
        assert_eq!(run.code, 2, "{name}");
        assert!(run.err.contains(&format!("`{name}` cannot name a service")), "{}", run.err);
        assert!(!service.exists(), "{name}");
    }
}
