//! Files that a PDF carries beside its pages: the tree of embedded files, files pinned to a page, files associated with the
//! document (ISO 32000, 7.11.4 and 12.5.6.15). Not for: reading them.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use hayro_syntax::object::{Array, Dict, Name, Object, Stream, String as PdfString};

use super::{bomb, guard, meta, pages};
use crate::{Attachment, Limits, ReadError};

/// Levels of the tree of names; producers write two or three.
const DEPTH: usize = 32;

/// The files that a PDF carries beside its pages, each once, in the order of the document's own list and then of the pages.
///
/// # Errors
/// When the PDF cannot be opened; what is wrong with one file stands in its [`Attachment::bytes`].
pub fn pdf_attachments(bytes: &[u8], limits: &Limits) -> Result<Vec<Attachment>, ReadError> {
    bomb::check(bytes, limits.inflated_bytes)?;
    let (bytes, limits) = (Arc::new(bytes.to_vec()), *limits);
    match guard::within(Duration::from_secs(limits.pdf_seconds), move |_| attachments(bytes, limits)) {
        Ok(result) => result,
        Err(lost) => Err(lost.error(limits.pdf_seconds)),
    }
}

fn attachments(bytes: Arc<Vec<u8>>, limits: Limits) -> Result<Vec<Attachment>, ReadError> {
    let pages::Opened { pdf, sealed } = pages::open(bytes, &limits)?;
    let mut found = Found { attachments: Vec::new(), seen: HashSet::new(), left: limits.unpacked_bytes, limits, sealed };
    let root: Option<Dict<'_>> = pdf.xref().get(pdf.xref().root_id());
    if let Some(root) = &root {
        if let Some(tree) = root.get::<Dict<'_>>("Names").and_then(|names| names.get::<Dict<'_>>("EmbeddedFiles")) {
            found.tree(&tree, DEPTH);
        }
        found.list(root);
    }
    for page in pdf.pages().iter() {
        found.list(page.raw());
        for annotation in annotations(page.raw()) {
            if annotation.get::<Name<'_>>("Subtype").is_some_and(|kind| kind.as_str() == "FileAttachment")
                && let Some(file) = annotation.get::<Dict<'_>>("FS")
            {
                found.file(&file, None);
            }
        }
    }
    Ok(found.attachments)
}

/// The annotations of a page.
pub(super) fn annotations<'a>(page: &Dict<'a>) -> impl Iterator<Item = Dict<'a>> {
    page.get::<Array<'_>>("Annots").into_iter().flat_map(|annotations| annotations.iter::<Dict<'_>>())
}

struct Found {
    attachments: Vec<Attachment>,
    /// Streams already given: a file may stand in several lists.
    seen: HashSet<(u32, i32)>,
    /// Bytes that all files together may still unpack to.
    left: u64,
    limits: Limits,
    /// Whether all of them are behind a password.
    sealed: bool,
}

impl Found {
    /// A node of the tree of names: pairs of name and file, and further nodes.
    fn tree(&mut self, node: &Dict<'_>, depth: usize) {
        let mut name = None;
        for object in node.get::<Array<'_>>("Names").into_iter().flat_map(|pairs| pairs.iter::<Object<'_>>()) {
            match object {
                Object::String(text) => name = Some(text),
                Object::Dict(file) => self.file(&file, name.take()),
                _ => {}
            }
        }
        if depth > 0 && !self.full() {
            for kid in node.get::<Array<'_>>("Kids").into_iter().flat_map(|kids| kids.iter::<Dict<'_>>()).take(self.limits.members) {
                self.tree(&kid, depth - 1);
            }
        }
    }

    /// Files associated with the document or a page.
    fn list(&mut self, owner: &Dict<'_>) {
        for file in owner.get::<Array<'_>>("AF").into_iter().flat_map(|files| files.iter::<Dict<'_>>()) {
            self.file(&file, None);
        }
    }

    fn full(&self) -> bool {
        self.attachments.len() >= self.limits.members
    }

    fn file(&mut self, file: &Dict<'_>, name: Option<PdfString<'_>>) {
        let Some(streams) = file.get::<Dict<'_>>("EF") else { return };
        let Some(stream) = ["UF", "F", "Unix", "DOS", "Mac"].into_iter().find_map(|key| streams.get::<Stream<'_>>(key)) else { return };
        let id = stream.obj_id();
        if self.full() || !self.seen.insert((id.obj_number, id.gen_number)) {
            return;
        }
        let given = ["UF", "F", "Desc"].into_iter().find_map(|key| file.get::<PdfString<'_>>(key)).or(name);
        let name = given.map(|name| meta::text(name.as_bytes())).unwrap_or_default();
        let bytes = if self.sealed { Err(ReadError::Encrypted) } else { self.unpacked(&stream) };
        self.attachments.push(Attachment { name, bytes });
    }

    fn unpacked(&mut self, stream: &Stream<'_>) -> Result<Vec<u8>, ReadError> {
        let bytes = stream.decoded_data().map_err(|_| ReadError::Damaged { detail: "it cannot be unpacked".into() })?;
        let size = bytes.len() as u64;
        let most = self.limits.member_bytes;
        if size > most {
            return Err(ReadError::TooLarge { detail: format!("{size} bytes, at most {most} are read") });
        }
        self.left = self.left.checked_sub(size).ok_or_else(|| ReadError::TooLarge {
            detail: format!("the files inside have more than {} bytes", self.limits.unpacked_bytes),
        })?;
        Ok(bytes.into_owned())
    }
}
