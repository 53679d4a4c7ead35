//! Documents that were read are kept under `READ_VERSION`: when a reader gives another document than before, the version must be
//! raised, or folders of earlier runs keep the old one.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

/// The version, and a digest of what it reads in every fixture.
const KNOWN: &str = include_str!("data/read_version.txt");

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

#[test]
fn a_reader_that_reads_otherwise_has_a_version_of_its_own() {
    let mut found = Vec::new();
    files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures"), &mut found);
    let (mut documents, mut read) = (Vec::new(), 0);
    // What cannot be read here (archives, pictures) has no document.
    for document in found.iter().filter_map(|path| hongtou::document(path).ok()) {
        documents.extend(serde_json::to_vec(&document).unwrap());
        read += 1;
    }
    assert!(read >= 40, "only {read} fixtures were read");
    let digest = hongtou_read::source_id(&documents);
    let now = format!("{} {}", hongtou::READ_VERSION, &digest[..16]);
    let version = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    assert!(
        now == KNOWN.trim() || version(&now) != version(KNOWN),
        "fixtures are read otherwise than before: raise VERSION in crates/read/src/lib.rs"
    );
    assert_eq!(now, KNOWN.trim(), "write this into crates/hongtou/tests/data/read_version.txt");
}
