//! Every finding that comes of figures in parts, subjects, names, indicators and silence: once raised, once not.

use hongtou_chain::{FindingCode, Linked, Severity};
use hongtou_notice::codes::{AmountRole, ColumnRole, Comparator, Confidence, NoticeKind, Period, RowKind, SubjectSide, ValueKind};
use hongtou_notice::{Attachment, Fact, Indicator, IndicatorValue, Subject};

use crate::build::{Build, found, linked, notice, seen};

const FUND: &str = "2024年困难群众救助补助资金";

fn parent() -> Build {
    notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000").fund(FUND, 2024).on("2024-06-20").child("喀什地区", "653100", "2000").child(
        "塔城地区",
        "654200",
        "3000",
    )
}

fn child() -> Build {
    notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100").fund(FUND, 2024).on("2024-07-01").total("2000").from("新财社〔2024〕100号")
}

fn codes(linked: &Linked) -> Vec<(FindingCode, Severity)> {
    linked.findings.iter().map(|finding| (finding.code, finding.severity)).collect()
}

fn subject(mut build: Build, code: &str) -> Build {
    let side = match code.as_bytes()[0] {
        b'1' => SubjectSide::Revenue,
        _ => SubjectSide::Expenditure,
    };
    let subject = Subject { code: code.into(), name: None, side: Some(side) };
    let source = build.source();
    build.0.budget_subjects.push(Fact::new(subject, seen(&source, code)));
    build
}

#[test]
fn subjects_may_become_finer_but_not_others() {
    let pair = |above: &[&str], below: &[&str]| {
        let parent = above.iter().fold(parent(), |build, code| subject(build, code));
        let child = below.iter().fold(child(), |build, code| subject(build, code));
        codes(&linked([parent, child]))
    };
    let changed = (FindingCode::SubjectChanged, Severity::Info);
    assert_eq!(pair(&["2081901"], &["2130505"]), [changed]);
    assert_eq!(pair(&["1100248", "2081901"], &["1100252", "2081901"]), [changed]);
    assert_eq!(pair(&["208"], &["2081901"]), []);
    assert_eq!(pair(&["2081901", "2082001"], &["2082001"]), []);
    // What the giver books as 230 is the recipient's 110.
    assert_eq!(pair(&["2300248"], &["1100248"]), []);
    assert_eq!(pair(&["2300248"], &["1100252"]), [changed]);
    assert_eq!(pair(&[], &["2081901"]), []);
    assert_eq!(pair(&["1100248"], &["2081901"]), []);
}

#[test]
fn a_fund_keeps_its_name() {
    let named = |name: &str| codes(&linked([parent(), child().fund(name, 2024)]));
    assert_eq!(named("2024年优抚对象医疗保障经费"), [(FindingCode::FundRenamed, Severity::Info)]);
    assert_eq!(named("2024年困难群众救助补助资金预算（第二批）"), []);
    assert_eq!(named("2024年困难群众基本生活救助补助资金"), []);
    assert_eq!(named("2024年困难对象临时生活救助金"), []);
    assert_eq!(named("2024年自治区困难群众救助专项经费"), []);
    // Who gathers money of two funds gives it a name of his own.
    let other = notice(NoticeKind::Issue, "新财社〔2024〕101号", "650000").fund("2024年优抚经费", 2024).child("喀什地区", "653100", "5");
    let gathered = linked([parent(), other, child().fund("2024年民政资金", 2024).from("新财社〔2024〕101号")]);
    assert_eq!(found(&gathered, FindingCode::FundRenamed).len(), 0);
}

fn goal(mut build: Build, name: &str, comparator: Comparator, value: i64, unit: &str) -> Build {
    let sign = match comparator {
        Comparator::Le => "≤",
        _ => "≥",
    };
    let target = IndicatorValue {
        text: format!("{sign}{value}{unit}").into(),
        kind: ValueKind::Number,
        comparator,
        value: Some(value.into()),
        upper: None,
        unit: Some(unit.into()),
        per: None,
        deadline: None,
    };
    let evidence = seen(&build.source(), name);
    let row = u32::try_from(build.0.indicators.len()).unwrap() + 2;
    build.0.indicators.push(Indicator {
        table: 1,
        row,
        project: None,
        scope: None,
        period: Period::Annual,
        level1: Some("产出指标".into()),
        level2: Some("质量指标".into()),
        level3: name.into(),
        target: Some(target),
        achieved: None,
        score: None,
        reason: None,
        evidence,
        confidence: Confidence::Certain,
        doubts: hongtou_notice::Doubts::NONE,
    });
    build
}

#[test]
fn indicators_are_neither_dropped_nor_weakened() {
    let above = || {
        let parent = goal(parent(), "★资金发放及时率", Comparator::Ge, 95, "%");
        let parent = goal(parent, "救助人次", Comparator::Ge, 5000, "人次");
        goal(parent, "拨付时间", Comparator::Le, 30, "日")
    };
    let told = |child: Build| codes(&linked([above(), child]));
    let (dropped, weakened) = ((FindingCode::IndicatorDropped, Severity::Info), (FindingCode::IndicatorWeakened, Severity::Warning));
    let kept = |rate, persons, days| {
        let child = goal(child(), "资金发放 及时率", Comparator::Ge, rate, "%");
        goal(goal(child, "救助人次", Comparator::Ge, persons, "人次"), "拨付时间", Comparator::Le, days, "日")
    };
    assert_eq!(told(kept(95, 5000, 30)), []);
    // A county helps fewer people than its region, and may promise more.
    assert_eq!(told(kept(100, 300, 15)), []);
    assert_eq!(told(kept(90, 300, 30)), [weakened]);
    assert_eq!(told(kept(95, 300, 60)), [weakened]);
    assert_eq!(told(goal(child(), "资金发放及时率", Comparator::Ge, 95, "%")), [dropped, dropped]);
    // A notice without a form, and one with a form of its own, drop nothing.
    assert_eq!(told(child()), []);
    assert_eq!(told(goal(child(), "群众满意度", Comparator::Ge, 80, "%")), []);
}

#[test]
fn parts_make_up_their_sum() {
    let parts = |total: &str, central: &str, provincial: &str| {
        let build = notice(NoticeKind::Issue, "四财社指〔2022〕80号", "220300").fund("2022年困难群众救助补助资金", 2022).total(total);
        build.amount(AmountRole::Central, central).amount(AmountRole::Provincial, provincial).from("吉财社指〔2022〕1号")
    };
    assert_eq!(codes(&linked([parts("2016", "1845", "171")])), []);
    assert_eq!(codes(&linked([parts("2016", "1845", "181")])), [(FindingCode::PartsTotalMismatch, Severity::Error)]);
    assert_eq!(codes(&linked([parts("2016", "1845", "161")])), [(FindingCode::PartsTotalMismatch, Severity::Warning)]);
    // Money of the issuer's own stands beside the sum as often as in it.
    assert_eq!(codes(&linked([parts("2016", "1845", "181").amount(AmountRole::County, "20")])), []);
}

#[test]
fn parts_of_rows_make_up_theirs_where_the_other_rows_show_it() {
    let table = |last: &str| {
        let rows =
            [("喀什地区", "653100", "30"), ("塔城地区", "654200", "30"), ("和田地区", "653200", "30"), ("阿勒泰地区", "654300", last)];
        let build = notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000");
        let build = rows.iter().zip(2..).fold(build, |build, ((name, code, whole), row)| {
            let build = build.cell(row, 2, name, code, RowKind::Child, ColumnRole::Allocated, whole);
            let build = build.cell(row, 3, name, code, RowKind::Child, ColumnRole::OfWhich, "10");
            build.cell(row, 4, name, code, RowKind::Child, ColumnRole::OfWhich, "20")
        });
        linked([build])
    };
    assert_eq!(codes(&table("30")), []);
    let out = table("40");
    assert_eq!(codes(&out), [(FindingCode::PartsTotalMismatch, Severity::Error)]);
    assert_eq!((out.findings[0].expected.as_deref(), out.findings[0].actual.as_deref()), (Some("400000"), Some("300000")));
}

#[test]
fn money_for_nobody() {
    let row = |name: &str| codes(&linked([notice(NoticeKind::Issue, "新财社〔2024〕100号", "650000").row(name, "", RowKind::Unit, "5")]));
    for name in ["", "××", "＿＿"] {
        assert_eq!(row(name), [(FindingCode::BlankRecipient, Severity::Warning)]);
    }
    assert_eq!(row("福利院"), []);
}

#[test]
fn silence_counts_only_where_the_archive_holds_the_place() {
    let late = notice(NoticeKind::Issue, "塔地财社〔2024〕90号", "654200").fund("2024年优抚经费", 2024).on("2024-09-01").total("5");
    let silent = linked([parent(), child(), late.clone()]);
    assert_eq!(codes(&silent), [(FindingCode::AllocationNotPassedOn, Severity::Info)]);
    assert!(silent.findings[0].message.contains("塔城地区"), "{:?}", silent.findings[0]);
    // Nothing is known of 塔城 at all; or only from days when the time was not yet over.
    assert_eq!(codes(&linked([parent(), child()])), []);
    assert_eq!(codes(&linked([parent(), child(), late.clone().on("2024-07-10")])), []);
    // Its notice is cited by a county and not held.
    let county =
        notice(NoticeKind::Issue, "沙财社〔2024〕9号", "654223").fund(FUND, 2024).on("2024-08-01").total("9").from("塔地财社〔2024〕60号");
    let cited = linked([parent(), child(), late, county]);
    assert_eq!(found(&cited, FindingCode::AllocationNotPassedOn).len(), 0);
}

/// A notice whose table or form stands neither in it nor beside it.
#[test]
fn an_announced_table_that_is_not_there() {
    let announcing = |mut build: Build, titles: &[&str]| {
        let source = build.source();
        for (title, ordinal) in titles.iter().zip(1..) {
            let attachment = Attachment { ordinal, title: (*title).into(), source_id: None };
            build.0.attachments.push(Fact::new(attachment, seen(&source, title)));
        }
        build
    };
    let missing = |build: Build| {
        let out = linked([build]);
        found(&out, FindingCode::AttachmentMissing).iter().map(|one| (one.message.clone(), one.severity)).collect::<Vec<_>>()
    };
    let county = || notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100").fund(FUND, 2024).on("2024-07-01").total("2000");
    let told = |text: &str| vec![(format!("Announced and not in the archive: {text}."), Severity::Info)];
    assert_eq!(missing(announcing(county(), &["资金分配表", "区域绩效目标表"])), told("资金分配表; 区域绩效目标表"));
    // The table is there, the form is not.
    assert_eq!(missing(announcing(parent(), &["资金分配表", "区域绩效目标表"])), told("区域绩效目标表"));
    assert_eq!(missing(announcing(parent(), &["资金分配表"])), []);
    // Rules and contacts tell no sums; an announcement repeats a notice.
    assert_eq!(missing(announcing(county(), &["管理办法", "联系方式"])), []);
    let mut about = announcing(county(), &["资金分配表"]);
    about.0.kind.value = NoticeKind::Announcement;
    assert_eq!(missing(about), []);
}
