//! Reads the pages and workbooks of `../shared`, which is not part of the repository, and holds them against
//! their truth. Where it is absent every test says so and passes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use common::shared::{read_shared, shared};
use common::{drawn, tables};
use serde_json::Value;

#[test]
fn pages_of_libreoffice_have_the_tables_of_their_truth() {
    for name in ["budget", "perf", "rich"] {
        let (Some(document), Some(truth)) = (read_shared(&format!("office/{name}.html")), shared(&format!("office/{name}.truth.json")))
        else {
            return;
        };
        let truth: Value = serde_json::from_slice(&std::fs::read(truth).unwrap()).unwrap();
        let wanted = truth["tables"].as_array().unwrap();
        for (table, wanted) in tables(&document).iter().zip(wanted) {
            let wanted: Vec<(u32, u32, u32, u32, String)> = serde_json::from_value(wanted["cells"].clone()).unwrap();
            let found: Vec<(u32, u32, u32, u32, String)> = table
                .cells()
                .iter()
                .map(|cell| (cell.row, cell.col, cell.row_span, cell.col_span, document.slice(cell.span).to_owned()))
                .collect();
            assert_eq!(found, wanted, "{name}");
        }
        if name == "rich" {
            let shapes: Vec<(u32, u32, usize)> = tables(&document)
                .iter()
                .map(|table| (table.rows(), table.cols(), table.cells().iter().map(|cell| cell.nested.len()).sum()))
                .collect();
            assert_eq!(shapes, [(2, 2, 1)]);
        }
        let list = |key: &str| truth[key].as_array().cloned().unwrap_or_default();
        for must in list("must").iter().map(|value| value.as_str().unwrap()) {
            assert!(document.text().as_str().contains(must), "{name}: {must} is missing");
        }
    }
}

/// The workbook has no truth file; this is what its XML says, looked at by hand.
#[test]
fn one_workbook_in_three_formats_is_read_alike() {
    let wanted = "2025年资金分配表\nMarkup 5x4\n [地区][金额][比例][日期]\n [北京][12,345.68][12.34%][2025年3月1日]\n [3x1 合并][][][]\n [][][]\n [][][]\n";
    for ending in ["xlsx", "xls", "et"] {
        let Some(document) = read_shared(&format!("office/xl.{ending}")) else { return };
        assert_eq!(drawn(&document), wanted, "{ending}");
        assert_eq!(document.warnings(), ["1 hidden row left out in the sheet 分配表", "1 hidden sheet left out: 隐藏"], "{ending}");
    }
}

#[test]
fn pages_of_the_archive_hold_the_notice_and_nothing_else() {
    // First and last paragraph, rows and columns of the table, pairs of the metadata box.
    let cases = [
        ("吉林/四平/t20220819_629765.html", "关于下达2022年第二批", "", (5, 5), 8),
        ("广东/省级/content_post_2713107.html", "广东省财政厅关于提前下达", "", (15, 3), 6),
        ("广东/省级/post_2912346.html", "广东省财政厅关于安排", "", (10, 4), 8),
        ("广东/韶关/post_2546819.html", "关于下达2023年中央", "", (5, 2), 7),
        ("广东/江门/post_3309441.html", "關於下達2025年", "", (6, 3), 0),
        ("浙江/省级/art_59082402.html", "浙江省財政廳 浙江省住房", "", (7, 5), 0),
        ("浙江/台州/art_1229047289_1676272.html", "环球娱乐", "2022年7月1日\n", (0, 0), 0),
        ("重庆/城口/采购公告-CK2021-033.html", "城口县小型水库", "2021年6月28日\n", (4, 4), 0),
    ];
    for (path, start, end, size, pairs) in cases {
        let Some(document) = read_shared(&format!("dev/archive/{path}")) else { return };
        let text = document.text().as_str();
        assert!(text.starts_with(start) && text.ends_with(end), "{path}: {}", drawn(&document));
        let found = tables(&document).first().map_or((0, 0), |table| (table.rows(), table.cols()));
        assert_eq!(found, size, "{path}");
        assert_eq!(document.metadata().iter().filter(|(key, _)| key != "encoding").count(), pairs, "{path}: {:?}", document.metadata());
        for page in ["上一篇", "当前位置", "當前位置", "打印", "版权所有", "首页", "标识码"] {
            assert!(!text.contains(page), "{path}: {page}");
        }
    }
}
