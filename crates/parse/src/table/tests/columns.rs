//! Which columns of tables of recipients are money, and which of them count. Not for: rows (`allocations`).

use super::*;

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
fn numbers_of_columns_stand_under_heads_that_reach_down() {
    let grid = "市州|中央资金|<|省级资金\n^|应补|实拨|^\n^|1|2=1|3\n遵义市|12|12|5\n毕节市|8|8|2\n合计|20|20|7";
    let read = read(&["单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Issue));
    let columns: Vec<&str> = read.allocations.iter().take(3).filter_map(|cell| cell.column.as_deref()).collect();
    assert_eq!(columns, ["中央资金/应补", "中央资金/实拨", "省级资金"]);
    assert_eq!(read.allocations.len(), 9);
}

/// The heads of the money columns that count, of a notice of a kind.
fn counting(grid: &str, kind: NoticeKind) -> Vec<String> {
    let all = heads(&read(&["单位：万元"], grid, TableMark::Delimited, Some(kind)));
    all.into_iter().filter_map(|head| head.strip_suffix(" allocated *").map(str::to_owned)).collect()
}

#[test]
fn beside_what_is_given_this_time_nothing_else_counts() {
    for (grid, counts) in [
        ("市州|应下达数|提前下达数|本次下达数\n遵义市|90|60|30\n毕节市|70|50|20", vec!["本次下达数"]),
        ("市州|年度补助|其中：提前下达|此次拨付\n遵义市|90|60|30\n毕节市|70|50|20", vec!["此次拨付"]),
        ("市州|清算应补助资金|已预拨资金|本次清算资金\n遵义市|90|60|30\n毕节市|70|50|20", vec!["本次清算资金"]),
        ("市州|结算补助资金|已预拨资金|清算下达\n遵义市|90|60|30\n毕节市|70|50|20", vec!["清算下达"]),
        ("市州|年度资金|已拨资金|补拨资金\n栏次|1|2|3=1-2\n遵义市|90|60|30\n毕节市|70|50|20", vec!["补拨资金"]),
        // The parts of what is given now are parts, those of two levels together make one sum.
        ("市州|本次下达|中央资金|省级资金\n遵义市|90|60|30\n毕节市|70|50|20", vec!["本次下达"]),
        ("市州|本次中央资金|本次省级资金|应补\n遵义市|90|60|300\n毕节市|70|50|200", vec!["本次中央资金", "本次省级资金"]),
    ] {
        assert_eq!(counting(grid, NoticeKind::Issue), counts, "{grid}");
    }
}

#[test]
fn in_an_advance_notice_what_is_given_ahead_counts() {
    for (grid, counts) in [
        ("市州|提前下达明年预计数|前年清算数|实际下达\n遵义市|90|-6|84\n毕节市|70|5|75", vec!["实际下达"]),
        ("市州|提前下达资金|清算资金|合计\n遵义市|90|-6|84\n毕节市|70|5|75", vec!["合计"]),
        ("市州|今年已下达|提前下达明年资金\n遵义市|90|60\n毕节市|70|50", vec!["提前下达明年资金"]),
        ("市州|预计数\n遵义市|90\n毕节市|70", vec!["预计数"]),
        ("市州|应补（退）金额\n遵义市|90\n毕节市|70", vec!["应补（退）金额"]),
        ("市州|明年建议数\n遵义市|90\n毕节市|70", vec!["明年建议数"]),
    ] {
        assert_eq!(counting(grid, NoticeKind::Advance), counts, "{grid}");
    }
}

#[test]
fn corrections_that_come_to_nothing_do_not_count_beside_the_sum() {
    let grid = "县区|资金额|考核奖补\n播州区|30|2\n绥阳县|20|-2\n合计|50|0";
    let told = heads(&read_told(&["单位：万元"], grid, TableMark::Delimited, &["50"]));
    assert_eq!(told, ["资金额 allocated *", "考核奖补 other"]);
}

#[test]
fn heads_that_name_a_measure_are_no_money_whatever_they_add_up_to() {
    for grid in [
        "县区|补助资金|新建(户)|改建(户)\n播州区|30|10|20\n绥阳县|20|15|5",
        "县区|补助资金|种植面积|养殖面积\n播州区|30|10|20\n绥阳县|20|15|5",
        "县区|补助资金|初中人数|小学人数\n播州区|30|10|20\n绥阳县|20|15|5",
    ] {
        assert_eq!(heads(&read(&["单位：万元"], grid, TableMark::Delimited, None)), ["补助资金 allocated *"], "{grid}");
    }
}

#[test]
fn a_sum_is_no_parent_of_its_instalments_while_another_head_follows() {
    let grid = "序号|地区|支持金额合计|重大工程\n提前下达数|本次下达数\n1|遵义市|90|60|30\n2|毕节市|70|50|20";
    let wanted = ["支持金额合计 other", "重大工程/提前下达数 advance", "重大工程/本次下达数 allocated *"];
    assert_eq!(heads(&read(&["单位：万元"], grid, TableMark::Delimited, None)), wanted);
    // The unit may stand in a row of its own above the head.
    let captioned = format!("||||单位：万元\n{grid}");
    assert_eq!(heads(&read(&[], &captioned, TableMark::Delimited, None)), wanted);
    // Neither sums nor words show which of two heads has the parts.
    let open = "序号|地区|农业发展|林业发展\n道路资金|水利资金\n1|遵义市|90|60|31\n2|毕节市|70|50|22";
    let read = read(&["单位：万元"], open, TableMark::Delimited, None);
    assert!(!read.allocations.is_empty());
    assert!(read.allocations.iter().all(|cell| !cell.counts && cell.confidence == hongtou_notice::codes::Confidence::Doubtful));
}

#[test]
fn money_taken_back_and_given_anew_is_cut_and_raised() {
    let grid = "乡镇|收回金额|重新安排金额\n播州区|30|0\n绥阳县|0|30\n合计|30|30";
    let read = read(&["单位：万元"], grid, TableMark::Delimited, Some(NoticeKind::Adjust));
    let told: Vec<String> = cells(&read).into_iter().filter(|row| row.ends_with('*')).collect();
    assert_eq!(told, ["播州区 child 收回金额 300000 cut *", "绥阳县 child 重新安排金额 300000 raise *"]);
}

#[test]
fn the_name_of_money_is_no_payment_and_what_is_invested_is_no_gift() {
    let grid =
        "县市|车购税补助|成品油税费改革转移支付|小计\n遵义市|180|96.4|276.4\n毕节市|260|150.2|410.2\n安顺市||40|40\n合计|440|286.6|726.6";
    let read = read(&["单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Issue));
    assert_eq!(heads(&read), ["车购税补助 of_which", "成品油税费改革转移支付 of_which", "小计 allocated *"]);
    let grid = "序号|企业名称|所在乡镇|设备投资额|奖补金额\n1|甲茶业有限公司|新站镇|96|15\n2|乙食品厂|羊磴镇|58.5|11.7\n小计||||26.7";
    let read = super::read(&["单位：万元"], grid, TableMark::Markup, Some(NoticeKind::Issue));
    assert_eq!(heads(&read), ["设备投资额 other", "奖补金额 allocated *", "奖补金额 allocated"]);
    let names: Vec<&str> = read.allocations.iter().map(|row| &*row.recipient).collect();
    assert_eq!(names, ["甲茶业有限公司", "甲茶业有限公司", "乙食品厂", "乙食品厂", "小计"]);
}

#[test]
fn the_part_whose_total_the_text_tells_is_this_notices_money() {
    let grid = "市州|总投资|其中：财政补助|其中：自筹\n遵义市|150|120|30\n毕节市|120|100|20\n铜仁市|80|80|0\n合计|350|300|50";
    let told = |sums: &[&str]| heads(&read_told(&["单位：万元"], grid, TableMark::Markup, sums));
    assert_eq!(told(&["300"]), ["总投资 other", "其中：财政补助 allocated *", "其中：自筹 of_which"]);
    // A part of money that is given whole stays a part, whatever the text tells of it, and so does what was given in advance.
    let grid = "市州|补助资金|其中：中央|其中：省级\n遵义市|150|120|30\n毕节市|120|100|20\n合计|270|220|50";
    let read = read_told(&["单位：万元"], grid, TableMark::Markup, &["220"]);
    assert_eq!(heads(&read), ["补助资金 allocated *", "其中：中央 of_which", "其中：省级 of_which"]);
    // The whole is told as well: the parts stay parts.
    let grid = "市州|补助资金|其中：中央|其中：省级\n遵义市|150|120|30\n毕节市|120|100|20\n合计|270|220|50";
    let read = read_told(&["单位：万元"], grid, TableMark::Markup, &["270", "220"]);
    assert_eq!(heads(&read), ["补助资金 allocated *", "其中：中央 of_which", "其中：省级 of_which"]);
}

#[test]
fn a_document_number_for_a_head_tells_by_which_notice_the_money_came() {
    let grid = "市州|合计|资金来源文号|<\n^|^|黔财综指〔2020〕911号|黔财综指〔2021〕302号\n遵义市|486|340|146\n毕节市|370|260|110\n合计|856|600|256";
    let read = read(&["单位：万元"], grid, TableMark::Markup, None);
    assert_eq!(
        heads(&read),
        ["合计 allocated *", "资金来源文号/黔财综指〔2020〕911号 of_which", "资金来源文号/黔财综指〔2021〕302号 of_which"]
    );
}
