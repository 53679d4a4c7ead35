//! Rows of tables of recipients. Not for: what their columns say (`columns`).

use super::*;

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
fn a_subtotal_is_that_of_the_group_beside_it_whatever_the_groups_head() {
    for (head, one, two) in [("设区市", "遵义市", "毕节市"), ("学段", "小学", "初中"), ("类别", "一类", "二类")] {
        let grid = format!("{head}|单位|金额\n合计|<|60\n{one}|小计|30\n^|播州区|10\n^|绥阳县|20\n{two}|黔西市|12\n^|大方县|18\n^|小计|30");
        let told = read(&["单位：万元"], &grid, TableMark::Markup, None);
        let rows: Vec<(&str, &str)> = told.allocations.iter().map(|row| (row.recipient.as_str(), row.row_kind.code())).collect();
        let wanted = [
            ("合计", "total"),
            (one, "subtotal"),
            ("播州区", "child"),
            ("绥阳县", "child"),
            ("黔西市", "child"),
            ("大方县", "child"),
            (two, "subtotal"),
        ];
        assert_eq!(rows, wanted, "{head}");
    }
}

#[test]
fn a_place_right_of_a_department_is_the_recipient() {
    let grid = "主管部门|县区|金额\n省教育厅|播州区|10\n^|绥阳县|20\n合计|<|30";
    for mark in [TableMark::Markup, TableMark::Delimited] {
        let told = read(&["单位：万元"], grid, mark, None);
        let rows: Vec<&str> = told.allocations.iter().map(|row| row.recipient.as_str()).collect();
        assert_eq!(rows, ["播州区", "绥阳县", "合计"], "{mark:?}");
    }
    // Units of a department are recipients.
    let grid = "主管部门|单位|金额\n省教育厅|省实验中学|10\n^|省图书馆|20\n合计|<|30";
    let told = read(&["单位：万元"], grid, TableMark::Markup, None);
    assert_eq!(told.allocations.first().map(|row| row.recipient.as_str()), Some("省实验中学"));
}

#[test]
fn of_several_units_in_the_caption_the_one_that_makes_the_told_sum_holds() {
    let grid = "县区|任务面积|补助资金\n播州区|410|30\n绥阳县|260|28\n合计|670|58";
    for (caption, told, first, confidence) in [
        ("单位：亩、元、万元", "58", "300000", "likely"),
        ("单位：亩、万元、元", "0.0058", "30", "likely"),
        ("单位：亩、元、万元", "9", "300000", "doubtful"),
        ("单位：亩、万元", "9", "300000", "certain"),
    ] {
        let read = read_told(&[caption], grid, TableMark::Delimited, &[told]);
        let cell = read.allocations.first().map(|row| (row.money.unwrap().to_string(), row.confidence.code()));
        assert_eq!(cell, Some((first.to_owned(), confidence)), "{caption} {told}");
    }
}

#[test]
fn subtotals_and_totals_in_the_column_of_projects() {
    let grid = "单位|项目|金额
                贵州省医保局|居民医保|25
                ^|医疗救助|6
                ^|小计|31
                贵州省残联|康复救助|7
                总计|<|38";
    let tables = read(&["明细表", "单位：万元"], grid, TableMark::Markup, None);
    let wanted = [
        "贵州省医保局 unit 金额 250000 allocated *",
        "贵州省医保局 unit 金额 60000 allocated *",
        "贵州省医保局 subtotal 金额 310000 allocated",
        "贵州省残联 unit 金额 70000 allocated *",
        "总计 total 金额 380000 allocated",
    ];
    assert_eq!(cells(&tables), wanted);
    assert_eq!(remarks(&tables), []);
    // A dump without merges: the word below the projects is no row of the last recipient.
    let grid = "单位|项目|金额
                遵义市|道路|25
                毕节市|桥梁|13
                |合计|38";
    let tables = read(&["明细表", "单位：万元"], grid, TableMark::Delimited, None);
    assert_eq!(cells(&tables).last().map(String::as_str), Some("合计 total 金额 380000 allocated"));
}

#[test]
fn a_formula_with_a_standard_is_no_row() {
    let grid = "县区|竣工户数|应补助资金|已下达资金|本次清算资金
                栏次|1|3=2×1.5|4|5=3-4
                遵义市|176|264|270|-6
                毕节市|372|558|525|33";
    let tables = read(&["清算表", "单位：万元"], grid, TableMark::Markup, None);
    assert!(tables.allocations.iter().all(|row| row.recipient != "栏次"), "{:?}", cells(&tables));
    assert_eq!(tables.allocations.len(), 6);
}

#[test]
fn pairs_of_columns_may_have_heads_of_names_of_their_own() {
    let grid = "市（地）|补助资金|省直管县（市）|补助资金\n遵义市|300|仁怀市|95\n毕节市|200|威宁县|105\n小计|500|小计|200";
    let read = read(&["单位：万元"], grid, TableMark::CellPerLine, None);
    let rows: Vec<(&str, String)> =
        read.allocations.iter().map(|row| (&*row.recipient, row.money.map(|money| money.to_string()).unwrap_or_default())).collect();
    let sum = |name: &str| rows.iter().find(|(known, _)| *known == name).map(|(_, sum)| sum.as_str());
    assert_eq!([sum("遵义市"), sum("仁怀市"), sum("威宁县")], [Some("3000000"), Some("950000"), Some("1050000")]);
    // Counties of the city on the left are parts of it.
    let grid = "市州|补助资金|县（市、区）|补助资金\n遵义市|300|播州区|95\n^|^|桐梓县|205\n毕节市|200|威宁县|200\n合计|500|合计|500";
    let read = super::read(&["单位：万元"], grid, TableMark::Markup, None);
    assert!(!cells(&read).iter().any(|cell| cell.starts_with("播州区") && cell.ends_with('*')), "{:?}", cells(&read));
}

#[test]
fn a_triangle_before_a_figure_is_a_minus() {
    let grid = "市州|原下达|调整数|调整后\n遵义市|100|△20|80\n毕节市|80|▲10|70\n铜仁市|20|30|50\n合计|200|0|200";
    let read = read(&["单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Adjust));
    let moved: Vec<String> = cells(&read).into_iter().filter(|cell| cell.contains(" net")).collect();
    // ▲ may also only mark a cell.
    let doubtful = |name: &str| {
        read.allocations.iter().any(|row| row.recipient == name && row.confidence == hongtou_notice::codes::Confidence::Doubtful)
    };
    assert!(doubtful("毕节市"));
    assert_eq!(
        moved,
        [
            "遵义市 child 调整数 -200000 net *",
            "毕节市 child 调整数 -100000 net *",
            "铜仁市 child 调整数 300000 net *",
            "合计 total 调整数 0 net"
        ]
    );
}

#[test]
fn what_money_is_for_is_no_township() {
    for grid in [
        "支持方向|金额\n农业产业强镇|100\n送戏下乡|150\n科技下乡|50\n合计|300",
        "项目|农业产业强镇|特色小镇|科技下乡|合计\n金额|100|150|50|300",
    ] {
        let read = read(&["单位：万元"], grid, TableMark::Markup, None);
        assert!(read.allocations.is_empty(), "{:?}", cells(&read));
    }
}

#[test]
fn townships_may_stand_in_the_head_row() {
    let grid = "项目|叶柏寿街道|朱碌科镇|黑水镇|合计\n中央资金|30|45|25|100\n省级资金|15.5|20|15|50.5\n合计|45.5|65|40|150.5";
    let read = read(&["单位：万元"], grid, TableMark::Markup, None);
    let counted: Vec<String> = cells(&read).into_iter().filter(|cell| cell.ends_with('*')).collect();
    assert_eq!(
        counted,
        ["叶柏寿街道 unit 合计 455000 allocated *", "朱碌科镇 unit 合计 650000 allocated *", "黑水镇 unit 合计 400000 allocated *"]
    );
}
