//! Why nothing was generated.

use crate::report::Report;
use std::{fmt, io, path::Path};

/// Why nothing was generated. `Debug` prints the same text as `Display`, since that is what cargo
/// shows of a build script that fails.
pub enum Error {
    /// The interface has faults; every one is in the report.
    Interface(Box<Report>),
    /// A file or folder could not be read or written.
    Io(String),
    /// The generator was asked for something that cannot be.
    Usage(String),
}

/// What a build script's `main` returns.
pub type Result<T = (), E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn io(path: &Path, error: io::Error) -> Self {
        Error::Io(format!("{}: {error}", path.display()))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Interface(report) => write!(f, "{report}"),
            Error::Io(message) | Error::Usage(message) => f.write_str(message),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Interface(report) => write!(f, "{report:?}"),
            _ => write!(f, "{self}"),
        }
    }
}

impl std::error::Error for Error {}
