//! `adjutant init`: a starter service that builds and passes its test at once.

use minijinja::{Environment, UndefinedBehavior, context, syntax::SyntaxConfig};
use std::{error::Error, fs, path::Path};

/// Where each file of the starter goes, and its template. `{m}` stands for the interface's module.
const FILES: [(&str, &str); 12] = [
    ("Cargo.toml", include_str!("starter/Cargo.toml.j2")),
    (".gitignore", include_str!("starter/gitignore.j2")),
    ("build.rs", include_str!("starter/build.rs.j2")),
    ("schemas/{m}/interface.toml", include_str!("starter/interface.toml.j2")),
    ("schemas/{m}/commands/Greet.avsc", include_str!("starter/Greet.avsc.j2")),
    ("schemas/{m}/replies/GreetReply.avsc", include_str!("starter/GreetReply.avsc.j2")),
    ("schemas/{m}/replies/NobodyThere.avsc", include_str!("starter/NobodyThere.avsc.j2")),
    ("schemas/{m}/events/Greeted.avsc", include_str!("starter/Greeted.avsc.j2")),
    ("src/lib.rs", include_str!("starter/lib.rs.j2")),
    ("src/processor.rs", include_str!("starter/processor.rs.j2")),
    ("src/main.rs", include_str!("starter/main.rs.j2")),
    ("tests/service.rs", include_str!("starter/service.rs.j2")),
];

#[derive(clap::Args)]
pub struct Init {
    /// The folder to make; its name becomes the service's name
    path: std::path::PathBuf,
    /// Depend on this checkout of adjutant instead of a released version
    #[arg(long, value_name = "PATH")]
    adjutant: Option<std::path::PathBuf>,
}

pub fn run(Init { path, adjutant }: Init) -> Result<(), Box<dyn Error>> {
    let name = service_name(&path)?;
    let module = name.replace('-', "_");
    let (runtime, codegen) = dependencies(adjutant.as_deref())?;
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().keep_trailing_newline(true).build()?);
    let values = context! {
        name, module => &module, adjutant => runtime, codegen
    };
    let files = FILES.map(|(place, template)| (path.join(place.replace("{m}", &module)), template));
    if let Some((taken, _)) = files.iter().find(|(file, _)| file.exists()) {
        return Err(format!("{} exists already; nothing was written", taken.display()).into());
    }
    for (file, template) in &files {
        let text = environment.render_str(template, &values)?;
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
        }
        fs::write(file, text).map_err(|e| format!("{}: {e}", file.display()))?;
    }
    println!("Wrote a service in {}. Next:\n\n    cd {0} && cargo test", path.display());
    Ok(())
}

/// The folder's name, as cargo and the interface can use it.
fn service_name(path: &Path) -> Result<String, String> {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let first = name.starts_with(|c: char| c.is_ascii_lowercase());
    let rest =
        name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c));
    match first && rest && syn::parse_str::<syn::Ident>(&name.replace('-', "_")).is_ok() {
        true => Ok(name.into()),
        false => Err(format!(
            "`{name}` cannot name a service: a letter first, then lower-case letters, digits, `-` and `_`, and no Rust keyword"
        )),
    }
}

/// The values of the two dependencies, as TOML.
fn dependencies(checkout: Option<&Path>) -> Result<(String, String), String> {
    let Some(checkout) = checkout else {
        let version = toml_edit::Value::from(env!("CARGO_PKG_VERSION")).to_string();
        return Ok((version.clone(), version));
    };
    let at = |part: &str| {
        let path = checkout.join(part);
        let path = path.canonicalize().map_err(|e| format!("{}: {e}", path.display()))?;
        let mut table = toml_edit::InlineTable::new();
        table.insert("path", path.display().to_string().into());
        Ok::<_, String>(table.to_string())
    };
    Ok((at("runtime")?, at("codegen")?))
}
