//! The archive of fixtures, and parts of it.

#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test files, and a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// The whole archive.
pub(crate) fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

/// The files below a folder, in the order of their paths.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    entries.into_iter().flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// Whether a file is a copy of a notice in another format.
pub(crate) fn is_copy(path: &Path) -> bool {
    path.starts_with(fixtures().join("formats"))
}

/// A folder with those files of the archive that are to be kept.
pub(crate) fn part(keep: impl Fn(&Path) -> bool) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    for path in files(&fixtures()).iter().filter(|path| keep(path)) {
        let target = home.path().join(path.strip_prefix(fixtures()).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(path, target).unwrap();
    }
    home
}

/// The archive without the copies.
pub(crate) fn originals() -> tempfile::TempDir {
    part(|path| !is_copy(path))
}
