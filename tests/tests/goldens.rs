//! `goldens/bookings.rs` is what is generated from the interface beside it, and compiles here under
//! lints that are stricter than most. `UPDATE_GOLDEN=1` writes it.
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, rust_2018_idioms, nonstandard_style, future_incompatible)]
#![deny(unreachable_pub, unused_qualifications, unused_results, single_use_lifetimes)]
#![deny(missing_debug_implementations, missing_copy_implementations, variant_size_differences)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery, clippy::unwrap_used)]

use adjutant_codegen::Builder;
use std::{env, fs, path::Path};

include!("../goldens/bookings.rs");

#[test]
fn the_generated_file_is_the_committed_one() {
    let generated = Builder::new("goldens/bookings").generate();
    let (files, report) = generated.expect("the interface has no fault");
    assert_eq!(report.to_string(), "");
    for (path, text) in files {
        let golden = Path::new("goldens").join(path);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, text).expect("the folder can be written");
        } else {
            let committed = fs::read_to_string(&golden).unwrap_or_default();
            assert!(committed == text, "{} is stale: UPDATE_GOLDEN=1", golden.display());
        }
    }
}
