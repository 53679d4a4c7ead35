//! Why other documents are cited, by the words around their numbers (`docs/linking.md`, citation roles). Not for: finding numbers
//! (`numbers`), sums (`sums`).

mod common;

use common::notice;
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole};

/// Numbers with their roles.
fn cited(read: &Notice) -> Vec<(String, CitationRole)> {
    let mut cited: Vec<(String, CitationRole)> =
        read.citations.iter().filter_map(|citation| Some((citation.number.as_ref()?.to_string(), citation.role))).collect();
    cited.sort();
    cited
}

fn role_of(read: &Notice, number: &str) -> Option<CitationRole> {
    cited(read).into_iter().find(|(known, _)| known == number).map(|(_, role)| role)
}

fn issued(text: &str) -> Notice {
    notice(&[
        "鹤财农〔2023〕41号",
        "鹤壁市财政局关于下达2023年土壤污染防治资金的通知",
        "各县（区）财政局：",
        text,
        "鹤壁市财政局",
        "2023年6月1日",
    ])
}

#[test]
fn an_offices_advice_gives_no_money() {
    let read = issued(
        "根据《河南省财政厅关于下达2023年土壤污染防治资金的通知》（豫财资环〔2023〕39号）和市生态环境局资金安排建议（鹤环财函〔2023〕5号），现下达资金436.8万元。",
    );
    assert_eq!(role_of(&read, "豫财资环〔2023〕39号"), Some(CitationRole::Upstream));
    assert_eq!(role_of(&read, "鹤环财函〔2023〕5号"), Some(CitationRole::Basis));
}

#[test]
fn numbers_of_one_bracket_are_cited_for_one_reason() {
    let read =
        issued("现下达土壤污染防治资金（第三批）102万元。此前下达的第一、二批资金（鹤财农〔2022〕67号、鹤财农〔2023〕29号）不再重复下达。");
    assert_eq!(role_of(&read, "鹤财农〔2022〕67号"), Some(CitationRole::Prior));
    assert_eq!(role_of(&read, "鹤财农〔2023〕29号"), Some(CitationRole::Prior));
}

#[test]
fn a_number_behind_a_part_is_where_that_part_came_from() {
    let read = issued("现下达资金524万元，其中：中央资金452万元（豫财资环〔2023〕54号）、省级资金72万元。");
    assert_eq!(role_of(&read, "豫财资环〔2023〕54号"), Some(CitationRole::Upstream));
    let roles: Vec<AmountRole> = read.amounts.iter().map(|amount| amount.role).collect();
    assert_eq!(roles, [AmountRole::Total, AmountRole::Central, AmountRole::Provincial]);
    // What is included was given before.
    let read = issued("现下达资金524万元，其中：中央资金452万元，省级资金72万元（已含鹤财农〔2022〕98号提前下达数41万元）。");
    assert_eq!(role_of(&read, "鹤财农〔2022〕98号"), Some(CitationRole::Prior));
    assert_eq!(read.amounts.last().map(|amount| amount.role), Some(AmountRole::Advance));
}

#[test]
fn a_number_in_any_bracket_belongs_to_its_title() {
    let read = notice(&[
        "鹤壁市民政局2023年度福利彩票公益金使用情况公告",
        "根据《鹤壁市财政局 鹤壁市民政局关于下达2023年省级福彩公益金的通知》{鹤财社【2023】51号}，分配各县（区）130万元。",
        "鹤壁市民政局",
        "2024年5月27日",
    ]);
    let citation =
        read.citations.iter().find(|citation| citation.number.is_some()).map(|citation| (citation.title.is_some(), citation.role));
    assert_eq!(citation, Some((true, CitationRole::Issued)));
}

#[test]
fn a_report_tells_by_which_number_its_county_paid() {
    let read = notice(&[
        "淇县2023年农村客运补贴资金绩效自评报告",
        "《鹤壁市财政局关于下达2023年农村客运补贴资金的通知》（鹤财建〔2023〕204号）安排我县资金218万元。县财政局以淇财建〔2023〕77号分配给县客运公司，补贴车辆46辆。",
        "淇县交通运输局",
        "2024年1月18日",
    ]);
    assert_eq!(role_of(&read, "鹤财建〔2023〕204号"), Some(CitationRole::Upstream));
    assert_eq!(role_of(&read, "淇财建〔2023〕77号"), Some(CitationRole::Issued));
}

#[test]
fn sources_that_stand_beside_their_sums() {
    let read = issued(
        "现下达补助资金1037.64万元，所需资金由市级财力安排427.64万元、省级专项转移支付（豫财农指〔2023〕18号）安排610万元。吨水补助2.6元。",
    );
    assert_eq!(role_of(&read, "豫财农指〔2023〕18号"), Some(CitationRole::Upstream));
    assert_eq!(read.amounts.last().map(|amount| amount.role), Some(AmountRole::Standard));
    let read = notice(&[
        "淇县2023年校舍安全保障资金绩效自评报告",
        "市财政局分两批下达我县资金712万元，文号分别为鹤财教〔2022〕103号和鹤财教〔2023〕41号，年内支出688.6万元。",
        "淇县教育局",
        "2024年2月28日",
    ]);
    assert_eq!(role_of(&read, "鹤财教〔2022〕103号"), role_of(&read, "鹤财教〔2023〕41号"));
}

#[test]
fn an_order_to_take_money_back_is_where_a_recovery_comes_from() {
    let read = notice(&[
        "淇财农〔2024〕63号",
        "淇县财政局关于收回2024年牲畜良种补贴资金的通知",
        "庙口镇人民政府：",
        "根据《鹤壁市财政局关于收回2024年省级牲畜良种补贴资金的通知》（鹤财农〔2024〕79号），现收回你镇牲畜良种补贴资金43.6万元。",
        "淇县财政局",
        "2024年9月13日",
    ]);
    assert_eq!(role_of(&read, "鹤财农〔2024〕79号"), Some(CitationRole::Upstream));
}

#[test]
fn numbers_behind_sums_that_are_no_parts_of_the_money() {
    let read =
        issued("现下达资金500万元，扣减上年结余资金30万元（鹤财农〔2022〕18号），收回闲置资金20万元（豫财农〔2021〕9号），请抓紧拨付。");
    assert_ne!(role_of(&read, "鹤财农〔2022〕18号"), Some(CitationRole::Upstream));
    assert_ne!(role_of(&read, "豫财农〔2021〕9号"), Some(CitationRole::Upstream));
    let read = issued("根据河南省财政厅来函（豫财农函〔2023〕12号），现下达资金500万元。");
    assert_eq!(role_of(&read, "豫财农函〔2023〕12号"), Some(CitationRole::Upstream));
}
