//! Tesseract beside this program: found, asked for its languages, given many pictures of lines at once. Not for: cutting pages
//! into lines (`scan`).

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::picture::Grey;
use super::process;
use super::tsv::{self, Word};
use crate::Beat;

/// The program, looked for as the system does.
const PROGRAM: &str = "tesseract";
/// Simplified Chinese.
const CHINESE: &str = "chi_sim";
/// The model for figures: another one than for the text, so that it makes other mistakes. Debian installs it with the program.
const LATIN: &str = "eng";
/// What figures are written with.
const FIGURES: &str = "0123456789.,-%";
/// Longest wait for the program to say what it is.
const GREETING: Duration = Duration::from_secs(60);

/// Tesseract as it is on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tesseract {
    /// `tesseract 5.3.0`.
    version: String,
    /// Whether the second model is there.
    latin: bool,
}

/// What is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Chinese with whatever stands in it.
    Text,
    /// Nothing but figures.
    Figures,
}

impl Tesseract {
    /// Looks for the program and its model of Chinese.
    pub(crate) fn find() -> Option<Self> {
        let folder = tempfile::tempdir().ok()?;
        let version = said(folder.path(), "--version")?;
        let version = version.lines().next()?.trim().to_owned();
        let languages = said(folder.path(), "--list-langs")?;
        let has = |wanted: &str| languages.lines().any(|language| language.trim() == wanted);
        has(CHINESE).then(|| Self { version, latin: has(LATIN) })
    }

    /// What `sources.engine` calls it.
    pub(crate) fn name(&self) -> String {
        format!("{} {CHINESE}", self.version)
    }

    /// Reads pictures of one line each; gives the words of each, and whether the time sufficed. Beats whenever the program has
    /// written more of its answer.
    pub(super) fn read(&self, pictures: &[&Grey], kind: Kind, time: Duration, beat: &Beat) -> io::Result<(Vec<Vec<Word>>, bool)> {
        if pictures.is_empty() {
            return Ok((Vec::new(), true));
        }
        let folder = tempfile::Builder::new().prefix("hongtou-").tempdir()?;
        let mut list = String::new();
        for (index, picture) in pictures.iter().enumerate() {
            let name = format!("{index}.pgm");
            fs::write(folder.path().join(&name), picture.to_pgm())?;
            // Writing to a String cannot fail.
            let _ = writeln!(list, "{name}");
        }
        fs::write(folder.path().join("list"), list)?;
        let mut command = Command::new(PROGRAM);
        command.current_dir(folder.path()).env("OMP_THREAD_LIMIT", "1").stdout(Stdio::null()).stderr(Stdio::null());
        // Page mode 13 takes a picture for one line as it is.
        command.args(["list", "read", "--dpi", "300", "--psm", "13", "-c", "tessedit_create_tsv=1"]);
        match kind {
            Kind::Text => command.args(["-l", CHINESE]),
            Kind::Figures => {
                let model = if self.latin { LATIN } else { CHINESE };
                command.args(["-l", model, "-c", &format!("tessedit_char_whitelist={FIGURES}")])
            }
        };
        let answer = folder.path().join("read.tsv");
        let mut written = 0;
        let status = process::run(&mut command, time, &mut || {
            let length = fs::metadata(&answer).map_or(0, |answer| answer.len());
            if length > written {
                written = length;
                beat.tick();
            }
        })?;
        if let Some(status) = status.filter(|status| !status.success()) {
            return Err(io::Error::other(format!("it ended with {status}")));
        }
        let tsv = fs::read(answer).unwrap_or_default();
        Ok((tsv::words(&String::from_utf8_lossy(&tsv), pictures.len()), status.is_some()))
    }
}

/// What the program says to an argument.
fn said(folder: &Path, argument: &str) -> Option<String> {
    let file = folder.join("said");
    let out = fs::File::create(&file).ok()?;
    let mut command = Command::new(OsStr::new(PROGRAM));
    command.arg(argument).env("OMP_THREAD_LIMIT", "1").stdout(out).stderr(Stdio::null());
    let status = process::run(&mut command, GREETING, &mut || {}).ok().flatten()?;
    status.success().then(|| fs::read_to_string(&file).ok()).flatten()
}
