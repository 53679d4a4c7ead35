//! Members of a rar file, of all versions. Not for: encrypted contents and sets of several volumes, whose members are
//! only reported.

use std::cell::{Cell, RefCell};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;

use hongtou_document::Format;
use rars::{ArchiveMember, ArchiveReadOptions, ArchiveReader, Error, ErrorKind, ExtractionDecision, ExtractionErrorAction};

use super::{Fault, Walk, names};
use crate::ReadError;

/// Where the unpacker writes a member, up to a number of bytes.
#[derive(Clone)]
struct Sink {
    bytes: Rc<RefCell<Vec<u8>>>,
    most: u64,
    over: Rc<Cell<bool>>,
}

impl Write for Sink {
    fn write(&mut self, more: &[u8]) -> std::io::Result<usize> {
        let mut bytes = self.bytes.borrow_mut();
        if bytes.len() as u64 + more.len() as u64 > self.most {
            self.over.set(true);
            bytes.clear();
        }
        // What is too large is taken and thrown away: members packed together with it can still be read.
        if !self.over.get() {
            bytes.extend_from_slice(more);
        }
        Ok(more.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A member that is being unpacked, or was refused.
struct Pending {
    path: String,
    packed: u64,
    content: Result<Sink, ReadError>,
}

/// A walk through the members; the unpacker calls back for each.
struct Members<'w, 'a> {
    walk: &'w mut Walk<'a>,
    pending: Option<Pending>,
    /// Whether members are packed together, so that none can be skipped.
    solid: bool,
    /// Members seen.
    seen: usize,
    fault: Option<Fault>,
    /// Whether the caller's own code runs.
    outside: bool,
}

/// Hands out the members in the order in which they are stored.
pub(super) fn walk(bytes: &[u8], walk: &mut Walk<'_>) -> Result<(), Fault> {
    let limits = walk.budget.limits;
    let options = ArchiveReadOptions::new()
        .with_max_header_count(limits.members as u64 * 2 + 16)
        .with_rar50_dictionary_size_limit(limits.archive_window)
        .with_max_reader_workspace_bytes(limits.archive_window.saturating_mul(2))
        .with_max_total_output_bytes(limits.archive_bytes);
    let members = RefCell::new(Members { walk, pending: None, solid: false, seen: 0, fault: None, outside: false });
    // The crate is young: a panic in it must not end the run.
    let run = || {
        let archive = ArchiveReader::read_with_options(bytes, options)?;
        members.borrow_mut().solid = archive.is_solid();
        let result = archive.extract_with_control_and_errors(
            options,
            |member| Ok(members.borrow_mut().next(member)),
            |_, error| {
                members.borrow_mut().fail(error);
                Ok(ExtractionErrorAction::Continue)
            },
        );
        let mut members = members.borrow_mut();
        if let Err(error) = &result {
            members.fail(error);
        }
        members.give();
        // After an error that ends the walk, the rest is named all the same.
        if let (Err(error), seen) = (&result, members.seen) {
            for member in archive.members().skip(seen) {
                members.admit(&member);
                members.fail(error);
                members.give();
            }
        }
        Ok(())
    };
    let outcome = catch_unwind(AssertUnwindSafe(run));
    let members = members.into_inner();
    match outcome {
        Ok(Err(error)) => Err(Fault::Archive(error_of(&error))),
        Ok(Ok(())) => members.fault.map_or(Ok(()), Err),
        Err(panic) if members.outside => resume_unwind(panic),
        Err(_) => Err(Fault::Archive(ReadError::Damaged { detail: String::from("the archive cannot be unpacked; fetch it again") })),
    }
}

impl Members<'_, '_> {
    /// Hands out the member before and says what to do with this one.
    fn next(&mut self, member: &ArchiveMember) -> ExtractionDecision {
        self.give();
        self.seen += 1;
        if self.fault.is_some() {
            return ExtractionDecision::Stop;
        }
        self.admit(member);
        let kept = self.pending.as_ref().and_then(|pending| pending.content.as_ref().ok()).cloned();
        match kept {
            _ if self.fault.is_some() => ExtractionDecision::Stop,
            Some(sink) => ExtractionDecision::Extract(Box::new(sink)),
            // What is packed together with others must be unpacked for their sake.
            None if self.solid && !member.meta.is_directory && !member.meta.is_redirection && !member.meta.is_encrypted => {
                ExtractionDecision::Extract(Box::new(std::io::sink()))
            }
            None => ExtractionDecision::Skip,
        }
    }

    /// Makes a member the pending one, unless it is none to hand out.
    fn admit(&mut self, member: &ArchiveMember) {
        let meta = &member.meta;
        let name = names::decode(meta.name_bytes());
        if self.fault.is_some() || meta.is_directory || meta.is_redirection || names::is_folder(&name) {
            return;
        }
        let path = match self.walk.admit(&name) {
            Ok(Some(path)) => path,
            Ok(None) => return,
            Err(fault) => {
                self.fault = Some(fault);
                return;
            }
        };
        let most = self.walk.budget.most(meta.packed_size);
        let content = if meta.is_encrypted {
            Err(ReadError::Encrypted)
        } else if meta.is_split_before || meta.is_split_after {
            Err(ReadError::Damaged { detail: String::from("the member goes on in another volume of the archive; join the volumes") })
        } else if meta.unpacked_size > most && meta.unpacked_size != u64::MAX {
            Err(self.walk.budget.too_large(most))
        } else {
            Ok(Sink { bytes: Rc::default(), most, over: Rc::default() })
        };
        self.pending = Some(Pending { path, packed: meta.packed_size, content });
    }

    /// Notes that the pending member could not be unpacked.
    fn fail(&mut self, error: &Error) {
        if let Some(Pending { content: content @ Ok(_), .. }) = &mut self.pending {
            *content = Err(error_of(error));
        }
    }

    /// Hands out the pending member.
    fn give(&mut self) {
        let Some(pending) = self.pending.take() else { return };
        let content = pending.content.and_then(|sink| {
            let bytes = sink.bytes.take();
            self.walk.budget.spend(bytes.len() as u64);
            if sink.over.get() { Err(self.walk.budget.too_large(self.walk.budget.most(pending.packed))) } else { Ok(bytes) }
        });
        if self.fault.is_none() {
            self.outside = true;
            self.fault = self.walk.give(pending.path, content).err();
            self.outside = false;
        }
    }
}

fn error_of(error: &Error) -> ReadError {
    match error.kind() {
        ErrorKind::PasswordRequired | ErrorKind::BadPassword => ReadError::Encrypted,
        ErrorKind::ResourceLimit => ReadError::TooLarge { detail: error.to_string() },
        // Built without its part for passwords, the crate misses that part where it would ask for one.
        ErrorKind::UnsupportedFeature if error.to_string().contains("encrypt") => ReadError::Encrypted,
        ErrorKind::UnsupportedFeature | ErrorKind::UnsupportedFormat => ReadError::Unsupported { format: Format::Archive },
        _ => ReadError::Damaged { detail: format!("the archive cannot be unpacked ({error}); it may be cut short, fetch it again") },
    }
}
