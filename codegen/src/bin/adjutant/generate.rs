//! `adjutant generate`: what a build script generates, as files to commit.

use adjutant_codegen::{Builder, Error, report::Report, write};
use std::{
    error,
    io::{IsTerminal, stderr},
    path::PathBuf,
    process::ExitCode,
};

#[derive(clap::Args)]
pub struct Generate {
    /// Folders that hold an interface
    #[arg(required = true, value_name = "FOLDER")]
    interfaces: Vec<PathBuf>,
    /// Where the generated files go
    #[arg(long, value_name = "FOLDER")]
    out: PathBuf,
    /// Write nothing; exit with 1 when a file is missing or not current
    #[arg(long)]
    check: bool,
    /// The client alone
    #[arg(long, conflicts_with = "processor_only")]
    client_only: bool,
    /// The processor alone
    #[arg(long)]
    processor_only: bool,
    /// One more trait for every type, such as `serde::Serialize`
    #[arg(long, value_name = "PATH")]
    derive: Vec<String>,
}

pub fn run(arguments: Generate) -> Result<ExitCode, Box<dyn error::Error>> {
    let mut files = write::Files::new();
    let mut faulty = false;
    for interface in &arguments.interfaces {
        match builder(interface, &arguments).generate() {
            Ok((more, report)) => {
                tell(&report);
                files.extend(more);
            }
            Err(Error::Interface(report)) => {
                tell(&report);
                faulty = true;
            }
            Err(error) => return Err(error.into()),
        }
    }
    if faulty {
        return Ok(ExitCode::FAILURE);
    }
    if !arguments.check {
        write::write(&files, &arguments.out)?;
        return Ok(ExitCode::SUCCESS);
    }
    let stale = write::stale(&files, &arguments.out)?;
    for file in &stale {
        eprintln!("{} is not current", arguments.out.join(file).display());
    }
    if stale.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let interfaces: Vec<_> =
        arguments.interfaces.iter().map(|path| path.display().to_string()).collect();
    let (interfaces, out) = (interfaces.join(" "), arguments.out.display());
    eprintln!("help: run `adjutant generate {interfaces} --out {out}` and commit what it writes");
    Ok(ExitCode::FAILURE)
}

fn builder(interface: &PathBuf, arguments: &Generate) -> Builder {
    let mut builder = Builder::new(interface);
    if arguments.client_only {
        builder = builder.client_only();
    }
    if arguments.processor_only {
        builder = builder.processor_only();
    }
    arguments.derive.iter().fold(builder, |builder, path| builder.derive(path))
}

fn tell(report: &Report) {
    eprint!("{}", report.render(stderr().is_terminal()));
}
