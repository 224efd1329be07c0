//! Every folder of `errors/` is an interface that breaks the rule it is named after, and
//! `expected.txt` what its author reads. `UPDATE_GOLDEN=1` writes the latter.

use adjutant::avro::rules as avro;
use adjutant_codegen::{check::check, load, report::Report, rules::RULES};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The folders in the order of their names; relative, so that messages are the same everywhere.
fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<_> =
        fs::read_dir("errors").unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.sort();
    cases
}

fn report(case: &Path) -> Report {
    check(load::read(case))
}

#[test]
fn every_mistake_reads_as_expected() {
    let mut changed = Vec::new();
    for case in cases() {
        let golden = case.join("expected.txt");
        let text = report(&case).render(false);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, text).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != text {
            changed.push(format!("{}:\n\n{text}", golden.display()));
        }
    }
    assert!(changed.is_empty(), "not as expected\n{}", changed.join("\n"));
}

#[test]
fn every_mistake_is_told_once_and_nothing_that_follows_from_it() {
    for case in cases() {
        let found: Vec<_> = report(&case).diagnostics.iter().map(|finding| finding.id).collect();
        let rule = case.file_name().unwrap().to_str().unwrap();
        assert!(!found.is_empty() && found.iter().all(|id| *id == rule), "{rule}: {found:?}");
    }
}

#[test]
fn every_rule_has_a_folder_that_breaks_it() {
    let folders = cases();
    // A file of 4 GiB is not kept in a repository.
    let rules = RULES.iter().chain(avro::RULES).filter(|rule| **rule != avro::JSON_SIZE);
    let lacking: Vec<_> = (rules.clone().map(|rule| rule.id))
        .filter(|id| !folders.iter().any(|folder| folder.ends_with(id)))
        .collect();
    assert!(lacking.is_empty(), "no folder breaks {lacking:?}");
    assert_eq!(folders.len(), rules.count(), "a folder is named after no rule");
}
