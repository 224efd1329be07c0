//! What rustc says to each mistake, and that what is legal compiles.
//!
//! A file of `compile-fail/` holds one mistake. `//~` stands on the line above each place at which
//! rustc must report an error, `//~ 3` above a place of three, and `//~ in ledger.rs` anywhere for
//! one in generated code. These hold for every compiler. The text beside the file, `NAME.stderr`,
//! is compared only under the compiler that `compile-fail/rustc-version` names, since another one
//! words it differently; `UPDATE_GOLDEN=1` writes the texts and that version. A file of
//! `compile-pass/` compiles without a warning.
//!
//! rustc runs directly on each file, against the crates that cargo has built for this test; both
//! interfaces that the files use are generated from `compile-fail/ledger`.

mod case;
mod compiler;
mod text;

use case::Case;
use compiler::{Compiler, Lints};
use std::{env, fs, path::Path, sync::Mutex, thread};

const TESTS: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn every_mistake_is_told_on_the_users_tokens_and_reads_as_expected() {
    let folder = Path::new(TESTS).join("compile-fail");
    let compiler = Compiler::new("fail");
    let version = folder.join("rustc-version");
    let update = env::var_os("UPDATE_GOLDEN").is_some();
    if update {
        fs::write(&version, compiler.version()).unwrap();
    }
    let same_words = fs::read_to_string(&version).unwrap_or_default() == compiler.version();

    let wrong = each(&folder, |case| {
        let said = compiler.check(case, Lints::AllowUnused);
        let places = case.compare_places(&said);
        let text = said.iter().map(|message| text::stable(&message.rendered, &compiler.out));
        places.and_then(|()| case.compare_text(&text.collect::<String>(), update, same_words))
    });
    assert!(wrong.is_empty(), "{} of the mistakes:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn what_is_legal_compiles_without_a_warning() {
    let compiler = Compiler::new("pass");
    let wrong = each(&Path::new(TESTS).join("compile-pass"), |case| {
        let said = compiler.check(case, Lints::Deny);
        let text: String = said.iter().map(|message| message.rendered.as_str()).collect();
        if text.is_empty() { Ok(()) } else { Err(format!("{}:\n\n{text}", case.file.display())) }
    });
    assert!(wrong.is_empty(), "{} of the files:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

/// Runs `check` on every file of a folder, as many at a time as there are cores. What is wrong
/// comes in the order of the files.
fn each(folder: &Path, check: impl Fn(&Case) -> Result<(), String> + Sync) -> Vec<String> {
    let mut cases = Case::all(folder);
    assert!(!cases.is_empty(), "no file in {}", folder.display());
    cases.reverse();
    let (waiting, wrong) = (Mutex::new(cases), Mutex::new(Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(case) = { waiting.lock().unwrap().pop() } {
                    if let Err(text) = check(&case) {
                        wrong.lock().unwrap().push((case.file, text));
                    }
                }
            });
        }
    });
    let mut wrong = wrong.into_inner().unwrap();
    wrong.sort();
    wrong.into_iter().map(|(_, text)| text).collect()
}
