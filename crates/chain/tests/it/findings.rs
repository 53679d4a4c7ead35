//! What a reader ought to look at, and what is normal.

use hongtou_chain::{Finding, FindingCode, Linked, Severity};
use hongtou_notice::codes::{CitationRole, NoticeKind};

use crate::build::{Build, found, lines, linked, notice, seen};
use crate::chains::four_levels;

fn ids(linked: &Linked) -> Vec<&str> {
    linked.findings.iter().map(|finding| finding.id.as_str()).collect()
}

#[test]
fn a_chain_in_order_has_none() {
    assert_eq!(ids(&linked(four_levels())), Vec::<&str>::new());
}

#[test]
fn late_after_thirty_days() {
    let mut notices = four_levels();
    notices.truncate(2);
    let late = notices.remove(1).on("2024-07-04");
    let (above, below) = (notices[0].source(), late.source());
    let out = linked([notices.remove(0), late]);
    let expected = Finding {
        id: "late_beyond_30_days:新财社〔2024〕100号@650000:财社〔2024〕81号".into(),
        code: FindingCode::LateBeyond30Days,
        severity: Severity::Warning,
        notice_id: Some("新财社〔2024〕100号@650000".into()),
        notice_ids: vec!["新财社〔2024〕100号@650000".into(), "财社〔2024〕81号@000000".into()],
        chain_id: Some("chain:困难群众救助@2024:财社〔2024〕81号@000000".into()),
        message: "The money of 财社〔2024〕81号 was passed on after 31 days.".into(),
        expected: Some("30".into()),
        actual: Some("31".into()),
        evidence: vec![seen(&below, "2024-07-04"), seen(&above, "2024-06-03"), seen(&below, "财社〔2024〕81号")],
    };
    assert_eq!(out.findings, [expected]);
}

fn pair(parent_tags: &[(&str, &str)], child_tags: &[(&str, &str)]) -> Linked {
    let tagged = |mut build: Build, tags: &[(&str, &str)]| {
        for (code, label) in tags {
            build = build.tag(code, label);
        }
        build
    };
    let fund = "2024年省财政优抚抚恤补助经费";
    let parent = notice(NoticeKind::Advance, "粤财社〔2023〕291号", "440000").fund(fund, 2024).child("江门市", "440700", "1284.36");
    let child = notice(NoticeKind::Advance, "江财社〔2023〕134号", "440700").fund(fund, 2024).total("1284.36").from("粤财社〔2023〕291号");
    linked([tagged(parent, parent_tags), tagged(child, child_tags)])
}

#[test]
fn tags_must_stay() {
    let codes = |linked: &Linked| linked.findings.iter().map(|finding| finding.code).collect::<Vec<_>>();
    let (province, region) = (("03", "省级直达资金"), ("03", "省级 直达资金"));
    assert_eq!(codes(&pair(&[province], &[("09", "其他资金")])), [FindingCode::TagChanged]);
    assert_eq!(codes(&pair(&[province], &[])), [FindingCode::TagLost]);
    assert_eq!(codes(&pair(&[], &[province])), [FindingCode::TagAdded]);
    assert_eq!(codes(&pair(&[province], &[region])), []);
    // The child passes on provincial money only, so the central tag need not come along.
    assert_eq!(codes(&pair(&[("01", "中央直达资金"), province], &[province])), []);
    assert_eq!(codes(&pair(&[("01", "中央直达资金")], &[])), []);
    // One code, another word.
    assert_eq!(codes(&pair(&[("01", "省级直达资金")], &[("01", "自治区直达资金")])), [FindingCode::TagChanged]);
    let out = pair(&[province], &[("09", "其他资金")]);
    assert_eq!(out.findings[0].expected.as_deref(), Some("03省级直达资金"));
    assert_eq!(out.findings[0].notice_ids, ["江财社〔2023〕134号@440700", "粤财社〔2023〕291号@440000"]);
}

#[test]
fn a_missing_notice_between_and_the_tag_lost_beyond_it() {
    let fund = "2023年中央财政困难群众救助补助资金预算（第二批）";
    let centre = notice(NoticeKind::Issue, "财社〔2023〕152号", "000000")
        .fund(fund, 2023)
        .on("2023-09-28")
        .tag("01", "中央直达资金")
        .child("河北省", "130000", "5350")
        .child("广东省", "440000", "1450");
    let mut prefecture = crate::build::bare(NoticeKind::Issue, "~q2", "q2").at("440200").fund(fund, 2023).total("9.2128");
    prefecture = prefecture.on("2023-11-10").cites(CitationRole::Upstream, "粤财社〔2023〕230号", "");
    let out = linked([centre, prefecture]);
    assert_eq!(ids(&out), ["middle_notice_missing:~q2:粤财社〔2023〕230号", "tag_lost:~q2"]);
    assert!(out.findings.iter().all(|finding| finding.notice_ids == ["~q2", "财社〔2023〕152号@000000"]));
    let expected = [
        "grants:粤财社〔2023〕230号>~q2 92128 cited certain",
        "grants:财社〔2023〕152号@000000>粤财社〔2023〕230号 14500000 inferred likely",
    ];
    assert_eq!(lines(&out), expected);
    assert_eq!((out.chains.len(), out.chains[0].nodes.len(), out.chains[0].complete), (1, 3, false));
}

#[test]
fn the_top_of_a_chain_may_be_missing() {
    let child = notice(NoticeKind::Issue, "江财社〔2025〕27号", "440700").fund("2025年困难群众救助补助资金", 2025).total("740");
    assert_eq!(ids(&linked([child.from("粤财社〔2025〕96号")])), Vec::<&str>::new());
}

#[test]
fn more_than_was_given() {
    let mut notices = four_levels();
    notices.truncate(2);
    notices[1].0.amounts.clear();
    notices[1].0.allocations.clear();
    let child = notices.remove(1).total("5001");
    let out = linked([notices.remove(0), child.clone()]);
    assert_eq!(ids(&out), ["child_above_parent:新财社〔2024〕100号@650000"]);
    let mut unsure = four_levels().remove(0);
    unsure.0.allocations[0].confidence = hongtou_notice::codes::Confidence::Likely;
    assert_eq!(ids(&linked([unsure, child])), Vec::<&str>::new());
}

#[test]
fn sources_dates_and_sums_of_one_notice() {
    let notice = notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100")
        .fund("2024年中央财政救助资金", 2024)
        .on("2024-03-02")
        .printed("2024-03-01")
        .total("100")
        .child("伽师县", "653129", "30")
        .child("疏附县", "653121", "60");
    let out = linked([notice.clone()]);
    let expected = [
        "date_conflict:喀地财社〔2024〕50号@653100:printed_on",
        "text_table_mismatch:喀地财社〔2024〕50号@653100",
        "upstream_not_cited:喀地财社〔2024〕50号@653100",
    ];
    assert_eq!(ids(&out), expected);
    let later = found(&linked([notice.from("新财社〔2025〕1号")]), FindingCode::DateConflict).len();
    assert_eq!(later, 2);
}

#[test]
fn remarks_of_the_parser_become_findings() {
    let notice = notice(NoticeKind::Issue, "喀地财社〔2024〕50号", "653100")
        .remark("allocation_total_mismatch")
        .remark("issuer_conflict")
        .remark("blank_amount")
        .remark("no such code");
    let severities: Vec<_> = linked([notice]).findings.into_iter().map(|finding| (finding.code, finding.severity)).collect();
    let expected = [
        (FindingCode::AllocationTotalMismatch, Severity::Error),
        (FindingCode::BlankAmount, Severity::Info),
        (FindingCode::IssuerConflict, Severity::Warning),
    ];
    assert_eq!(severities, expected);
}
