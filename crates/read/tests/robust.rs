//! No bytes make a reader panic, and what a reader returns can always be sliced.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{docx, p, read_as};
use hongtou_document::{Block, Document, Span, Table};
use hongtou_read::{Limits, Options, ReadError, read};
use proptest::prelude::*;

/// Every span lies in the text, and blocks stand in order.
fn sound(document: &Document) {
    let length = document.text().len();
    let mut end = 0;
    for block in document.blocks() {
        assert!(block.span().start >= end, "blocks overlap");
        end = block.span().end;
        inside(block.span(), length);
        if let Block::Table(table) = block {
            sound_table(table, length);
        }
    }
}

fn sound_table(table: &Table, length: u32) {
    for cell in table.cells() {
        inside(cell.span, length);
        assert!(table.span.contains(cell.span), "a cell outside its table");
        cell.nested.iter().for_each(|inner| sound_table(inner, length));
    }
}

fn inside(span: Span, length: u32) {
    assert!(span.start <= span.end && span.end <= length, "{span:?} outside a text of {length}");
}

fn try_all(bytes: &[u8]) {
    for name in [None, Some("a.txt"), Some("a.docx")] {
        if let Ok(document) = read(bytes, name, &Options::default()) {
            sound(&document);
        }
    }
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_text_panics(text in "[\\t\\n |｜　一（二）、。：a1≥%\\-]{0,200}") {
        try_all(text.as_bytes());
    }

    #[test]
    fn no_cut_or_changed_package_panics(cut in 0usize..1500, at in 0usize..1500, byte in any::<u8>()) {
        let mut bytes = docx(&format!("{}<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", p("甲"), p("乙")));
        let at = at % bytes.len();
        bytes[at] = byte;
        try_all(&bytes);
        bytes.truncate(cut);
        try_all(&bytes);
    }

    #[test]
    fn no_markup_panics(parts in proptest::collection::vec(prop_oneof![
        Just("<w:p>"), Just("</w:p>"), Just("<w:r><w:t>甲</w:t></w:r>"), Just("<w:tbl>"), Just("</w:tbl>"), Just("<w:tr>"), Just("</w:tr>"),
        Just("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>"), Just("<w:tc><w:tcPr><w:vMerge/></w:tcPr>"), Just("<w:tc>"), Just("</w:tc>"),
        Just("<w:tc><w:tcPr><w:hMerge w:val=\"continue\"/></w:tcPr>"), Just("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"), Just("&x;"),
        Just("<w:fldChar w:fldCharType=\"begin\"/>"), Just("<w:fldChar w:fldCharType=\"end\"/>"), Just("<w:txbxContent>"), Just("</w:txbxContent>"),
    ], 0..40)) {
        try_all(&docx(&parts.concat()));
        // Closed in the order of opening, it is sound XML of odd nesting.
        let mut open = Vec::new();
        let mut balanced = String::new();
        for part in parts.iter().filter(|part| !part.starts_with("</")) {
            balanced.push_str(part);
            if matches!(*part, "<w:p>" | "<w:tbl>" | "<w:tr>" | "<w:txbxContent>") || part.starts_with("<w:tc>") {
                open.push(format!("</{}>", &part[1..part.find('>').unwrap()]));
            }
        }
        open.reverse();
        balanced.push_str(&open.concat());
        try_all(&docx(&balanced));
    }
}

#[test]
fn a_package_cut_short_is_damaged_and_says_what_to_do() {
    let bytes = docx(&p("正文"));
    for length in [40, bytes.len() / 2, bytes.len() - 10] {
        let error = read_as(&bytes[..length], "a.docx").unwrap_err();
        assert!(matches!(&error, ReadError::Damaged { detail } if detail.contains("fetch it again")), "{length}: {error}");
    }
}

#[test]
fn limits_hold() {
    let with = |change: fn(&mut Limits)| {
        let mut limits = Limits::default();
        change(&mut limits);
        Options::default().limits(limits)
    };
    let cells = docx(&format!("<w:tbl><w:tr>{}</w:tr></w:tbl>", "<w:tc><w:p/></w:tc>".repeat(20)));
    let cases: Vec<(&str, Vec<u8>, Options)> = vec![
        ("file", "正文".repeat(100).into(), with(|limits| limits.file_bytes = 100)),
        ("text", "正文".repeat(100).into(), with(|limits| limits.text_bytes = 100)),
        ("members", docx(""), with(|limits| limits.members = 2)),
        ("member", docx(&p("正文")), with(|limits| limits.member_bytes = 300)),
        ("depth", docx(&"<w:ins>".repeat(300)), Options::default()),
        ("cells", cells, with(|limits| limits.cells = 10)),
        (
            "slots",
            docx(&format!("<w:tbl>{}</w:tbl>", r#"<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999999"/></w:tcPr></w:tc></w:tr>"#.repeat(2000))),
            Options::default(),
        ),
        ("bomb", docx(&p(&"一".repeat(10 << 20))), Options::default()),
    ];
    for (case, bytes, options) in cases {
        let result = read(&bytes, Some("a.docx"), &options);
        assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{case}: {:?}", result.map(|document| document.text().len()));
    }
}
