//! Plain text: encodings, lines, and the tables of the kinds of dumps.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{drawn, read_as, text};
use hongtou_document::{Block, Format};
use hongtou_read::ReadError;

fn utf16(content: &str, mark: &[u8], units: fn(u16) -> [u8; 2]) -> Vec<u8> {
    mark.iter().copied().chain(content.encode_utf16().flat_map(units)).collect()
}

#[test]
fn encodings_are_told_by_mark_or_content() {
    let content = "关于下达补助资金的通知，共 12 项。";
    let gbk = encoding_rs::GBK.encode(content).0.into_owned();
    let marked = [b"\xef\xbb\xbf".as_slice(), content.as_bytes()].concat();
    let cases: [(&str, Vec<u8>, &str); 8] = [
        ("UTF-8", content.into(), "UTF-8"),
        ("UTF-8 with mark", marked, "UTF-8"),
        ("GBK", gbk, "GB18030"),
        ("UTF-16LE", utf16(content, b"\xff\xfe", u16::to_le_bytes), "UTF-16LE"),
        ("UTF-16BE", utf16(content, b"\xfe\xff", u16::to_be_bytes), "UTF-16BE"),
        ("UTF-16LE without mark", utf16(content, b"", u16::to_le_bytes), "UTF-16LE"),
        ("UTF-16BE without mark", utf16(content, b"", u16::to_be_bytes), "UTF-16BE"),
        ("ASCII", b"Bush hid the facts".to_vec(), "UTF-8"),
    ];
    for (case, bytes, encoding) in cases {
        let document = read_as(&bytes, "a.txt").unwrap();
        let wanted = if case == "ASCII" { "Bush hid the facts" } else { content };
        assert_eq!(document.text().as_str(), wanted, "{case}");
        assert_eq!(document.metadata(), [(String::from("encoding"), String::from(encoding))], "{case}");
        assert_eq!(document.warnings(), &[] as &[String], "{case}");
    }
}

#[test]
fn two_characters_of_gbk_are_enough() {
    // 附件, 通知 (which is lawful UTF-8 too), 合计
    for (bytes, wanted) in [(b"\xb8\xbd\xbc\xfe", "附件"), (b"\xcd\xa8\xd6\xaa", "通知"), (b"\xba\xcf\xbc\xc6", "合计")] {
        assert_eq!(read_as(bytes, "a.txt").unwrap().text().as_str(), wanted);
    }
}

#[test]
fn characters_outside_gbk_are_read_in_gb18030() {
    let bytes = encoding_rs::GB18030.encode("新疆𠮷䶮县 2024 年预算").0.into_owned();
    assert_eq!(read_as(&bytes, "a.txt").unwrap().text().as_str(), "新疆𠮷䶮县 2024 年预算");
}

#[test]
fn other_scripts_are_read_in_utf8() {
    let uyghur = "شىنجاڭ ئۇيغۇر ئاپتونوم رايونى";
    assert_eq!(text(uyghur).text().as_str(), uyghur);
}

#[test]
fn a_file_cut_within_a_character_is_read_with_a_warning() {
    let content = "现下达补助资金预算";
    for whole in [content.as_bytes().to_vec(), encoding_rs::GBK.encode(content).0.into_owned()] {
        let document = read_as(&whole[..whole.len() - 1], "a.txt").unwrap();
        assert_eq!(document.text().as_str(), "现下达补助资金预");
        assert!(document.warnings()[0].contains("cut short"), "{:?}", document.warnings());
    }
}

#[test]
fn bytes_of_no_meaning_are_replaced_and_counted() {
    let bytes = ["下达资金".as_bytes(), b"\xff", "预算的通知".as_bytes()].concat();
    let document = read_as(&bytes, "a.txt").unwrap();
    assert_eq!(document.text().as_str(), "下达资金\u{fffd}预算的通知");
    assert!(document.warnings()[0].starts_with("1 characters"), "{:?}", document.warnings());
}

#[test]
fn the_text_stays_as_it_is_and_lines_point_at_what_is_printed() {
    let document = text("\u{feff}\u{3000}\u{3000}第一行 \r\n\r\n— 1 —\r第三行");
    assert_eq!(document.text().as_str(), "\u{3000}\u{3000}第一行 \n\n— 1 —\n第三行");
    assert_eq!(drawn(&document), "第一行\n— 1 —\n第三行\n");
    let Block::Paragraph(first) = &document.blocks()[0] else { panic!("a paragraph") };
    assert!(!first.complete, "a line may be half a paragraph");
    assert_eq!((first.span.start, first.span.end), (2, 5));
    assert_eq!(first.lines[0].span, first.span);
}

#[test]
fn blanks_alone_are_no_document() {
    for bytes in [&b""[..], b" \r\n\t", b"\0\0\0", "\u{feff}\u{3000}\n\u{3000}".as_bytes(), b"\xff\xfe\x20\x00\x0a\x00"] {
        assert_eq!(read_as(bytes, "a.txt").unwrap_err(), ReadError::Empty, "{bytes:?}");
    }
}

#[test]
fn noise_is_no_text() {
    let noise: Vec<u8> = (0u32..4000).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert_eq!(read_as(&noise, "a.txt").unwrap_err(), ReadError::Unsupported { format: Format::Unknown });
}

#[test]
fn tabs_part_cells_and_empty_cells_count() {
    let document = text("单位：元\n名称\t\t金额\n\t甲\t1\n乙\t\t\n\n完\n");
    assert_eq!(drawn(&document), "单位：元\nDelimited 3x3\n [名称][][金额]\n [][甲][1]\n [乙][][]\n完\n");
    let table = common::tables(&document)[0];
    // The empty cell between 名称 and 金额 stands behind the first TAB of its line.
    assert_eq!((table.cells()[1].span.start, table.cells()[1].span.end), (8, 8));
}

#[test]
fn ragged_rows_and_html_in_cells_are_kept() {
    let document = text("目标\t<ol> 1. 甲 </ol>\t\n指标\t值\nx\ty\tz");
    assert_eq!(drawn(&document), "Delimited 3x3\n [目标][<ol> 1. 甲 </ol>][]\n [指标][值]\n [x][y][z]\n");
}

#[test]
fn what_tabs_push_to_the_right_is_no_row() {
    let document = text("\t单位：元\n名称\t甲\t乙\n丙\t1\t2\n\t\t\t\t某局\n");
    assert_eq!(drawn(&document), "单位：元\nDelimited 2x3\n [名称][甲][乙]\n [丙][1][2]\n某局\n");
}

#[test]
fn one_line_with_tabs_is_a_row_from_three_cells_up() {
    assert_eq!(drawn(&text("甲\t乙\n")), "甲\t乙\n");
    assert_eq!(drawn(&text("甲\t乙\t丙\n")), "Delimited 1x3\n [甲][乙][丙]\n");
}

#[test]
fn cells_on_lines_of_their_own_make_rows() {
    let document = text("表一\n\t序号\n\t名\n称\n\n\t1\n\t\n\n\n\n表后\n");
    assert_eq!(drawn(&document), "表一\nCellPerLine 2x2\n [序号][名/称]\n [1][]\n表后\n");
}

#[test]
fn two_empty_lines_part_tables() {
    let document = text("\ta\n\tb\n\n\tc\n\td\n\n\n\te\n\tf\n\n\tg\n\th\n");
    assert_eq!(drawn(&document), "CellPerLine 2x2\n [a][b]\n [c][d]\nCellPerLine 2x2\n [e][f]\n [g][h]\n");
}

#[test]
fn running_text_behind_the_last_cell_ends_the_table() {
    let heading = text("\t目标\n\t值\n\n\t率\n\t≥90%\n （二）资金安排和分解下达情况\n1.情况。\n");
    assert_eq!(drawn(&heading), "CellPerLine 2x2\n [目标][值]\n [率][≥90%]\n（二）资金安排和分解下达情况\n1.情况。\n");
    let sentence = text("\t目标\n\t值\n\n\t率\n\t90\n按照要求我们认真组织开展了本年度的各项自评工作并汇报如下内容\n");
    assert_eq!(drawn(&sentence).lines().last(), Some("按照要求我们认真组织开展了本年度的各项自评工作并汇报如下内容"));
}

#[test]
fn a_list_inside_a_cell_stays_there() {
    let digits = text("\t目标\n\t1.第一项任务要求做好。\n2.第二项任务要求做好。\n\n\t值\n\t1\n");
    assert_eq!(drawn(&digits), "CellPerLine 2x2\n [目标][1.第一项任务要求做好。/2.第二项任务要求做好。]\n [值][1]\n");
    let chinese = text("\t目标\n\t包括：\n一、第一项任务要求做好。\n二、第二项任务要求做好。\n\n\t值\n\t1\n");
    assert_eq!(drawn(&chinese), "CellPerLine 2x2\n [目标][包括：/一、第一项任务要求做好。/二、第二项任务要求做好。]\n [值][1]\n");
}

#[test]
fn paragraphs_indented_by_a_tab_are_no_table() {
    let document = text(
        "\t为做好有关工作，现将本年度有关事项通知如下。\n\t请认真组织实施并及时报送有关情况和材料。\n\n\t特此通知，请各单位遵照执行并按时反馈结果。\n",
    );
    assert!(common::tables(&document).is_empty(), "{}", drawn(&document));
    assert_eq!(document.blocks().len(), 3);
}

#[test]
fn bars_part_cells() {
    let open = text("名 | 额 | 注 |\n甲 | 1 | |\n | 2 | 补 |\n");
    assert_eq!(drawn(&open), "Delimited 3x3\n [名][额][注]\n [甲][1][]\n [][2][补]\n");
    let framed = text("+----+----+\n| 名 | 额 |\n|----|----|\n| 甲 | 1 |\n");
    assert_eq!(drawn(&framed), "Delimited 2x2\n [名][额]\n [甲][1]\n");
    let wide = text("│名│额│\n│甲│１│\n");
    assert_eq!(drawn(&wide), "Delimited 2x2\n [名][额]\n [甲][１]\n");
    assert_eq!(drawn(&text("首页 | 公开 | 正文\n")), "首页 | 公开 | 正文\n");
}

#[test]
fn bars_close_cells_on_lines_of_their_own() {
    let plain = "分配表\n县区 |\n金额 |\n备注 |\n甲县 |\n150 |\n|\n乙县 |\n210 |\n补 |\n合计 |\n360 |\n|\n完\n";
    let wanted = "分配表\nCellPerLine 4x3\n [县区][金额][备注]\n [甲县][150][]\n [乙县][210][补]\n [合计][360][]\n完\n";
    assert_eq!(drawn(&text(plain)), wanted);
    let apart = "分配表\n县区\n|\n金额\n|\n备注\n|\n甲县\n|\n150\n|\n|\n乙县\n|\n210\n|\n补\n|\n合计\n|\n360\n|\n|\n完\n";
    assert_eq!(drawn(&text(apart)), wanted);
    // A row whose merged cells were lost has its empty cells behind it.
    let slid = text(
        "序号 |\n单位 |\n事项 |\n金额 |\n1 |\n甲局 |\n会务 |\n9 |\n宣传 |\n2 |\n||\n2 |\n乙局 |\n会务 |\n3 |\n3 |\n丙局 |\n会务 |\n5 |\n",
    );
    let wanted =
        "CellPerLine 5x4\n [序号][单位][事项][金额]\n [1][甲局][会务][9]\n [宣传][2][][]\n [2][乙局][会务][3]\n [3][丙局][会务][5]\n";
    assert_eq!(drawn(&slid), wanted);
    // Captions without empty cells beside them.
    let captioned =
        text("分配表 |\n单位：元 |\n镇别 |\n户数 |\n金额 |\n甲镇 |\n12 |\n8600 |\n乙乡 |\n7 |\n4300 |\n合计 |\n19 |\n12900 |\n");
    let wanted = "CellPerLine 6x3\n [分配表]\n [单位：元]\n [镇别][户数][金额]\n [甲镇][12][8600]\n [乙乡][7][4300]\n [合计][19][12900]\n";
    assert_eq!(drawn(&captioned), wanted);
    // Rows of different widths, and one cell a row with bars behind it, are no table.
    let form = "表名 |\n项目 |\n甲 |\n年初 |\n全年 |\n执行 |\n率 |\n总额 |\n12 |\n12 |\n3 |\n25% |\n说明 |\n";
    assert!(common::tables(&text(form)).is_empty(), "{}", drawn(&text(form)));
    let layout = "某局关于某事的通知 | |||\n发布日期： | |||\n";
    assert!(common::tables(&text(layout)).is_empty());
}

#[test]
fn empty_lines_end_rows_of_cells_that_bars_close() {
    let rows = |rows: &[&[&str]]| {
        rows.iter().map(|row| row.iter().map(|cell| format!("{cell}|\n")).collect::<String>()).collect::<Vec<_>>().join("\n")
    };
    let table =
        rows(&[&["县区", "任务", "金额"], &["合计", "12", ""], &["甲县", "5", "150"], &["其中：乙镇", "", "60"], &["丙县", "7", ""]]);
    let wanted = "分配表\nCellPerLine 5x3\n [县区][任务][金额]\n [合计][12][]\n [甲县][5][150]\n [其中：乙镇][][60]\n [丙县][7][]\n完\n";
    assert_eq!(drawn(&text(&format!("分配表\n{table}\n\n完\n"))), wanted);
    // Columns of text and codes, and rows that lost a merged cell.
    let table = rows(&[&["编码", "单位", "金额"], &["101001", "甲局", "150"], &["102003", "乙局", "60"], &["合计", "210"]]);
    let wanted = "CellPerLine 4x3\n [编码][单位][金额]\n [101001][甲局][150]\n [102003][乙局][60]\n [合计][210]\n";
    assert_eq!(drawn(&text(&table)), wanted);
    // Lines that hold several cells each are rows of their own, also below a caption with a bar.
    let lines = text("分配表 |\n| | 单位：元 |\n镇别 | 户数 | 金额 |\n甲镇 | 12 | 8600 |\n乙乡 | 7 | 4300 |\n");
    assert!(drawn(&lines).contains("Delimited 4x3\n [][][单位：元]\n [镇别][户数][金额]\n"), "{}", drawn(&lines));
}

#[test]
fn blanks_part_cells_where_numbers_stand_below() {
    let document = text("区县   合计   其中\n甲县   168   138\n乙县   105   86\n\n完");
    assert_eq!(drawn(&document), "Aligned 3x3\n [区县][合计][其中]\n [甲县][168][138]\n [乙县][105][86]\n完\n");
    let pair = text("　　省份　　金额\n　　甲省　　150\n");
    assert_eq!(drawn(&pair), "Aligned 2x2\n [省份][金额]\n [甲省][150]\n");
}

#[test]
fn names_side_by_side_and_spaced_letters_are_no_table() {
    let one = "湖北省财政厅   湖北省民政厅\n2024年5月1日\n";
    assert_eq!(drawn(&text(one)), one);
    let two = "甲部   乙部\n（印章）   （印章）\n";
    assert_eq!(drawn(&text(two)), two);
    let spaced = "财　政　部\n民　政　部\n";
    assert_eq!(drawn(&text(spaced)), spaced);
    let indented = "    为支持各地\n    现下达资金\n";
    assert!(common::tables(&text(indented)).is_empty());
}

#[test]
fn a_long_text_of_one_kind_is_read_in_one_pass() {
    // Each of these made a recogniser begin anew at every line once.
    for line in ["\tx\n", "a\tb\n", "\t一\n二\n", "a | b | c\n", "a   b\n", "\t1\n1\n", "|||\n", "---\n"] {
        let document = text(&line.repeat(50_000));
        assert!(!document.blocks().is_empty(), "{line:?}");
    }
    let mixed = ["\tx\n".repeat(40_000), "a\tb\tc\n".repeat(40_001)].concat();
    assert_eq!(common::tables(&text(&mixed)).len(), 1);
}

#[test]
fn bars_lead_cells_on_lines_of_their_own() {
    let dump = "一级指标\n  | 二级指标\n  | 指标值\n  |\n产出指标\n  | 数量指标\n  | 2个\n  |\n质量指标\n  | 100%\n  |\n\n四、评价结论\n";
    let wanted = "CellPerLine 3x3\n [一级指标][二级指标][指标值]\n [产出指标][数量指标][2个]\n [质量指标][100%]\n四、评价结论\n";
    assert_eq!(drawn(&text(dump)), wanted);
    // A bar below a line of text leads no cell of a table, nor is a table cut where a line leads none.
    for dump in
        ["联系人：王某\n| 电话：0914-2312345\n请抓紧办理。\n", "单位\n| 金额\n甲镇\n| 100\n乙镇\n| 50\n（含村）\n| 120\n丙镇\n| 90\n"]
    {
        assert!(!drawn(&text(dump)).starts_with("CellPerLine 3x2"), "{}", drawn(&text(dump)));
    }
}

#[test]
fn marks_of_headings_and_tables_in_markup_are_no_text() {
    let dump = "# 某市财政局\n某财〔2023〕1号\n**附件1**\n<table><tr><td rowspan=\"2\">乡镇</td><td colspan=\"2\">补助资金</td></tr><tr><td>中央</td><td> 省级 </td></tr>\n<tr><td>甲镇</td><td>100</td><td></td></tr></table>\n#1楼\n";
    assert_eq!(
        drawn(&text(dump)),
        "某市财政局\n某财〔2023〕1号\n附件1\nMarkup 3x3\n [2x1 乡镇][1x2 补助资金]\n [中央][省级]\n [甲镇][100][]\n#1楼\n"
    );
    // Markup that ends nowhere stays text.
    assert!(common::tables(&text("<table><tr><td>甲镇</td>\n请抓紧办理。\n")).is_empty());
}
