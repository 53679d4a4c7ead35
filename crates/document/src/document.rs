//! A document as read: its text, pages and blocks. Not for: building one (`builder`), slicing text (`span`).

use serde::{Deserialize, Serialize};

use crate::{Rect, Span, Table, Text};

/// What kind of file the bytes are, by content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Format {
    /// Plain text in any encoding.
    Text,
    /// Word 2007 and later (Office Open XML).
    Docx,
    /// PDF.
    Pdf,
    /// Word 97–2003.
    Doc,
    /// Kingsoft Writer, in Word 97 form.
    Wps,
    /// Rich Text Format.
    Rtf,
    /// Excel 97–2003.
    Xls,
    /// Excel 2007 and later.
    Xlsx,
    /// Kingsoft Spreadsheets, in Excel 97 form.
    Et,
    /// OFD (GB/T 33190).
    Ofd,
    /// A web page.
    Html,
    /// A picture (JPEG, PNG, TIFF).
    Image,
    /// A container of files (zip, tar, 7z, rar, gz).
    Archive,
    /// Nothing that hongtou knows.
    Unknown,
}

impl Format {
    /// The stable code of the format, as in `sources.format`.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Docx => "docx",
            Self::Pdf => "pdf",
            Self::Doc => "doc",
            Self::Wps => "wps",
            Self::Rtf => "rtf",
            Self::Xls => "xls",
            Self::Xlsx => "xlsx",
            Self::Et => "et",
            Self::Ofd => "ofd",
            Self::Html => "html",
            Self::Image => "image",
            Self::Archive => "archive",
            Self::Unknown => "unknown",
        }
    }
}

/// Where the characters came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextFrom {
    /// The file holds them as characters.
    Text,
    /// They were recognised in a picture.
    Ocr,
    /// Some pages hold characters, others were recognised.
    Mixed,
}

/// One printed line, or the smallest run of text whose place is known.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Its text.
    pub span: Span,
    /// Its page, from 1; `None` where the format has no pages.
    pub page: Option<u32>,
    /// Its box; `None` where the format has no geometry.
    pub bbox: Option<Rect>,
}

/// A page of a paged format.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Number, from 1.
    pub number: u32,
    /// Width in points, as displayed (after rotation).
    pub width: f64,
    /// Height in points, as displayed.
    pub height: f64,
    /// What was printed on the page but is no part of the text: page numbers, running heads.
    pub furniture: Vec<Furniture>,
    /// Where its characters came from. [`TextFrom::Ocr`] also for a scan's own hidden layer of recognised text.
    pub text_from: TextFrom,
}

/// A line that stands on the page but not in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Furniture {
    /// What it says.
    pub text: String,
    /// Its box.
    pub bbox: Option<Rect>,
}

/// A paragraph, or a line of a dump that has no paragraphs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Paragraph {
    /// Its text.
    pub span: Span,
    /// Its printed lines, in order; at least one.
    pub lines: Vec<Line>,
    /// Whether the reader knows that the paragraph ends here (an end mark in the file). A plain line of
    /// text may be the first half of a paragraph, and the parser decides.
    pub complete: bool,
}

/// A paragraph or a table, in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Running text.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl Block {
    /// The text that the block covers.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Paragraph(paragraph) => paragraph.span,
            Self::Table(table) => table.span,
        }
    }
}

/// A document as one reader read it. See the crate's page for the order of its text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub(crate) source_id: String,
    pub(crate) format: Format,
    pub(crate) text: Text,
    pub(crate) pages: Vec<Page>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) metadata: Vec<(String, String)>,
    pub(crate) text_from: TextFrom,
    pub(crate) engine: String,
    pub(crate) warnings: Vec<String>,
    pub(crate) unsure: Vec<Span>,
}

impl Document {
    /// SHA-256 of the bytes that were read, in lower-case hex.
    #[must_use]
    pub fn source_id(&self) -> &str {
        &self.source_id
    }

    /// The format by content.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The whole text as printed; spans point into it.
    #[must_use]
    pub fn text(&self) -> &Text {
        &self.text
    }

    /// The text at a span.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.slice(span)
    }

    /// The pages; empty for formats without pages.
    #[must_use]
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// Paragraphs and tables in reading order.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What the file says about itself (a page's metadata box, a file's properties), as printed.
    #[must_use]
    pub fn metadata(&self) -> &[(String, String)] {
        &self.metadata
    }

    /// Where the characters came from.
    #[must_use]
    pub fn text_from(&self) -> TextFrom {
        self.text_from
    }

    /// Which engine read it, for `sources.engine`.
    #[must_use]
    pub fn engine(&self) -> &str {
        &self.engine
    }

    /// What the reader could not read or had to guess, one sentence each. Empty when all went well.
    #[must_use]
    pub fn warnings(&self) -> &[String] {
        &self.warnings
    }

    /// Characters that the reader may have got wrong, in the order of the text: two readings of a picture
    /// differ there, or the engine was not sure. No spans of a document whose file holds its characters.
    #[must_use]
    pub fn unsure(&self) -> &[Span] {
        &self.unsure
    }

    /// Whether any character of the span may be wrong: see [`Document::unsure`].
    #[must_use]
    pub fn is_unsure(&self, span: Span) -> bool {
        let first = self.unsure.partition_point(|unsure| unsure.end <= span.start);
        self.unsure.get(first).is_some_and(|unsure| unsure.overlaps(span))
    }

    /// Whether the span begins on a page that was recognised in a picture.
    #[must_use]
    pub fn is_ocr(&self, span: Span) -> bool {
        match self.text_from {
            TextFrom::Text => false,
            TextFrom::Ocr => true,
            TextFrom::Mixed => {
                let page = self.place(span).0;
                self.pages.iter().any(|known| Some(known.number) == page && known.text_from == TextFrom::Ocr)
            }
        }
    }

    /// Page and box of a span: those of the lines and cells it touches first, on the page where it begins.
    #[must_use]
    pub fn place(&self, span: Span) -> (Option<u32>, Option<Rect>) {
        let mut found: Option<(Option<u32>, Option<Rect>)> = None;
        let first = self.blocks.partition_point(|block| block.span().end <= span.start);
        for block in self.blocks.iter().skip(first).take_while(|block| block.span().start < span.end.max(span.start + 1)) {
            match block {
                Block::Paragraph(paragraph) => place_lines(&paragraph.lines, span, &mut found),
                Block::Table(table) => place_table(table, span, &mut found),
            }
        }
        found.unwrap_or((None, None))
    }
}

fn place_lines(lines: &[Line], span: Span, found: &mut Option<(Option<u32>, Option<Rect>)>) {
    for line in lines.iter().filter(|line| line.span.overlaps(span)) {
        add_place(line.page, line.bbox, found);
    }
}

fn place_table(table: &Table, span: Span, found: &mut Option<(Option<u32>, Option<Rect>)>) {
    for cell in table.cells_at(span) {
        if cell.lines.is_empty() {
            add_place(cell.page.or(table.page), cell.bbox, found);
        } else {
            place_lines(&cell.lines, span, found);
        }
    }
}

fn add_place(page: Option<u32>, bbox: Option<Rect>, found: &mut Option<(Option<u32>, Option<Rect>)>) {
    match found {
        None => *found = Some((page, bbox)),
        Some((first, Some(area))) if *first == page => {
            if let Some(more) = bbox {
                *area = area.cover(more);
            }
        }
        Some(_) => {}
    }
}
