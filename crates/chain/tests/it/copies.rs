//! Copies of one paper and papers that claim one id.

use hongtou_chain::{Assembled, FindingCode, Severity, assemble};
use hongtou_notice::codes::{Confidence, Doubt, NoticeKind};

use crate::build::{Build, notice};

fn copy(source: &str) -> Build {
    let mut copy = notice(NoticeKind::Issue, "奉节财社〔2021〕127号", "500236").title("关于下达2021年基本药物制度补助资金的通知");
    copy.0.source_ids = vec![source.into()];
    copy
}

fn assembled(copies: &[Build]) -> Assembled {
    let there = assemble(copies.iter().map(|copy| copy.0.clone()));
    let back = assemble(copies.iter().rev().map(|copy| copy.0.clone()));
    assert_eq!(there, back);
    there
}

#[test]
fn a_copy_adds_what_the_leading_one_does_not_say() {
    let full = copy("bbbb").on("2021-06-24").total("105");
    let scan = copy("aaaa").printed("2021-06-25");
    let out = assembled(&[full, scan]);
    assert_eq!(out.notices.len(), 1);
    assert_eq!(out.notices[0].source_ids, ["bbbb", "aaaa"]);
    assert_eq!(out.notices[0].printed_on.as_ref().unwrap().value.to_string(), "2021-06-25");
    assert_eq!(out.findings, []);
}

#[test]
fn a_picture_never_leads_and_disagreement_is_told() {
    let text = copy("ffff").total("105");
    let mut scan = copy("aaaa").total("165").on("2021-06-24").tag("01", "中央直达资金");
    scan.0.title.as_mut().unwrap().doubt(Confidence::Likely, Doubt::Ocr);
    let out = assembled(&[scan, text]);
    assert_eq!(out.notices.len(), 1);
    assert_eq!(out.notices[0].source_ids, ["ffff", "aaaa"]);
    let [found] = out.findings.as_slice() else { panic!("{:?}", out.findings) };
    assert_eq!((found.code, found.severity), (FindingCode::CopiesDisagree, Severity::Warning));
    assert_eq!((found.expected.as_deref(), found.actual.as_deref()), (Some("total: 1050000"), Some("total: 1650000")));
    assert_eq!(found.id, "copies_disagree:奉节财社〔2021〕127号@500236");
    assert_eq!(found.evidence.len(), 2);
}

#[test]
fn a_picture_with_more_facts_fills_gaps_and_changes_nothing() {
    // The scan tells more and comes first by its source, but its sums were recognised.
    let text = copy("ffff").on("2021-06-24").child("甲乡", "", "40");
    let mut scan = copy("aaaa").on("2021-06-24").printed("2021-06-25").total("105").child("甲乡", "", "46").child("乙乡", "", "59");
    for cell in &mut scan.0.allocations {
        cell.doubts = Doubt::Ocr.into();
    }
    let out = assembled(&[scan, text]);
    let [notice] = out.notices.as_slice() else { panic!("{:?}", out.notices) };
    assert_eq!(notice.source_ids, ["ffff", "aaaa"]);
    assert_eq!(notice.printed_on.as_ref().unwrap().value.to_string(), "2021-06-25");
    let sums: Vec<_> = notice.allocations.iter().map(|cell| cell.money.unwrap().to_string()).collect();
    assert_eq!(sums, ["400000"]);
}

#[test]
fn another_paper_under_the_same_number_keeps_its_own_facts() {
    let one = copy("aaaabbbbcccc").on("2021-06-24").total("105");
    let mut other = copy("ddddeeeeffff").on("2021-07-01").total("8");
    other.0.title.as_mut().unwrap().value = "关于下达2021年防汛资金的通知".into();
    let out = assembled(&[one, other]);
    let ids: Vec<&str> = out.notices.iter().map(|notice| notice.id.as_str()).collect();
    assert_eq!(ids, ["奉节财社〔2021〕127号@500236", "奉节财社〔2021〕127号@500236!ddddeeee"]);
    assert_eq!(out.findings[0].code, FindingCode::NumberCollision);
    assert_eq!(out.findings[0].notice_ids, ids);
}

#[test]
fn two_places_with_one_code_never_merge_and_an_unknown_issuer_joins_the_paper_it_agrees_with() {
    let of = |division: &str, day: &str, source: &str| {
        let mut build = notice(NoticeKind::Issue, "新财社〔2024〕9号", division).title("关于下达2024年救助资金的通知").on(day);
        build.0.source_ids = vec![source.into()];
        build
    };
    let out = assembled(&[of("650000", "2024-02-01", "a"), of("360500", "2024-03-01", "b")]);
    assert_eq!(out.notices.len(), 2);
    let mut unknown = of("", "2024-03-01", "c");
    unknown.0.title = None;
    let out = assembled(&[of("650000", "2024-02-01", "a"), of("360500", "2024-03-01", "b"), unknown]);
    let sources: Vec<_> = out.notices.iter().map(|notice| (notice.id.as_str(), notice.source_ids.join("+"))).collect();
    assert_eq!(sources, [("新财社〔2024〕9号@360500", "b+c".to_owned()), ("新财社〔2024〕9号@650000", "a".to_owned())]);
}
