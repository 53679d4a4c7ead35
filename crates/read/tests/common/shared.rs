//! The files of `../shared`, which is not part of the repository. Where it is absent a test says so and passes. Not for: what they should say.

use std::path::PathBuf;

use hongtou_document::Document;

use super::read_as;

/// A file or folder there; `None` where it is absent, which is said.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let beside = || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let found = std::env::var_os("HONGTOU_SHARED").map_or_else(beside, PathBuf::from).join(path);
    if !found.exists() {
        println!("skipped: ../shared is absent");
        return None;
    }
    Some(found)
}

/// A file there as it is read.
pub(crate) fn read_shared(path: &str) -> Option<Document> {
    let bytes = std::fs::read(shared(path)?).unwrap();
    Some(read_as(&bytes, path).unwrap_or_else(|error| panic!("{path}: {error}")))
}
