//! Ties between notices.

use hongtou_chain::{Basis, FindingCode, Link, Relation};
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, Confidence, Doubt, NoticeKind, RowKind};

use crate::build::{Build, code, found, lines, linked, notice, seen, wan};

fn centre(number: &str) -> Build {
    notice(NoticeKind::Issue, number, "000000").by("财政部").fund("2022年中央财政林业改革发展资金", 2022)
}

fn province(number: &str, division: &str) -> Build {
    notice(NoticeKind::Issue, number, division).fund("2022年中央财政林业改革发展资金", 2022)
}

#[test]
fn a_held_source_gives_what_its_row_says() {
    let parent = centre("财资环〔2022〕36号").on("2022-05-06").child("四川省", "510000", "23750").child("云南省", "530000", "9000");
    let child = province("川财资环〔2022〕66号", "510000").on("2022-05-27").total("23000").from("财资环〔2022〕36号");
    let expected = Link {
        id: "grants:财资环〔2022〕36号@000000>川财资环〔2022〕66号@510000".into(),
        relation: Relation::Grants,
        parent_number: Some("财资环〔2022〕36号".into()),
        child_number: Some("川财资环〔2022〕66号".into()),
        parent_notice_id: Some("财资环〔2022〕36号@000000".into()),
        child_notice_id: Some("川财资环〔2022〕66号@510000".into()),
        fund_key: Some("林业改革发展".into()),
        budget_year: Some(2022),
        money: Some(wan("23750")),
        basis: Basis::Cited,
        days: Some(21),
        evidence: vec![seen(&child.source(), "财资环〔2022〕36号"), seen(&parent.source(), "四川省 23750")],
        confidence: Confidence::Certain,
        doubts: hongtou_notice::Doubts::NONE,
    };
    assert_eq!(linked([parent, child]).links, [expected]);
}

#[test]
fn a_source_that_is_not_held_gives_the_whole_if_it_is_the_only_one() {
    let child = province("江财社〔2025〕27号", "440700").total("740").from("粤财社〔2025〕96号");
    assert_eq!(lines(&linked([child])), ["grants:粤财社〔2025〕96号>江财社〔2025〕27号@440700 7400000 cited certain"]);
}

#[test]
fn only_the_central_part_comes_from_the_centre() {
    let child = province("川财资环〔2022〕66号", "510000")
        .total("150")
        .amount(AmountRole::Central, "100")
        .amount(AmountRole::Provincial, "50")
        .from("财资环〔2022〕36号");
    assert_eq!(lines(&linked([child])), ["grants:财资环〔2022〕36号>川财资环〔2022〕66号@510000 1000000 cited certain"]);
}

#[test]
fn two_sources_are_parted_by_the_columns_under_their_numbers() {
    let child = province("川财资环〔2022〕66号", "510000")
        .from("财资环〔2021〕108号")
        .from("财资环〔2022〕36号")
        .row("合计", "", RowKind::Total, "29050")
        .cell(2, 3, "合计", "", RowKind::Total, ColumnRole::OfWhich, "5300")
        .under("财资环〔2021〕108号")
        .cell(2, 4, "合计", "", RowKind::Total, ColumnRole::OfWhich, "23750")
        .under("财资环〔2022〕36号");
    let expected = [
        "grants:财资环〔2021〕108号>川财资环〔2022〕66号@510000 53000000 cited certain",
        "grants:财资环〔2022〕36号>川财资环〔2022〕66号@510000 237500000 cited certain",
    ];
    assert_eq!(lines(&linked([child])), expected);
    let unparted = province("川财资环〔2022〕66号", "510000").total("29050").from("财资环〔2021〕108号").from("财资环〔2022〕36号");
    assert!(linked([unparted]).links.iter().all(|link| link.money.is_none()));
}

#[test]
fn a_rule_is_no_source() {
    let rule = notice(NoticeKind::Other, "浙财建〔2022〕58号", "330000");
    let child = province("台财经发〔2022〕32号", "331000")
        .total("7860")
        .cites(CitationRole::Basis, "财综〔2022〕37号", "中央财政城镇保障性安居工程补助资金管理办法")
        .from("浙财建〔2022〕58号");
    assert_eq!(lines(&linked([rule, child])), Vec::<String>::new());
}

#[test]
fn a_report_with_a_number_is_no_source_either() {
    let report = notice(NoticeKind::SelfEvaluation, "浙财评〔2022〕5号", "330000").total("9");
    let child = province("台财经发〔2022〕32号", "331000").total("7860").from("浙财评〔2022〕5号");
    assert_eq!(lines(&linked([report, child])), Vec::<String>::new());
}

#[test]
fn one_code_of_two_places_is_read_as_the_reader_means_it() {
    let of_jiangxi = notice(NoticeKind::Issue, "新财社〔2024〕9号", "360500");
    let of_xinjiang = notice(NoticeKind::Issue, "新财社〔2024〕9号", "650000");
    let reader = province("塔地财社〔2024〕3号", "654200").total("10").from("新财社〔2024〕9号");
    let both = linked([of_jiangxi.clone(), of_xinjiang, reader.clone()]);
    assert_eq!(both.links[0].parent_notice_id.as_deref(), Some("新财社〔2024〕9号@650000"));
    // Only the other place's paper is held: it is not the one that is meant.
    let other = linked([of_jiangxi, reader]);
    assert_eq!(other.links[0].parent_notice_id, None);
    assert_eq!(other.chains[0].nodes[0].division, Some(code("650000")));
}

#[test]
fn a_number_that_two_held_papers_claim_stays_a_number() {
    let paper = |title: &str, day: &str, source: &str| {
        let mut build = notice(NoticeKind::Issue, "新财社〔2024〕9号", "650000").title(title).on(day);
        build.0.source_ids = vec![source.into()];
        build
    };
    let reader = province("塔地财社〔2024〕3号", "654200").total("10").from("新财社〔2024〕9号");
    let out = linked([paper("甲", "2024-01-01", "aaaaaaaa"), paper("乙", "2024-01-02", "bbbbbbbb"), reader]);
    assert_eq!((out.links[0].parent_notice_id.as_deref(), out.links[0].confidence), (None, Confidence::Doubtful));
    assert_eq!(out.links[0].doubts, Doubt::AmbiguousIssuer.into());
}

#[test]
fn the_nearest_source_is_the_parent_of_one_money() {
    let county = || notice(NoticeKind::Issue, "和市财预〔2023〕2号", "653201").total("20796").fund("均衡性转移支付", 2023);
    let cites = |build: Build| build.from("新财预〔2022〕98号").from("和地财预〔2022〕64号");
    let nearest = "grants:和地财预〔2022〕64号>和市财预〔2023〕2号@653201 207960000 cited certain";
    assert_eq!(lines(&linked([cites(county())])), [nearest]);
    // A held nearest source that does not name the other: two moneys.
    let apart = notice(NoticeKind::Issue, "和地财预〔2022〕64号", "653200");
    assert_eq!(linked([cites(county()), apart.clone()]).links.len(), 2);
    let tied = linked([cites(county()), apart.from("新财预〔2022〕98号")]);
    let ends: Vec<_> = tied.links.iter().map(|link| link.id.as_str()).collect();
    let expected =
        ["grants:和地财预〔2022〕64号@653200>和市财预〔2023〕2号@653201", "grants:新财预〔2022〕98号>和地财预〔2022〕64号@653200"];
    assert_eq!(ends, expected);
}

#[test]
fn a_later_source_is_refused() {
    let parent = centre("财资环〔2022〕36号").on("2022-06-01").child("四川省", "510000", "23750");
    let child = province("川财资环〔2022〕66号", "510000").on("2022-05-27").total("23000").from("财资环〔2022〕36号");
    let out = linked([parent, child]);
    assert_eq!(out.links, []);
    assert_eq!(found(&out, FindingCode::CycleRefused).len(), 1);
}

#[test]
fn a_circle_is_refused() {
    let a = province("川财资环〔2022〕1号", "510000").total("1").from("成财资环〔2022〕2号");
    let b = province("成财资环〔2022〕2号", "510100").total("1").from("川财资环〔2022〕1号");
    let out = linked([a, b]);
    let kept: Vec<_> = out.links.iter().map(|link| link.id.as_str()).collect();
    assert_eq!(kept, ["grants:川财资环〔2022〕1号@510000>成财资环〔2022〕2号@510100"]);
    assert_eq!(found(&out, FindingCode::CycleRefused).len(), 1, "a city is no source of its province");
    let a = province("川财资环〔2022〕1号", "510000").total("1").from("川财农〔2022〕2号");
    let b = province("川财农〔2022〕2号", "510000").total("1").from("川财资环〔2022〕1号");
    let out = linked([a, b]);
    assert_eq!((out.links.len(), found(&out, FindingCode::CycleRefused).len()), (0, 2));
}

#[test]
fn what_changes_takes_back_and_settles() {
    let of = |kind| {
        let child = notice(kind, "琼财资环〔2023〕17号", "460000").total("2800").fund("2022年中央大气污染防治资金", 2022);
        lines(&linked([child.cites(CitationRole::Amended, "琼财资环〔2022〕45号", "")]))
    };
    assert_eq!(of(NoticeKind::Adjust), ["amends:琼财资环〔2022〕45号>琼财资环〔2023〕17号@460000 ? cited certain"]);
    assert_eq!(of(NoticeKind::Recover), ["recovers:琼财资环〔2022〕45号>琼财资环〔2023〕17号@460000 28000000 cited certain"]);
    assert_eq!(of(NoticeKind::Settle), ["settles:琼财资环〔2022〕45号>琼财资环〔2023〕17号@460000 28000000 cited certain"]);
}

#[test]
fn an_announcement_only_announces() {
    let page = notice(NoticeKind::Announcement, "台财公〔2022〕1号", "331000").total("3");
    let out = linked([page.cites(CitationRole::Upstream, "浙财建〔2022〕61号", "")]);
    assert_eq!(lines(&out), ["announces:浙财建〔2022〕61号>台财公〔2022〕1号@331000 30000 cited certain"]);
    assert_eq!(out.chains, []);
}

#[test]
fn a_row_for_its_place_with_its_sum_is_the_source_of_a_notice_that_names_none() {
    let fund = "2024年困难群众救助补助资金";
    let parent =
        notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000").fund(fund, 2024).on("2024-06-20").child("喀什地区", "653100", "2000");
    let child = || notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100").fund(fund, 2024).on("2024-07-01").total("2000");
    let tied = ["grants:新财社〔2024〕100号@650000>喀地财社〔2024〕50号@653100 20000000 allocated likely"];
    assert_eq!(lines(&linked([parent.clone(), child()])), tied);
    let none: [&str; 0] = [];
    for other in [child().total("2000.01"), child().on("2024-06-01"), child().fund("2023年困难群众救助补助资金", 2023)] {
        let mut other = other;
        other.0.amounts.drain(..other.0.amounts.len() - 1);
        assert_eq!(lines(&linked([parent.clone(), other])), none);
    }
    // A stated source, held or not, is never overruled; and of two that fit none is taken.
    let stated = linked([parent.clone(), child().from("新财社〔2024〕7号")]);
    assert!(lines(&stated).iter().all(|line| !line.contains("allocated")), "{:?}", lines(&stated));
    let second = notice(NoticeKind::Issue, "喀地财社〔2024〕51号", "653100").fund(fund, 2024).on("2024-07-02").total("2000");
    assert_eq!(lines(&linked([parent, child(), second])), none);
}

#[test]
fn letters_above_go_before_equal_ones_below() {
    // 新源县 writes 新财社 as its region does; the prefecture between them means the region.
    let county = notice(NoticeKind::Issue, "新财社〔2024〕4号", "654025").total("1").on("2024-01-01");
    let prefecture = notice(NoticeKind::Issue, "伊州财社〔2024〕9号", "654000").total("5").on("2024-02-01").from("新财社〔2024〕4号");
    let out = linked([county, prefecture]);
    assert_eq!(lines(&out), ["grants:新财社〔2024〕4号>伊州财社〔2024〕9号@654000 50000 cited certain"]);
}

#[test]
fn what_the_child_adds_of_its_own_is_not_the_parents() {
    let sum_of = |build: Build| {
        let build = build.at("610822").fund("水利救灾资金", 2024).from("榆政财农〔2024〕7号");
        let all = linked([build]);
        let link = all.links.iter().find(|link| link.parent_number.as_deref() == Some("榆政财农〔2024〕7号")).unwrap().clone();
        (link.money, link.confidence)
    };
    let own = || notice(NoticeKind::Issue, "府财农〔2024〕3号", "");
    // Parts that make up the sum hold the matching money.
    let inside = own().total("50").amount(AmountRole::Prefectural, "36").amount(AmountRole::County, "14");
    assert_eq!(sum_of(inside), (Some(wan("36")), Confidence::Certain));
    // 上级资金36万元 names no level.
    let unnamed = own().total("50").amount(AmountRole::Other, "36").amount(AmountRole::County, "14");
    assert_eq!(sum_of(unnamed), (Some(wan("36")), Confidence::Certain));
    // Central and provincial money came through the parent; their sum is not printed.
    let through = own().total("50").amount(AmountRole::Central, "20").amount(AmountRole::Provincial, "16").amount(AmountRole::County, "14");
    assert_eq!(sum_of(through), (Some(wan("36")), Confidence::Likely));
    // Matching money beside the sum.
    let beside = own().total("50").amount(AmountRole::Prefectural, "50").amount(AmountRole::County, "14");
    assert_eq!(sum_of(beside), (Some(wan("50")), Confidence::Certain));
    // Nothing shows whether it is in the sum.
    let open = own().total("50").amount(AmountRole::County, "14");
    assert_eq!(sum_of(open), (Some(wan("50")), Confidence::Doubtful));
}
