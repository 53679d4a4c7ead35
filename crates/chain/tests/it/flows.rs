//! Movements of money, and that none counts twice for one division.

use std::collections::BTreeMap;

use hongtou_chain::{Flow, FlowStatus, Linked};
use hongtou_notice::Money;
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, Confidence, NoticeKind, RowKind};

use crate::build::{code, date, flow_lines, linked, notice, seen, wan};
use crate::chains::four_levels;

/// What counted flows bring to each division.
fn sums(linked: &Linked) -> BTreeMap<String, String> {
    let mut sums: BTreeMap<String, Money> = BTreeMap::new();
    for flow in linked.flows.iter().filter(|flow| flow.counts) {
        let sum = sums.entry(flow.to_division.as_ref().unwrap().to_string()).or_default();
        *sum = sum.checked_add(flow.money.unwrap()).unwrap();
    }
    sums.into_iter().map(|(division, sum)| (division, sum.to_string())).collect()
}

#[test]
fn a_row_that_the_recipients_notice_confirms() {
    let notices = four_levels();
    let evidence = vec![seen(&notices[1].source(), "喀什地区 2000")];
    let out = linked(notices);
    let expected = Flow {
        id: "flow:新财社〔2024〕100号@650000/t1r2c2".into(),
        grant_id: Some("新财社〔2024〕100号@650000/g1".into()),
        child_grant_id: Some("喀地财社〔2024〕50号@653100/g1".into()),
        fund_key: Some("困难群众救助".into()),
        budget_year: Some(2024),
        from_division: Some(code("650000")),
        to_division: Some(code("653100")),
        recipient: "喀什地区".into(),
        money: Some(wan("2000")),
        status: FlowStatus::Confirmed,
        counts: true,
        reason_not_counted: None,
        parent_notice_id: Some("新财社〔2024〕100号@650000".into()),
        parent_number: Some("新财社〔2024〕100号".into()),
        child_notice_id: Some("喀地财社〔2024〕50号@653100".into()),
        child_number: Some("喀地财社〔2024〕50号".into()),
        issued_on: Some(date("2024-06-20")),
        days: Some(11),
        deadline_days: Some(30),
        evidence,
        confidence: Confidence::Certain,
        doubts: hongtou_notice::Doubts::NONE,
    };
    assert_eq!(out.flows.iter().find(|flow| flow.id == expected.id), Some(&expected));
    let all = [
        "653129>653129 伽师县民政局 3000000 allocated counted_elsewhere",
        "653100>653129 伽师县 3000000 confirmed counts",
        "653100>653121 疏附县 17000000 allocated counts",
        "650000>653100 喀什地区 20000000 confirmed counts",
        "650000>654200 塔城地区 30000000 allocated counts",
        "000000>650000 新疆维吾尔自治区 50000000 confirmed counts",
    ];
    assert_eq!(flow_lines(&out), all);
}

#[test]
fn a_source_that_is_not_held_is_told_by_the_recipient() {
    let county = four_levels().remove(3);
    let out = linked([county]);
    let all = ["653129>653129 伽师县民政局 3000000 allocated counted_elsewhere", "653100>653129 伽师县财政局 3000000 confirmed counts"];
    assert_eq!(flow_lines(&out), all);
    assert_eq!(out.flows[1].parent_number.as_deref(), Some("喀地财社〔2024〕50号"));
    assert_eq!(out.flows[1].id, "flow:喀地财社〔2024〕50号>伽财社〔2024〕20号@653129");
}

#[test]
fn money_that_came_from_nowhere_counts_where_it_goes() {
    let mut county = four_levels().remove(3);
    county.0.citations.clear();
    assert_eq!(flow_lines(&linked([county])), ["653129>653129 伽师县民政局 3000000 allocated counts"]);
}

#[test]
fn a_county_named_by_province_and_prefecture_counts_once() {
    let province = notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000")
        .fund("救助资金", 2024)
        .child("伽师县", "653129", "300")
        .child("疏附县", "653121", "1700");
    let prefecture = notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100")
        .fund("救助资金", 2024)
        .total("2000")
        .from("新财社〔2024〕100号")
        .row("地区本级", "653100", RowKind::OwnLevel, "5")
        .child("伽师县", "653129", "300")
        .child("疏附县", "653121", "1695");
    let sums = sums(&linked([province, prefecture]));
    let expected = [("653100", "20000000"), ("653121", "17000000"), ("653129", "3000000")];
    assert_eq!(sums, expected.into_iter().map(|(division, sum)| (division.to_owned(), sum.to_owned())).collect());
}

#[test]
fn signs_of_adjustments_and_recoveries() {
    let adjust = notice(NoticeKind::Adjust, "琼财资环〔2023〕17号", "460000")
        .fund("大气资金", 2022)
        .cell(2, 2, "儋州市", "460400", RowKind::Child, ColumnRole::Net, "-120")
        .cell(2, 3, "儋州市", "460400", RowKind::Child, ColumnRole::After, "500")
        .cell(3, 2, "万宁市", "469006", RowKind::Child, ColumnRole::Net, "80");
    let recover = notice(NoticeKind::Recover, "琼财农〔2023〕1号", "460000").fund("水利资金", 2022).child("万宁市", "469006", "7");
    let lines = flow_lines(&linked([adjust, recover]));
    let expected = [
        "460000>469006 万宁市 -70000 allocated counts",
        "460000>460400 儋州市 -1200000 allocated counts",
        "460000>469006 万宁市 800000 allocated counts",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn what_is_given_anew_goes_the_other_way() {
    let rows = |kind, printed| {
        notice(kind, printed, "460000").fund("水利资金", 2022).amount(AmountRole::Recovered, "7").cell(
            1,
            1,
            "万宁市",
            "469006",
            RowKind::Child,
            ColumnRole::Raise,
            "7",
        )
    };
    let mut recover = rows(NoticeKind::Recover, "琼财农〔2023〕1号");
    for cell in &mut recover.0.allocations {
        (cell.table, cell.counts) = (0, true);
    }
    let out = linked([recover]);
    assert_eq!(flow_lines(&out), ["460000>469006 万宁市 70000 allocated counts"]);
    // An adjustment that moves money within is not its rows' sum.
    let mut adjust = rows(NoticeKind::Adjust, "琼财农〔2023〕2号");
    for cell in &mut adjust.0.allocations {
        (cell.table, cell.counts) = (0, true);
    }
    assert!(linked([adjust]).grants.iter().all(|row| row.grant.money.is_none()));
}

#[test]
fn a_blank_is_no_zero() {
    let province = notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000").fund("救助资金", 2024).child("喀什地区", "653100", "");
    let out = linked([province]);
    assert_eq!(flow_lines(&out), ["650000>653100 喀什地区 ? allocated blank"]);
    assert!(!out.flows[0].counts);
}

#[test]
fn a_report_counts_only_what_nobody_else_tells() {
    let report = |id: &str| {
        crate::build::bare(NoticeKind::SelfEvaluation, id, id)
            .at("650000")
            .fund("2024年中央财政困难群众救助补助资金", 2024)
            .cites(CitationRole::Upstream, "财社〔2024〕81号", "")
            .told("5000")
            .cites(CitationRole::Issued, "新财社〔2024〕100号", "")
            .child("喀什地区", "653100", "2000")
            .child("塔城地区", "654200", "3000")
    };
    let alone = linked([report("~1"), report("~2")]);
    let lines = [
        "650000>653100 喀什地区 20000000 reported counts",
        "650000>654200 塔城地区 30000000 reported counts",
        "650000>653100 喀什地区 20000000 reported report",
        "650000>654200 塔城地区 30000000 reported report",
    ];
    assert_eq!(flow_lines(&alone), lines);
    let notices = four_levels();
    // The province's notice is held: the report only repeats.
    let held = linked(notices.iter().cloned().chain([report("~1")]));
    assert_eq!(sums(&held), sums(&linked(notices.clone())));
    // Only the prefecture's notice is held: it tells of its own share, the report of the other one.
    let below = linked([notices[2].clone(), report("~1")]);
    assert_eq!(sums(&below)["653100"], "20000000");
    assert_eq!(sums(&below)["654200"], "30000000");
}

#[test]
fn what_is_taken_back_inside_a_county_changes_nothing_of_what_reached_it() {
    let city = notice(NoticeKind::Issue, "岳财农指〔2022〕20号", "430600").fund("水利资金", 2022).child("平江县", "430626", "500");
    let county = notice(NoticeKind::Issue, "平财农〔2022〕8号", "430626")
        .fund("水利资金", 2022)
        .total("500")
        .from("岳财农指〔2022〕20号")
        .row("县水利局", "430626", RowKind::Unit, "300")
        .row("安定镇人民政府", "430626", RowKind::Unit, "200");
    let back = notice(NoticeKind::Recover, "平财农〔2022〕90号", "430626")
        .fund("水利资金", 2022)
        .cites(CitationRole::Amended, "平财农〔2022〕8号", "关于下达2022年水利资金的通知")
        .row("县水利局", "430626", RowKind::Unit, "100");
    let out = linked([city, county, back]);
    assert_eq!(sums(&out), BTreeMap::from([("430626".to_owned(), "5000000".to_owned())]), "{:#?}", flow_lines(&out));
    // What the city takes back from the county does.
    let city = notice(NoticeKind::Issue, "岳财农指〔2022〕20号", "430600").fund("水利资金", 2022).child("平江县", "430626", "500");
    let back = notice(NoticeKind::Recover, "岳财农指〔2022〕91号", "430600")
        .fund("水利资金", 2022)
        .cites(CitationRole::Amended, "岳财农指〔2022〕20号", "关于下达2022年水利资金的通知")
        .child("平江县", "430626", "100");
    assert_eq!(sums(&linked([city, back])), BTreeMap::from([("430626".to_owned(), "4000000".to_owned())]));
}
