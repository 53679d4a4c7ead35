//! The order in which notices arrive changes nothing.

use hongtou_notice::codes::{CitationRole, NoticeKind, RowKind};
use proptest::prelude::*;

use crate::build::{Build, bare, linked, notice};
use crate::chains::four_levels;

/// An archive with copies, collisions, reports, refused circles, several sources and gaps.
fn archive() -> Vec<Build> {
    let mut all = four_levels();
    let mut copy = all[3].clone().printed("2024-07-11");
    copy.0.source_ids = vec!["copy".into()];
    let mut stranger = notice(NoticeKind::Issue, "伽财社〔2024〕20号", "653129").title("另一件").total("7").on("2024-09-09");
    stranger.0.source_ids = vec!["strange!".into()];
    all.extend([copy, stranger]);
    all.push(notice(NoticeKind::Issue, "新财社〔2024〕100号", "360500").total("1"));
    all.push(notice(NoticeKind::Issue, "塔地财社〔2024〕3号", "654200").total("10").from("新财社〔2024〕100号").from("财社〔2024〕81号"));
    all.push(notice(NoticeKind::Issue, "川财资环〔2022〕1号", "510000").total("1").from("川财农〔2022〕2号"));
    all.push(notice(NoticeKind::Issue, "川财农〔2022〕2号", "510000").total("1").from("川财资环〔2022〕1号"));
    for id in ["~1", "~2"] {
        let report = bare(NoticeKind::SelfEvaluation, id, id).at("650000").fund("2024年困难群众救助补助资金", 2024);
        let report = report.cites(CitationRole::Upstream, "财社〔2024〕179号", "").cites(CitationRole::Issued, "新财社〔2024〕210号", "");
        all.push(report.child("喀什地区", "653100", "2000").row("合计", "", RowKind::Total, "2000"));
    }
    all
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_order_gives_the_same(shuffled in Just(archive()).prop_shuffle()) {
        prop_assert_eq!(linked(shuffled), linked(archive()));
    }

    /// What is kept of an earlier run is its notices, as parsed; what comes later is put beside them.
    #[test]
    fn any_split_into_increments_gives_the_same(shuffled in Just(archive()).prop_shuffle(), cuts in proptest::collection::vec(0usize..20, 0..4)) {
        let mut kept: Vec<Build> = Vec::new();
        let mut rest = shuffled;
        for cut in cuts {
            kept.extend(rest.drain(..cut.min(rest.len())));
            // Linking what is there so far must not change what is kept.
            linked(kept.clone());
        }
        kept.extend(rest);
        prop_assert_eq!(linked(kept), linked(archive()));
    }

    #[test]
    fn any_part_of_an_archive_is_linked_without_fear(part in proptest::sample::subsequence(archive(), 0..=archive().len())) {
        let out = linked(part);
        prop_assert!(out.links.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(out.flows.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(out.findings.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(out.notices.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(out.paths.windows(2).all(|pair| pair[0].id < pair[1].id));
        prop_assert!(out.flows.iter().all(|flow| flow.counts == flow.reason_not_counted.is_none()));
    }
}
