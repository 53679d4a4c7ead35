//! What `hongtou text --json` prints: the text of a document page by page, with its tables. Not for: facts.

use serde::Serialize;

/// Left, top, right, bottom in points from the page's top-left corner.
pub type Bbox = [f64; 4];

/// A document's text.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextView {
    /// Its pages; a format without pages is one page.
    pub pages: Vec<TextPage>,
}

/// A page.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct TextPage {
    /// Number, from 1; null where the format has no pages.
    pub page: Option<u32>,
    /// Width in points.
    pub width: Option<f64>,
    /// Height in points.
    pub height: Option<f64>,
    /// The lines outside of tables, in reading order.
    pub lines: Vec<TextLine>,
    /// The tables, in reading order.
    pub tables: Vec<TextTable>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextLine {
    /// Its text as printed.
    pub text: String,
    /// Its box; null where the format has no geometry.
    pub bbox: Option<Bbox>,
    /// Whether some of its characters may be wrong: the page was recognised, and the recogniser was not sure. Left out where it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextTable {
    /// Its box; null where the format has no geometry.
    pub bbox: Option<Bbox>,
    /// Its cells by row, then column.
    pub cells: Vec<TextCell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TextCell {
    /// Row, from 0.
    pub row: u32,
    /// Column, from 0.
    pub col: u32,
    /// Rows covered.
    pub row_span: u32,
    /// Columns covered.
    pub col_span: u32,
    /// Its text as printed, nested tables included.
    pub text: String,
    /// Its box; null where the format has no geometry.
    pub bbox: Option<Bbox>,
    /// Whether some of its characters may be wrong: the page was recognised, and the recogniser was not sure. Left out where it was.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unsure: bool,
}
