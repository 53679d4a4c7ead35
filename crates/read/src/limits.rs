//! Every limit of every reader, in one place: what a hostile or broken file may cost.
//! Not for: time and memory of the whole process, which the supervisor watches.

/// How much a reader takes before it gives up with [`TooLarge`](crate::ReadError::TooLarge).
///
/// ```
/// let mut limits = hongtou_read::Limits::default();
/// limits.file_bytes = 1 << 20;
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Limits {
    /// Bytes of a file of any format.
    pub file_bytes: u64,
    /// Bytes of a plain text file. The text is held several times over while it is decoded.
    pub text_bytes: u64,
    /// Members of a zip package, or of an archive with all archives inside it.
    pub members: usize,
    /// Unpacked bytes of one member.
    pub member_bytes: u64,
    /// Unpacked bytes of all members that are read.
    pub unpacked_bytes: u64,
    /// Unpacked bytes of all members of an archive with all archives inside it. They pass one by one.
    pub archive_bytes: u64,
    /// Archives around an archive that is still opened.
    pub archive_depth: usize,
    /// Bytes that an unpacker may keep to look back at, as the archive asks it to.
    pub archive_window: u64,
    /// How many times larger than its packed form a member may be, once it is over `ratio_floor`.
    /// Word's own XML packs 10 to 40 times; zip's best is about 1,000.
    pub ratio: u64,
    /// Unpacked bytes below which the ratio does not matter.
    pub ratio_floor: u64,
    /// Nesting of XML elements. Word writes some ten levels a nested table.
    pub xml_depth: usize,
    /// Cells in all tables of one document.
    pub cells: usize,
    /// Pages of a PDF.
    pub pages: u32,
    /// Characters on one page.
    pub page_glyphs: usize,
    /// Rules on one page; beyond them its tables are read as lines.
    pub page_rules: usize,
    /// Pixels of one page as a picture: A3 at 450 dots an inch.
    pub page_pixels: u64,
    /// Unpacked bytes of one stream of a PDF.
    pub inflated_bytes: u64,
    /// Seconds that reading a PDF may take, recognition of its scanned pages apart.
    pub pdf_seconds: u64,
    /// Seconds that drawing a page and recognising what is on it may take, on average over the pages that are read together.
    pub ocr_seconds: u64,
    /// Dots of a picture of a page: an A3 page at 300 dots an inch has 17 million.
    pub picture_dots: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 256 << 20,
            text_bytes: 64 << 20,
            members: 10_000,
            member_bytes: 128 << 20,
            unpacked_bytes: 256 << 20,
            archive_bytes: 4 << 30,
            archive_depth: 4,
            archive_window: 256 << 20,
            ratio: 200,
            ratio_floor: 8 << 20,
            xml_depth: 256,
            cells: 1 << 20,
            pages: 20_000,
            page_glyphs: 200_000,
            page_rules: 60_000,
            page_pixels: 40_000_000,
            inflated_bytes: 256 << 20,
            pdf_seconds: 120,
            ocr_seconds: 60,
            picture_dots: 64 << 20,
        }
    }
}
