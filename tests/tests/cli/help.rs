//! `goldens/help.txt` is what the command line says of itself. `UPDATE_GOLDEN=1` writes it.

use crate::adjutant::adjutant;
use std::{env, fs};

const COMMANDS: [&[&str]; 8] = [
    &[],
    &["init"],
    &["generate"],
    &["topics"],
    &["topics", "create"],
    &["topics", "check"],
    &["dev"],
    &["trace"],
];

#[test]
fn every_command_says_what_it_does_as_in_the_golden() {
    let said: Vec<String> = (COMMANDS.iter())
        .map(|command| {
            let run = adjutant(&[*command, &["--help"]].concat());
            assert_eq!((run.code, run.err.as_str()), (0, ""));
            format!("$ adjutant {}\n{}", [*command, &["--help"]].concat().join(" "), run.out)
        })
        .collect();
    let said = said.join("\n");
    let golden = "goldens/help.txt";
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(golden, &said).unwrap();
    }
    let committed = fs::read_to_string(golden).unwrap_or_default();
    assert!(committed == said, "{golden} is stale: UPDATE_GOLDEN=1\n{said}");
}

#[test]
fn a_command_that_does_not_exist_is_a_mistake_in_the_call() {
    let run = adjutant(&["topic", "create"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("unrecognized subcommand 'topic'"), "{}", run.err);
}
