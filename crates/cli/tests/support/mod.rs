//! Drives the binary as a user would.

#![allow(dead_code, clippy::unwrap_used, reason = "shared by several test files, and a test may fail")]

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_hongtou"))
}

pub(crate) fn hongtou<S: AsRef<OsStr>>(args: &[S]) -> Ran {
    piped(args, b"")
}

pub(crate) fn piped<S: AsRef<OsStr>>(args: &[S], stdin: &[u8]) -> Ran {
    let mut child = command().args(args).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command that does not read its input closes the pipe; that is no failure here.
    let _ = child.stdin.take().unwrap().write_all(stdin);
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// `hongtou ingest PATHS -o OUT MORE`.
pub(crate) fn ingest(paths: &[&Path], out: &Path, more: &[&str]) -> Ran {
    let mut args: Vec<&OsStr> = vec![OsStr::new("ingest")];
    args.extend(paths.iter().map(|path| path.as_os_str()));
    args.extend([OsStr::new("-o"), out.as_os_str()]);
    args.extend(more.iter().map(OsStr::new));
    hongtou(&args)
}

pub(crate) fn rows(out: &Path, table: &str) -> Vec<Value> {
    let text = fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The row of a path in `files`.
pub(crate) fn file_row(out: &Path, path: &str) -> Value {
    rows(out, "files").into_iter().find(|row| row["path"] == path).unwrap()
}

/// Every table of an out folder with its bytes.
pub(crate) fn tables(out: &Path) -> Vec<(String, Vec<u8>)> {
    let mut tables: Vec<_> = fs::read_dir(out)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension() == Some(OsStr::new("ndjson")))
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), fs::read(path).unwrap()))
        .collect();
    tables.sort();
    assert_eq!(tables.len(), 13);
    tables
}

/// The archive of fixture notices.
pub(crate) fn archive() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures")
}

pub(crate) const PLAIN: &str = "甘肃/省级/甘财农〔2023〕71号.txt";
pub(crate) const WORD: &str = "新疆/自治区/新财社〔2024〕210号.docx";

/// A compound file whose directory holds an `EncryptedPackage`: what Word writes for a DOCX with a password.
pub(crate) fn protected_docx() -> Vec<u8> {
    const FREE: u32 = 0xFFFF_FFFF;
    const END: u32 = 0xFFFF_FFFE;
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.extend([0; 16]);
    for half in [0x3E_u16, 3, 0xFFFE, 9, 6, 0, 0, 0] {
        file.extend(half.to_le_bytes());
    }
    // No directory count, one FAT sector, the directory in sector 1, no mini FAT, the FAT in sector 0.
    for word in [0, 1, 1, 0, 4096, END, 0, END, 0, 0] {
        file.extend(word.to_le_bytes());
    }
    file.resize(512, 0xFF);
    for word in [0xFFFF_FFFD, END] {
        file.extend(u32::to_le_bytes(word));
    }
    file.resize(1024, 0xFF);
    let entries = [("Root Entry", 5, FREE, 1), ("EncryptionInfo", 2, 2, FREE), ("EncryptedPackage", 2, FREE, FREE), ("", 0, FREE, FREE)];
    for (name, kind, right, child) in entries {
        let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let bytes = u16::try_from(if name.is_empty() { 0 } else { entry.len() + 2 }).unwrap();
        entry.resize(64, 0);
        entry.extend(bytes.to_le_bytes());
        entry.extend([kind, 1]);
        for word in [FREE, right, child] {
            entry.extend(word.to_le_bytes());
        }
        entry.resize(128, 0);
        file.extend(entry);
    }
    file
}

/// Bytes that are nothing, the same on every run.
pub(crate) fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}
