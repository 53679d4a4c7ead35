//! What one input gives: its document, the members of its archives, the files that its documents carry. Every one of
//! them gets its row, whatever is wrong with it. Not for: which inputs there are (`walk`), or putting them together
//! (`ingest`).

use std::collections::BTreeSet;
use std::io;

use hongtou_document::{Document, Format};
use hongtou_export::rows::{FileError, FileRow, FileStatus};
use hongtou_read::{Limits, Options, ReadError};

use crate::one::{self, Failure};
use crate::part::{Packed, Part};
use crate::task::{Answer, Avoid, Emit, Parsed};

/// The taking apart of one input. What files inside files may cost is counted over the whole of it.
pub(crate) struct Taking<'a> {
    options: &'a Options,
    avoid: &'a [Avoid],
    emit: &'a Emit,
    /// Members and bytes that may still come.
    left: Limits,
    paths: BTreeSet<String>,
}

impl<'a> Taking<'a> {
    pub(crate) fn new(options: &'a Options, avoid: &'a [Avoid], emit: &'a Emit) -> Self {
        Self { options, avoid, emit, left: Limits::default(), paths: BTreeSet::new() }
    }

    /// Takes a file with everything inside it; a container comes after what it holds.
    ///
    /// # Errors
    /// When nobody listens any more.
    pub(crate) fn whole(mut self, file_name: &str, bytes: &[u8]) -> io::Result<()> {
        self.file("", file_name, bytes, 0)
    }

    /// `depth`: files around this one.
    fn file(&mut self, tail: &str, file_name: &str, bytes: &[u8], depth: usize) -> io::Result<()> {
        let row = FileRow { bytes: Some(size(bytes)), ..self.row(tail, FileStatus::Parsed) };
        if let Some(avoid) = self.avoid.iter().find(|avoid| avoid.tail == row.path) {
            let error = FileError { code: avoid.code.clone(), message: avoid.message.clone() };
            return self.done(died(row, hongtou_read::source_id(bytes), size(bytes), error));
        }
        (self.emit)(Answer::At(row.path.clone()))?;
        match hongtou_read::sniff(bytes, Some(file_name)) {
            Format::Archive => self.archive(row, file_name, bytes, depth),
            format => {
                let part = self.document(row, file_name, bytes, format)?;
                self.carried(part, bytes, format, depth)
            }
        }
    }

    /// The members of an archive, read in their order. What is wrong with the archive stands in its own row.
    fn archive(&mut self, mut row: FileRow, file_name: &str, bytes: &[u8], depth: usize) -> io::Result<()> {
        let id = hongtou_read::source_id(bytes);
        row.status = FileStatus::Archive;
        row.source_id = Some(id.clone());
        let source = one::unread_source(id, size(bytes), Format::Archive.code());

        let mut limits = self.left;
        limits.archive_depth = limits.archive_depth.saturating_sub(depth);
        let mut members = false;
        let mut fault = None;
        let done = hongtou_read::for_each_member(bytes, Some(file_name), &limits, &mut |member| {
            if fault.is_none() {
                members = true;
                let inner = depth + 1 + member.path.matches("!/").count();
                let taken = self.member(&format!("{}!/{}", row.path, member.path), member.bytes, inner);
                // While the next member is unpacked it is the archive that is worked on.
                fault = taken.and_then(|()| (self.emit)(Answer::At(row.path.clone()))).err();
            }
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        if let Err(error) = done {
            let (status, error) = judged(&Failure::Read(error));
            row.status = if members { FileStatus::Partial } else { status };
            row.error = Some(error);
        }
        self.done(Part { source: Some(source), ..Part::unopened(row) })
    }

    /// The files that a document carries. A document that could not be read itself may still hand them out.
    fn carried(&mut self, mut part: Part, bytes: &[u8], format: Format, depth: usize) -> io::Result<()> {
        let carried = match one::attachments(bytes, format, &self.left) {
            Ok(carried) => carried,
            Err(failure) => {
                if part.row.error.is_none() {
                    let (_, error) = judged(&failure);
                    part.row.status = FileStatus::Partial;
                    part.row.error = Some(FileError { message: format!("its attachments cannot be told: {}", error.message), ..error });
                }
                return self.done(part);
            }
        };
        for attachment in carried {
            self.member(&format!("{}!/{}", part.row.path, attachment.path()), attachment.bytes, depth + 1)?;
        }
        self.done(part)
    }

    /// One file inside another.
    fn member(&mut self, tail: &str, bytes: Result<Vec<u8>, ReadError>, depth: usize) -> io::Result<()> {
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
                let name = tail.rsplit('/').next().unwrap_or_default();
                self.file(tail, name, &bytes, depth)
            }
            Err(error) => {
                let (status, error) = judged(&Failure::Read(error));
                let row = FileRow { error: Some(error), ..self.row(tail, status) };
                self.done(Part::unopened(row))
            }
        }
    }

    /// Reads and parses the bytes of one document.
    fn document(&mut self, mut row: FileRow, file_name: &str, bytes: &[u8], format: Format) -> io::Result<Part> {
        Ok(match one::read_text(bytes, Some(file_name), self.options) {
            Ok(document) => {
                row.source_id = Some(document.source_id().to_owned());
                let Parsed { notice, status, error } = parsed(&document, file_name)?;
                (row.status, row.error) = (status, error);
                Part { row, source: Some(one::source_of(&document, size(bytes))), document: Some(Packed::new(&document)?), notice }
            }
            Err(failure) => {
                let id = hongtou_read::source_id(bytes);
                let (status, error) = judged(&failure);
                tracing::warn!(file_name, code = error.code, "not read");
                row.source_id = Some(id.clone());
                (row.status, row.error) = (status, Some(error));
                Part { source: Some(one::unread_source(id, size(bytes), format.code())), ..Part::unopened(row) }
            }
        })
    }

    fn done(&self, part: Part) -> io::Result<()> {
        (self.emit)(Answer::Part(Box::new(part)))
    }

    /// A row for a tail: where a broken archive uses one name twice, the second becomes `name~2`.
    fn row(&mut self, tail: &str, status: FileStatus) -> FileRow {
        let mut own = tail.to_owned();
        let mut next = 2u32;
        while !self.paths.insert(own.clone()) {
            own = format!("{tail}~{next}");
            next += 1;
        }
        FileRow::new(own, status)
    }
}

/// Parses a document that was read, and says what its row is to say.
///
/// # Errors
/// When the notice cannot be packed.
pub(crate) fn parsed(document: &Document, file_name: &str) -> io::Result<Parsed> {
    Ok(match one::parse_text(document, Some(file_name)) {
        Ok(notice) => {
            let warnings = document.warnings();
            let error = (!warnings.is_empty()).then(|| FileError { code: "partial".into(), message: warnings.join("; ") });
            if error.is_some() {
                tracing::warn!(file_name, ?warnings, "read in part");
            }
            let status = if error.is_some() { FileStatus::Partial } else { FileStatus::Parsed };
            Parsed { notice: Some(Packed::new(&notice)?), status, error }
        }
        Err(failure) => {
            let (status, error) = judged(&failure);
            tracing::warn!(file_name, code = error.code, "not parsed");
            Parsed { notice: None, status, error: Some(error) }
        }
    })
}

/// A content that was given up.
pub(crate) fn died(row: FileRow, id: String, bytes: u64, error: FileError) -> Part {
    let row = FileRow { status: FileStatus::Failed, source_id: Some(id.clone()), error: Some(error), ..row };
    Part { source: Some(one::unread_source(id, bytes, Format::Unknown.code())), ..Part::unopened(row) }
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
        Failure::Panic(said) => (
            FileStatus::Failed,
            FileError {
                code: "panic".into(),
                message: format!("hongtou stumbled over this document ({said}); this is a fault of hongtou, please report it"),
            },
        ),
    }
}
