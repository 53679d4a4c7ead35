//! The labelled notices: those of this folder, always; those of `../shared`, where it lies beside the project.
//! Held with the scorer of `../shared/tools`; without it these tests say that they were skipped.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::path::{Path, PathBuf};
use std::process::Command;

fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("HONGTOU_SHARED").map_or_else(|| project().join("../shared"), PathBuf::from);
    folder.join("tools/score.py").is_file().then_some(folder)
}

/// Reads an archive and holds it against its labels. `mins` are `FIELD=F1`.
fn hold(archive: &Path, gold: &Path, scorer: &Path, mins: &[&str]) {
    let out = tempfile::tempdir().unwrap();
    let ingest =
        Command::new(env!("CARGO_BIN_EXE_hongtou")).arg("ingest").arg("-q").arg(archive).arg("-o").arg(out.path()).status().unwrap();
    assert!(ingest.success(), "{}: {ingest}", archive.display());
    let mut score = Command::new("python3");
    score.arg(scorer).arg(gold).arg(out.path()).arg("--details");
    for min in mins {
        score.args(["--min", min]);
    }
    let told = score.output().unwrap();
    assert!(told.status.success(), "{}\n{}", String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
}

#[test]
fn notices_of_our_own_composing() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is absent") };
    let folder = project().join("crates/cli/tests/labelled");
    hold(&folder.join("archive"), &folder.join("gold"), &shared.join("tools/score.py"), &["pooled=0.97", "macro=0.97", "links=0.96"]);
}

#[test]
fn real_documents() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is absent") };
    hold(&shared.join("seeds"), &shared.join("gold"), &shared.join("tools/score.py"), &["pooled=0.99", "macro=0.99", "links=1.0"]);
}

#[test]
fn notices_in_many_formats() {
    let Some(shared) = shared() else { return eprintln!("skipped: ../shared is absent") };
    let mins = ["pooled=0.98", "macro=0.98", "links=1.0", "links.yuan=1.0", "findings=1.0"];
    hold(&shared.join("dev/archive"), &shared.join("dev/gold"), &shared.join("tools/score.py"), &mins);
}
