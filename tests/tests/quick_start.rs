//! The README's quick start, executed as it stands there.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

#[test]
fn the_quick_start_makes_a_service_whose_test_passes() {
    let checkout = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let readme = fs::read_to_string(checkout.join("README.md")).unwrap();
    let quick_start = readme.split("## Quick start").nth(1).unwrap();
    let commands = quick_start.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();

    let folder = tempfile::tempdir().unwrap();
    let service = folder.path().join("greeter");
    let mut here = checkout.to_owned();
    for line in commands.lines() {
        let line = line.replace("../greeter", service.to_str().unwrap());
        let words: Vec<_> = line.split_whitespace().collect();
        match words[..] {
            ["cd", to] => {
                here = to.into();
                // The versions that are fetched already, so that no network is needed.
                fs::copy(checkout.join("Cargo.lock"), here.join("Cargo.lock")).unwrap();
            }
            ["cargo", ref arguments @ ..] => cargo(arguments, &here),
            _ => panic!("a command that this test cannot run: {line}"),
        }
    }
    assert_eq!(here, service, "the quick start ends in the service");
    shows_what_was_written(quick_start, &service);
}

/// What the README quotes of the service stands in its files, but for the example of a client.
fn shows_what_was_written(quick_start: &str, service: &Path) {
    let files =
        ["schemas/greeter/interface.toml", "src/processor.rs", "src/main.rs", "tests/service.rs"];
    let text: String =
        files.iter().map(|file| fs::read_to_string(service.join(file)).unwrap()).collect();
    let squeezed = |text: &str| text.split_whitespace().collect::<String>().replace(",}", "}");
    let written = squeezed(&text);
    let section = quick_start.split("\n## ").next().unwrap();
    let blocks = section.split("```").skip(1).step_by(2);
    for block in blocks.filter(|block| !block.starts_with("sh")) {
        let code = block.split_once('\n').unwrap().1;
        for part in code.split("\n\n") {
            assert!(written.contains(&squeezed(part)), "the service does not say:\n{part}");
        }
    }
}

fn cargo(arguments: &[&str], here: &Path) {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(here)
        .env("CARGO_TARGET_DIR", target())
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo {}:\n{text}", arguments.join(" "));
}

/// The target folder of this test, whose builds are used again.
fn target() -> PathBuf {
    let this = std::env::current_exe().unwrap();
    this.ancestors().nth(3).unwrap().to_owned()
}
