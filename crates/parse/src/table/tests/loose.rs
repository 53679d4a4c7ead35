//! Tables of recipients told without marks. Not for: tables that a reader found (`allocations`).

use hongtou_document::{DocumentBuilder, Format};
use hongtou_notice::DivisionCode;

use super::super::{Context, read_tables};

fn read(lines: &[&str]) -> Vec<(String, Option<String>, String, String)> {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in lines {
        builder.paragraph(line);
    }
    let document = builder.finish("x");
    let issuer = DivisionCode("520000".into());
    let tables = read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &[] });
    let row = |a: &hongtou_notice::Allocation| {
        (a.recipient.to_string(), a.column.as_ref().map(ToString::to_string), a.money.unwrap().to_string(), a.confidence.to_string())
    };
    tables.allocations.iter().map(row).collect()
}

fn wanted(confidence: &str) -> Vec<(String, Option<String>, String, String)> {
    [("遵义市", "10000"), ("毕节市", "25000"), ("合计", "35000")]
        .map(|(name, yuan)| (name.to_owned(), Some("金额".to_owned()), yuan.to_owned(), confidence.to_owned()))
        .to_vec()
}

#[test]
fn one_cell_a_line() {
    let lines = ["资金分配表", "单位：万元", "市州", "金额", "遵义市", "1", "毕节市", "2.5", "合 计", "3.5", "请遵照执行。"];
    assert_eq!(read(&lines), wanted("likely"));
}

#[test]
fn everything_on_one_line_with_blanks_or_without() {
    assert_eq!(read(&["单位：万元", "市州 金额 遵义市 1 毕节市 2.5 合计 3.5"]), wanted("likely"));
    assert_eq!(read(&["资金分配表单位：万元市州金额遵义市1毕节市2.5合计3.5"]), wanted("likely"));
    assert_eq!(read(&["单位：万元", "市州 金额 遵义市 1 毕节市 2.5 合计 9"]).last().map(|row| row.3.clone()).as_deref(), Some("doubtful"));
}

#[test]
fn one_row_a_line_with_serial_numbers() {
    assert_eq!(read(&["单位：万元", "序号 市州 金额", "1 遵义市 1", "2 毕节市 2.5", "合计 3.5"]), wanted("likely"));
}

#[test]
fn rows_are_numbered_though_no_head_says_so_and_units_stand_below_heads() {
    let lines = ["单位：万元", "市州", "（盖章）", "金额", "（万元）", "1", "遵义市", "1", "2", "毕节市", "2.5", "合计", "3.5"];
    let names = |rows: Vec<(String, Option<String>, String, String)>| rows.into_iter().map(|row| (row.0, row.2)).collect::<Vec<_>>();
    let wanted: Vec<(String, String)> = wanted("likely").into_iter().map(|row| (row.0, row.2)).collect();
    assert_eq!(names(read(&lines)), wanted);
}

#[test]
fn recipients_in_the_head_with_broken_names_and_labels() {
    let lines = [
        "单位：元",
        "镇（街道）",
        "松山",
        "街道",
        "官渡镇",
        "永和镇",
        "合计",
        "受灾户数",
        "20",
        "31",
        "42",
        "93",
        "补助",
        "资金",
        "2000",
        "3100",
        "4200",
        "9300",
    ];
    let rows: Vec<(String, String, String)> =
        read(&lines).into_iter().map(|(name, column, yuan, _)| (name, column.unwrap_or_default(), yuan)).collect();
    let row = |name: &str, yuan: &str| (name.to_owned(), "补助资金".to_owned(), yuan.to_owned());
    assert_eq!(rows, [row("松山街道", "2000"), row("官渡镇", "3100"), row("永和镇", "4200"), row("合计", "9300")]);
}

#[test]
fn a_page_may_end_inside_a_table_or_below_it() {
    let lines =
        ["单位：万元", "县（区）", "遵义市", "毕节市", "合计", "中央资金", "1", "2", "3", "— 2 —", "省级资金", "4", "5", "9", "— 3 —"];
    let row = |name: &str, column: &str, yuan: &str| (name.to_owned(), column.to_owned(), yuan.to_owned());
    let told: Vec<(String, String, String)> =
        read(&lines).into_iter().map(|(name, column, yuan, _)| (name, column.unwrap_or_default(), yuan)).collect();
    assert_eq!(told.len(), 6);
    assert!(told.contains(&row("毕节市", "中央资金", "20000")) && told.contains(&row("合计", "省级资金", "90000")), "{told:?}");
}

#[test]
fn rows_have_as_many_lines_as_columns() {
    let lines = [
        "单位：万元",
        "乡镇、村",
        "金额",
        "建设项目",
        "补助金额",
        "桐梓县新站镇",
        "35",
        "硬化产业路1.2公里，宽3.5米。",
        "30",
        "桐梓县羊磴镇",
        "28",
        "新建烤茶车间1栋，面积160平方米。",
        "25.5",
        "合计",
        "63",
        "55.5",
    ];
    let told: Vec<(String, String)> = read(&lines).into_iter().map(|(name, _, yuan, _)| (name, yuan)).collect();
    let wanted = [
        ("桐梓县新站镇", "350000"),
        ("桐梓县新站镇", "300000"),
        ("桐梓县羊磴镇", "280000"),
        ("桐梓县羊磴镇", "255000"),
        ("合计", "630000"),
        ("合计", "555000"),
    ];
    assert_eq!(told, wanted.map(|(name, yuan)| (name.to_owned(), yuan.to_owned())));
    // A line too few, and nothing tells which.
    let short: Vec<&str> = lines.iter().copied().filter(|line| *line != "28").collect();
    assert_eq!(read(&short), []);
}

#[test]
fn numbered_rows_stand_below_heads_of_several_lines_and_a_total_without_a_number() {
    let lines = [
        "单位：万元",
        "序号",
        "地理位置",
        "资金",
        "市州",
        "（县、区）",
        "乡镇",
        "清淤渠道",
        "（公里）",
        "奖补资金（万元）",
        "遵义市",
        "桐梓县",
        "15.1",
        "160.5",
        "1",
        "遵义市",
        "桐梓县",
        "新站镇",
        "5.2",
        "74.5",
        "2",
        "遵义市",
        "桐梓县",
        "羊磴镇",
        "9.9",
        "86",
    ];
    let told: Vec<(String, String, String)> = read(&lines).into_iter().map(|(name, _, yuan, sure)| (name, yuan, sure)).collect();
    let wanted = [("桐梓县", "1605000"), ("新站镇", "745000"), ("羊磴镇", "860000")];
    assert_eq!(told, wanted.map(|(name, yuan)| (name.to_owned(), yuan.to_owned(), "likely".to_owned())));
}

#[test]
fn sentences_are_no_tables() {
    assert_eq!(read(&["各单位：", "现下达补助资金35万元。", "地区生产总值增长5%。"]), []);
}

#[test]
fn rows_with_text_between_name_and_figure_ran_together() {
    let line = "请遵照执行。附件1资金分配情况表单位：元单位二级项目名称功能分类科目金额备注遵义市技能培训2080711就业见习补贴1,260,000.00毕节市公益性岗位2080705公益性岗位补贴2,184,500.00合计3,444,500.00";
    let told: Vec<(String, String, String)> = read(&[line]).into_iter().map(|(name, _, yuan, sure)| (name, yuan, sure)).collect();
    let wanted = [("遵义市", "1260000"), ("毕节市", "2184500"), ("合计", "3444500")];
    assert_eq!(told, wanted.map(|(name, yuan)| (name.to_owned(), yuan.to_owned(), "likely".to_owned())));
    // A total that does not hold shows that figures and codes may have run together.
    assert_eq!(read(&[&line.replace("3,444,500", "3,444,600")]), []);
}

#[test]
fn remarks_that_no_row_has_and_villages_told_together() {
    let lines = [
        "分配表",
        "序号",
        "乡镇",
        "环节",
        "补助资金（万元）",
        "备注",
        "1",
        "横溪镇",
        "旱粮",
        "38.4",
        "2",
        "下各镇",
        "早稻",
        "52.75",
        "合计",
        "91.15",
    ];
    let told = |lines: &[&str]| read(lines).into_iter().map(|(name, _, yuan, _)| format!("{name} {yuan}")).collect::<Vec<_>>();
    assert_eq!(told(&lines), ["横溪镇 384000", "下各镇 527500", "合计 911500"]);
    let lines = [
        "分配表",
        "序号",
        "镇",
        "实施村",
        "村数（个）",
        "补助资金（万元）",
        "1",
        "孝直镇",
        "孝直村等3村",
        "3",
        "21.6",
        "2",
        "玫瑰镇",
        "刁山坡村等2村",
        "2",
        "15.4",
        "合计",
        "5",
        "37",
    ];
    assert_eq!(told(&lines), ["孝直镇 216000", "玫瑰镇 154000", "合计 370000"]);
}
