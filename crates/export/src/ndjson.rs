//! The out folder. Everything is written to a folder of its own beside the old records and moved into place at the
//! end, `manifest.json` last: a reader who sees a manifest sees the records that belong to it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use thiserror::Error;

use serde::Serialize;

use crate::store::{NOTICES, PARSED};
use crate::{Manifest, Row, Table};

/// Folder of the kept texts inside the out folder.
const TEXTS: &str = "texts";
const MANIFEST: &str = "manifest.json";
const UNWRITTEN: &str = "the file cannot be written";
/// Folder of passing files inside an unfinished folder.
const SCRATCH: &str = "tmp";
/// How the names of unfinished folders begin.
const UNFINISHED: &str = ".hongtou-";

/// Why records could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
#[error("{}: {doing}: {source}", path.display())]
pub struct WriteError {
    /// What could not be written.
    pub path: PathBuf,
    /// What was tried.
    pub doing: &'static str,
    /// What the system says.
    pub source: io::Error,
}

fn at(path: &Path, doing: &'static str) -> impl FnOnce(io::Error) -> WriteError {
    let path = path.to_owned();
    move |source| WriteError { path, doing, source }
}

/// Writes one run's records. Dropped before [`finish`](Self::finish), it leaves the out folder as it was.
#[derive(Debug)]
pub struct NdjsonWriter {
    out: PathBuf,
    unfinished: TempDir,
    tables: BTreeMap<String, u64>,
}

impl NdjsonWriter {
    /// Prepares to write into `out`, which is made if it is not there.
    ///
    /// # Errors
    /// When the folder cannot be made or written to.
    pub fn create(out: &Path) -> Result<Self, WriteError> {
        if fs::metadata(out).is_ok_and(|data| !data.is_dir()) {
            return Err(at(out, "the out folder is not a folder")(io::ErrorKind::NotADirectory.into()));
        }
        fs::create_dir_all(out).map_err(at(out, "the out folder cannot be made"))?;
        let unfinished =
            tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(out).map_err(at(out, "the out folder cannot be written to"))?;
        for name in [TEXTS, SCRATCH] {
            let folder = unfinished.path().join(name);
            fs::create_dir(&folder).map_err(at(&folder, "the folder cannot be made"))?;
        }
        Ok(Self { out: out.to_owned(), unfinished, tables: BTreeMap::new() })
    }

    /// A folder for passing files, which goes when the writer does.
    #[must_use]
    pub fn scratch(&self) -> PathBuf {
        self.unfinished.path().join(SCRATCH)
    }

    /// Keeps the text of a source. May be called from several threads.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn text(&self, source_id: &str, text: &str) -> Result<(), WriteError> {
        let path = self.unfinished.path().join(TEXTS).join(format!("{source_id}.txt"));
        fs::write(&path, text).map_err(at(&path, "the text cannot be written"))
    }

    /// The file that keeps the notices as they were parsed, from which the archive can be linked again: one a line, sorted by
    /// source.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn parsed(&self) -> Result<Lines, WriteError> {
        let folder = self.unfinished.path().join(PARSED);
        fs::create_dir_all(&folder).map_err(at(&folder, "the folder cannot be made"))?;
        Lines::create(folder.join(NOTICES))
    }

    /// A table that is written row by row, beside the old one for now.
    ///
    /// # Errors
    /// When its file cannot be made.
    pub fn begin<R: Row>(&self) -> Result<Lines, WriteError> {
        Lines::create(self.unfinished.path().join(file(R::TABLE)))
    }

    /// Ends a table that was written row by row.
    ///
    /// # Errors
    /// When its last rows cannot be written.
    pub fn end<R: Row>(&mut self, rows: Lines) -> Result<(), WriteError> {
        self.tables.insert(R::TABLE.to_owned(), rows.finish()?);
        Ok(())
    }

    /// Writes a table, beside the old one for now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn table(&mut self, table: &dyn Table) -> Result<(), WriteError> {
        write_synced(&self.unfinished.path().join(file(table.name())), |out| table.write_ndjson(out))?;
        self.tables.insert(table.name().to_owned(), u64::try_from(table.len()).unwrap_or(u64::MAX));
        Ok(())
    }

    /// The tables that were written, with the number of their rows.
    #[must_use]
    pub fn tables(&self) -> &BTreeMap<String, u64> {
        &self.tables
    }

    /// Writes the manifest and moves everything into place.
    ///
    /// # Errors
    /// When anything cannot be written; before the first file is moved the out folder is still as it was.
    pub fn finish(self, manifest: &Manifest) -> Result<(), WriteError> {
        let folder = self.unfinished.path();
        let names: Vec<String> = self.tables.keys().map(|table| file(table)).collect();
        write_synced(&folder.join(MANIFEST), |out| {
            serde_json::to_writer_pretty(&mut *out, manifest)?;
            out.write_all(b"\n")
        })?;

        // From here on the old records are going: without their manifest nobody takes a mixture for a whole.
        let old = self.out.join(MANIFEST);
        match fs::remove_file(&old) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(at(&old, "the old manifest cannot be removed")(error)),
            _ => {}
        }
        self.move_folder(TEXTS)?;
        self.move_folder(PARSED)?;
        for name in names {
            move_file(&folder.join(&name), &self.out.join(&name))?;
        }
        sync_folder(&self.out)?;
        move_file(&folder.join(MANIFEST), &self.out.join(MANIFEST))?;
        sync_folder(&self.out)
    }

    fn move_folder(&self, name: &str) -> Result<(), WriteError> {
        let (from, to) = (self.unfinished.path().join(name), self.out.join(name));
        if !from.exists() {
            return Ok(());
        }
        let mut entries = fs::read_dir(&from).map_err(at(&from, "the folder cannot be read"))?.peekable();
        if entries.peek().is_none() {
            return Ok(());
        }
        fs::create_dir_all(&to).map_err(at(&to, "the folder cannot be made"))?;
        // All texts are written anew: one that is not among them is of an input that is gone. What others laid there stays.
        for old in fs::read_dir(&to).map_err(at(&to, "the folder cannot be read"))? {
            let old = old.map_err(at(&to, "the folder cannot be read"))?.path();
            if name == TEXTS && is_text(&old) && old.file_name().is_some_and(|name| !from.join(name).exists()) {
                fs::remove_file(&old).map_err(at(&old, "what is left of an input that is gone cannot be removed"))?;
            }
        }
        for entry in entries {
            let entry = entry.map_err(at(&from, "the folder cannot be read"))?;
            move_file(&entry.path(), &to.join(entry.file_name()))?;
        }
        sync_folder(&to)
    }
}

/// Whether a file is named as the text of a source is: its id, which is a hash, and `.txt`.
fn is_text(path: &Path) -> bool {
    let id = path.file_stem().and_then(|id| id.to_str());
    path.extension().is_some_and(|end| end == "txt") && id.is_some_and(|id| id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// A file of JSON objects, one a line, that is written as they come.
#[derive(Debug)]
pub struct Lines {
    path: PathBuf,
    out: BufWriter<File>,
    count: u64,
}

impl Lines {
    fn create(path: PathBuf) -> Result<Self, WriteError> {
        let file = File::create(&path).map_err(at(&path, UNWRITTEN))?;
        Ok(Self { path, out: BufWriter::with_capacity(1 << 16, file), count: 0 })
    }

    /// Writes one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, row: &impl Serialize) -> Result<(), WriteError> {
        self.count += 1;
        write_line(&mut self.out, row).map_err(at(&self.path, UNWRITTEN))
    }

    /// Writes a line that was made before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn put(&mut self, Line(line): &Line) -> Result<(), WriteError> {
        self.count += 1;
        self.out.write_all(line).map_err(at(&self.path, UNWRITTEN))
    }

    /// Writes what is left to write, and gives the number of lines.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<u64, WriteError> {
        let whole = || self.out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all();
        whole().map_err(at(&self.path, UNWRITTEN)).map(|()| self.count)
    }
}

pub(crate) fn write_line(out: &mut (impl Write + ?Sized), row: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, row)?;
    out.write_all(b"\n")
}

/// A JSON object on a line of its own.
#[derive(Debug)]
pub struct Line(Vec<u8>);

impl Line {
    /// The line of a row.
    ///
    /// # Errors
    /// When it cannot be written down, which is a fault of its type.
    pub fn of(row: &impl Serialize) -> io::Result<Self> {
        let mut line = Vec::new();
        write_line(&mut line, row)?;
        Ok(Self(line))
    }
}

/// Removes what runs that were killed have left in an out folder: every unfinished folder but the writer's own. Only for who knows
/// that no other run writes there.
///
/// # Errors
/// When a folder cannot be removed.
pub fn remove_unfinished(out: &Path, but: &NdjsonWriter) -> Result<(), WriteError> {
    const DOING: &str = "what a killed run has left cannot be removed";
    for entry in fs::read_dir(out).map_err(at(out, DOING))? {
        let path = entry.map_err(at(out, DOING))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // By name: the one path may be relative, the other not.
        if name.starts_with(UNFINISHED) && path.file_name() != but.unfinished.path().file_name() {
            fs::remove_dir_all(&path).map_err(at(&path, DOING))?;
        }
    }
    Ok(())
}

fn file(table: &str) -> String {
    format!("{table}.ndjson")
}

fn write_synced(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), WriteError> {
    let whole = || {
        let mut out = BufWriter::with_capacity(1 << 16, File::create(path)?);
        write(&mut out)?;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    };
    whole().map_err(at(path, UNWRITTEN))
}

fn move_file(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(at(to, "the file cannot be put in place"))
}

/// Makes renames last; where folders cannot be opened as files there is nothing to do.
fn sync_folder(folder: &Path) -> Result<(), WriteError> {
    match File::open(folder) {
        Ok(open) if cfg!(unix) => open.sync_all().map_err(at(folder, "the folder cannot be synced")),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Options, Records};
    use std::time::SystemTime;

    fn listing(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    #[test]
    fn records_take_the_place_of_older_ones() {
        let home = tempfile::tempdir().unwrap();
        let out = home.path().join("a/b");
        for _ in 0..2 {
            let mut writer = NdjsonWriter::create(&out).unwrap();
            writer.text("00", "红头\n").unwrap();
            for table in Records::default().tables() {
                writer.table(table).unwrap();
            }
            let manifest = Manifest::new(&BTreeMap::new(), writer.tables().clone(), Options::default(), SystemTime::now());
            writer.finish(&manifest).unwrap();
            let names = listing(&out);
            assert_eq!(names.len(), 15, "{names:?}");
            assert!(names.contains(&"manifest.json".into()) && names.contains(&"files.ndjson".into()));
            assert_eq!(fs::read_to_string(out.join("texts/00.txt")).unwrap(), "红头\n");
        }
    }

    #[test]
    fn the_text_of_an_input_that_is_gone_goes_too() {
        let home = tempfile::tempdir().unwrap();
        for id in ["00", "01"] {
            let writer = NdjsonWriter::create(home.path()).unwrap();
            writer.text(id, "红头").unwrap();
            writer.finish(&Manifest::new(&BTreeMap::new(), BTreeMap::new(), Options::default(), SystemTime::now())).unwrap();
            fs::write(home.path().join("texts/note.txt"), "of somebody else").unwrap();
        }
        assert_eq!(listing(&home.path().join("texts")), ["01.txt", "note.txt"]);
    }

    #[test]
    fn an_unfinished_run_leaves_nothing() {
        let home = tempfile::tempdir().unwrap();
        fs::write(home.path().join("manifest.json"), "old").unwrap();
        drop(NdjsonWriter::create(home.path()).unwrap());
        assert_eq!(listing(home.path()), ["manifest.json"]);
    }

    #[test]
    fn a_file_is_no_folder() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("x");
        fs::write(&file, "").unwrap();
        let error = NdjsonWriter::create(&file).unwrap_err();
        assert!(error.to_string().contains("out folder"), "{error}");
    }
}
