//! What came in: paths and distinct contents. Not for: what they say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Declares a code list of this crate.
macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $code:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $variant,)+
        }

        impl $name {
            /// Every code of the list, in its order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable code, as it stands in records.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// Reads a code back.
            #[must_use]
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|item| item.code() == code)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}

codes! {
    /// What became of an input.
    FileStatus {
        /// Read and parsed as a document of its own.
        Parsed = "parsed",
        /// Read and parsed as a part of another document.
        Attachment = "attachment",
        /// The same bytes as another path, which is parsed.
        Duplicate = "duplicate",
        /// A container; its members stand in rows of their own.
        Archive = "archive",
        /// Nothing but pictures of pages, which this build does not recognise.
        NeedsOcr = "needs_ocr",
        /// Protected by a password.
        Encrypted = "encrypted",
        /// Nothing that this build reads.
        Unsupported = "unsupported",
        /// Read and parsed, but a part could not be read; `error` says what.
        Partial = "partial",
        /// Not read; `error` says why.
        Failed = "failed",
    }
}

impl FileStatus {
    /// Whether the input ought to have been read in full and was not: what makes a run end with status 1.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Encrypted | Self::Partial | Self::Failed)
    }
}

codes! {
    /// What kind of file a content is, by the content itself.
    SourceFormat {
        /// Plain text in any encoding.
        Text = "text",
        /// Word 2007 and later.
        Docx = "docx",
        /// PDF.
        Pdf = "pdf",
        /// Word 97–2003.
        Doc = "doc",
        /// Kingsoft Writer.
        Wps = "wps",
        /// Rich Text Format.
        Rtf = "rtf",
        /// Excel 97–2003.
        Xls = "xls",
        /// Excel 2007 and later.
        Xlsx = "xlsx",
        /// Kingsoft Spreadsheets.
        Et = "et",
        /// OFD (GB/T 33190).
        Ofd = "ofd",
        /// A web page.
        Html = "html",
        /// A picture.
        Image = "image",
        /// A container of files.
        Archive = "archive",
        /// Nothing that hongtou knows.
        Unknown = "unknown",
    }
}

codes! {
    /// Where the characters of a source came from.
    SourceText {
        /// The file holds them as characters.
        Text = "text",
        /// They were recognised in a picture.
        Ocr = "ocr",
        /// Some pages hold characters, others were recognised.
        Mixed = "mixed",
    }
}

/// Why an input gave less than it ought to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FileError {
    /// A stable code: `empty`, `damaged`, `encrypted`, `unsupported`, `too_large`, `unreadable`, `not_a_file`, `panic`, …
    pub code: String,
    /// What is wrong and what to do, in words.
    pub message: String,
}

/// One input path or archive member, whatever became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "files")]
pub struct FileRow {
    /// The key: the path relative to the named folder (the file name for a file named directly), parted by `/`;
    /// members as `a.zip!/dir/b.doc`; a byte that is not UTF-8 as `\xNN`.
    pub path: String,
    /// The content; null if it was never read.
    pub source_id: Option<String>,
    /// Size in bytes; null if unknown.
    pub bytes: Option<u64>,
    /// What became of it.
    pub status: FileStatus,
    /// Why it gave less than it ought to; null if it did not.
    pub error: Option<FileError>,
    /// The notices that were read from it; a duplicate lists those of the same bytes.
    pub notice_ids: Vec<String>,
    /// Where it was fetched from; null if not told by `--metadata`.
    pub url: Option<String>,
    /// When it was fetched (ISO 8601); null if not told.
    pub fetched_at: Option<String>,
    /// When it was published there (ISO 8601); null if not told.
    pub published_on: Option<String>,
}

impl FileRow {
    /// A row for a path of which nothing is known but what became of it.
    #[must_use]
    pub fn new(path: impl Into<String>, status: FileStatus) -> Self {
        Self {
            path: path.into(),
            source_id: None,
            bytes: None,
            status,
            error: None,
            notice_ids: Vec::new(),
            url: None,
            fetched_at: None,
            published_on: None,
        }
    }
}

/// One thing that a page's box or a file's properties say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MetadataItem {
    /// Its name as printed.
    pub name: String,
    /// Its value as printed.
    pub value: String,
}

/// One distinct content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[schemars(title = "sources")]
pub struct SourceRow {
    /// The key: SHA-256 of the bytes, in lower-case hex.
    pub id: String,
    /// Size in bytes.
    pub bytes: u64,
    /// What kind of file it is, by its content.
    pub format: SourceFormat,
    /// Number of pages; null where the format has no pages or nothing could be read.
    pub pages: Option<u32>,
    /// Where the characters came from; null where nothing could be read.
    pub text_from: Option<SourceText>,
    /// What read it; null where nothing could be read.
    pub engine: Option<String>,
    /// SHA-256 of the text in UTF-8, in lower-case hex; null where nothing could be read.
    pub text_sha256: Option<String>,
    /// What a page's box or the file's properties say, in their order.
    pub metadata: Vec<MetadataItem>,
}
