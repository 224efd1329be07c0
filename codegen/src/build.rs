//! What build scripts call.

use crate::{
    Error, Result, check, emit,
    emit::Options,
    load, lower,
    report::Report,
    write::{self, Files},
};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// Generates the Rust of an interface into cargo's output folder, from a build script:
///
/// ```no_run
/// fn main() -> adjutant_codegen::Result {
///     adjutant_codegen::compile("schemas/ledger")
/// }
/// ```
///
/// The crate then says `adjutant::include_interface!(ledger);` and has the module `ledger`. The
/// script runs again when a file of the interface changes, comes or goes. Every fault of the
/// interface is reported at once, with its place.
pub fn compile(interface: impl Into<PathBuf>) -> Result {
    Builder::new(interface).compile()
}

/// [`compile`], with a say in what is generated.
#[derive(Debug, Clone)]
pub struct Builder {
    interface: PathBuf,
    out: Option<PathBuf>,
    client: bool,
    processor: bool,
    subscriber: bool,
    derives: Vec<String>,
}

impl Builder {
    /// Of the interface in this folder; a relative path starts at the package's folder.
    pub fn new(interface: impl Into<PathBuf>) -> Self {
        Builder {
            interface: interface.into(),
            out: None,
            client: true,
            processor: true,
            subscriber: true,
            derives: Vec::new(),
        }
    }

    /// The client, and neither processor nor subscriber.
    pub fn client_only(mut self) -> Self {
        (self.client, self.processor, self.subscriber) = (true, false, false);
        self
    }

    /// The processor, and neither client nor subscriber.
    pub fn processor_only(mut self) -> Self {
        (self.client, self.processor, self.subscriber) = (false, true, false);
        self
    }

    /// What subscribes to events, and neither client nor processor.
    pub fn subscriber_only(mut self) -> Self {
        (self.client, self.processor, self.subscriber) = (false, false, true);
        self
    }

    /// Writes below this folder instead of cargo's.
    pub fn out_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.out = Some(folder.into());
        self
    }

    /// Derives one more trait on every type, such as `serde::Serialize`; the crate that generates
    /// needs the crate of the trait.
    pub fn derive(mut self, path: impl Into<String>) -> Self {
        self.derives.push(path.into());
        self
    }

    /// Generates from a build script: tells cargo what to watch, and prints warnings.
    pub fn compile(self) -> Result {
        watch(&self.interface);
        let out = self.out.clone().or_else(|| env::var_os("OUT_DIR").map(PathBuf::from));
        let Some(out) = out else {
            let message = "OUT_DIR is not set: call this from a build script, or name `out_dir`";
            return Err(Error::Usage(message.into()));
        };
        let (files, report) = self.generate()?;
        for warning in &report.diagnostics {
            println!("cargo::warning={}", crate::report::line(&report.sources, warning));
        }
        write::write(&files, &out)
    }

    /// The files, in memory, and what is to be said about the interface beside them.
    pub fn generate(&self) -> Result<(Files, Report)> {
        let report = check::check(load::read(&self.interface));
        let Some(checked) = &report.checked else {
            return Err(Error::Interface(Box::new(report)));
        };
        let options = Options {
            client: self.client,
            processor: self.processor,
            subscriber: self.subscriber,
            derives: self.derives.iter().map(|path| derive(path)).collect::<Result<_>>()?,
        };
        let interface = lower::lower(checked);
        let text = emit::emit(&interface, &options)
            .map_err(|error| Error::Usage(format!("the generated code does not parse: {error}")))?;
        let path = PathBuf::from(format!("{}.rs", interface.module));
        Ok((Files::from([(path, text)]), report))
    }
}

fn derive(path: &str) -> Result<syn::Path> {
    let parsed: syn::Path = syn::parse_str(path)
        .map_err(|error| Error::Usage(format!("`{path}` names no trait to derive: {error}")))?;
    let error = parsed.segments.last().is_some_and(|last| last.ident == "Error");
    if error {
        return Err(Error::Usage(format!(
            "`{path}` cannot be derived: a rejection that is an error would be retried by `?` \
             instead of being replied"
        )));
    }
    Ok(parsed)
}

/// Tells cargo to run the script again when anything of the interface changes: the folders too, so
/// that a new file counts.
fn watch(interface: &Path) {
    let tell = |path: &Path| println!("cargo::rerun-if-changed={}", path.display());
    tell(interface);
    tell(&interface.join("interface.toml"));
    for folder in load::FOLDERS {
        let folder = interface.join(folder);
        // A folder that is not there yet is not named: cargo would run the script every time.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        tell(&folder);
        entries.flatten().for_each(|entry| tell(&entry.path()));
    }
}
