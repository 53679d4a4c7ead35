//! Wordings of heads and sums that the labelled notices of `crates/cli/tests/labelled` brought up, one by one.

use hongtou_document::{Document, DocumentBuilder, Format};
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, Level, NoticeKind};
use hongtou_parse::{Hints, parse};

fn notice(lines: &[&str]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in lines {
        builder.paragraph(line);
    }
    let document: Document = builder.finish("x");
    parse(&document, &Hints::default())
}

/// The roles of the sums in a paragraph under a title, as (printed sum, role).
fn sums(title: &str, text: &str) -> Vec<(String, AmountRole)> {
    let read = notice(&["某财农〔2024〕3号", title, "各县（市、区）财政局：", text]);
    read.amounts.into_iter().map(|amount| (amount.text, amount.role)).collect()
}

fn wanted(sums: &[(&str, AmountRole)]) -> Vec<(String, AmountRole)> {
    sums.iter().map(|(text, role)| ((*text).to_owned(), *role)).collect()
}

#[test]
fn parts_may_stand_behind_the_whole_or_in_a_sentence_of_their_own() {
    use AmountRole::{Advance, Central, Provincial, Total};
    let title = "关于下达2024年农业生产发展资金的通知";
    let parts = wanted(&[("100万元", Total), ("80万元", Central), ("20万元", Provincial)]);
    assert_eq!(sums(title, "现将资金100万元下达给你们（详见附件），中央资金80万元、省级资金20万元。"), parts);
    assert_eq!(sums(title, "现下达资金100万元。其中：中央资金80万元，自治区资金20万元。"), parts);
    assert_eq!(sums(title, "现下达资金100万元（含提前下达数80万元）。"), wanted(&[("100万元", Total), ("80万元", Advance)]));
}

#[test]
fn adjustments_recoveries_and_settlements() {
    use AmountRole::{AdjustDown, AdjustUp, Advance, Recovered, Settled, Total};
    assert_eq!(
        sums("关于调整2024年水利发展资金的通知", "因部分项目前期工作滞后，经研究予以调整，共调减10万元，调增8万元。"),
        wanted(&[("10万元", AdjustDown), ("8万元", AdjustUp)])
    );
    assert_eq!(sums("关于收回2023年农田建设补助资金结余的通知", "现收回你单位资金结余5.5万元。"), wanted(&[("5.5万元", Recovered)]));
    assert_eq!(
        sums(
            "关于清算2023年度农业保险保费补贴资金的通知",
            "经核查，2023年应补贴资金100万元，已通过某财金〔2023〕12号预拨90万元，现清算下达10万元。"
        ),
        wanted(&[("100万元", Settled), ("90万元", Advance), ("10万元", Total)])
    );
}

#[test]
fn an_adverb_may_stand_between_now_and_the_verb() {
    let read = notice(&[
        "毕财社〔2024〕77号",
        "关于下达2024年基本公共卫生服务补助资金的通知",
        "各县（市、区）财政局：",
        "根据《关于下达2024年基本公共卫生服务补助资金预算的通知》（黔财社〔2024〕43号），现一并下达补助资金100万元。",
    ]);
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Upstream));
}

#[test]
fn a_number_glued_to_its_title_and_a_page_box_are_no_title() {
    let title = |read: &Notice| read.title.as_ref().map(|fact| fact.value.clone());
    let glued = notice(&["西财农字〔2023〕689号关于提前下达2024年林业资金的通知", "德令哈市财政局："]);
    assert_eq!(title(&glued).as_deref(), Some("关于提前下达2024年林业资金的通知"));
    let boxed = notice(&[
        "索引号：11210000001 发文字号：辽财指社〔2024〕318号",
        "发布机构：辽宁省财政厅 成文日期：2024年07月16日",
        "标题：关于下达2024年彩票公益金的通知",
        "关于下达2024年彩票公益金的通知",
        "各市财政局：",
    ]);
    assert_eq!(title(&boxed).as_deref(), Some("关于下达2024年彩票公益金的通知"));
    assert_eq!(boxed.number.map(|fact| fact.value.to_string()).as_deref(), Some("辽财指社〔2024〕318号"));
    assert_eq!(boxed.recipients.len(), 1);
}

#[test]
fn a_headline_is_no_notice() {
    let read = notice(&["某市提前下达资金支持春季农业生产", "发布时间：2024-01-30 来源：某市财政局", "全市已提前下达资金3.2亿元。"]);
    assert_eq!(read.title.map(|fact| fact.value).as_deref(), Some("某市提前下达资金支持春季农业生产"));
    assert_eq!(read.kind.value, NoticeKind::Other);
}

#[test]
fn a_township_is_below_its_county() {
    let read = notice(&["泾县云岭镇人民政府文件", "云政〔2024〕31号", "关于分配2024年乡村建设补助资金的通知", "章渡村村民委员会："]);
    assert_eq!(read.level.map(|fact| fact.value), Some(Level::Township));
}

#[test]
fn money_that_comes_with_a_forwarded_notice_and_a_region_that_begins_like_a_unit() {
    let cited = |title: &str, text: &str| {
        let read = notice(&["某财农〔2024〕12号", title, "各有关单位：", text]);
        let first = read.citations.into_iter().next();
        first.map(|citation| (citation.number.map(|number| number.to_string()).unwrap_or_default(), citation.role))
    };
    assert_eq!(
        cited(
            "关于转下达2024年草原生态保护补助奖励资金的通知",
            "现将《关于下达2024年草原生态保护补助奖励资金预算的通知》（阿财农〔2024〕36号）转发给你们，并将资金10万元一并下达。"
        ),
        Some(("阿财农〔2024〕36号".into(), CitationRole::Upstream))
    );
    let number = cited("关于收回2023年公益金的通知", "根据万财教〔2023〕31号文件，现将未使用的资金4万元予以收回。");
    assert_eq!(number.map(|(number, _)| number).as_deref(), Some("万财教〔2023〕31号"));
}

#[test]
fn a_code_right_behind_the_verb_is_a_subject() {
    let read = notice(&["关于下达2024年补助资金的通知", "各县财政局：", "该资金列2130135“农业资源保护修复与利用”，请及时兑付。"]);
    assert_eq!(read.budget_subjects.first().map(|subject| subject.value.code.as_str()), Some("2130135"));
}
