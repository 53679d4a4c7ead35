//! What the tests of the readers share: documents drawn as text, small DOCX packages. No tests of its own.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]
#![allow(dead_code, reason = "every test crate uses a part of it")]

pub(crate) mod shared;

use std::io::{Cursor, Write as _};

use hongtou_document::{Block, Document, Table};
use hongtou_read::{Options, ReadError, read};
use zip::write::SimpleFileOptions;

/// Reads bytes with default options.
pub(crate) fn read_as(bytes: &[u8], name: &str) -> Result<Document, ReadError> {
    read(bytes, Some(name), &Options::default())
}

/// Reads a text.
pub(crate) fn text(content: &str) -> Document {
    read_as(content.as_bytes(), "a.txt").unwrap()
}

/// A document as text: a paragraph a line; a table as its mark and size, then rows of `[cell]`. A merged cell
/// shows its extent; line breaks are drawn as `/`.
pub(crate) fn drawn(document: &Document) -> String {
    let mut drawing = String::new();
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => drawing.push_str(&document.slice(paragraph.span).replace('\n', "/")),
            Block::Table(table) => drawing.push_str(draw_table(document, table).trim_end()),
        }
        drawing.push('\n');
    }
    drawing
}

fn draw_table(document: &Document, table: &Table) -> String {
    let mut drawing = format!("{:?} {}x{}", table.mark, table.rows(), table.cols());
    let mut row = u32::MAX;
    for cell in table.cells() {
        if cell.row != row {
            drawing.push_str("\n ");
            row = cell.row;
        }
        let extent = if (cell.row_span, cell.col_span) == (1, 1) { String::new() } else { format!("{}x{} ", cell.row_span, cell.col_span) };
        drawing.push_str(&format!("[{extent}{}]", document.slice(cell.span).replace('\n', "/")));
    }
    drawing
}

/// The tables of a document.
pub(crate) fn tables(document: &Document) -> Vec<&Table> {
    document.blocks().iter().filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).collect()
}

/// A zip file with these members.
pub(crate) fn package(members: &[(&str, &str)]) -> Vec<u8> {
    package_of(&members.iter().map(|(name, content)| (*name, content.as_bytes())).collect::<Vec<_>>())
}

/// A zip file with these members, of any bytes.
pub(crate) fn package_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// An element with the namespaces that the fixtures use.
pub(crate) fn root(name: &str, content: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"
        xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{name}>"#
    )
}

/// A relationships part.
pub(crate) fn relationships(ties: &[(&str, &str)]) -> String {
    let ties: String = ties
        .iter()
        .enumerate()
        .map(|(index, (kind, target))| format!(r#"<Relationship Id="r{index}" Type="{RELS}/{kind}" Target="{target}"/>"#))
        .collect();
    format!(r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{ties}</Relationships>"#)
}

/// A DOCX with this body, these styles and this numbering.
pub(crate) fn docx_with(body: &str, styles: &str, numbering: &str) -> Vec<u8> {
    package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", &relationships(&[("officeDocument", "word/document.xml")])),
        ("word/document.xml", &root("document", &format!("<w:body>{body}</w:body>"))),
        ("word/_rels/document.xml.rels", &relationships(&[("styles", "styles.xml"), ("numbering", "/word/numbering.xml")])),
        ("word/styles.xml", &root("styles", styles)),
        ("word/numbering.xml", &root("numbering", numbering)),
    ])
}

/// A DOCX with this body.
pub(crate) fn docx(body: &str) -> Vec<u8> {
    docx_with(body, "", "")
}

/// A DOCX with this body, read and drawn.
pub(crate) fn drawn_docx(body: &str) -> String {
    drawn(&read_as(&docx(body), "a.docx").unwrap())
}

/// A paragraph of one run.
pub(crate) fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}
