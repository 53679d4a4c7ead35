//! A folder of CSV files, one a table, written anew as a whole. Not for: databases.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::export::{ExportError, printed};
use super::model::{Relation, relations};
use super::shred::Cell;
use super::target::{Before, Target, extra_relations};

/// The files are made in a folder beside the old ones and moved into place at the end.
pub(super) struct CsvFolder {
    out: PathBuf,
    unfinished: TempDir,
    files: HashMap<String, csv::Writer<fs::File>>,
}

impl CsvFolder {
    pub(super) fn create(out: &Path) -> Result<Self, ExportError> {
        fs::create_dir_all(out).map_err(at(out))?;
        let unfinished = tempfile::Builder::new().prefix(".hongtou-").tempdir_in(out).map_err(at(out))?;
        Ok(Self { out: out.to_owned(), unfinished, files: HashMap::new() })
    }
}

fn at(path: &Path) -> impl FnOnce(std::io::Error) -> ExportError {
    let path = path.to_owned();
    move |source| ExportError::Write { path, source }
}

fn written(path: &Path, error: csv::Error) -> ExportError {
    ExportError::Write { path: path.to_owned(), source: error.into() }
}

impl Target for CsvFolder {
    fn begin(&mut self) -> Result<Before, ExportError> {
        for relation in extra_relations().iter().chain(&relations()) {
            let path = self.unfinished.path().join(format!("{}.csv", relation.name));
            let mut writer = csv::Writer::from_path(&path).map_err(|error| written(&path, error))?;
            let names = relation.columns.iter().map(|column| &column.name);
            writer.write_record(names).map_err(|error| written(&path, error))?;
            self.files.insert(relation.name.clone(), writer);
        }
        Ok(Before::default())
    }

    fn remove(&mut self, _: &[&str], _: &[&str]) -> Result<(), ExportError> {
        Ok(())
    }

    fn insert(&mut self, relation: &Relation, cells: &[Cell]) -> Result<(), ExportError> {
        let Some(writer) = self.files.get_mut(&relation.name) else { return Ok(()) };
        let fields = cells.iter().map(|cell| printed(cell).unwrap_or_default());
        writer.write_record(fields).map_err(|error| written(&self.out.join(&relation.name), error))
    }

    fn commit(&mut self) -> Result<(), ExportError> {
        for (name, writer) in &mut self.files {
            let name = format!("{name}.csv");
            writer.flush().map_err(at(&self.out.join(&name)))?;
            let to = self.out.join(&name);
            fs::rename(self.unfinished.path().join(&name), &to).map_err(at(&to))?;
        }
        Ok(())
    }
}
