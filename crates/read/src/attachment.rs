//! A file inside a document: a notice may carry its annexes so. Not for: members of archives (`archive`).

use crate::ReadError;

/// A file that an OFD package or a PDF carries beside its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name as shown to readers, with an ending where the file tells one. May be any text.
    pub name: String,
    /// What it holds, or why it could not be unpacked.
    pub bytes: Result<Vec<u8>, ReadError>,
}
