//! rustc on one file, against what cargo has built.

use crate::{TESTS, case::Case};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
    time::SystemTime,
};

/// A compiler with the crates that cases use: `adjutant`, and `contract`, which holds an interface.
pub struct Compiler {
    rustc: PathBuf,
    /// Holds what is generated and compiled.
    pub out: PathBuf,
    /// The folder with all that cargo has built for this test.
    built: PathBuf,
    adjutant: PathBuf,
    contract: PathBuf,
}

/// What is said about warnings.
#[derive(Clone, Copy, PartialEq)]
pub enum Lints {
    /// A case with a mistake need not use all that it declares.
    AllowUnused,
    /// Every warning is an error.
    Deny,
}

/// One message of rustc.
pub struct Message {
    level: String,
    /// File and line where it points first.
    pub place: Option<(PathBuf, usize)>,
    /// As printed in a terminal without colours.
    pub rendered: String,
}

impl Message {
    pub fn is_error(&self) -> bool {
        self.level == "error"
    }
}

impl Compiler {
    /// Generates the interface and compiles the crate that holds it; `name` keeps tests apart that
    /// run at the same time.
    pub fn new(name: &str) -> Compiler {
        let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("compile").join(name);
        fs::create_dir_all(&out).unwrap();
        let interface = Path::new(TESTS).join("compile-fail/ledger");
        let (files, _) = adjutant_codegen::Builder::new(interface).generate().unwrap();
        adjutant_codegen::write::write(&files, &out).unwrap();

        let built = env::current_exe().unwrap().parent().unwrap().to_owned();
        let compiler = Compiler {
            rustc: env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()).into(),
            adjutant: newest(&built, "libadjutant-"),
            contract: out.join("libcontract.rmeta"),
            built,
            out,
        };
        let source = compiler.out.join("contract.rs");
        fs::write(&source, "adjutant::include_interface!(ledger);\n").unwrap();
        let mut rustc = compiler.rustc("lib", &source);
        let Output { status, stderr, .. } =
            rustc.arg("-o").arg(&compiler.contract).output().unwrap();
        assert!(status.success(), "{}", String::from_utf8_lossy(&stderr));
        compiler
    }

    /// What `rustc --version` says, and the end of the line.
    pub fn version(&self) -> String {
        let output = Command::new(&self.rustc).arg("--version").output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    /// Everything that rustc says to a case.
    pub fn check(&self, case: &Case, lints: Lints) -> Vec<Message> {
        let name = case.name();
        let mut rustc = self.rustc("bin", Path::new(&name));
        // Messages then name the file as it is called, and show no source of this workspace.
        rustc.current_dir(case.file.parent().unwrap());
        rustc.arg("--extern").arg(with("contract=", &self.contract));
        rustc.arg("-o").arg(self.out.join(&name).with_extension("rmeta"));
        rustc.args(["--error-format=json", "--diagnostic-width=140"]);
        rustc.arg(match lints {
            Lints::AllowUnused => "-Aunused",
            Lints::Deny => "-Dwarnings",
        });
        let Output { stderr, status, .. } = rustc.output().unwrap();
        let said: Vec<_> = (stderr.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()))
            .filter_map(|line| message(&serde_json::from_slice(line).unwrap()))
            .collect();
        assert_eq!(status.success(), !said.iter().any(Message::is_error), "{name}");
        said
    }

    fn rustc(&self, kind: &str, file: &Path) -> Command {
        let mut rustc = Command::new(&self.rustc);
        rustc.args(["--edition=2024", "--emit=metadata", "--crate-type", kind]).arg(file);
        rustc.arg("--extern").arg(with("adjutant=", &self.adjutant));
        rustc.arg("-L").arg(with("dependency=", &self.built));
        rustc.env("OUT_DIR", &self.out);
        rustc
    }
}

fn with(start: &str, path: &Path) -> std::ffi::OsString {
    let mut text = std::ffi::OsString::from(start);
    text.push(path);
    text
}

/// The library that was built last: cargo leaves those of other features and compilers beside it,
/// and builds anew whenever a source is newer than its library.
fn newest(folder: &Path, start: &str) -> PathBuf {
    let age = |path: &PathBuf| {
        path.metadata().and_then(|m| m.modified()).unwrap_or(SystemTime::UNIX_EPOCH)
    };
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let libraries = files.filter(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(start) && name.ends_with(".rlib")
    });
    libraries.max_by_key(age).unwrap_or_else(|| panic!("no {start}*.rlib in {}", folder.display()))
}

/// A message in JSON; `None` for the summary at the end.
fn message(json: &Value) -> Option<Message> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let level = text(&json["level"]);
    let summary = text(&json["message"]).starts_with("aborting due to");
    if summary || level == "failure-note" {
        return None;
    }
    let primary = json["spans"].as_array()?.iter().find(|span| span["is_primary"] == true);
    let place = primary.map(|mut span| {
        // What a macro wrote stands where the macro is used.
        while let Some(use_of_macro) = span["expansion"].get("span") {
            span = use_of_macro;
        }
        (text(&span["file_name"]).into(), span["line_start"].as_u64().unwrap_or_default() as usize)
    });
    Some(Message { level, place, rendered: text(&json["rendered"]) })
}
