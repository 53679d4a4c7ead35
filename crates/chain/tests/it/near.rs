//! What comes near to a finding and is none.

use hongtou_chain::{FindingCode, Linked};
use hongtou_notice::codes::{CitationRole, NoticeKind, RowKind};

use crate::build::{Build, found, linked, notice};

const FUND: &str = "2024年省级困难群众救助补助资金";

fn province() -> Build {
    let build = notice(NoticeKind::Issue, "湘财社〔2024〕10号", "430000").fund(FUND, 2024).on("2024-03-01");
    build.child("邵阳市", "430500", "100").child("怀化市", "431200", "50")
}

fn city() -> Build {
    notice(NoticeKind::Issue, "邵财社〔2024〕7号", "430500").fund(FUND, 2024).on("2024-03-20").total("100").from("湘财社〔2024〕10号")
}

fn codes(linked: &Linked) -> Vec<FindingCode> {
    linked.findings.iter().map(|finding| finding.code).collect()
}

#[test]
fn the_thirtieth_day_is_in_time() {
    assert_eq!(codes(&linked([province(), city().on("2024-03-31")])), []);
    assert_eq!(codes(&linked([province(), city().on("2024-04-01")])), [FindingCode::LateBeyond30Days]);
    // What moves money, and what one office of a government hands to another, has no such limit.
    let mut moved = city().on("2024-06-01");
    moved.0.kind.value = NoticeKind::Adjust;
    assert_eq!(found(&linked([province(), moved]), FindingCode::LateBeyond30Days).len(), 0);
    let bureau =
        notice(NoticeKind::Issue, "邵民〔2024〕3号", "430500").fund(FUND, 2024).on("2024-06-01").total("9").from("邵财社〔2024〕7号");
    let inside = linked([province(), city(), bureau]);
    assert_eq!(found(&inside, FindingCode::LateBeyond30Days).len(), 0);
    let limits =
        |to: &str| -> Vec<Option<i64>> { inside.flows.iter().filter(|flow| flow.recipient == to).map(|flow| flow.deadline_days).collect() };
    assert_eq!(limits("邵阳市"), [Some(30)]);
    assert!(inside.flows.iter().filter(|flow| flow.from_division == flow.to_division).all(|flow| flow.deadline_days.is_none()));
}

#[test]
fn a_child_may_pass_on_what_the_table_gives_to_its_counties_by_name() {
    let named = province().child("新邵县", "430522", "20");
    assert_eq!(codes(&linked([named.clone(), city().total("120")])), []);
    let mut more = city();
    more.0.amounts.clear();
    assert_eq!(codes(&linked([named.clone(), more.clone().total("120")])), []);
    assert_eq!(codes(&linked([named, more.total("121")])), [FindingCode::ChildAboveParent]);
}

#[test]
fn a_source_of_the_same_day_is_no_later_one() {
    assert_eq!(codes(&linked([province().on("2024-03-20"), city()])), []);
    let out = linked([province().on("2024-03-21"), city()]);
    assert_eq!((codes(&out), out.links.len()), (vec![FindingCode::CycleRefused], 0));
}

#[test]
fn printed_on_the_day_of_signing() {
    assert_eq!(codes(&linked([province().printed("2024-03-01")])), []);
    assert_eq!(codes(&linked([province().printed("2024-02-29")])), [FindingCode::DateConflict]);
}

#[test]
fn a_sum_is_told_or_left_blank() {
    assert_eq!(codes(&linked([province(), city()])), []);
    let mut blank = city();
    blank.0.amounts.clear();
    assert_eq!(codes(&linked([province(), blank.total("")])), [FindingCode::BlankAmount]);
}

#[test]
fn a_total_that_repeats_the_sum_settles_it() {
    let table = |total: &str| linked([province().total(total).row("合计", "", RowKind::Total, "150")]);
    assert_eq!(codes(&table("150")), []);
    assert_eq!(codes(&table("151")), [FindingCode::TextTableMismatch]);
}

#[test]
fn copies_that_agree_and_papers_that_share_a_number() {
    let copy = |build: Build, source: &str| {
        let mut build = build;
        build.0.source_ids = vec![source.into()];
        build
    };
    assert_eq!(codes(&linked([city().title("通知"), copy(city().title("通知"), "b")])), []);
    assert_eq!(codes(&linked([city().title("通知"), copy(city().title("通知").on("2024-03-21"), "b")])), [FindingCode::CopiesDisagree]);
    let mut other = copy(city().title("另一件").on("2024-09-09"), "b");
    other.0.amounts.clear();
    other.0.citations.clear();
    other.0.kind.value = NoticeKind::Other;
    assert_eq!(codes(&linked([city().title("通知"), other.total("7")])), [FindingCode::NumberCollision]);
}

#[test]
fn money_issued_again_is_no_silence() {
    let title = "关于下达2024年省级困难群众救助补助资金的通知";
    let again = |number: &str| {
        let build = notice(NoticeKind::Issue, number, "430000").fund(FUND, 2024).on("2024-03-10");
        build.child("邵阳市", "430500", "100").child("怀化市", "431200", "50")
    };
    let mut child = notice(NoticeKind::Issue, "邵财社〔2024〕7号", "430500").fund(FUND, 2024).on("2024-04-05").total("100");
    child = child.cites(CitationRole::Prior, "湘财社〔2024〕10号", title).cites(CitationRole::Upstream, "湘财社〔2024〕12号", title);
    let out = linked([province(), again("湘财社〔2024〕12号"), child.clone()]);
    assert_eq!(codes(&out), []);
    assert!(out.links.iter().any(|link| link.id.starts_with("reissues:")));
    // Without the word that it is the same money, nobody passed the first on.
    child.0.citations.remove(0);
    assert_eq!(codes(&linked([province(), again("湘财社〔2024〕12号"), child])), [FindingCode::AllocationNotPassedOn]);
}
