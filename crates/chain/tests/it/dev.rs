//! Chains with gaps and turns as real archives have them: several sources, parts, an issuer that is not printed, a
//! level without a document, a report at the foot.

use hongtou_chain::{FindingCode, Linked};
use hongtou_notice::codes::{AmountRole, CitationRole, ColumnRole, NoticeKind, RowKind};

use crate::build::{Build, bare, lines, linked, notice};

fn archive() -> Vec<Build> {
    let housing = "2022年中央财政城镇保障性安居工程补助资金（第二批）";
    let virus = "2020年新型冠状病毒感染肺炎疫情防控补助资金（第二批）预算";
    let forest = "2022年林业改革发展资金预算";
    let drugs = "2021年基本药物制度补助资金";
    let veterans = "2024年省财政优抚抚恤补助经费";
    let issue = |number, division, fund, year| notice(NoticeKind::Issue, number, division).fund(fund, year);
    vec![
        issue("财综〔2022〕54号", "000000", housing, 2022).on("2022-05-30").tag("01", "中央直达资金").child("浙江省", "330000", "52436"),
        issue("浙财建〔2022〕61号", "330000", housing, 2022)
            .on("2022-06-22")
            .tag("01", "中央直达资金")
            .total("52436")
            .from("财综〔2022〕54号")
            .child("台州市", "331000", "7860")
            .row("合计", "", RowKind::Total, "52436"),
        issue("台财经发〔2022〕32号", "331000", housing, 2022)
            .on("2022-07-01")
            .tag("01", "中央直达资金")
            .total("7860")
            .cites(CitationRole::Basis, "浙财建〔2022〕58号", "")
            .from("浙财建〔2022〕61号"),
        issue("财社〔2020〕6号", "000000", virus, 2020).child("广东省", "440000", "30000"),
        issue("粤财社〔2020〕52号", "440000", "2020年度新冠肺炎疫情防控中央预拨补助资金（第二批）", 2020)
            .total("30000")
            .from("财社〔2020〕6号")
            .cites(CitationRole::Prior, "粤财社〔2020〕26号", ""),
        notice(NoticeKind::Advance, "财资环〔2021〕108号", "000000").fund(forest, 2022).on("2021-11-12").child("四川省", "510000", "5300"),
        issue("财资环〔2022〕36号", "000000", forest, 2022).on("2022-05-06").cites(CitationRole::Prior, "财资环〔2021〕108号", "").child(
            "四川省",
            "510000",
            "23750",
        ),
        issue("川财资环〔2022〕66号", "510000", "2022年中央财政林业改革发展资金（第三批）预算", 2022)
            .on("2022-05-27")
            .from("财资环〔2021〕108号")
            .from("财资环〔2022〕36号")
            .row("合计", "", RowKind::Total, "29050")
            .cell(2, 3, "合计", "", RowKind::Total, ColumnRole::OfWhich, "5300")
            .under("财资环〔2021〕108号"),
        issue("渝财社〔2021〕38号", "500000", drugs, 2021)
            .on("2021-06-02")
            .tag("01", "中央直达资金")
            .total("500")
            .amount(AmountRole::Central, "409")
            .amount(AmountRole::Provincial, "91")
            .child("奉节县", "500236", "105"),
        issue("奉节财社〔2021〕127号", "500236", drugs, 2021)
            .on("2021-06-24")
            .tag("01", "中央直达资金")
            .to("县卫健委", &[])
            .total("105")
            .amount(AmountRole::Central, "86")
            .amount(AmountRole::Provincial, "19")
            .from("渝财社〔2021〕38号"),
        bare(NoticeKind::SelfEvaluation, "~v2", "v2").at("500236").fund(drugs, 2021).total("105").from("奉节财社〔2021〕127号"),
        notice(NoticeKind::Advance, "粤财社〔2023〕291号", "440000")
            .fund(veterans, 2024)
            .on("2023-11-30")
            .tag("03", "省级直达资金")
            .child("佛山市", "440600", "1020.14")
            .child("江门市", "440700", "1284.36"),
        // No issuer is printed: 江 alone means several places, below 广东 it is 江门.
        notice(NoticeKind::Advance, "江财社〔2023〕134号", "")
            .fund(veterans, 2024)
            .on("2023-12-20")
            .tag("09", "其他资金")
            .total("1284.36")
            .from("粤财社〔2023〕291号"),
        issue("四财社指〔2022〕80号", "220300", "2022年第二批中央和省级困难群众救助补助资金", 2022)
            .total("2016")
            .amount(AmountRole::Central, "1845")
            .amount(AmountRole::Provincial, "171")
            .from("吉财社指〔2022〕340号"),
        notice(NoticeKind::Adjust, "琼财资环〔2023〕17号", "460000")
            .fund("2022年中央大气污染防治资金", 2022)
            .total("2800")
            .cites(CitationRole::Basis, "财资环〔2022〕106号", "")
            .cites(CitationRole::Amended, "琼财资环〔2022〕45号", ""),
    ]
}

fn out() -> Linked {
    linked(archive())
}

#[test]
fn every_tie_with_its_money() {
    let expected = [
        "amends:琼财资环〔2022〕45号>琼财资环〔2023〕17号@460000 ? cited certain",
        "grants:吉财社指〔2022〕340号>四财社指〔2022〕80号@220300 20160000 cited certain",
        "grants:浙财建〔2022〕61号@330000>台财经发〔2022〕32号@331000 78600000 cited certain",
        "grants:渝财社〔2021〕38号@500000>奉节财社〔2021〕127号@500236 1050000 cited certain",
        "grants:粤财社〔2023〕291号@440000>江财社〔2023〕134号@? 12843600 cited certain",
        "grants:财社〔2020〕6号@000000>粤财社〔2020〕52号@440000 300000000 cited certain",
        "grants:财综〔2022〕54号@000000>浙财建〔2022〕61号@330000 524360000 cited certain",
        "grants:财资环〔2021〕108号@000000>川财资环〔2022〕66号@510000 53000000 cited certain",
        "grants:财资环〔2022〕36号@000000>川财资环〔2022〕66号@510000 237500000 cited certain",
        "reports_on:奉节财社〔2021〕127号@500236>~v2 1050000 cited certain",
    ];
    assert_eq!(lines(&out()), expected);
}

#[test]
fn one_chain_for_each_money() {
    let chains: Vec<_> = out().chains.into_iter().map(|chain| (chain.id, chain.nodes.len(), chain.levels.len(), chain.complete)).collect();
    let expected = [
        ("chain:优抚抚恤@2024:粤财社〔2023〕291号@440000", 2, 2, false),
        ("chain:困难群众救助@2022:吉财社指〔2022〕340号", 2, 2, false),
        ("chain:城镇保障性安居工程@2022:财综〔2022〕54号@000000", 3, 3, false),
        ("chain:基本药物制度@2021:渝财社〔2021〕38号@500000", 2, 2, false),
        ("chain:新型冠状病毒感染肺炎疫情防控@2020:财社〔2020〕6号@000000", 2, 2, false),
        ("chain:林业改革发展@2022:财资环〔2021〕108号@000000", 3, 2, false),
    ];
    assert_eq!(chains, expected.map(|(id, nodes, levels, complete)| (id.into(), nodes, levels, complete)));
}

#[test]
fn what_stands_out() {
    let found: Vec<_> = out().findings.into_iter().map(|finding| (finding.code, finding.notice_id.unwrap_or_default())).collect();
    let expected = [
        (FindingCode::LateBeyond30Days, "川财资环〔2022〕66号@510000"),
        (FindingCode::TagChanged, "江财社〔2023〕134号@?"),
        (FindingCode::UpstreamNotCited, "渝财社〔2021〕38号@500000"),
    ];
    assert_eq!(found, expected.map(|(code, id)| (code, id.to_owned())));
}

#[test]
fn a_division_that_only_the_archive_tells_is_in_the_flow() {
    let out = out();
    let flow = out.flows.iter().find(|flow| flow.to_division.as_ref().is_some_and(|to| to.as_str() == "440700"));
    assert_eq!(flow.and_then(|flow| flow.child_number.as_deref()), Some("江财社〔2023〕134号"));
    let held = out.notices.iter().find(|notice| notice.id == "江财社〔2023〕134号@?");
    assert_eq!(held.and_then(|notice| notice.division.as_ref()), None);
}
