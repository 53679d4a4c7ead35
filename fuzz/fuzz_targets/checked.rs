//! What must hold of every document, whatever its bytes. Not for: what one format asks for.

#![allow(dead_code, reason = "each target takes what it needs")]

use std::io::{Cursor, Write};

use hongtou_document::{Block, Document, Table};
use hongtou_read::{Limits, Options, attachments, read};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Reads bytes within small limits and looks at what came of them.
pub fn read_checked(bytes: &[u8], name: &str) {
    let mut limits = Limits::default();
    limits.member_bytes = 16 << 20;
    limits.unpacked_bytes = 32 << 20;
    limits.cells = 1 << 16;
    if let Ok(document) = read(bytes, Some(name), &Options::default().limits(limits)) {
        check(&document);
        let _ = attachments(bytes, document.format(), &limits);
    }
}

/// A zip package of parts.
pub fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        package.start_file(*name, options).unwrap();
        package.write_all(part).unwrap();
    }
    package.finish().unwrap().into_inner()
}

fn check(document: &Document) {
    let end = document.text().len();
    for block in document.blocks() {
        assert!(block.span().start <= block.span().end && block.span().end <= end);
        if let Block::Table(table) = block {
            check_table(table, end);
        }
    }
}

/// No slot of a table belongs to two cells, and every cell lies inside.
fn check_table(table: &Table, end: u32) {
    let mut taken = std::collections::HashSet::new();
    for cell in table.cells() {
        assert!(cell.span.end <= end && cell.row + cell.row_span <= table.rows() && cell.col + cell.col_span <= table.cols());
        // Large cells are few; their corners tell enough.
        if u64::from(cell.row_span) * u64::from(cell.col_span) <= 4096 {
            for row in cell.row..cell.row + cell.row_span {
                for col in cell.col..cell.col + cell.col_span {
                    assert!(taken.insert((row, col)));
                }
            }
        }
        cell.nested.iter().for_each(|nested| check_table(nested, end));
    }
}
