//! The grant items of one notice.

use hongtou_chain::grants_of;
use hongtou_notice::codes::{AmountRole, ColumnRole, Confidence, Doubt, Effect, FundLevel, NoticeKind, RowKind};
use hongtou_notice::{DirectFundTag, Fact, Grant};

use crate::build::{Build, notice, seen, wan};

fn issue(fund: &str) -> Build {
    notice(NoticeKind::Issue, "四财社指〔2022〕80号", "220300").fund(fund, 2022)
}

fn tag(code: &str, label: &str) -> DirectFundTag {
    DirectFundTag { code: Some(code.into()), label: label.into() }
}

#[test]
fn parts_with_tags_of_their_own_are_items_of_their_own() {
    let build = issue("2022年第二批中央和省级困难群众救助补助资金")
        .total("2016")
        .amount(AmountRole::Central, "1845")
        .amount(AmountRole::Provincial, "171")
        .tag("01", "中央直达资金")
        .tag("03", "省级直达资金");
    let item = |level, figure, tag| Grant {
        fund_key: "困难群众救助".into(),
        fund_name: "困难群众救助补助资金".into(),
        fund_level: Some(level),
        fund_direction: None,
        budget_year: Some(2022),
        batch: Some(2),
        tag: Some(tag),
        subjects: Vec::new(),
        project_code: None,
        money: Some(wan(figure)),
        effect: Effect::Add,
        evidence: seen(&build.source(), &format!("{figure}万元")),
        confidence: Confidence::Certain,
        doubts: hongtou_notice::Doubts::NONE,
    };
    let expected =
        [item(FundLevel::Central, "1845", tag("01", "中央直达资金")), item(FundLevel::Province, "171", tag("03", "省级直达资金"))];
    assert_eq!(grants_of(&build.0), expected);
}

#[test]
fn only_the_central_part_carries_the_central_tag() {
    let build = issue("2021年基本药物制度补助资金")
        .total("105")
        .amount(AmountRole::Central, "86")
        .amount(AmountRole::Provincial, "19")
        .tag("01", "中央直达资金");
    let tags: Vec<_> = grants_of(&build.0).into_iter().map(|grant| (grant.fund_level, grant.tag.map(|tag| tag.label))).collect();
    assert_eq!(tags, [(Some(FundLevel::Central), Some("中央直达资金".into())), (Some(FundLevel::Province), None)]);
}

#[test]
fn a_part_alone_does_not_say_where_the_rest_came_from() {
    let all = issue("困难群众救助补助资金").total("105").amount(AmountRole::Central, "105");
    let some = issue("困难群众救助补助资金").total("105").amount(AmountRole::Central, "86");
    let one = |build: &Build| {
        let grants = grants_of(&build.0);
        assert_eq!(grants.len(), 1);
        (grants[0].fund_level, grants[0].money)
    };
    assert_eq!(one(&all), (Some(FundLevel::Central), Some(wan("105"))));
    assert_eq!(one(&some), (Some(FundLevel::Mixed), Some(wan("105"))));
}

#[test]
fn a_total_that_stands_only_in_the_table_is_likely() {
    let build = issue("2022年中央财政林业改革发展资金（第三批）预算")
        .row("合计", "", RowKind::Total, "29050")
        .child("铁西区", "220302", "29000")
        .child("铁东区", "220303", "50");
    let grants = grants_of(&build.0);
    assert_eq!((grants[0].money, grants[0].confidence), (Some(wan("29050")), Confidence::Likely));
    assert_eq!((grants[0].doubts, grants[0].batch), (Doubt::RoleInferred.into(), Some(3)));
}

#[test]
fn an_adjustment_moves_its_net_change() {
    let mut build = issue("2022年中央大气污染防治资金");
    build.0.kind.value = NoticeKind::Adjust;
    let unknown = grants_of(&build.clone().total("2800").0);
    assert_eq!((unknown[0].money, unknown[0].effect), (None, Effect::None));
    let words = build.clone().total("2800").amount(AmountRole::AdjustDown, "270").amount(AmountRole::AdjustUp, "200");
    assert_eq!(grants_of(&words.0)[0].money, Some(wan("-70")));
    // A title that only cuts: what is cut is taken away. Another title may raise what no sum tells.
    let cut = build.clone().amount(AmountRole::AdjustDown, "48");
    assert_eq!(grants_of(&cut.0)[0].money, None);
    let mut cut = cut;
    cut.0.title = Some(Fact::new("四平市财政局关于核减2022年大气污染防治资金的通知".into(), cut.0.kind.evidence[0].clone()));
    assert_eq!((grants_of(&cut.0)[0].money, grants_of(&cut.0)[0].confidence), (Some(wan("-48")), Confidence::Likely));
    // 净调减120万元, of which one county loses 80 and another 40.
    let cuts = build.clone().amount(AmountRole::AdjustNet, "120").amount(AmountRole::AdjustDown, "80").amount(AmountRole::AdjustDown, "40");
    assert_eq!((grants_of(&cuts.0)[0].money, grants_of(&cuts.0)[0].confidence), (Some(wan("-120")), Confidence::Likely));
    let table = build
        .total("413")
        .cell(2, 2, "合计", "", RowKind::Total, ColumnRole::Net, "-120")
        .cell(3, 2, "铁西区", "220302", RowKind::Child, ColumnRole::Net, "-61")
        .cell(4, 2, "铁东区", "220303", RowKind::Child, ColumnRole::Net, "-59");
    assert_eq!((grants_of(&table.0)[0].money, grants_of(&table.0)[0].effect), (Some(wan("-120")), Effect::Add));
}

#[test]
fn reports_restate_recoveries_subtract_rules_give_nothing() {
    let of = |kind| {
        let mut build = issue("困难群众救助补助资金").total("8");
        build.0.kind.value = kind;
        grants_of(&build.0).first().map(|grant| grant.effect)
    };
    assert_eq!(of(NoticeKind::SelfEvaluation), Some(Effect::Restate));
    assert_eq!(of(NoticeKind::Recover), Some(Effect::Subtract));
    assert_eq!(of(NoticeKind::Settle), Some(Effect::Add));
    assert_eq!(of(NoticeKind::Other), None);
}

#[test]
fn sums_of_several_funds_are_added_up_without_those_that_are_sums_of_others() {
    let sum = |build: Build| {
        let grants = grants_of(&build.0);
        assert_eq!(grants.len(), 1);
        (grants[0].money, grants[0].confidence)
    };
    let two = issue("农村公路养护资金").total("276").total("138.5");
    assert_eq!(sum(two), (Some(wan("414.5")), Confidence::Likely));
    let recover = || notice(NoticeKind::Recover, "四财社指〔2022〕80号", "220300").fund("农村公路养护资金", 2022);
    let recovered =
        |build: Build, figures: &[&str]| figures.iter().fold(build, |build, figure| build.amount(AmountRole::Recovered, figure));
    // A whole behind its parts, then another one before its parts.
    assert_eq!(sum(recovered(recover(), &["71.1", "252.8", "323.9"])), (Some(wan("323.9")), Confidence::Likely));
    assert_eq!(sum(recovered(recover(), &["71.1", "252.8", "323.9", "100", "40", "60"])), (Some(wan("423.9")), Confidence::Likely));
}

#[test]
fn a_settlement_passes_on_what_it_says_and_not_what_was_due_in_all() {
    let build = notice(NoticeKind::Settle, "四财社指〔2022〕80号", "220300").fund("农村公路养护资金", 2022);
    let build = build.amount(AmountRole::Other, "3042.15").amount(AmountRole::Advance, "2772.5").amount(AmountRole::Settled, "269.65");
    let money: Vec<_> = grants_of(&build.0).into_iter().map(|grant| grant.money).collect();
    assert_eq!(money, [Some(wan("269.65"))]);
}
