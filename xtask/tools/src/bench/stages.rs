//! `cargo xtask bench stages FOLDER`: where the CPU time of a run goes: finding text and tables in the bytes, parsing them
//! to notices, and all that comes after (ledger, links, tables). Not for: comparing with other programs (`read`).

use std::fs;
use std::path::{Path, PathBuf};

use hongtou::{Ingest, Isolation, Ocr, Reader};
use walkdir::WalkDir;

use super::parse_stat;

/// Reads every file of a folder, reads and parses it, and takes the folder in as a whole, without recognising pictures and
/// without workers; gives the table.
pub(crate) fn stages(folder: &Path) -> Result<String, String> {
    let files: Vec<PathBuf> = WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.into_path())
        .collect();
    let reader = Reader::new();
    let each = |work: &dyn Fn(&[u8], &str) -> bool| -> Result<(f64, usize), String> {
        let before = cpu()?;
        let mut done = 0;
        for path in &files {
            let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            done += usize::from(work(&bytes, &name));
        }
        Ok((cpu()? - before, done))
    };
    let (read, documents) = each(&|bytes, name| reader.document_from(bytes, Some(name)).is_ok())?;
    let (parsed, notices) = each(&|bytes, name| reader.read_from(bytes, Some(name)).is_ok())?;
    let out = std::env::temp_dir().join(format!("hongtou-stages-{}", std::process::id()));
    let before = cpu()?;
    let run = Ingest::new(folder).out(&out).ocr(Ocr::Off).isolation(Isolation::InProcess).run(|_| {});
    let whole = cpu()? - before;
    fs::remove_dir_all(&out).map_err(|error| format!("{}: {error}", out.display()))?;
    run.map_err(|error| error.to_string())?;
    let row = |stage: &str, seconds: f64| format!("| {stage} | {seconds:.2} | {:.0} |\n", 100.0 * seconds / whole.max(0.01));
    Ok([
        format!("{} files, {documents} read, {notices} parsed\n\n| stage | CPU s | % |\n|---|---|---|\n", files.len()),
        row("bytes to text, layout and tables", read),
        row("text to notice", parsed - read),
        row("ledger, links, tables", whole - parsed),
        row("whole run", whole),
    ]
    .concat())
}

/// CPU seconds of this process so far.
fn cpu() -> Result<f64, String> {
    let stat = fs::read_to_string("/proc/self/stat").map_err(|error| format!("/proc/self/stat: {error}"))?;
    parse_stat(&stat).map(|(_, seconds)| seconds).ok_or_else(|| "the times in /proc cannot be read".to_owned())
}
