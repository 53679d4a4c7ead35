//! Layouts of real tables, told with places and figures of their own. Not for: single steps, which have tests beside them.

mod allocations;
mod columns;
mod flat;
mod indicators;
mod loose;

use hongtou_document::TableMark;
use hongtou_notice::codes::NoticeKind;
use hongtou_notice::{DivisionCode, IndicatorValue};

use super::grid::tests::document;
use super::{Context, Tables, read_tables};

fn read(captions: &[&str], grid: &str, mark: TableMark, kind: Option<NoticeKind>) -> Tables {
    let document = document(captions, grid, mark);
    let issuer = DivisionCode("520000".into());
    read_tables(&Context { document: &document, issuer: Some(&issuer), kind, body_units: &[] })
}

/// Recipient, column, yuan, role and whether it counts, a line each.
fn cells(tables: &Tables) -> Vec<String> {
    let row = |a: &hongtou_notice::Allocation| {
        let yuan = a.money.map_or_else(|| "-".to_owned(), |money| money.to_string());
        let column = a.column.as_deref().unwrap_or("");
        format!("{} {} {column} {yuan} {}{}", a.recipient, a.row_kind, a.column_role, if a.counts { " *" } else { "" })
    };
    tables.allocations.iter().map(row).collect()
}

fn indicators(tables: &Tables) -> Vec<String> {
    let text = |value: Option<&IndicatorValue>| value.map_or("-".to_owned(), |value| value.text.to_string());
    let row = |i: &hongtou_notice::Indicator| {
        let level = |level: &Option<hongtou_notice::Text>| level.clone().unwrap_or_default();
        format!(
            "{}/{} {} {} {} {}",
            level(&i.level1),
            level(&i.level2),
            i.level3,
            text(i.target.as_ref()),
            text(i.achieved.as_deref()),
            i.period
        )
    };
    tables.indicators.iter().map(row).collect()
}

fn remarks(tables: &Tables) -> Vec<(&str, Option<&str>, Option<&str>)> {
    tables.remarks.iter().map(|remark| (remark.code.as_str(), remark.expected.as_deref(), remark.actual.as_deref())).collect()
}

/// The same with sums that the running text tells, in 万元.
fn read_told(captions: &[&str], grid: &str, mark: TableMark, told: &[&str]) -> Tables {
    let document = document(captions, grid, mark);
    let issuer = DivisionCode("520000".into());
    let unit = hongtou_notice::MoneyUnit::TenThousand;
    let told: Vec<_> = told.iter().map(|sum| (hongtou_notice::Money::parse(sum, unit).unwrap(), unit)).collect();
    read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &told })
}

/// The heads of the money columns with their roles, those that count marked.
fn heads(tables: &Tables) -> Vec<String> {
    let mut seen = Vec::new();
    for row in tables.allocations.iter().filter(|row| row.row_kind != hongtou_notice::codes::RowKind::Total) {
        let head = format!("{} {}{}", row.column.as_deref().unwrap_or(""), row.column_role, if row.counts { " *" } else { "" });
        if !seen.contains(&head) {
            seen.push(head);
        }
    }
    seen
}

/// Words of every kind that tables hold, to be thrown together.
const WORDS: &[&str] = &[
    "",
    "<",
    "^",
    "序号",
    "市州",
    "单位",
    "项目名称",
    "合计",
    "小计",
    "金额（万元）",
    "其中：中央",
    "调减",
    "调增",
    "调整后",
    "栏次",
    "1",
    "2",
    "3=1-2",
    "10",
    "-5.5",
    "1,000.00",
    "99999999999999999999999999",
    "—",
    "95%",
    "遵义市",
    "毕节市",
    "市本级",
    "贵安新区",
    "第一中学",
    "一级指标",
    "二级指标",
    "三级指标",
    "指标值",
    "完成值",
    "产出指标",
    "数量指标",
    "满意度指标",
    "养护里程",
    "≥60公里",
    "逐步完善",
    "资金情况",
    "年度资金总额",
    "地方资金",
    "全年预算数",
    "全年执行数",
    "总分",
    "附件1",
    "单位：万元",
    "中期目标",
    "年度目标",
    "资金分配表",
    "（2024年度）",
];

proptest::proptest! {
    #[test]
    fn no_table_can_panic_and_every_text_is_where_it_is_said_to_be(
        rows in proptest::collection::vec(proptest::collection::vec(0..WORDS.len(), 1..7), 1..9),
        mark in 0..4usize,
        loose in proptest::bool::ANY,
    ) {
        let grid: Vec<String> = rows.iter().map(|row| row.iter().map(|word| WORDS[*word]).collect::<Vec<_>>().join("|")).collect();
        let mark = [TableMark::Markup, TableMark::Delimited, TableMark::CellPerLine, TableMark::Aligned][mark];
        // As lines of words, or as a grid; merges that overlap make no table and are told as lines too.
        let lines: Vec<String> = grid.iter().map(|row| row.replace(['|', '<', '^'], " ")).collect();
        let document = if loose || matches!(mark, TableMark::Markup) && rows.iter().any(|row| row.contains(&1) || row.contains(&2)) {
            document(&lines.iter().map(String::as_str).collect::<Vec<_>>(), "甲", mark)
        } else {
            document(&[], &grid.join("\n"), mark)
        };
        let issuer = DivisionCode("520000".into());
        let tables = read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &[] });
        let evidence = tables.allocations.iter().map(|row| &row.evidence).chain(tables.indicators.iter().map(|row| &row.evidence));
        for evidence in evidence.chain(tables.amounts.iter().map(|row| &row.evidence)) {
            let printed = evidence.span().map_or("", |span| document.slice(span));
            proptest::prop_assert_eq!(&evidence.text, printed);
        }
    }
}
