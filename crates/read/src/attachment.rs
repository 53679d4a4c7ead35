//! Files that a document carries inside itself: one door for every format that can. Not for: archives, which are
//! containers and no documents (`archive`).

use hongtou_document::Format;

use crate::{Limits, ReadError};

/// A file inside a document: a notice may carry its annexes so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its name as shown to readers, with an ending where the document tells one. May be any text;
    /// [`Attachment::path`] is harmless.
    pub name: String,
    /// What it holds, or why it could not be unpacked.
    pub bytes: Result<Vec<u8>, ReadError>,
}

impl Attachment {
    /// The name as a relative path, written as members of archives are (`Member::path`).
    #[must_use]
    pub fn path(&self) -> String {
        crate::member_path::harmless(&self.name)
    }
}

/// The files that a document of this format carries, in its order; none for formats that carry none.
///
/// ```
/// use hongtou_read::{Format, Limits, attachments};
///
/// assert_eq!(attachments("关于下达资金的通知".as_bytes(), Format::Text, &Limits::default()), Ok(Vec::new()));
/// ```
///
/// # Errors
/// When the document cannot be opened; what is wrong with one file stands in its [`Attachment::bytes`].
pub fn attachments(bytes: &[u8], format: Format, limits: &Limits) -> Result<Vec<Attachment>, ReadError> {
    match format {
        #[cfg(feature = "ofd")]
        Format::Ofd => crate::ofd_attachments(bytes, limits),
        #[cfg(feature = "pdf")]
        Format::Pdf => crate::pdf_attachments(bytes, limits),
        _ => Ok(Vec::new()),
    }
}
