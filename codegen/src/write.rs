//! The last act: files on disk, of which only those that differ are touched.

use crate::Error;
use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// Generated files by their path below the output folder.
pub type Files = BTreeMap<PathBuf, String>;

/// Writes what differs from the disk, so that nothing is built again for nothing.
pub fn write(files: &Files, folder: &Path) -> Result<(), Error> {
    for path in stale(files, folder)? {
        let place = folder.join(&path);
        let parent = place.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| Error::io(parent, error))?;
        fs::write(&place, &files[&path]).map_err(|error| Error::io(&place, error))?;
    }
    Ok(())
}

/// The files that are missing on disk or differ there.
pub fn stale(files: &Files, folder: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut stale = Vec::new();
    for (path, text) in files {
        let place = folder.join(path);
        match fs::read(&place) {
            Ok(bytes) if bytes == text.as_bytes() => {}
            Ok(_) => stale.push(path.clone()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => stale.push(path.clone()),
            Err(error) => return Err(Error::io(&place, error)),
        }
    }
    Ok(stale)
}
