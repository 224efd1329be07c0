//! Runs the binary.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::OnceLock,
};

/// How a run ended.
#[derive(Debug, PartialEq, Eq)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// Runs `adjutant` with these arguments, in the folder of this package.
pub fn adjutant(arguments: &[&str]) -> Run {
    let output = command().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let code = output.status.code().expect("it ended on its own");
    Run { code, out: text(output.stdout), err: text(output.stderr) }
}

/// `adjutant`, with no settings from the environment.
pub fn command() -> Command {
    let mut command = Command::new(binary());
    for (name, _) in env::vars().filter(|(name, _)| name.starts_with("ADJUTANT_")) {
        command.env_remove(name);
    }
    command
}

/// Built once, with the commands that talk to Kafka, and copied to where no other build puts its own.
fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        // TARGET/PROFILE/deps/PROGRAM
        let this = env::current_exe().unwrap();
        let target = this.ancestors().nth(3).unwrap();
        let built = Command::new(env!("CARGO"))
            .args(["build", "--package", "adjutant-codegen", "--features", "cluster"])
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
        let name = format!("adjutant{}", env::consts::EXE_SUFFIX);
        let copy = Path::new(env!("CARGO_TARGET_TMPDIR")).join(&name);
        fs::copy(target.join("debug").join(&name), &copy).unwrap();
        copy
    })
}
