//! Tables of recipients told without marks: one cell a line, or all of it on one line. Not for: grids (`allocations`).

use hongtou_document::{DocumentBuilder, Format};

use super::*;

/// The cells of a table, one a line (blank ones leave none), and of the same table on one line: recipient and yuan.
fn flat(grid: &str, told: &[&str]) -> [Vec<String>; 2] {
    let words: Vec<&str> = grid.lines().flat_map(|line| line.split('|')).map(str::trim).filter(|word| !word.is_empty()).collect();
    [words.clone(), vec![&words.join(" ")]].map(|lines| read_lines(&lines, told))
}

fn read_lines(lines: &[&str], told: &[&str]) -> Vec<String> {
    let row = |cell: &hongtou_notice::Allocation| {
        format!("{} {}", cell.recipient, cell.money.map_or_else(|| "-".to_owned(), |money| money.to_string()))
    };
    tables_of(lines, told).allocations.iter().map(row).collect()
}

fn tables_of(lines: &[&str], told: &[&str]) -> Tables {
    let mut builder = DocumentBuilder::new(Format::Text);
    builder.paragraph("单位：万元");
    lines.iter().for_each(|line| {
        builder.paragraph(line);
    });
    let document = builder.finish("x");
    let issuer = DivisionCode("520000".into());
    let unit = hongtou_notice::MoneyUnit::TenThousand;
    let told: Vec<_> = told.iter().map(|sum| (hongtou_notice::Money::parse(sum, unit).unwrap(), unit)).collect();
    read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &told })
}

#[test]
fn a_total_before_the_numbered_rows() {
    let wanted = ["合计 580000", "播州区 300000", "绥阳县 280000"];
    assert_eq!(flat("序号|县区|金额\n|合计|58\n1|播州区|30\n2|绥阳县|28", &[]), [wanted, wanted]);
}

#[test]
fn a_total_row_with_blanks_stands_under_the_sums() {
    let grid = "县区|面积（亩）|标准（元/亩）|补助资金\n播州区|410|700|30\n绥阳县|260|700|28\n合计|670||58";
    let wanted = ["播州区 300000", "绥阳县 280000", "合计 580000"];
    assert_eq!(flat(grid, &[]), [wanted, wanted]);
}

#[test]
fn places_in_two_columns_and_central_money() {
    let wanted = ["市本级 90000", "播州区 300000", "绥阳县 280000", "合计 670000"];
    assert_eq!(flat("市|县区|金额\n遵义市|市本级|9\n遵义市|播州区|30\n遵义市|绥阳县|28\n合计|67", &[]), [wanted, wanted]);
    let wanted = ["播州区 300000", "播州区 50000", "绥阳县 280000", "绥阳县 70000", "合计 580000", "合计 120000"];
    assert_eq!(flat("县区|中央|省级\n播州区|30|5\n绥阳县|28|7\n合计|58|12", &[]), [wanted, wanted]);
}

#[test]
fn codes_of_units_number_the_rows() {
    let grid = "单位编码|单位名称|金额\n203001|市水务局|30\n411002|市农业农村局|28\n合计|58";
    let wanted = ["市水务局 300000", "市农业农村局 280000", "合计 580000"];
    assert_eq!(flat(grid, &[]), [wanted, wanted]);
}

#[test]
fn figures_of_several_columns_that_ran_together_are_none() {
    // Every digit of the sum holds, and so does that of the run of digits.
    let glued = "县区合计中央资金省级资金播州区503020绥阳县402515合计905535";
    assert_eq!(read_lines(&[glued], &["90"]), [""; 0]);
    let single = "县区中央财政补助资金播州区50绥阳县40合计90";
    assert_eq!(read_lines(&[single], &["90"]), ["播州区 500000", "绥阳县 400000", "合计 900000"]);
}

#[test]
fn names_of_two_columns_that_ran_together_are_doubtful() {
    let certainty = |line: &str| {
        let tables = tables_of(&[line], &["90"]);
        tables.allocations.iter().map(|cell| cell.confidence.code()).collect::<Vec<_>>()
    };
    assert_eq!(certainty("县区单位补助金额播州区区医院50绥阳县县医院40合计90"), ["doubtful"; 3]);
    assert_eq!(certainty("县区补助金额播州区50绥阳县40合计90"), ["likely"; 3]);
}
