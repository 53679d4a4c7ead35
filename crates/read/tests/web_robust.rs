//! No page and no workbook makes a reader panic; every grid is lawful and every span lies in the text.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::read_as;
use hongtou_document::{Block, Document, Table};
use proptest::prelude::*;

fn sound(document: &Document) {
    let length = document.text().len();
    for block in document.blocks() {
        assert!(block.span().end <= length);
        if let Block::Table(table) = block {
            lawful(table);
        }
    }
}

/// Every slot belongs to at most one cell, and no cell leaves the grid.
fn lawful(table: &Table) {
    let mut taken = std::collections::BTreeSet::new();
    for cell in table.cells() {
        for row in cell.row..cell.row + cell.row_span {
            for col in cell.col..cell.col + cell.col_span {
                assert!(row < table.rows() && col < table.cols());
                assert!(taken.insert((row, col)), "two cells at {row}, {col}");
            }
        }
        assert!(table.span.contains(cell.span));
        cell.nested.iter().for_each(lawful);
    }
}

fn part() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("<div>"),
        Just("</div>"),
        Just("<p>"),
        Just("<br>"),
        Just("<table border=1>"),
        Just("<table>"),
        Just("</table>"),
        Just("<tr>"),
        Just("</tr>"),
        Just("<td>"),
        Just("<td rowspan=2>"),
        Just("<td colspan=3>"),
        Just("<td rowspan=0 colspan=2>"),
        Just("<th rowspan=70000>"),
        Just("<td colspan=999999>"),
        Just("</td>"),
        Just("<a href=a.doc>"),
        Just("<a href=/x>"),
        Just("</a>"),
        Just("<ol><li>"),
        Just("</ol>"),
        Just("<h1>"),
        Just("</h1>"),
        Just("<b>"),
        Just("<span style='display:none'>"),
        Just("</span>"),
        Just("<pre>"),
        Just("<select>"),
        Just("索引号"),
        Just("文号："),
        Just("发布日期"),
        Just("各市财政局：现下达资金，"),
        Just("2024年1月1日"),
        Just("版权所有"),
        Just("甲 | 乙"),
        Just("&nbsp;"),
        Just("&#0;"),
        Just("\u{f0fe}"),
        Just("<!--"),
        Just("-->"),
        Just("<form><caption>"),
        Just("<ul><li>"),
        Just("<tbody>"),
    ]
    .prop_map(str::to_owned)
}

proptest! {
    #[test]
    fn no_page_panics(parts in proptest::collection::vec(part(), 0..80)) {
        if let Ok(document) = read_as(format!("<html>{}", parts.concat()).as_bytes(), "a.html") {
            sound(&document);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let page: Vec<u8> = b"<html><table>".iter().copied().chain(bytes).collect();
        if let Ok(document) = read_as(&page, "a.html") {
            sound(&document);
        }
    }

    #[test]
    fn no_changed_workbook_panics(cut in 0usize..6000, at in 0usize..6000, byte in any::<u8>()) {
        let mut book = rust_xlsxwriter::Workbook::new();
        let sheet = book.add_worksheet();
        sheet.merge_range(0, 0, 1, 2, "甲", &rust_xlsxwriter::Format::new()).unwrap();
        sheet.write(2, 2, 5).unwrap();
        let mut bytes = book.save_to_buffer().unwrap();
        let at = at % bytes.len();
        bytes[at] = byte;
        if let Ok(document) = read_as(&bytes, "a.xlsx") {
            sound(&document);
        }
        bytes.truncate(cut);
        let _ = read_as(&bytes, "a.xlsx");
    }
}
