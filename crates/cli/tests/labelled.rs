//! The labelled notices: those of this folder, always; those of `../shared`, where it lies beside the project.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

#[path = "support/score.rs"]
mod score;
mod support;

use std::path::{Path, PathBuf};

use score::Score;
use support::{ingest, rows};

fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("HONGTOU_SHARED").map_or_else(beside, PathBuf::from);
    folder.is_dir().then_some(folder)
}

/// Reads an archive and holds it against its labels. `least` is the F1 that a field must reach.
fn hold(archive: &Path, gold: &Path, least: &[(&str, f64)]) {
    let out = tempfile::tempdir().unwrap();
    let ran = ingest(&[archive], out.path(), &["-q"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let score = Score::of(gold, out.path());
    for (field, least) in least {
        assert!(score.f1(field) >= *least, "{}\n{field}: {} is below {least}", score.told(), score.f1(field));
    }
    assert_eq!(score.unread, Vec::<String>::new());
}

#[test]
fn notices_of_our_own_composing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled");
    hold(&folder.join("archive"), &folder.join("gold"), &[("pooled", 0.99), ("macro", 0.99), ("links", 0.99)]);
}

#[test]
fn real_documents() {
    let Some(shared) = shared() else { return println!("skipped: ../shared is absent") };
    hold(&shared.join("seeds"), &shared.join("gold"), &[("pooled", 0.99), ("macro", 0.99), ("links", 1.0)]);
}

#[test]
fn notices_in_many_formats() {
    let Some(shared) = shared() else { return println!("skipped: ../shared is absent") };
    let least = [("pooled", 0.98), ("macro", 0.98), ("links", 1.0), ("links.yuan", 1.0), ("findings", 1.0)];
    hold(&shared.join("dev/archive"), &shared.join("dev/gold"), &least);
}
