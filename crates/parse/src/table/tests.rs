//! Layouts of real tables, told with places and figures of their own. Not for: single steps, which have tests beside them.

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

#[test]
fn rows_that_lost_a_merged_cell_stand_under_their_heads() {
    let grid = "地市|场馆名称|补助金额\n总计|660\n广州市|小计|400\n市体育馆|220\n区全民健身中心|180\n惠州市|市奥体中心|260";
    let document = document(&["单位：万元"], grid, TableMark::Delimited);
    let issuer = DivisionCode("440000".into());
    let read = read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &[] });
    let told: Vec<(String, String)> =
        read.allocations.iter().map(|row| (row.recipient.to_string(), row.money.map_or(String::new(), |sum| sum.to_string()))).collect();
    let wanted =
        [("总计", "6600000"), ("广州市", "4000000"), ("市体育馆", "2200000"), ("区全民健身中心", "1800000"), ("市奥体中心", "2600000")];
    assert_eq!(told, wanted.map(|(name, sum)| (name.to_owned(), sum.to_owned())));
}

#[test]
fn rows_with_their_empty_cells_behind_them_stand_under_their_heads() {
    // The serial number stays before the lost cell of the city.
    let grid = "序号|地市|县市区/单位|金额（万元）\n1|遵义市|播州区|400\n2|绥阳县|26|\n3|桐梓县|15|\n4|毕节市|黔西市|9\n合计|450||";
    let told = cells(&read(&[], grid, TableMark::Delimited, None));
    let wanted = [
        "播州区 child 金额（万元） 4000000 allocated *",
        "绥阳县 child 金额（万元） 260000 allocated *",
        "桐梓县 child 金额（万元） 150000 allocated *",
        "黔西市 child 金额（万元） 90000 allocated *",
        "合计 total 金额（万元） 4500000 allocated",
    ];
    assert_eq!(told, wanted);
    // Ordinals and totals under the head of serial numbers stand where they belong, whatever is empty behind them.
    let grid = "序号|地市|中央（万元）|省级（万元）\n合计||450|\n一|遵义市|400|\n二|毕节市|50|";
    let told = cells(&read(&[], grid, TableMark::Delimited, None));
    assert!(told.iter().all(|row| row.contains(" 中央（万元） ")), "{told:?}");
    assert_eq!(told.len(), 3);
    // A row that says what its money is for belongs to the name above.
    let grid = "序号|单位名称|申报项目|金额（万元）\n1|遵义市商务局|会务|9.3\n宣传|2.5||\n2|播州区商务局|奖补|2\n3|绥阳县商务局|奖补|5";
    let told = cells(&read(&[], grid, TableMark::CellPerLine, None));
    let told: Vec<&str> = told.iter().map(|row| row.split(" unit").next().unwrap()).collect();
    assert_eq!(told, ["遵义市商务局", "遵义市商务局", "播州区商务局", "绥阳县商务局"]);
}

#[test]
fn figures_of_rows_that_all_end_before_the_last_head_are_doubtful() {
    let grid = "县区|总金额|座数|一类县|二类县|本次金额\n小计|5950|181|129|2975|\n播州区|52|1040|||\n绥阳县|53|795|||";
    let read = read(&["单位：万元"], grid, TableMark::CellPerLine, None);
    assert!(!read.allocations.is_empty());
    assert!(read.allocations.iter().all(|row| row.confidence == hongtou_notice::codes::Confidence::Doubtful));
}

#[test]
fn two_pairs_of_columns_side_by_side() {
    let grid = "市州|金额|市州|金额
                遵义市|10|毕节市|20
                安顺市|5|合计|35";
    for mark in [TableMark::Markup, TableMark::Delimited] {
        let told = cells(&read(&["分配表", "单位：万元"], grid, mark, None));
        let wanted = [
            "遵义市 child 金额 100000 allocated *",
            "安顺市 child 金额 50000 allocated *",
            "毕节市 child 金额 200000 allocated *",
            "合计 total 金额 350000 allocated",
        ];
        assert_eq!(told, wanted);
    }
}

#[test]
fn recipients_in_the_head_row() {
    let grid = "项目|遵义市|毕节市|合计\n道路养护|1.5|2|3.5\n桥梁|0|1|1";
    let tables = read(&["资金安排表", "单位：万元"], grid, TableMark::Markup, None);
    assert_eq!(cells(&tables).first().map(String::as_str), Some("遵义市 child 道路养护 15000 allocated *"));
    assert_eq!(tables.allocations.len(), 6);
}

#[test]
fn units_of_columns_and_columns_without_money() {
    let grid = "序号|县（市、区）|学生数（人）|补助标准（元/人）|补助资金（元）|执行率
                1|播州区|100|50|5,000.00|80%
                2|仁怀市|40|50|2,000.00|—
                合计|<|140||7,000.00|";
    let told = cells(&read(&["补助资金分配表"], grid, TableMark::Markup, None));
    let wanted = [
        "播州区 child 补助资金（元） 5000 allocated *",
        "仁怀市 child 补助资金（元） 2000 allocated *",
        "合计 total 补助资金（元） 7000 allocated",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn cities_over_their_units_and_blank_cells() {
    let grid = "地区|单位|合计|中央|省级
                遵义市|小计|30|20|10
                ^|市第一中学|10|8|2
                ^|习水县第二小学|20|12|8
                毕节市|市图书馆||—|
                总计|<|30|20|10";
    let tables = read(&["附件", "资金分配表", "单位：万元"], grid, TableMark::Markup, None);
    let told = cells(&tables);
    assert_eq!(told[0], "遵义市 subtotal 合计 300000 allocated");
    assert_eq!(told[3], "市第一中学 unit 合计 100000 allocated *");
    assert_eq!(told[4], "市第一中学 unit 中央 80000 of_which");
    assert_eq!(told[9], "市图书馆 unit 合计 - allocated");
    let division =
        |name: &str| tables.allocations.iter().find(|row| row.recipient == name).and_then(|row| row.division.clone()).map(|code| code.0);
    assert_eq!(division("习水县第二小学").as_deref(), Some("520330"));
    assert_eq!(division("市第一中学").as_deref(), Some("520300"));
    assert!(tables.remarks.is_empty());
}

#[test]
fn batches_and_adjustments() {
    let grid = "市州|2024年资金总额|已提前下达|本次下达\n遵义市|30|20|10\n毕节市|5|4|1";
    let told = cells(&read(&["分配表", "单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Issue)));
    assert_eq!(
        told[..3],
        ["遵义市 child 2024年资金总额 300000 other", "遵义市 child 已提前下达 200000 advance", "遵义市 child 本次下达 100000 allocated *"]
    );
    let grid = "市州|原下达|调减|调增|调整后\n遵义市|30|20|0|10\n毕节市|5|0|4|9";
    let told = cells(&read(&["调整表", "单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Adjust)));
    let wanted = [
        "遵义市 child 原下达 300000 original",
        "遵义市 child 调减 200000 cut *",
        "遵义市 child 调增 0 raise",
        "遵义市 child 调整后 100000 after",
    ];
    assert_eq!(told[..4], wanted);
}

#[test]
fn a_total_row_whose_word_took_the_places_of_number_and_name_is_moved_right() {
    let grid = "序号|县区|任务数（个）|合计|省级资金
                1|播州区|5|30|20
                2|绥阳县|3|7|4
                合计|8|37|24|";
    let told: Vec<(String, String)> = read(&["单位：万元"], grid, TableMark::Delimited, None)
        .allocations
        .iter()
        .filter(|row| row.recipient == "合计")
        .map(|row| (row.column.as_deref().unwrap_or("").to_owned(), row.money.unwrap().to_string()))
        .collect();
    assert_eq!(told, [("合计".to_owned(), "370000".to_owned()), ("省级资金".to_owned(), "240000".to_owned())]);
}

#[test]
fn a_total_that_does_not_fit_is_remarked() {
    let tables = read(&["分配表", "单位：万元"], "市州|金额\n遵义市|10\n毕节市|20\n合计|31", TableMark::Markup, None);
    assert_eq!(tables.remarks.first().map(|remark| remark.code.as_str()), Some("allocation_total_mismatch"));
    assert!(tables.allocations.iter().all(|row| row.confidence.code() == "likely"));
}

#[test]
fn goods_and_empty_forms_are_no_allocations() {
    let goods = "序号|采购单位|采购内容|最高限价\n1|市图书馆|书架|3.5";
    assert!(read(&["采购一览表", "单位：万元"], goods, TableMark::Markup, None).allocations.is_empty());
    let feedback = "县（市）名称|资金金额|实际支出金额\n合计||\n1||";
    assert!(read(&["资金使用情况反馈表", "单位：万元"], feedback, TableMark::Markup, None).allocations.is_empty());
}

#[test]
fn a_form_with_fund_box_and_indicators() {
    let grid = "项目名称|<|农村公路养护资金|<
                资金情况（万元）|年度资金总额|30|<
                ^|其中：中央补助|20|<
                ^|地方资金|10|<
                一级指标|二级指标|三级指标|指标值
                产出\\n指标|数量指标|养护里程|≥60公里
                ^|质量指标|合格率|100%
                效益指标|可持续影响\\n指标|管护机制|逐步完善
                满意度指标|服务对象满意度|群众满意度|≥90%";
    let tables = read(&["绩效目标表（遵义市）", "（2024年度）"], grid, TableMark::Markup, None);
    let wanted = [
        "产出指标/数量指标 养护里程 ≥60公里 - annual",
        "产出指标/质量指标 合格率 100% - annual",
        "效益指标/可持续影响指标 管护机制 逐步完善 - annual",
        "满意度指标/服务对象满意度指标 群众满意度 ≥90% - annual",
    ];
    assert_eq!(indicators(&tables), wanted);
    let first = &tables.indicators[0];
    assert_eq!((first.project.as_deref(), first.scope.as_deref()), (Some("农村公路养护资金"), Some("遵义市")));
    assert_eq!(first.evidence.text, "养护里程\t≥60公里");
    let amounts: Vec<String> = tables.amounts.iter().map(|amount| format!("{} {}", amount.role, amount.money.unwrap())).collect();
    assert_eq!(amounts, ["total 300000", "central 200000", "local 100000"]);
}

#[test]
fn medium_term_and_annual_side_by_side_and_rows_that_slid() {
    let grid = "项目名称|养老资金|||||
                中期目标（2024年—2026年）||||年度目标||
                一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值
                产出指标|数量指标|补助人数|≥90人|数量指标|补助人数|≥30人
                ||床位数|≥60张||床位数|≥20张
                时效指标|发放及时率|100%|时效指标|发放及时率|100%|
                效益指标|社会效益|生活水平|有所提高|社会效益|生活水平|有所提高";
    let told = indicators(&read(&["目标表"], grid, TableMark::Delimited, None));
    let wanted = [
        "产出指标/数量指标 补助人数 ≥90人 - medium_term",
        "产出指标/数量指标 补助人数 ≥30人 - annual",
        "产出指标/数量指标 床位数 ≥60张 - medium_term",
        "产出指标/数量指标 床位数 ≥20张 - annual",
        "产出指标/时效指标 发放及时率 100% - medium_term",
        "产出指标/时效指标 发放及时率 100% - annual",
        "效益指标/社会效益指标 生活水平 有所提高 - medium_term",
        "效益指标/社会效益指标 生活水平 有所提高 - annual",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn scores_and_reasons_of_an_evaluation() {
    let grid = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施
                成本指标|经济成本指标|每户补助|≤3000元|2900元|20|20|
                产出指标（50分）|数量指标|改造户数|≥10户|8户|20|16|雨季停工
                总分|<|<|<|<|100|96|";
    let tables = read(&["自评表"], grid, TableMark::Markup, Some(NoticeKind::SelfEvaluation));
    assert_eq!(
        indicators(&tables),
        ["成本指标/经济成本指标 每户补助 ≤3000元 2900元 annual", "产出指标/数量指标 改造户数 ≥10户 8户 annual"]
    );
    let last = &tables.indicators[1];
    assert_eq!((last.score.as_deref(), last.reason.as_deref()), (Some("16"), Some("雨季停工")));
}

#[test]
fn targets_of_several_places_in_columns_of_their_own() {
    let grid = "一级指标|二级指标|三级指标|指标值|<
                ^|^|^|遵义市|毕节市
                产出指标|数量指标|修路里程|≥5公里|≥7公里";
    let tables = read(&["绩效目标分解表"], grid, TableMark::Markup, None);
    let told: Vec<(Option<&str>, &str)> =
        tables.indicators.iter().map(|i| (i.scope.as_deref(), i.target.as_ref().map_or("", |target| target.text.as_str()))).collect();
    assert_eq!(told, [(Some("遵义市"), "≥5公里"), (Some("毕节市"), "≥7公里")]);
}

#[test]
fn two_forms_glued_into_one_grid() {
    let form = |place: &str, value: &str| {
        format!(
            "省对地方转移支付绩效目标表（2024年度　{place}）|<|<|<\n项目名称|<|养老资金|<\n一级指标|二级指标|三级指标|指标值\n产出指标|数量指标|床位数|{value}\n"
        )
    };
    let tables = read(&[], &(form("遵义市", "≥20张") + &form("毕节市", "≥9张")), TableMark::Markup, None);
    let told: Vec<(u32, u32, Option<&str>)> = tables.indicators.iter().map(|i| (i.table, i.row, i.scope.as_deref())).collect();
    assert_eq!(told, [(1, 4, Some("遵义市")), (2, 8, Some("毕节市"))]);
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

fn remarks(tables: &Tables) -> Vec<(&str, Option<&str>, Option<&str>)> {
    tables.remarks.iter().map(|remark| (remark.code.as_str(), remark.expected.as_deref(), remark.actual.as_deref())).collect()
}

#[test]
fn a_rate_must_follow_from_its_figures() {
    let grid = "市州|预算数|执行数|执行率
                遵义市|300|200|66.67%
                毕节市|300|200|66.6%
                安顺市|100|98.5|98.50
                铜仁市|200|190|97%
                六盘水市|0|0|0%";
    let tables = read(&["资金执行情况表", "单位：万元"], grid, TableMark::Markup, None);
    assert_eq!(remarks(&tables), [("rate_mismatch", Some("95%"), Some("97%"))]);
}

#[test]
fn the_rate_of_a_fund_box_must_follow_too() {
    let form = |rate: &str| {
        format!(
            "项目名称|困难群众救助||||
             资金情况（万元）||全年预算数（A）|全年执行数（B）|执行率（B/A）|
             资金情况（万元）|年度资金总额|268|254.6|{rate}|
             一级指标|二级指标|三级指标|指标值|实际完成值|
             产出指标|数量指标|救助人数|≥100人|100人|"
        )
    };
    let told = |rate: &str| read(&["绩效自评表"], &form(rate), TableMark::Markup, None).remarks.len();
    assert_eq!((told("95%"), told("0.95"), told("95.0%"), told("98%")), (0, 0, 0, 1));
}

#[test]
fn a_printed_formula_is_checked_without_a_total_row() {
    let grid = "市州|原下达数|调整后|调增
                栏次|1|2|3=2-1
                遵义市|10|12|2
                毕节市|20|25|5
                安顺市|30|31|3";
    let tables = read(&["调整表", "单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Adjust));
    let codes: Vec<&str> = remarks(&tables).into_iter().map(|(code, ..)| code).collect();
    assert_eq!(codes, ["column_formula_mismatch"]);
}

#[test]
fn money_for_nobody() {
    let grid = "序号|市州|金额
                1|遵义市|10
                2||20
                3|安顺市|5
                |合计|35";
    let told = |grid: &str| {
        read(&["分配表", "单位：万元"], grid, TableMark::Markup, None).remarks.into_iter().map(|remark| remark.code).collect::<Vec<_>>()
    };
    assert!(told(grid).contains(&"blank_recipient".to_owned()), "{:?}", told(grid));
    // A last row without a word that is the sum of the others is their total.
    assert_eq!(told("市州|金额\n遵义市|10\n安顺市|5\n|15"), Vec::<String>::new());
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

#[test]
fn columns_that_count_things_are_no_money() {
    for head in [
        "灯杆数",
        "收购量",
        "公交车（辆）",
        "水闸（扇）",
        "航线（班次）",
        "总库容",
        "网点",
        "在编人员",
        "投放吨位",
        "惠及艘数",
        "补贴农机（台/套）",
        "受益人数/合计",
    ] {
        let grid = format!("市州|{}|金额\n遵义市|21|300\n毕节市|17|200\n合计|38|500", head.replace('/', "／"));
        let read = read_told(&["单位：万元"], &grid, TableMark::Markup, &["500"]);
        assert_eq!(heads(&read), ["金额 allocated *"], "{head}");
    }
    let grid = "市州|受益人数|<|金额\n^|女|合计|^\n遵义市|2|21|300\n毕节市|7|17|200\n合计|9|38|500";
    assert_eq!(heads(&read(&["单位：万元"], grid, TableMark::Markup, None)), ["金额 allocated *"]);
    for head in ["核定数", "应补数", "下达数", "补助金额（第二批）", "奖补（省）", "总投资", "应扣回"] {
        let grid = format!("市州|{head}|金额\n遵义市|21|300\n毕节市|17|200\n合计|38|500");
        let read = read(&["单位：万元"], &grid, TableMark::Markup, None);
        assert!(read.allocations.iter().any(|row| row.column.as_deref() == Some(head)), "{head}");
    }
}

#[test]
fn a_column_that_only_the_unit_of_the_table_makes_money_needs_a_sum() {
    let doubtful = |grid: &str, told: &[&str]| -> Vec<(String, bool)> {
        let read = read_told(&["单位：万元"], grid, TableMark::Markup, told);
        let rows = read.allocations.iter().filter(|row| row.recipient == "遵义市");
        rows.map(|row| (row.column.as_deref().unwrap_or("").to_owned(), row.confidence == hongtou_notice::codes::Confidence::Doubtful))
            .collect()
    };
    let of = |wanted: &[(&str, bool)]| wanted.iter().map(|(head, doubt)| ((*head).to_owned(), *doubt)).collect::<Vec<_>>();
    let alone = "市州|智慧灯杆|金额\n遵义市|21|300\n毕节市|17|200\n合计|38|500";
    assert_eq!(doubtful(alone, &["500"]), of(&[("智慧灯杆", true), ("金额", false)]));
    let parts = "市州|智慧灯杆|下水管道|金额\n遵义市|21|279|300\n毕节市|17|183|200\n合计|38|462|500";
    assert_eq!(doubtful(parts, &["500"]), of(&[("智慧灯杆", false), ("下水管道", false), ("金额", false)]));
    // The text tells its sum.
    assert_eq!(doubtful(alone, &["500", "38"]), of(&[("智慧灯杆", false), ("金额", false)]));
}

#[test]
fn figures_that_complete_a_sum_are_money_whatever_their_head() {
    let grid = "市州|垃圾分类|污水处理|小计\n遵义市|12|30|42\n毕节市|9|20|29\n合计|21|50|71";
    let told = heads(&read(&["单位：万元"], grid, TableMark::Markup, None));
    assert_eq!(told, ["垃圾分类 of_which", "污水处理 of_which", "小计 allocated *"]);
    let grid = "市州|分类|金额\n遵义市|1|42\n毕节市|2|29\n合计||71";
    assert_eq!(heads(&read(&["单位：万元"], grid, TableMark::Markup, None)), ["金额 allocated *"]);
}

#[test]
fn of_several_sums_the_one_that_the_text_tells_is_the_notices_own() {
    let markup = |grid: &str, told: &[&str]| heads(&read_told(&["单位：万元"], grid, TableMark::Markup, told));
    // The whole year's sum and its parts beside what is given now.
    let year = "市州|全年资金|<|<|已提前下达|此次下达\n^|小计|公路|水路|^|^
                遵义市|90|60|30|40|50\n毕节市|70|70|0|30|40\n合计|160|130|30|70|90";
    assert_eq!(
        markup(year, &["70", "90"]),
        ["全年资金/小计 other", "全年资金/公路 other", "全年资金/水路 other", "已提前下达 advance", "此次下达 allocated *"]
    );
    // Two funds, each with its own year.
    let funds = "市州|养老|<|优抚|<|本次合计\n^|全年应补|本次拨付|全年应补|本次拨付|^
                 遵义市|90|60|40|10|70\n毕节市|70|70|50|5|75\n合计|160|130|90|15|145";
    let wanted = ["养老/全年应补 other", "养老/本次拨付 of_which", "优抚/全年应补 other", "优抚/本次拨付 of_which", "本次合计 allocated *"];
    assert_eq!(markup(funds, &["145"]), wanted);
    // What is settled now, beside what was due and what has been paid.
    let settled = "市州|应补资金|<|已拨资金|<|清算资金|<\n^|机动|人工|机动|人工|应补|应追回
                   遵义市|90|60|30|40|80|\n毕节市|70||75||0|5\n合计|160|60|105|40|80|5";
    let wanted = [
        "应补资金/机动 other",
        "应补资金/人工 other",
        "已拨资金/机动 advance",
        "已拨资金/人工 advance",
        "清算资金/应补 allocated *",
        "清算资金/应追回 other",
    ];
    assert_eq!(markup(settled, &["80", "5"]), wanted);
    assert_eq!(markup(settled, &[]), wanted);
    // The first payment is part of the whole.
    let first = "市州|奖补总额|首批拨付\n遵义市|90|60\n毕节市|70|40\n合计|160|100";
    assert_eq!(markup(first, &["160", "100"]), ["奖补总额 allocated *", "首批拨付 of_which"]);
    // Two sums side by side, of which the text tells the whole, or both.
    let two = "市州|养老补助|优抚补助\n遵义市|90|60\n毕节市|70|40\n合计|160|100";
    let both = ["养老补助 allocated *", "优抚补助 allocated *"];
    assert_eq!(markup(two, &["260", "160"]), both);
    assert_eq!(markup(two, &["160", "100"]), both);
    assert_eq!(markup(two, &["100"]), ["养老补助 other", "优抚补助 allocated *"]);
}

#[test]
fn a_word_that_groups_places_is_no_recipient() {
    let grid = "片区|市州|金额\n黔北片区|遵义市|10\n^|毕节市|20\n黔南片区|安顺市|5\n合计|<|35";
    for mark in [TableMark::Markup, TableMark::Delimited] {
        let told: Vec<String> = read(&["单位：万元"], grid, mark, None).allocations.iter().map(|row| row.recipient.to_string()).collect();
        assert_eq!(told, ["遵义市", "毕节市", "安顺市", "合计"]);
    }
}

#[test]
fn a_unit_stands_before_the_place_that_it_lies_in() {
    let grid = "单位|所属市州|金额\n鸿运果园|遵义市|10\n丁村卫生室|毕节市|20\n合计||30";
    let told: Vec<String> =
        read(&["单位：万元"], grid, TableMark::Delimited, None).allocations.iter().map(|row| row.recipient.to_string()).collect();
    assert_eq!(told, ["鸿运果园", "丁村卫生室", "合计"]);
}

#[test]
fn what_an_adjustment_replaces_is_no_target() {
    let grid = "一级指标|二级指标|三级指标|调整前|调整后
                ^|^|^|指标值|指标值
                产出指标|数量指标|改造厂站|≥8座|≥6座
                ^|质量指标|验收合格率|100%|100%
                满意度指标|服务对象满意度指标|群众满意度|≥90%|≥92%";
    let wanted = [
        "产出指标/数量指标 改造厂站 ≥6座 - annual",
        "产出指标/质量指标 验收合格率 100% - annual",
        "满意度指标/服务对象满意度指标 群众满意度 ≥92% - annual",
    ];
    assert_eq!(indicators(&read(&[], grid, TableMark::Markup, None)), wanted);
    let short = grid.replace("\n                ^|^|^|指标值|指标值", "");
    assert_eq!(indicators(&read(&[], &short, TableMark::Markup, None)), wanted);
}

#[test]
fn values_below_the_names_of_funds_are_targets() {
    let grid = "一级指标|二级指标|三级指标|粮油仓储|冷库建设
                产出指标|数量指标|新增容量||≥900吨
                |质量指标|验收合格率|100%|≥98%
                |时效指标|建成时间|2025年6月底前|2025年9月底前
                满意度指标|服务对象满意度指标|农户满意度|≥90%|-";
    let read = read(&[], grid, TableMark::Delimited, None);
    let told: Vec<String> = read
        .indicators
        .iter()
        .map(|row| {
            let target = row.target.as_ref().map_or("-".to_owned(), |value| value.text.to_string());
            format!("{} {} {target}", row.project.as_deref().unwrap_or(""), row.level3)
        })
        .collect();
    let wanted = [
        "冷库建设 新增容量 ≥900吨",
        "粮油仓储 验收合格率 100%",
        "冷库建设 验收合格率 ≥98%",
        "粮油仓储 建成时间 2025年6月底前",
        "冷库建设 建成时间 2025年9月底前",
        "粮油仓储 农户满意度 ≥90%",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn items_below_a_place_that_add_up_to_it_are_its_rows() {
    let grid = "市州|装备|数量|中央|省级|小计
                一、遵义市|<||262|104|366
                |执法仪|42台|52|20|72
                |车辆|6辆|210|84|294
                二、毕节市|<||60|12|72
                |无人机|2架|60|12|72
                合计|<||322|116|438";
    let wanted = [
        "遵义市 subtotal 小计 3660000 allocated",
        "遵义市 child 小计 720000 allocated *",
        "遵义市 child 小计 2940000 allocated *",
        "毕节市 subtotal 小计 720000 allocated",
        "毕节市 child 小计 720000 allocated *",
        "合计 total 小计 4380000 allocated",
    ];
    for mark in [TableMark::Markup, TableMark::Delimited] {
        let told = cells(&read(&["单位：万元"], grid, mark, None));
        let sums: Vec<&String> = told.iter().filter(|cell| cell.contains("小计")).collect();
        assert_eq!(sums, wanted.iter().collect::<Vec<_>>(), "{mark:?}");
    }
}

#[test]
fn recipients_in_the_second_head_row() {
    let wanted = [
        "遵义市 child 堤防加固 120000 of_which",
        "遵义市 child 渠道清淤 30000 of_which",
        "遵义市 child 分市合计 150000 allocated *",
        "毕节市 child 堤防加固 300000 of_which",
        "毕节市 child 渠道清淤 0 of_which",
        "毕节市 child 分市合计 300000 allocated *",
        "合计 total 堤防加固 420000 of_which",
        "合计 total 渠道清淤 30000 of_which",
        "合计 total 分市合计 450000 allocated",
    ];
    let body = "堤防加固|12|30|42\n渠道清淤|3|0|3\n分市合计|15|30|45";
    let merged = format!("资金用途|各市州|<|合计\n^|遵义市|毕节市|^\n{body}");
    assert_eq!(cells(&read(&["单位：万元"], &merged, TableMark::Markup, Some(NoticeKind::Issue))), wanted);
    let dumped = format!("资金用途|各市州||合计\n|遵义市|毕节市|\n{body}");
    assert_eq!(cells(&read(&["单位：万元"], &dumped, TableMark::Delimited, Some(NoticeKind::Issue))), wanted);
}

#[test]
fn numbers_of_columns_stand_under_heads_that_reach_down() {
    let grid = "市州|中央资金|<|省级资金\n^|应补|实拨|^\n^|1|2=1|3\n遵义市|12|12|5\n毕节市|8|8|2\n合计|20|20|7";
    let read = read(&["单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Issue));
    let columns: Vec<&str> = read.allocations.iter().take(3).filter_map(|cell| cell.column.as_deref()).collect();
    assert_eq!(columns, ["中央资金/应补", "中央资金/实拨", "省级资金"]);
    assert_eq!(read.allocations.len(), 9);
}
