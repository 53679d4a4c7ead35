//! Reads the files of `../shared`, which is not part of the repository, and holds them against their truth.
//! Where it is absent every test says so and passes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use common::shared::{read_shared, shared};
use common::tables;
use hongtou_document::{Block, Document, Table, TableMark};
use hongtou_read::{Format, sniff};
use serde_json::Value;

/// Row, column, extent and text of every cell.
fn cells(document: &Document, table: &Table) -> Vec<(u32, u32, u32, u32, String)> {
    table.cells().iter().map(|cell| (cell.row, cell.col, cell.row_span, cell.col_span, document.slice(cell.span).to_owned())).collect()
}

/// Marks and sizes of all tables.
fn shapes(document: &Document) -> Vec<(TableMark, u32, u32)> {
    tables(document).iter().map(|table| (table.mark, table.rows(), table.cols())).collect()
}

#[test]
fn word_documents_are_read_as_their_truth_says() {
    let documents = ["budget", "perf", "rich"].into_iter().flat_map(|name| ["docx", "doc", "rtf"].map(|extension| (name, extension)));
    for (name, extension) in documents.chain([("perf", "wps")]) {
        let (Some(document), Some(truth)) =
            (read_shared(&format!("office/{name}.{extension}")), shared(&format!("office/{name}.truth.json")))
        else {
            return;
        };
        let name = format!("{name}.{extension}");
        let truth: Value = serde_json::from_slice(&std::fs::read(truth).unwrap()).unwrap();
        let wanted = truth["tables"].as_array().unwrap();
        let found = tables(&document);
        if !wanted.is_empty() {
            assert_eq!(found.len(), wanted.len(), "{name}");
        }
        for (table, wanted) in found.iter().zip(wanted) {
            assert_eq!(
                (u64::from(table.rows()), u64::from(table.cols())),
                (wanted["rows"].as_u64().unwrap(), wanted["cols"].as_u64().unwrap())
            );
            let wanted: Vec<(u32, u32, u32, u32, String)> = serde_json::from_value(wanted["cells"].clone()).unwrap();
            assert_eq!(cells(&document, table), wanted, "{name}");
        }
        let heads = document.metadata().iter().map(|(_, value)| value.as_str());
        let text: String = heads.chain([document.text().as_str()]).collect();
        let list = |key: &str| truth[key].as_array().cloned().unwrap_or_default();
        for must in list("must").iter().chain(&list("nums")).map(|value| value.as_str().unwrap()) {
            // LibreOffice writes the frame of the text box to RTF, but not its text.
            let lost = name == "rich.rtf" && must == "文本框内文字";
            assert!(lost || text.contains(must), "{name}: {must} is missing");
        }
        for must_not in list("mustnot").iter().map(|value| value.as_str().unwrap()) {
            assert!(!text.contains(must_not), "{name}: {must_not} must not be there");
        }
    }
}

#[test]
fn the_dumps_have_the_tables_that_a_reader_sees() {
    use TableMark::{Aligned, CellPerLine, Delimited};
    // Counted in the files by a script that shares nothing with the reader.
    let mut counties = vec![(CellPerLine, 22, 5), (CellPerLine, 16, 3)];
    counties.extend([(CellPerLine, 18, 5); 15]);
    counties.extend([(CellPerLine, 16, 4), (CellPerLine, 31, 7)]);
    let cases = [
        ("seeds/000_a4a1cd2613ffec2a.txt", vec![(Delimited, 29, 5)]),
        ("seeds/001_41b867e390b763a0.txt", vec![(Delimited, 12, 7), (Delimited, 30, 16), (Delimited, 5, 10)]),
        ("seeds/002_d94f3b4f46bbd94e.txt", vec![]),
        ("seeds/003_d35dedba13b0c013.txt", vec![(Delimited, 24, 10)]),
        ("seeds/004_7b4c1de1f36c6f50.txt", counties),
        ("dev/archive/中央/资环/财资环〔2022〕36号.txt", vec![(Delimited, 6, 4)]),
        ("dev/archive/中央/文教/财教〔2019〕154号.txt", vec![]),
        ("dev/archive/中央/社保/扫描件_财社2020-6.txt", vec![(Aligned, 6, 2)]),
        ("dev/archive/重庆/市级/OCR_渝财社38.txt", vec![(Aligned, 6, 4)]),
    ];
    for (path, wanted) in cases {
        let Some(document) = read_shared(path) else { return };
        assert_eq!(shapes(&document), wanted, "{path}");
        assert_eq!(document.warnings(), &[] as &[String], "{path}");
    }
}

#[test]
fn running_text_behind_a_table_is_not_swallowed() {
    let Some(document) = read_shared("seeds/004_7b4c1de1f36c6f50.txt") else { return };
    let found = document.blocks().iter().any(
        |block| matches!(block, Block::Paragraph(paragraph) if document.slice(paragraph.span) == "（二）自治区资金安排、分解下达预算和绩效目标情况"),
    );
    assert!(found);
}

#[test]
fn a_text_cut_within_a_character_says_so() {
    let Some(document) = read_shared("office/u8cut.txt") else { return };
    let bytes = std::fs::read(shared("office/u8cut.txt").unwrap()).unwrap();
    let cut = std::str::from_utf8(&bytes).is_err();
    assert_eq!(document.warnings().iter().any(|warning| warning.contains("cut short")), cut);
}

#[test]
fn formats_are_told_apart() {
    let cases = [
        ("office/perf.doc", Format::Doc),
        ("office/perf.wps", Format::Wps),
        ("office/perf.rtf", Format::Rtf),
        ("office/perf.html", Format::Html),
        ("office/perf.odt", Format::Unknown),
        ("office/xl.xls", Format::Xls),
        ("office/xl.et", Format::Et),
        ("office/xl.xlsx", Format::Xlsx),
        ("office/gbk.zip", Format::Archive),
        ("office/short.txt", Format::Text),
        ("office/u16.txt", Format::Text),
    ];
    for (path, wanted) in cases {
        let Some(file) = shared(path) else { return };
        assert_eq!(sniff(&std::fs::read(file).unwrap(), Some(path)), wanted, "{path}");
    }
}
