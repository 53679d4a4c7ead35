//! Spreadsheets: what a print shows.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use common::{drawn, package, read_as, tables};
use hongtou_document::Document;
use hongtou_read::{Beat, Format, Limits, Options, ReadError, read};
use rust_xlsxwriter::{Format as Style, Workbook};

fn saved(mut book: Workbook) -> Vec<u8> {
    book.save_to_buffer().unwrap()
}

fn read_book(book: Workbook) -> Document {
    read_as(&saved(book), "a.xlsx").unwrap()
}

#[test]
fn titles_and_notes_stand_around_the_table() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("分配表").unwrap();
    let plain = Style::new();
    sheet.write(0, 0, "附件1").unwrap();
    sheet.merge_range(1, 0, 1, 4, "2024年资金分配表", &plain).unwrap();
    sheet.write(2, 0, "填报单位：某县财政局").unwrap();
    sheet.write(2, 4, "单位：万元").unwrap();
    sheet.merge_range(3, 0, 5, 0, "地区", &plain).unwrap();
    sheet.merge_range(3, 1, 3, 4, "下达金额", &plain).unwrap();
    sheet.merge_range(4, 1, 5, 1, "合计", &plain).unwrap();
    sheet.merge_range(4, 2, 4, 3, "其中", &plain).unwrap();
    sheet.merge_range(4, 4, 5, 4, "备注", &plain).unwrap();
    sheet.write(5, 2, "中央").unwrap();
    sheet.write(5, 3, "省级").unwrap();
    sheet.write(6, 0, "甲县").unwrap();
    for (col, value) in [(1u16, 1234.5), (2, 1000.0), (3, 234.5)] {
        sheet.write_with_format(6, col, value, &Style::new().set_num_format("#,##0.00")).unwrap();
    }
    sheet.write(7, 0, "乙县").unwrap();
    sheet.write(7, 1, 0.1 + 0.2).unwrap();
    sheet.merge_range(6, 4, 7, 4, "", &plain).unwrap();
    sheet.write(8, 0, "说明：本表金额含提前下达部分，余额另行结算。").unwrap();
    assert_eq!(
        drawn(&read_book(book)),
        "附件1\n2024年资金分配表\n填报单位：某县财政局\n单位：万元\nMarkup 5x5\n [3x1 地区][1x4 下达金额]\n [2x1 合计][1x2 其中][2x1 备注]\n [中央][省级]\n [甲县][1,234.50][1,000.00][234.50][2x1 ]\n [乙县][0.3][][]\n说明：本表金额含提前下达部分，余额另行结算。\n"
    );
}

#[test]
fn a_macro_sheet_costs_itself_only() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("分配表").unwrap().write(0, 0, "甲县").unwrap();
    let bytes = saved(book);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = String::new();
        std::io::Read::read_to_string(&mut part, &mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    let macro_sheet =
        r#"<sheet name="Macro1" sheetId="9" state="veryHidden" r:id="rId9"/><sheet name="Module" sheetId="8" r:id=""></sheet></sheets>"#;
    let tie = r#"<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" Target="macrosheets/sheet1.xml"/></Relationships>"#;
    for (name, content) in &mut parts {
        match name.as_str() {
            "xl/workbook.xml" => *content = content.replace("</sheets>", macro_sheet),
            "xl/_rels/workbook.xml.rels" => *content = content.replace("</Relationships>", tie),
            _ => {}
        }
    }
    parts.push(("xl/macrosheets/sheet1.xml".into(), "<xm:macrosheet/>".into()));
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    assert!(drawn(&read_as(&package(&parts), "a.xlsm").unwrap()).contains("甲县"));
}

#[test]
fn every_sheet_gives_a_sign_of_life() {
    let mut book = Workbook::new();
    for name in ["甲", "乙", "丙"] {
        book.add_worksheet().set_name(name).unwrap().write(0, 0, name).unwrap();
    }
    let beats = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&beats);
    let options = Options::default().beat(Beat::new(move || {
        seen.fetch_add(1, Ordering::Relaxed);
    }));
    read(&saved(book), None, &options).unwrap();
    assert!(beats.load(Ordering::Relaxed) >= 3, "{beats:?}");
}

#[test]
fn what_is_hidden_is_left_out_and_told() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("甲").unwrap();
    for row in 0..4u32 {
        for col in 0..3u16 {
            sheet.write(row, col, format!("{row}{col}")).unwrap();
        }
    }
    sheet.set_row_hidden(1).unwrap();
    sheet.set_column_hidden(1).unwrap();
    sheet.merge_range(2, 0, 3, 1, "跨", &Style::new()).unwrap();
    let second = book.add_worksheet().set_name("底稿").unwrap();
    second.write(0, 0, "秘").unwrap();
    second.set_hidden(true);
    let document = read_book(book);
    assert_eq!(drawn(&document), "Markup 3x2\n [00][02]\n [2x1 跨][22]\n [32]\n");
    assert_eq!(
        document.warnings(),
        ["1 hidden row left out in the sheet 甲", "1 hidden column left out in the sheet 甲", "1 hidden sheet left out: 底稿"]
    );
    assert_eq!(document.metadata(), [(String::from("sheet"), String::from("甲"))]);
}

#[test]
fn values_are_printed_under_their_formats() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let cases: &[(f64, &str)] = &[
        (0.915, "0.0%"),
        (45717.0, "yyyy\"年\"m\"月\"d\"日\""),
        (45717.0, "yyyy/m/d"),
        (0.0, "#,##0;-#,##0;\"－\""),
        (-120.0, "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ "),
        (8_454.0, "General"),
        (12.0, "0000"),
    ];
    for (row, (value, format)) in (0u32..).zip(cases) {
        sheet.write(row, 0, format!("例{row}")).unwrap();
        sheet.write_with_format(row, 1, *value, &Style::new().set_num_format(*format)).unwrap();
    }
    sheet.write(7, 0, true).unwrap();
    sheet.write_formula(7, 1, rust_xlsxwriter::Formula::new("=1/3").set_result("0.333333333333333")).unwrap();
    let text = drawn(&read_book(book));
    let column: Vec<&str> =
        text.lines().skip(1).filter_map(|line| line.split("][").nth(1)).map(|cell| cell.trim_end_matches(']')).collect();
    assert_eq!(column, ["91.5%", "2025年3月1日", "2025/3/1", "－", "-120.00", "8454", "0012", "0.333333333"]);
}

#[test]
fn two_tables_of_one_sheet_are_two() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (top, title) in [(0u32, "第一张分配表"), (5, "第二张分配表")] {
        sheet.merge_range(top, 0, top, 1, title, &Style::new()).unwrap();
        for (row, name, value) in [(1, "地区", "金额"), (2, "甲县", "1")] {
            sheet.write(top + row, 0, name).unwrap();
            sheet.write(top + row, 1, value).unwrap();
        }
    }
    let table = "Markup 2x2\n [地区][金额]\n [甲县][1]\n";
    assert_eq!(drawn(&read_book(book)), format!("第一张分配表\n{table}第二张分配表\n{table}"));
}

#[test]
fn a_sheet_alone_and_hidden_is_read_all_the_same() {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("空").unwrap();
    let sheet = book.add_worksheet().set_name("藏").unwrap();
    sheet.write(0, 0, "关于资金").unwrap();
    sheet.set_hidden(true);
    let document = read_book(book);
    assert_eq!(drawn(&document), "关于资金\n");
    assert_eq!(document.warnings().len(), 1);
}

#[test]
fn far_cells_cost_nothing_and_many_cells_are_refused() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "甲").unwrap();
    sheet.write(1_048_575, 16_383, "乙").unwrap();
    // Too far apart for one table, but no reason to fill the memory.
    assert!(matches!(read_as(&saved(book), "a.xlsx"), Err(ReadError::TooLarge { .. }) | Ok(_)));
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..100 {
        sheet.write(row, 0, 1).unwrap();
        sheet.write(row, 1, 2).unwrap();
    }
    let mut limits = Limits::default();
    limits.cells = 50;
    let result = read(&saved(book), Some("a.xlsx"), &Options::default().limits(limits));
    assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
}

#[test]
fn broken_workbooks_are_damaged_not_fatal() {
    let mut book = Workbook::new();
    book.add_worksheet().write(0, 0, "甲").unwrap();
    let bytes = saved(book);
    for length in [100, bytes.len() / 2, bytes.len() - 5] {
        assert!(read_as(&bytes[..length], "a.xlsx").is_err(), "{length}");
    }
    assert_eq!(read_as(&bytes, "a.et").unwrap().format(), Format::Xlsx);
}

/// A workbook of Excel 97 with one shared string, to which every cell of a number of rows points; `sheets` of its
/// sheets are one and the same.
fn shared_string(chars: u16, rows: u16, sheets: usize) -> Vec<u8> {
    let record = |kind: u16, content: &[u8]| {
        let length = u16::try_from(content.len()).unwrap();
        [kind.to_le_bytes().as_slice(), &length.to_le_bytes(), content].concat()
    };
    let begin = |kind: u16| record(0x0809, &[[0x00, 0x06], kind.to_le_bytes()].concat().into_iter().chain([0; 12]).collect::<Vec<_>>());
    let end = record(0x000a, &[]);
    let mut strings = [1u32.to_le_bytes(), 1u32.to_le_bytes()].concat();
    strings.extend(chars.to_le_bytes());
    strings.push(0);
    strings.extend(vec![b'x'; usize::from(chars)]);
    let mut parts = strings.chunks(8_000);
    let mut table = record(0x00fc, parts.next().unwrap());
    for part in parts {
        table.extend(record(0x003c, &[&[0], part].concat()));
    }
    let name = |start: u32| record(0x0085, &[&start.to_le_bytes()[..], &[0, 0, 1, 0, b'A']].concat());
    let start = begin(5).len() + name(0).len() * sheets + table.len() + end.len();
    let names = name(u32::try_from(start).unwrap()).repeat(sheets);
    let mut sheet = begin(0x10);
    for row in 0..rows {
        for col in 0u16..8 {
            let place = [row.to_le_bytes(), col.to_le_bytes(), [15, 0]].concat();
            sheet.extend(record(0x00fd, &[place, vec![0; 4]].concat()));
        }
    }
    let stream = [begin(5), names, table, end.clone(), sheet, end].concat();
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    std::io::Write::write_all(&mut container.create_stream("/Workbook").unwrap(), &stream).unwrap();
    container.into_inner().into_inner()
}

#[test]
fn a_string_that_all_cells_share_is_counted_before_it_is_copied() {
    let small = read_as(&shared_string(20, 3, 1), "a.xls").unwrap();
    assert_eq!(tables(&small)[0].cells().len(), 24);
    // 32,000 characters in each of 32,000 cells: half a megabyte that would become a gigabyte.
    let large = shared_string(32_000, 4_000, 1);
    assert!(large.len() < 1 << 20, "{}", large.len());
    let refused = |bytes: &[u8]| match read_as(bytes, "a.xls") {
        Err(ReadError::TooLarge { detail }) => detail,
        other => panic!("{other:?}"),
    };
    assert!(refused(&large).contains("bytes of text"));
    // A thousand names for one sheet of 8,000 cells.
    assert!(refused(&shared_string(1, 1_000, 1_000)).contains("cells"));
}

#[test]
fn a_workbook_hidden_in_the_oldest_way_is_protected() {
    let record = |kind: u16, content: &[u8]| [&kind.to_le_bytes(), &u16::try_from(content.len()).unwrap().to_le_bytes(), content].concat();
    let begin = record(0x0809, &[0x00, 0x06, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    // FILEPASS with method 0: XOR.
    let stream = [begin, record(0x002f, &[0, 0, 0x59, 0xb3, 0x0a, 0x9a]), record(0x000a, &[])].concat();
    let mut container = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).unwrap();
    std::io::Write::write_all(&mut container.create_stream("/Workbook").unwrap(), &stream).unwrap();
    assert_eq!(read_as(&container.into_inner().into_inner(), "a.xls").map(|_| ()), Err(ReadError::Encrypted));
}
