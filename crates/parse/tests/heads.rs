//! The head of a notice in saved pages and forms: title, recipients, joint bodies, year, and slips without a red head
//! (`docs/notice-form.md`).

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

mod common;

use common::notice;
use hongtou_document::{CellDraft, DocumentBuilder, Format, TableDraft, TableMark};
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, Level, NoticeKind};
use hongtou_parse::{Hints, parse};

const TITLE: &str = "湖北省财政厅关于下达2019年茶园改造补助资金的通知";

fn recipients(notice: &Notice) -> Vec<&str> {
    notice.recipients.iter().map(|fact| fact.value.name.as_str()).collect()
}

fn title(notice: &Notice) -> Option<&str> {
    notice.title.as_ref().map(|fact| fact.value.as_str())
}

fn issuers(notice: &Notice) -> Vec<&str> {
    notice.issuers.iter().map(|fact| fact.value.name.as_str()).collect()
}

fn year(notice: &Notice) -> Option<i32> {
    notice.budget_year.as_ref().map(|fact| fact.value)
}

#[test]
fn a_title_below_the_signature_takes_nothing_away() {
    let body = "现下达你市2019年茶园改造补助资金12万元，列“2130122农业生产发展”科目。";
    let read = notice(&[TITLE, "各市州财政局：", body, "湖北省财政厅", "2019年4月2日", TITLE, "7743021"]);
    assert_eq!(recipients(&read), ["各市州财政局"]);
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2019-04-02"));
    assert_eq!(read.budget_subjects.len(), 1);
    // The heading of a page stands above the notice's own title as before.
    let headed = notice(&[TITLE, "发布时间：2019-04-09", TITLE, "各市州财政局：", body]);
    assert_eq!(recipients(&headed), ["各市州财政局"]);
}

#[test]
fn lines_of_the_page_above_the_recipients_are_not_addressed() {
    for line in [
        "本文来源：财政厅",
        "湖北省财政厅 czt.hubei.gov.cn 时间：2019年04月03日 10:25",
        "法规效力：现行有效",
        "执行日期：2019-05-01",
        "著录日期 生效日期",
        "【字体：",
        "湖北省下达2019年茶园改造补助资金的通知",
    ] {
        let read = notice(&[TITLE, line, "各市州财政局：", "现下达你市2019年茶园改造补助资金12万元。", "湖北省财政厅", "2019年4月2日"]);
        assert_eq!(recipients(&read), ["各市州财政局"], "{line}");
    }
    let glued = notice(&[&format!("{TITLE}各市州财政局："), "现下达你市2019年茶园改造补助资金12万元。"]);
    assert_eq!(title(&glued), Some(TITLE));
    assert_eq!(recipients(&glued), ["各市州财政局"]);
}

#[test]
fn classes_of_places_behind_a_body_are_addressed() {
    for (line, groups) in [
        ("县水利局，各镇（街道）：", ["县水利局", "各镇（街道）"].as_slice()),
        ("市林业局，各县（市）：", &["市林业局", "各县（市）"]),
        ("云台乡财政所：", &["云台乡财政所"]),
    ] {
        let read = notice(&["关于下达2021年护林补助资金的通知", line, "现下达你们2021年护林补助资金8万元，请专款专用。"]);
        assert_eq!(recipients(&read), groups, "{line}");
    }
}

#[test]
fn a_title_without_about_leaves_the_lines_above() {
    for above in ["公元 月 农历 年 [ 年 ]", "归档时间:2021/3/4 10:20:30", "无障碍阅读 登录 注册"] {
        let read = notice(&[above, "潜江市民政局2020年度助学公益金使用情况公示", "2020年我市下拨助学公益金9万元。"]);
        assert_eq!(title(&read), Some("潜江市民政局2020年度助学公益金使用情况公示"), "{above}");
        assert_eq!(issuers(&read), ["潜江市民政局"], "{above}");
    }
}

#[test]
fn two_bodies_without_a_blank_are_two() {
    for (title, bodies) in [
        ("辽宁省财政厅辽宁省农业厅关于下达2016年苗圃补助资金的通知", ["辽宁省财政厅", "辽宁省农业厅"]),
        ("重庆市财政局重庆市教育委员会关于下达2016年校舍补助资金的通知", ["重庆市财政局", "重庆市教育委员会"]),
        ("辽宁省财政厅省林业厅关于下达2016年苗圃补助资金的通知", ["辽宁省财政厅", "辽宁省林业厅"]),
    ] {
        let read = notice(&[title, "各市财政局：", "现下达补助资金7万元。"]);
        assert_eq!(issuers(&read), bodies);
        assert_eq!(read.level.as_ref().map(|fact| fact.value), Some(Level::Province));
    }
    // The signature shortens what the title prints in full; names and date share a line.
    let read = notice(&[
        "辽宁省财政厅 辽宁省住房和城乡建设厅关于下达2016年危房改造补助资金的通知",
        "各市财政局：",
        "现下达补助资金7万元，请专款专用。",
        "辽宁省财政厅、辽宁省住建厅2016年5月3日",
    ]);
    assert_eq!(issuers(&read), ["辽宁省财政厅", "辽宁省住房和城乡建设厅"]);
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2016-05-03"));
}

#[test]
fn a_forwarding_title_that_passes_on_gives() {
    let read = notice(&[
        "宜昌市财政局关于转发鄂财农〔2020〕14号文件下达2020年茶园改造补助资金的通知",
        "各县市财政局：",
        "现将鄂财农〔2020〕14号文件转发给你们，并下达2020年茶园改造补助资金31万元，请遵照执行。",
        "宜昌市财政局",
        "2020年6月8日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    assert_eq!(year(&read), Some(2020));
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("茶园改造补助资金"));
    let cited = read.citations.iter().find(|citation| citation.number.is_some()).unwrap();
    assert_eq!(cited.role, CitationRole::Upstream);
}

#[test]
fn the_year_beside_the_money_is_the_budget_year() {
    for (text, expected) in [
        ("根据《节水行动方案（2018—2021年）》（鄂水发〔2018〕3号），现下达你县2022年节水改造资金5万元。", Some(2022)),
        ("核减你县2015-2017年度任务，现收回资金31万元，通过年终结算办理。", None),
    ] {
        assert_eq!(year(&notice(&["县水利局：", text])), expected, "{text}");
    }
}

#[test]
fn papers_without_a_name_are_not_one() {
    let one = notice(&["甲村今年修渠三条，群众满意。"]);
    let other = notice(&["乙村今年种树千株，长势良好。"]);
    assert_ne!(one.id, other.id);
}

/// A slip whose table has these rows.
fn slip(rows: &[&[&str]]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in ["宜都市财政局", "预算指标追加通知单", "都财指〔2022〕57号", "单位：元"] {
        builder.paragraph(line);
    }
    let cells = (0..).zip(rows).flat_map(|(row, cells)| {
        (0..).zip(*cells).map(move |(col, text)| CellDraft { row, col, text: (*text).into(), ..CellDraft::default() })
    });
    builder.table(&TableDraft { cells: cells.collect(), mark: TableMark::Markup, page: None, bbox: None }).unwrap();
    builder.paragraph("2022年9月6日");
    parse(&builder.finish("x"), &Hints::default())
}

#[test]
fn a_quota_slip_is_read_by_its_labels() {
    let read = slip(&[
        &["预算单位", "市林业局", "预算年度", "2022"],
        &["功能科目", "2130205 森林资源培育", "经济科目", "50502 商品和服务支出"],
        &["项目名称", "苗圃改造补助资金", "资金性质", "一般公共预算"],
        &["追加金额（大写）", "贰拾壹万元整", "追加金额（小写）", "210,000.00"],
        &["依据文号", "宜市财农〔2022〕33号"],
    ]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    assert_eq!(year(&read), Some(2022));
    let sum = read.amounts.iter().find(|amount| amount.role == AmountRole::Total).unwrap();
    assert_eq!((sum.text.as_str(), sum.money.unwrap().to_string().as_str()), ("210,000.00", "210000"));
    assert_eq!(sum.confidence, Confidence::Certain);
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("苗圃改造补助资金"));
    let codes: Vec<&str> = read.budget_subjects.iter().map(|fact| fact.value.code.as_str()).collect();
    assert_eq!(codes, ["2130205", "50502"]);
    let cited = read.citations.first().unwrap();
    assert_eq!((cited.role, cited.number.as_ref().unwrap().to_string().as_str()), (CitationRole::Upstream, "宜市财农〔2022〕33号"));
}

#[test]
fn a_slip_with_a_head_row_or_in_prose_is_read_too() {
    let read = slip(&[
        &["预算单位", "功能科目", "项目名称", "金额", "依据文号"],
        &["市林业局", "2130205", "苗圃改造补助资金", "210,000.00", "宜市财农〔2022〕33号"],
        &["合计", "", "", "210,000.00", ""],
    ]);
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("苗圃改造补助资金"));
    assert_eq!(read.citations.iter().map(|citation| citation.role).collect::<Vec<_>>(), [CitationRole::Upstream]);
    assert!(read.amounts.iter().all(|amount| amount.role != AmountRole::Total), "the rows give the money");
    let told = notice(&["预算指标追加通知单", "市林业局：", "根据宜市财农〔2022〕33号，追加你单位2022年苗圃改造补助资金210,000.00元。"]);
    assert_eq!((told.kind.value, year(&told)), (NoticeKind::Issue, Some(2022)));
    assert_eq!(told.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("苗圃改造补助资金"));
}

#[test]
fn the_number_may_stand_before_the_body_in_the_titles_line() {
    let read = notice(&[
        "您当前的位置：首页 > 公告公示",
        "襄财农〔2019〕33号 襄阳市财政局关于下达2019年茶园改造补助资金的通知",
        "各县（市、区）财政局：",
        "根据省财政厅通知，现下达茶园改造补助资金60万元，请按规定用途使用。",
    ]);
    assert_eq!(read.number.map(|fact| fact.value.to_string()).as_deref(), Some("襄财农〔2019〕33号"));
    assert_eq!(read.title.map(|fact| fact.value).as_deref(), Some("襄阳市财政局关于下达2019年茶园改造补助资金的通知"));
}

#[test]
fn what_a_picture_left_is_no_title() {
    let read = notice(&["![]() 公告公示 |", TITLE, "各市、州财政局：", "现下达茶园改造补助资金60万元，请按规定用途使用。"]);
    assert_eq!(title(&read), Some(TITLE));
    assert_eq!(read.kind.value, NoticeKind::Issue);
    let read =
        notice(&["<image>data:image/s3,\"s3://bucket/6930b/69.png\" alt=\"\"</image>", TITLE, "各市、州财政局：", "现下达资金60万元。"]);
    assert_eq!(title(&read), Some(TITLE));
}

#[test]
fn the_number_stands_in_a_cell_of_the_pages_box_or_behind_a_word_of_its_menu() {
    let body = "现下达你镇市级维修养护资金36万元，列“2130316农田水利”科目。";
    for line in ["| 文号： | 马财综〔2014〕29号 | 是否有效： | 是 |", "信息发布 马财综〔2014〕29号"] {
        let read =
            notice(&["马山县人民政府门户网站", line, "马山县财政局关于下达2014年农村危房改造补助资金的通知", "各乡镇人民政府：", body]);
        assert_eq!(read.number.unwrap().value.to_string(), "马财综〔2014〕29号", "{line}");
    }
}

#[test]
fn what_pinyin_and_advertising_put_into_a_page_is_no_part_of_the_notice() {
    let read = notice(&[
        "阜陽市財政局關於下達2020年高標准农田建設補助資金(zī jīn)的通知",
        "臨泉縣財政局：",
        "現下達你縣2020年補助資金(zījīn)1260萬元。",
        "更多政策請關注資訊網公众號，回复“補貼”領取500元券。",
    ]);
    assert_eq!(title(&read), Some("阜阳市财政局关于下达2020年高标准农田建设补助资金的通知"));
    assert_eq!(read.amounts.iter().map(|amount| amount.money.unwrap().to_string()).collect::<Vec<_>>(), ["12600000"]);
}

#[test]
fn a_report_whose_title_takes_two_lines_below_its_author() {
    let read = notice(&[
        "汉阴县教育体育和科技局",
        "2023年城乡义务教育补助经费（校舍安全保障）绩",
        "效自评报告",
        "安康市教育局：",
        "我局对2023年校舍安全保障资金开展自评，情况如下：年内支出688.6万元。",
        "汉阴县教育体育和科技局",
        "2024年2月28日",
    ]);
    assert_eq!(title(&read), Some("汉阴县教育体育和科技局 2023年城乡义务教育补助经费（校舍安全保障）绩效自评报告"));
}

#[test]
fn a_telegram_names_its_sender_before_the_number_and_a_colophon_may_shorten_its_word() {
    let read = notice(&[
        "发电单位：巴中市财政局　　等级：特急　　巴财明电〔2023〕7号",
        "关于紧急预拨地质灾害应急救灾资金的通知",
        "通江县、南江县财政局：",
        "现紧急预拨你县应急救灾资金650万元，用于人员转移安置。",
        "巴中市财政局",
        "2023年7月28日",
        "巴中市财政局办公室　2023年7月29日印",
    ]);
    assert_eq!(read.number.as_ref().map(|number| number.value.to_string()).as_deref(), Some("巴财明电〔2023〕7号"));
    assert_eq!(read.printed_on.as_ref().map(|date| date.value.to_string()).as_deref(), Some("2023-07-29"));
}
