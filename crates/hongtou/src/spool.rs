//! Rows in a passing file of the out folder: they are written once and read from the first to the last, so that none but one
//! is in memory. Not for: notices, which are opened in any order (`scratch`).

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Seek, Write};
use std::marker::PhantomData;
use std::path::{Path, PathBuf};

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::Error;
use crate::scratch::lost;

/// How many bytes are read or written at a time.
const BLOCK: usize = 1 << 16;

/// Rows that are being written.
pub(crate) struct Spool<T> {
    folder: PathBuf,
    out: BufWriter<File>,
    count: usize,
    row: PhantomData<fn() -> T>,
}

impl<T: Serialize> Spool<T> {
    /// No rows yet, in a file of this folder.
    pub(crate) fn new(folder: &Path) -> Result<Self, Error> {
        let file = tempfile::tempfile_in(folder).map_err(lost(folder))?;
        Ok(Self { folder: folder.to_owned(), out: BufWriter::with_capacity(BLOCK, file), count: 0, row: PhantomData })
    }

    /// How many rows there are.
    pub(crate) fn len(&self) -> usize {
        self.count
    }

    /// Adds a row.
    pub(crate) fn put(&mut self, row: &T) -> Result<(), Error> {
        self.count += 1;
        let written = rmp_serde::encode::write(&mut self.out, row).map_err(io::Error::other);
        written.map_err(lost(&self.folder))
    }

    /// All rows, once they are written.
    pub(crate) fn finish(mut self) -> Result<Spooled<T>, Error> {
        self.out.flush().map_err(lost(&self.folder))?;
        let file = self.out.into_inner().map_err(|error| lost(&self.folder)(error.into_error()))?;
        Ok(Spooled { folder: self.folder, file, count: self.count, row: PhantomData })
    }
}

/// Rows that were written.
#[derive(Debug)]
pub(crate) struct Spooled<T> {
    folder: PathBuf,
    file: File,
    count: usize,
    row: PhantomData<fn() -> T>,
}

impl<T: DeserializeOwned> Spooled<T> {
    /// The rows in their order. Only one goes through them at a time.
    pub(crate) fn each(&mut self) -> Result<impl Iterator<Item = Result<T, Error>>, Error> {
        let folder = &self.folder;
        self.file.rewind().map_err(lost(folder))?;
        let mut reader = BufReader::with_capacity(BLOCK, &self.file);
        Ok((0..self.count).map(move |_| {
            let row = rmp_serde::decode::from_read(&mut reader);
            row.map_err(|error| lost(folder)(io::Error::new(io::ErrorKind::InvalidData, error)))
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_as_often_as_they_are_asked_for() {
        let home = tempfile::tempdir().unwrap();
        let mut spool = Spool::new(home.path()).unwrap();
        let rows: Vec<(usize, Option<String>)> = (0..5_000).map(|at| (at, (at % 3 > 0).then(|| "件".repeat(at % 50)))).collect();
        rows.iter().for_each(|row| spool.put(row).unwrap());
        assert_eq!(spool.len(), rows.len());
        let mut spooled = spool.finish().unwrap();
        for _ in 0..2 {
            assert!(spooled.each().unwrap().map(Result::unwrap).eq(rows.iter().cloned()));
        }
        // What goes without a name leaves nothing.
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 0);
        spooled.count += 1;
        assert_eq!(spooled.each().unwrap().last().unwrap().unwrap_err().code(), "scratch");
    }
}
