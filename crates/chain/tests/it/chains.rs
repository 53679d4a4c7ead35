//! Chains and the walks through them.

use hongtou_chain::{ChainNode, NodeStatus, Path, PathStep};
use hongtou_notice::codes::{Level, NoticeKind};

use crate::build::{Build, code, date, linked, notice, wan};

/// Central, province, prefecture, county: all four held.
pub(crate) fn four_levels() -> Vec<Build> {
    let fund = "2024年中央财政困难群众救助补助资金";
    vec![
        notice(NoticeKind::Issue, "财社〔2024〕81号", "000000").by("财政部").fund(fund, 2024).on("2024-06-03").total("9000").child(
            "新疆维吾尔自治区",
            "650000",
            "5000",
        ),
        notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000")
            .by("新疆维吾尔自治区财政厅")
            .fund(fund, 2024)
            .on("2024-06-20")
            .total("5000")
            .from("财社〔2024〕81号")
            .child("喀什地区", "653100", "2000")
            .child("塔城地区", "654200", "3000"),
        notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100")
            .by("喀什地区财政局")
            .fund("2024年困难群众救助补助资金", 2024)
            .on("2024-07-01")
            .total("2000")
            .from("新财社〔2024〕100号")
            .child("伽师县", "653129", "300")
            .child("疏附县", "653121", "1700"),
        notice(NoticeKind::Issue, "伽财社〔2024〕20号", "653129")
            .by("伽师县财政局")
            .fund("2024年困难群众救助补助资金", 2024)
            .on("2024-07-10")
            .total("300")
            .to("伽师县民政局", &[])
            .from("喀地财社〔2024〕50号"),
    ]
}

#[test]
fn a_complete_chain_and_its_walk() {
    let out = linked(four_levels());
    let [chain] = out.chains.as_slice() else { panic!("{:?}", out.chains) };
    assert_eq!(chain.id, "chain:困难群众救助@2024:财社〔2024〕81号@000000");
    assert!(chain.complete);
    assert_eq!(chain.fund_name.as_deref(), Some("困难群众救助补助资金"));
    assert_eq!(chain.levels, [Level::Central, Level::Province, Level::Prefecture, Level::County]);
    assert_eq!(chain.edges.len(), 3);
    let prefecture = ChainNode {
        key: "喀地财社〔2024〕50号@653100".into(),
        number: Some("喀地财社〔2024〕50号".into()),
        notice_id: Some("喀地财社〔2024〕50号@653100".into()),
        status: NodeStatus::Held,
        level: Some(Level::Prefecture),
        division: Some(code("653100")),
        name: Some("喀什地区财政局".into()),
        issued_on: Some(date("2024-07-01")),
        received: Some(wan("2000")),
        passed: Some(wan("2000")),
    };
    assert_eq!(chain.nodes[2], prefecture);
    let step = |number: &str, division: &str, day: &str, figure: &str| PathStep {
        number: Some(number.into()),
        division: Some(code(division)),
        issued_on: Some(date(day)),
        money: Some(wan(figure)),
    };
    let path = Path {
        id: "chain:困难群众救助@2024:财社〔2024〕81号@000000/伽财社〔2024〕20号@653129".into(),
        chain_id: chain.id.clone(),
        fund_name: Some("困难群众救助补助资金".into()),
        budget_year: Some(2024),
        central: step("财社〔2024〕81号", "000000", "2024-06-03", "5000"),
        province: step("新财社〔2024〕100号", "650000", "2024-06-20", "2000"),
        prefecture: step("喀地财社〔2024〕50号", "653100", "2024-07-01", "300"),
        county: step("伽财社〔2024〕20号", "653129", "2024-07-10", "300"),
    };
    assert_eq!(out.paths, [path]);
}

#[test]
fn a_chain_with_a_cited_notice_in_it_is_not_complete() {
    let mut notices = four_levels();
    notices.remove(2);
    let out = linked(notices);
    assert!(out.chains.iter().all(|chain| !chain.complete));
    let [chain] = out.chains.as_slice() else { panic!("{:?}", out.chains) };
    let node = &chain.nodes[2];
    assert_eq!((node.key.as_str(), node.status, node.level), ("喀地财社〔2024〕50号", NodeStatus::Cited, Some(Level::Prefecture)));
    assert_eq!(node.name.as_deref(), Some("喀什地区财政局"));
    assert_eq!((node.received, node.passed), (Some(wan("2000")), Some(wan("300"))));
}

#[test]
fn a_municipality_is_complete_without_a_prefecture() {
    let of = |number, division| notice(NoticeKind::Issue, number, division).fund("药物资金", 2021);
    let out = linked([
        of("财社〔2021〕5号", "000000").child("重庆市", "500000", "500"),
        of("渝财社〔2021〕38号", "500000").total("500").from("财社〔2021〕5号").child("奉节县", "500236", "105"),
        of("奉节财社〔2021〕127号", "500236").total("105").from("渝财社〔2021〕38号"),
    ]);
    assert!(out.chains[0].complete);
}

#[test]
fn another_name_on_the_next_level_does_not_break_a_chain() {
    let mut notices = four_levels();
    notices[3].0.fund_title = Some("2024年低保资金".into());
    let out = linked(notices);
    assert_eq!(out.chains.len(), 1);
    assert!(out.chains[0].complete);
    assert_eq!(out.links.iter().filter(|link| link.fund_key.is_none()).count(), 1);
}

#[test]
fn a_notice_that_gathers_several_funds_does_not_tie_their_chains() {
    let source = |number: &str, fund: &str| {
        notice(NoticeKind::Issue, number, "653100").fund(fund, 2024).on("2024-02-01").child("伽师县", "653129", "10").child(
            "疏附县",
            "653121",
            "20",
        )
    };
    let other = |number: &str, from: &str, fund: &str| notice(NoticeKind::Issue, number, "653121").fund(fund, 2024).total("20").from(from);
    let gathering = notice(NoticeKind::Issue, "伽财社〔2024〕30号", "653129")
        .fund("2024年各项补助资金", 2024)
        .from("喀地财社〔2024〕1号")
        .from("喀地财农〔2024〕2号");
    let out = linked([
        source("喀地财社〔2024〕1号", "优抚补助资金"),
        source("喀地财农〔2024〕2号", "水利发展资金"),
        other("附财社〔2024〕1号", "喀地财社〔2024〕1号", "优抚补助资金"),
        other("附财农〔2024〕1号", "喀地财农〔2024〕2号", "水利发展资金"),
        gathering,
    ]);
    let funds: Vec<_> = out.chains.iter().map(|chain| (chain.fund_key.as_deref(), chain.edges.len())).collect();
    assert_eq!(funds, [(Some("优抚"), 2), (Some("水利发展"), 2)]);
}

#[test]
fn a_level_that_is_skipped_leaves_a_gap_but_not_in_a_municipality() {
    let county = notice(NoticeKind::Issue, "伽财社〔2024〕20号", "653129").fund("救助资金", 2024).total("3").from("新财社〔2024〕100号");
    let out = linked([county]);
    let gap: Vec<_> = out.chains[0].nodes.iter().filter(|node| node.status == NodeStatus::Missing).collect();
    assert_eq!(gap.len(), 1);
    assert_eq!((gap[0].level, gap[0].division.clone()), (Some(Level::Prefecture), Some(code("653100"))));
    let county =
        notice(NoticeKind::Issue, "奉节财社〔2021〕127号", "500236").fund("药物资金", 2021).total("105").from("渝财社〔2021〕38号");
    let out = linked([county]);
    assert!(out.chains[0].nodes.iter().all(|node| node.status != NodeStatus::Missing));
    assert_eq!(out.paths[0].province.money, Some(wan("105")));
    assert_eq!(out.paths[0].county.money, Some(wan("105")));
}
