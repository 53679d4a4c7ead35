//! Indicator and evaluation forms, and the fund boxes above them. Not for: tables of recipients (`allocations`).

use super::*;

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
fn values_that_came_a_row_late_are_paired_by_order() {
    let grid = "一级指标|二级指标||\n三级指标|指标值||\n产出指标|数量指标|新建泵站数|\n||疏浚沟渠长度|≥3座\n|质量指标|验收通过率|≥8公里
                效益指标|社会效益指标|受益农户|≥95%\n|||≥200户";
    let told = indicators(&read(&[], grid, TableMark::Delimited, None));
    let wanted = [
        "产出指标/数量指标 新建泵站数 ≥3座 - annual",
        "产出指标/数量指标 疏浚沟渠长度 ≥8公里 - annual",
        "产出指标/质量指标 验收通过率 ≥95% - annual",
        "效益指标/社会效益指标 受益农户 ≥200户 - annual",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn targets_of_several_places_told_one_cell_a_line() {
    let cells = "一级指标 二级指标 三级指标 指标值 播州区 绥阳县 产出指标 数量指标 新建泵站数 ≥3座 ≥2座 质量指标 验收通过率 100% 95%";
    let document = document(&cells.split(' ').collect::<Vec<_>>(), "甲", TableMark::Markup);
    let issuer = DivisionCode("520300".into());
    let read = read_tables(&Context { document: &document, issuer: Some(&issuer), kind: None, body_units: &[] });
    let told: Vec<String> = read
        .indicators
        .iter()
        .map(|row| format!("{} {} {}", row.level3, row.scope.as_deref().unwrap_or("-"), row.target.as_ref().unwrap().text))
        .collect();
    assert_eq!(told, ["新建泵站数 播州区 ≥3座", "新建泵站数 绥阳县 ≥2座", "验收通过率 播州区 100%", "验收通过率 绥阳县 95%"]);
}

#[test]
fn one_column_of_levels_for_two_periods_headed_by_the_part() {
    let grid = "绩效指标|中期目标|<|年度目标|<
                ^|三级指标|指标值|三级指标|指标值
                数量指标|照护老人|≥900人次|照护老人|≥300人次
                满意度指标|服务对象满意度|≥90%|服务对象满意度|≥85%";
    let told = indicators(&read(&["目标申报表"], grid, TableMark::Markup, None));
    let wanted = [
        "产出指标/数量指标 照护老人 ≥900人次 - medium_term",
        "产出指标/数量指标 照护老人 ≥300人次 - annual",
        "满意度指标/满意度指标 服务对象满意度 ≥90% - medium_term",
        "满意度指标/满意度指标 服务对象满意度 ≥85% - annual",
    ];
    assert_eq!(told, wanted);
}

#[test]
fn a_level_word_that_a_line_break_made_two_cells_of() {
    let grid = "一级指标|二级指标|三级指标|指标值|
                产出指标|数量指标|修路里程|≥17公里|
                满意度指标|服务对象|满意度指标|群众满意度|≥92%";
    let told = indicators(&read(&["目标表"], grid, TableMark::Delimited, None));
    assert_eq!(told, ["产出指标/数量指标 修路里程 ≥17公里 - annual", "满意度指标/服务对象满意度指标 群众满意度 ≥92% - annual"]);
}

#[test]
fn a_row_that_lost_its_first_level_slid_to_the_left() {
    let grid = "一级指标|二级指标|三级指标|指标值|实施完成情况\n产出指标|数量指标|改造市场|2个|2个\n质量指标|验收合格率|100%|98%|\n成本指标|补助资金|150万元|149万元|\n效益指标|社会效益指标|经营环境|改善|改善";
    let read = read(&[], grid, TableMark::CellPerLine, None);
    assert_eq!(
        indicators(&read),
        [
            "产出指标/数量指标 改造市场 2个 2个 annual",
            "产出指标/质量指标 验收合格率 100% 98% annual",
            "产出指标/成本指标 补助资金 150万元 149万元 annual",
            "效益指标/社会效益指标 经营环境 改善 改善 annual",
        ]
    );
}

#[test]
fn a_year_before_a_head_says_nothing_of_its_column() {
    let grid = "一级指标|二级指标|三级指标|2021年目标|年末完成\n产出指标|数量指标|还田面积|≥27万亩|28万亩\n效益指标|生态效益指标|有机质含量|稳中有升|稳中有升";
    let read = read(&[], grid, TableMark::Markup, None);
    assert_eq!(
        indicators(&read),
        ["产出指标/数量指标 还田面积 ≥27万亩 28万亩 annual", "效益指标/生态效益指标 有机质含量 稳中有升 稳中有升 annual"]
    );
}
