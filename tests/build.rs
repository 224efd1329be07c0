use adjutant_codegen::{Builder, Result, compile, write};
use std::{env, path::PathBuf};

fn main() -> Result {
    for interface in ["echo", "orders", "orders6"] {
        compile(format!("schemas/{interface}"))?;
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let echo = || Builder::new("schemas/echo");
    echo().client_only().out_dir(out.join("client")).compile()?;
    echo().processor_only().out_dir(out.join("processor")).compile()?;
    echo().subscriber_only().out_dir(out.join("subscriber")).compile()?;
    echo().derive("PartialOrd").out_dir(out.join("derived")).compile()?;

    // It has on purpose what the generator warns of, which is no news in every build.
    println!("cargo::rerun-if-changed=schemas/kinds");
    let (files, _) = Builder::new("schemas/kinds").generate()?;
    write::write(&files, &out)
}
