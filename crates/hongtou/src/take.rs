//! What one input gives: its document, the members of its archives, the files that its documents carry. Every one of
//! them gets its row, whatever is wrong with it. Not for: which inputs there are (`walk`), or putting them together
//! (`ingest`).

use std::collections::BTreeSet;

use hongtou_document::Format;
use hongtou_export::NdjsonWriter;
use hongtou_export::rows::{FileError, FileRow, FileStatus, SourceRow};
use hongtou_notice::Notice;
use hongtou_read::{Limits, Options, ReadError};

use crate::Error;
use crate::one::{self, Failure};

/// What one file or member gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) row: FileRow,
    pub(crate) source: Option<SourceRow>,
    pub(crate) notice: Option<Notice>,
}

impl Outcome {
    /// A file that was never opened.
    pub(crate) fn unopened(row: FileRow) -> Self {
        Self { row, source: None, notice: None }
    }
}

/// The taking apart of one input. What files inside files may cost is counted over the whole of it.
pub(crate) struct Taking<'a> {
    writer: &'a NdjsonWriter,
    keep_text: bool,
    options: &'a Options,
    /// Members and bytes that may still come.
    left: Limits,
    paths: BTreeSet<String>,
    outcomes: Vec<Outcome>,
}

impl<'a> Taking<'a> {
    pub(crate) fn new(writer: &'a NdjsonWriter, keep_text: bool, options: &'a Options) -> Self {
        Self { writer, keep_text, options, left: Limits::default(), paths: BTreeSet::new(), outcomes: Vec::new() }
    }

    /// Takes a file with everything inside it; the file itself comes first.
    ///
    /// # Errors
    /// When its text cannot be written.
    pub(crate) fn whole(mut self, path: &str, file_name: &str, bytes: &[u8]) -> Result<Vec<Outcome>, Error> {
        self.file(path, file_name, bytes, 0)?;
        Ok(self.outcomes)
    }

    /// `depth`: files around this one.
    fn file(&mut self, path: &str, file_name: &str, bytes: &[u8], depth: usize) -> Result<(), Error> {
        match hongtou_read::sniff(bytes, Some(file_name)) {
            Format::Archive => self.archive(path, file_name, bytes, depth),
            format => {
                self.document(path, file_name, bytes, format)?;
                self.carried(path, bytes, format, depth)
            }
        }
    }

    /// The members of an archive, read in their order. What is wrong with the archive stands in its own row.
    fn archive(&mut self, path: &str, file_name: &str, bytes: &[u8], depth: usize) -> Result<(), Error> {
        let id = hongtou_read::source_id(bytes);
        let mut row = self.row(path, FileStatus::Archive);
        row.bytes = Some(size(bytes));
        row.source_id = Some(id.clone());
        let prefix = row.path.clone();
        let at = self.outcomes.len();
        let source = one::unread_source(id, bytes.len(), Format::Archive.code());
        self.outcomes.push(Outcome { row, source: Some(source), notice: None });

        let mut limits = self.left;
        limits.archive_depth = limits.archive_depth.saturating_sub(depth);
        let mut fault = None;
        let done = hongtou_read::for_each_member(bytes, Some(file_name), &limits, &mut |member| {
            if fault.is_none() {
                let inner = depth + 1 + member.path.matches("!/").count();
                fault = self.member(&format!("{prefix}!/{}", member.path), member.bytes, inner).err();
            }
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let Err(error) = done {
            let (status, error) = judged(&Failure::Read(error));
            let members = self.outcomes.len() > at + 1;
            if let Some(Outcome { row, .. }) = self.outcomes.get_mut(at) {
                row.status = if members { FileStatus::Partial } else { status };
                row.error = Some(error);
            }
        }
        Ok(())
    }

    /// The files that a document carries. A document that could not be read itself may still hand them out.
    fn carried(&mut self, path: &str, bytes: &[u8], format: Format, depth: usize) -> Result<(), Error> {
        let at = self.outcomes.len().saturating_sub(1);
        let carried = match one::attachments(bytes, format, &self.left) {
            Ok(carried) => carried,
            Err(failure) => {
                if let Some(Outcome { row, .. }) = self.outcomes.get_mut(at)
                    && row.error.is_none()
                {
                    let (_, error) = judged(&failure);
                    row.status = FileStatus::Partial;
                    row.error = Some(FileError { message: format!("its attachments cannot be told: {}", error.message), ..error });
                }
                return Ok(());
            }
        };
        let prefix = self.outcomes.get(at).map_or(path, |outcome| &outcome.row.path).to_owned();
        for attachment in carried {
            self.member(&format!("{prefix}!/{}", attachment.path()), attachment.bytes, depth + 1)?;
        }
        Ok(())
    }

    /// One file inside another.
    fn member(&mut self, path: &str, bytes: Result<Vec<u8>, ReadError>, depth: usize) -> Result<(), Error> {
        let most = Limits::default();
        let bytes = bytes.and_then(|bytes| {
            let detail = if self.left.members == 0 {
                format!("more than {} files inside one file", most.members)
            } else if size(&bytes) > self.left.archive_bytes {
                format!("the files inside one file unpack to more than {} bytes", most.archive_bytes)
            } else if depth > most.archive_depth + 1 {
                format!("files inside files more than {} levels deep", most.archive_depth + 1)
            } else {
                return Ok(bytes);
            };
            Err(ReadError::TooLarge { detail })
        });
        match bytes {
            Ok(bytes) => {
                self.left.members -= 1;
                self.left.archive_bytes -= size(&bytes);
                let name = path.rsplit('/').next().unwrap_or_default();
                self.file(path, name, &bytes, depth)
            }
            Err(error) => {
                let (status, error) = judged(&Failure::Read(error));
                let row = FileRow { error: Some(error), ..self.row(path, status) };
                self.outcomes.push(Outcome::unopened(row));
                Ok(())
            }
        }
    }

    /// Reads and parses the bytes of one document.
    fn document(&mut self, path: &str, file_name: &str, bytes: &[u8], format: Format) -> Result<(), Error> {
        let mut row = self.row(path, FileStatus::Parsed);
        row.bytes = Some(size(bytes));
        let outcome = match one::parse(bytes, Some(file_name), self.options) {
            Ok(parsed) => {
                if self.keep_text {
                    self.writer.text(&parsed.source.id, &parsed.text)?;
                }
                row.source_id = Some(parsed.source.id.clone());
                if !parsed.warnings.is_empty() {
                    row.status = FileStatus::Partial;
                    row.error = Some(FileError { code: "partial".into(), message: parsed.warnings.join("; ") });
                    tracing::warn!(path, warnings = ?parsed.warnings, "read in part");
                }
                Outcome { row, source: Some(parsed.source), notice: Some(parsed.notice) }
            }
            Err(failure) => {
                let id = hongtou_read::source_id(bytes);
                let (status, error) = judged(&failure);
                tracing::warn!(path, code = error.code, "not read");
                row.source_id = Some(id.clone());
                row.status = status;
                row.error = Some(error);
                Outcome { row, source: Some(one::unread_source(id, bytes.len(), format.code())), notice: None }
            }
        };
        self.outcomes.push(outcome);
        Ok(())
    }

    /// A row for a path, the key of `files`: where a broken archive uses one name twice, the second becomes `name~2`.
    fn row(&mut self, path: &str, status: FileStatus) -> FileRow {
        let mut own = path.to_owned();
        let mut next = 2u32;
        while !self.paths.insert(own.clone()) {
            own = format!("{path}~{next}");
            next += 1;
        }
        FileRow::new(own, status)
    }
}

fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// What becomes of a file that could not be read.
fn judged(failure: &Failure) -> (FileStatus, FileError) {
    match failure {
        Failure::Read(error) => {
            let status = match error {
                ReadError::Encrypted => FileStatus::Encrypted,
                ReadError::NeedsOcr { .. } | ReadError::NotRecognised { .. } | ReadError::Unsupported { format: Format::Image } => {
                    FileStatus::NeedsOcr
                }
                ReadError::Unsupported { .. } | ReadError::TooOld { .. } => FileStatus::Unsupported,
                _ => FileStatus::Failed,
            };
            (status, FileError { code: error.code().into(), message: error.to_string() })
        }
        Failure::NoText(told) => {
            let message = format!("no text to read ({told}); if its pages are pictures, have them recognised (OCR) first");
            (FileStatus::NeedsOcr, FileError { code: "needs_ocr".into(), message })
        }
        Failure::Panic(said) => {
            let message = format!("hongtou stumbled over this document ({said}); this is a fault of hongtou, please report it");
            (FileStatus::Failed, FileError { code: "panic".into(), message })
        }
    }
}
