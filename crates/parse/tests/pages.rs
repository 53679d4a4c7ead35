//! Notices as pages keep them when they are saved as text: without their title, under menus, on one line, with the cells of a
//! table one below the other (`docs/notice-form.md`, saved pages).

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

mod common;

use common::notice;
use hongtou_document::{CellDraft, DocumentBuilder, Format, TableDraft, TableMark};
use hongtou_notice::Notice;
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, NoticeKind};
use hongtou_parse::{Hints, parse};

fn recipients(notice: &Notice) -> Vec<&str> {
    notice.recipients.iter().map(|fact| fact.value.name.as_str()).collect()
}

fn title(notice: &Notice) -> Option<&str> {
    notice.title.as_ref().map(|fact| fact.value.as_str())
}

fn sums(notice: &Notice) -> Vec<(String, AmountRole)> {
    notice.amounts.iter().map(|amount| (amount.text.to_string(), amount.role)).collect()
}

fn cells(notice: &Notice) -> Vec<(String, String)> {
    notice.allocations.iter().map(|row| (row.recipient.to_string(), row.text.to_string())).collect()
}

#[test]
fn the_act_stands_in_for_a_lost_title() {
    let read = notice(&[
        "县水利局:",
        "根据市财政局《关于下达2021年抗旱补助资金的通知》(渝财农〔2021〕77号),现将2021年抗旱补助资金36万元下达你局,专项用于提水设备购置。",
        "城口县财政局",
        "2021年6月1日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    assert_eq!(read.kind.confidence, Confidence::Likely);
    assert_eq!(title(&read), None);
    assert_eq!(recipients(&read), ["县水利局"]);
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("抗旱补助资金"));
    assert_eq!(read.budget_year.as_ref().map(|fact| fact.value), Some(2021));
    assert_eq!(read.citations.first().map(|citation| citation.role), Some(CitationRole::Upstream));
    assert_eq!(sums(&read), [("36万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn news_of_an_act_passes_nothing_on() {
    let read = notice(&["近日,市财政局下达2022年农村公路养护资金520万元,此次下达的资金由各县统筹使用。"]);
    assert_eq!(read.kind.value, NoticeKind::Other);
    assert!(read.amounts.iter().all(|amount| amount.role != AmountRole::Total));
}

#[test]
fn sums_in_links_to_news_are_no_money_of_the_notice() {
    let read = notice(&[
        "法规库",
        "关于拨付2020年湿地保护补助资金的通知",
        "发布时间：2020-05-06 来源：市财政局",
        "有关县财政局：",
        "现拨付2020年湿地保护补助资金90万元。",
        "某市财政局",
        "2020年5月4日",
        "上一篇：逾30亿元资金下达各地",
        "下一篇：我市争取补助资金2亿元",
    ]);
    assert_eq!(title(&read), Some("关于拨付2020年湿地保护补助资金的通知"));
    assert_eq!(recipients(&read), ["有关县财政局"]);
    assert_eq!(sums(&read), [("90万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn a_heading_above_the_notices_own_title() {
    let read = notice(&[
        "当前位置：首页 > 通知",
        "娄底市财政局关于下达2022年病险水库资金的通知",
        "来源：娄底市财政局",
        "娄底市财政局关于下达2022年病险水库资金的通知",
        "娄财农指〔2022〕18号",
        "各县市区财政局：",
        "现下达资金70万元。",
    ]);
    assert_eq!(title(&read), Some("娄底市财政局关于下达2022年病险水库资金的通知"));
    assert_eq!(recipients(&read), ["各县市区财政局"]);
    assert_eq!(read.number.map(|fact| fact.value.to_string()).as_deref(), Some("娄财农指〔2022〕18号"));
}

#[test]
fn what_was_issued_in_advance_is_passed_on_as_an_advance_until_its_year_is_over() {
    let kind = |number: &str| {
        notice(&[
            number,
            "关于下达2024年水土保持补助资金的通知",
            "各县财政局：",
            "根据《省财政厅关于提前下达2024年水土保持补助资金的通知》（晋财农〔2023〕211号），现下达资金80万元。",
        ])
        .kind
        .value
    };
    assert_eq!(kind("临财农〔2023〕90号"), NoticeKind::Advance);
    assert_eq!(kind("临财农〔2024〕9号"), NoticeKind::Advance);
    assert_eq!(kind("临财农〔2025〕9号"), NoticeKind::Issue);
}

#[test]
fn the_average_in_a_funds_name_is_no_standard() {
    let read = notice(&[
        "粤财教〔2021〕9号",
        "关于下达2021年幼儿园生均经费补助资金的通知",
        "各市财政局：",
        "现下达2021年幼儿园生均经费补助资金共450万元。按生均500元的标准拨付。",
    ]);
    assert_eq!(sums(&read), [("450万元".to_owned(), AmountRole::Total), ("500元".to_owned(), AmountRole::Standard)]);
}

#[test]
fn a_cell_lost_without_a_trace_is_found_by_the_totals() {
    let mut lines =
        vec!["关于下达2022年救助资金的通知", "各县财政局：", "现下达资金100万元。", "单位：万元", "县区", "合计", "中央资金", "省级资金"];
    lines.extend(["合计", "100", "70", "30", "宁武县", "60", "40", "20", "静乐县", "30", "30", "神池县", "10", "10"]);
    let read = notice(&lines);
    let row = |name: &str| -> Vec<(String, String)> {
        read.allocations
            .iter()
            .filter(|row| row.recipient == name)
            .map(|row| (row.column.as_deref().unwrap_or_default().to_owned(), row.text.to_string()))
            .collect()
    };
    let pair = |column: &str, text: &str| (column.to_owned(), text.to_owned());
    assert_eq!(row("静乐县").first(), Some(&pair("合计", "30")));
    assert!(row("静乐县").contains(&pair("中央资金", "30")), "{:?}", row("静乐县"));
    assert!(row("神池县").contains(&pair("省级资金", "10")), "{:?}", row("神池县"));
}

#[test]
fn one_row_is_a_table_where_the_text_tells_its_sum() {
    let lines = |sum: &'static str| {
        notice(&["关于下达2017年村级公益事业奖补资金的通知", "各乡镇财政所：", sum, "县市区", "奖补资金", "临武县", "58"])
    };
    assert_eq!(cells(&lines("现安排奖补资金58万元。")), [("临武县".to_owned(), "58".to_owned())]);
    assert_eq!(cells(&lines("现安排奖补资金85万元。")), []);
}

#[test]
fn sums_told_in_a_list_with_the_fund_between() {
    let read = notice(&[
        "现将省财政厅下达我市2019年省级扶贫资金90万元,予以公告。",
        "巴州区:省级扶贫资金40万元;",
        "恩阳区:省级扶贫资金50万元。",
        "巴中市财政局",
        "2019年2月18日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    assert_eq!(cells(&read), [("巴州区".to_owned(), "40万元".to_owned()), ("恩阳区".to_owned(), "50万元".to_owned())]);
}

#[test]
fn a_letter_in_front_of_the_digits_of_a_sum() {
    let read = notice(&["关于下达2021年小麦病虫防控资金的通知", "各县财政局：", "现下达资金l260万元。"]);
    let sum = read.amounts.first().map(|amount| (amount.money.map(|money| money.to_string()), amount.confidence));
    assert_eq!(sum, Some((Some("12600000".to_owned()), Confidence::Doubtful)));
}

/// A document of paragraphs below a table, as readers of text give rows parted by bars.
fn below_a_box(rows: &[&[&str]], lines: &[&str]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    let cells = (0..).zip(rows).flat_map(|(row, cells)| {
        (0..).zip(*cells).map(move |(col, text)| CellDraft { row, col, text: (*text).into(), ..CellDraft::default() })
    });
    builder.table(&TableDraft { cells: cells.collect(), mark: TableMark::Delimited, page: None, bbox: None }).unwrap();
    for line in lines {
        builder.paragraph(line);
    }
    parse(&builder.finish("x"), &Hints::default())
}

fn issuers(notice: &Notice) -> Vec<&str> {
    notice.issuers.iter().map(|fact| fact.value.name.as_str()).collect()
}

#[test]
fn a_box_drawn_as_a_table_tells_number_title_issuer_and_date() {
    let read = below_a_box(
        &[
            &["索 引 号:", "0043/2023-12", "主题分类:", "财政"],
            &["发布机构:", "桃源县农业农村局", "成文日期:", "2023年05月06日"],
            &["标 题:", "桃源县农业农村局关于下达2023年蔬菜产业补助资金的通知", "", ""],
            &["文 号:", "桃农计〔2023〕8号", "发布日期:", "2023年05月09日"],
        ],
        &["各乡镇人民政府:", "现下达2023年蔬菜产业补助资金46万元,请专款专用。", "一、及时拨付资金"],
    );
    assert_eq!(read.number.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("桃农计〔2023〕8号"));
    assert_eq!(title(&read), Some("桃源县农业农村局关于下达2023年蔬菜产业补助资金的通知"));
    assert_eq!(issuers(&read), ["桃源县农业农村局"]);
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2023-05-06"));
    // Without colons, the title in the box alone.
    let read = below_a_box(
        &[
            &["索引号", "0043/2023-13", "信息分类", "水利"],
            &["信息名称", "关于下达2023年河道治理资金的通知", "", ""],
            &["时效", "", "", ""],
        ],
        &["各乡镇人民政府:", "现下达2023年河道治理资金20万元。", "桃源县水利局", "2023年7月1日"],
    );
    assert_eq!(title(&read), Some("关于下达2023年河道治理资金的通知"));
    assert_eq!(recipients(&read), ["各乡镇人民政府"]);
}

#[test]
fn a_table_of_the_notice_is_no_box() {
    let read = below_a_box(&[&["名称", "金额"], &["甲镇", "12"], &["乙镇", "8"]], &["单位：万元"]);
    assert!(read.title.is_none());
}

#[test]
fn the_way_to_a_page_is_no_title_and_a_list_of_labels_tells_the_date() {
    let read = notice(&[
        ">>政务公开>>通知公告",
        "• 备注/文号:桃财农〔2023〕21号",
        "• 公文生成日期:2023-06-07",
        "桃源县财政局关于下达2023年农田水利资金的通知",
        "各乡镇财政所:",
        "现下达2023年农田水利资金31万元,请按规定使用,并于年底前报送",
    ]);
    assert_eq!(title(&read), Some("桃源县财政局关于下达2023年农田水利资金的通知"));
    assert_eq!(read.number.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("桃财农〔2023〕21号"));
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2023-06-07"));
}

#[test]
fn the_title_right_above_the_number_is_the_notices_own() {
    let read = notice(&[
        "湖南下达2023年水库维修资金的通知",
        "来源:水利网",
        "湖南省财政厅 湖南省水利厅下达资金,其中水库维修资金300万元。",
        "湖南省财政厅 湖南省水利厅关于下达2023年水库维修资金的通知",
        "湘财农〔2023〕35号",
        "各市州财政局、水利局:",
        "现下达2023年水库维修资金300万元。",
    ]);
    assert_eq!(title(&read), Some("湖南省财政厅 湖南省水利厅关于下达2023年水库维修资金的通知"));
    assert_eq!(issuers(&read), ["湖南省财政厅", "湖南省水利厅"]);
}

#[test]
fn an_inner_office_above_the_title_and_an_address_are_no_issuers() {
    let read = notice(&[
        "经济建设处",
        "湖南省财政厅关于下达2023年公路养护资金的通知",
        "湘财建〔2023〕60号",
        "现下达2023年公路养护资金500万元,请及时拨付。",
        "湖南省财政厅",
        "2023年8月2日 |",
    ]);
    assert_eq!(issuers(&read), ["湖南省财政厅"]);
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2023-08-02"));
    let read = notice(&[
        "关于桃源县2023年衔接资金分配结果的公告",
        "现将2023年衔接资金1200万元分配情况公告如下。",
        "通讯地址:桃源县乡村振兴局",
        "桃源县乡村振兴局",
        "2023年3月4日",
    ]);
    assert_eq!(issuers(&read), ["桃源县乡村振兴局"]);
}

#[test]
fn an_unsigned_announcement_is_by_the_body_that_its_page_names() {
    let read = notice(&[
        "日期:2021年5月19日 来源:大余县水利局",
        "按《赣州市财政局关于下达2021年小型水库维修养护资金的通知》(赣财农〔2021〕28号),现将2021年小型水库维修养护资金安排情况予以公示:池江镇46万元。",
    ]);
    assert_eq!(issuers(&read), ["大余县水利局"]);
    assert_eq!(read.issuers.first().map(|fact| fact.confidence), Some(Confidence::Likely));
    assert_eq!(read.budget_year.as_ref().map(|fact| fact.value), Some(2021));
    assert_eq!(read.fund_name.as_ref().map(|fact| fact.value.as_str()), Some("小型水库维修养护资金"));
}

#[test]
fn a_number_may_open_the_line_that_holds_the_whole_notice() {
    let read = notice(&[
        "赣财农〔2022〕9号各县(市)财政局、水利局:依据《江西省财政厅关于下达2022年渠道整修资金(第一批)的通知》(赣财农〔2022〕3号),按各县渠道长度,\
         现下达2022年渠道整修资金(长度因素部分)638.2万元(详见附件),用于渠道清淤和衬砌,请抓紧组织施工,入冬以前完工,并把完工情况报市水利局,\
         附件:资金分配表赣州市财政局赣州市水利局2022年3月11日",
    ]);
    assert_eq!(read.number.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("赣财农〔2022〕9号"));
    assert_eq!(recipients(&read), ["各县（市）财政局、水利局"]);
    assert_eq!(sums(&read), [("638.2万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn a_form_whose_head_words_are_broken_and_whose_blank_lines_stand_is_read() {
    let lines = [
        "项目支出绩效自评表",
        "2022年度)",
        "项目名称",
        "校舍维修经费",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度",
        "指标值",
        "实际",
        "完成值",
        "分值",
        "得分",
        "偏差原因分析及改进措施",
        "产出指标",
        "数量指标",
        "预算执行率",
        "100%",
        "86%",
        "20",
        "18",
        "尾款未付,年底前付清。下年提前安排。",
        "指标2",
        "……",
        "质量指标",
        "指标1验收合格率",
        "100%",
        "100%",
        "10",
        "10",
        "效益指标",
        "社会效益",
        "指标",
        "受益学生",
        "≥500人",
        "512人",
        "10",
        "10",
    ];
    let read = notice(&lines);
    let text = |value: Option<&hongtou_notice::IndicatorValue>| value.map_or("-".to_owned(), |value| value.text.to_string());
    let told: Vec<String> = read
        .indicators
        .iter()
        .map(|row| {
            let level = row.level2.as_deref().unwrap_or("-");
            format!("{level} {} {} {}", row.level3, text(row.target.as_ref()), text(row.achieved.as_deref()))
        })
        .collect();
    assert_eq!(told, ["数量指标 预算执行率 100% 86%", "质量指标 指标1验收合格率 100% 100%", "社会效益指标 受益学生 ≥500人 512人"]);
    assert_eq!(read.budget_year.as_ref().map(|fact| fact.value), Some(2022));
}

#[test]
fn what_stands_left_of_the_levels_is_no_indicator() {
    let rows: &[&[&str]] = &[
        &["单位名称", "项目名称", "预算数", "年度目标", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位"],
        &["820-漆河镇部门", "8,827,620.53", "", "", "", "", "", "", "", ""],
        &["漆河镇人民政府", "村干部报酬", "3,309,840.00", "按时发放", "产出指标", "数量指标", "发放人数", "≥", "95", "人"],
        &["产出指标", "时效指标", "发放及时率", "≥", "98", "%", "", "", "", ""],
        &["组织活动经费", "660,000.00", "包括必要的办公用品费", "满意度指标", "服务对象满意度指标", "群众满意度", "≥", "90", "%", ""],
    ];
    let read = below_a_box(rows, &[]);
    let told: Vec<(Option<&str>, &str)> = read.indicators.iter().map(|row| (row.level2.as_deref(), row.level3.as_str())).collect();
    assert_eq!(told, [(Some("数量指标"), "发放人数"), (Some("时效指标"), "发放及时率"), (Some("服务对象满意度指标"), "群众满意度")]);
}

#[test]
fn a_title_below_the_pages_heading_bears_its_bodies() {
    let read = notice(&[
        "关于下达2021年森林抚育补助资金的通知",
        "发布时间：2022-11-01",
        "安化县林业局 安化县财政局",
        "关于下达2021年森林抚育补助资金的通知",
        "渠江镇、烟溪镇、马路镇人民政府：",
        "现下达2021年森林抚育补助资金160万元。",
    ]);
    assert_eq!(
        title(&read).map(|title| title.replace(' ', "")).as_deref(),
        Some("安化县林业局安化县财政局关于下达2021年森林抚育补助资金的通知")
    );
    assert_eq!(issuers(&read), ["安化县林业局", "安化县财政局"]);
    assert_eq!(recipients(&read), ["渠江镇、烟溪镇、马路镇人民政府"]);
}

#[test]
fn a_note_that_settles_a_year_and_a_plan_made_public() {
    let read = notice(&[
        "桃财综〔2025〕9号",
        "县交通运输局:",
        "根据《湖南省财政厅关于提前下达2024年(清算2023年度)农村客运补贴资金的通知》(湘财综〔2023〕72号),现将2024年(清算2023年度)农村客运补贴资金共328万元下达给你们。",
        "桃源县财政局",
        "2025年6月10日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Issue);
    let read = notice(&[
        "省下达我县2025年农村客运补贴资金共390万元,其中涨价补贴资金255万元。",
        "按照有关规定,我局制定了《2025年农村客运补贴资金分配方案》,向社会公示,公示期为7个工作日。",
        "桃源县交通运输局",
        "2025年7月25日",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Announcement);
    assert_eq!(read.budget_year.as_ref().map(|fact| fact.value), Some(2025));
}

#[test]
fn the_title_stands_below_the_day_of_posting_and_what_the_box_says_of_the_matter() {
    let read = notice(&[
        "首页 机构概况 政务公开 政务服务 互动交流",
        "索引号006939/2020-113    分类",
        "财政、金融、审计、",
        "通知",
        "2020-03-01",
        "某省财政厅关于安排2020年度疫情防控补助资金（第二批）的通知",
        "各地级以上市财政局：",
        "根据《财政部关于下达资金的通知》（财社〔2020〕6号），现安排你市资金30000万元，专项用于疫情防控。",
        "某省财政厅",
        "2020年2月28日",
    ]);
    assert_eq!(title(&read), Some("某省财政厅关于安排2020年度疫情防控补助资金（第二批）的通知"));
    assert_eq!(read.kind.value, NoticeKind::Issue);
    assert_eq!(sums(&read), [("30000万元".to_owned(), AmountRole::Total)]);
}

#[test]
fn the_fund_box_of_a_form_told_one_cell_a_line_is_read() {
    let read = notice(&[
        "项目支出绩效自评表",
        "（2022年度）",
        "项目名称",
        "校舍维修经费",
        "项目资金（万元）",
        "年初",
        "预算数",
        "全年",
        "预算数",
        "全年",
        "执行数",
        "分值",
        "执行率",
        "得分",
        "年度资金总额",
        "43.2",
        "40.2",
        "37.24",
        "10",
        "93%",
        "9",
        "上年结转资金",
        "其他资金",
        "年度总体目标",
        "预期目标",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "实际完成值",
        "分值",
        "得分",
        "产出指标",
        "数量指标",
        "维修面积",
        "≥500平方米",
        "512平方米",
        "10",
        "10",
        "满意度指标",
        "服务对象满意度指标",
        "学生满意度",
        "≥90%",
        "95%",
        "10",
        "10",
    ]);
    let told: Vec<(String, AmountRole, Confidence)> = read
        .amounts
        .iter()
        .map(|amount| (amount.money.map_or(String::new(), |sum| sum.to_string()), amount.role, amount.confidence))
        .collect();
    assert!(told.contains(&("402000".to_owned(), AmountRole::Budget, Confidence::Likely)), "{told:?}");
    assert!(told.contains(&("372400".to_owned(), AmountRole::Executed, Confidence::Likely)), "{told:?}");
}

#[test]
fn text_that_ran_into_a_form_is_still_text() {
    let read = notice(&[
        "根据《河南省财政厅关于提前下达2023年农机购置补贴资金预算的通知》（豫财农〔2022〕563号），现提前下达2023年农机购置补贴资金560,000元（详见附件1），支出列“2130122农业生产发展”，并就有关事项通知如下：一、各地应将提前下达数编入预算。二、该项资金为中央直达资金，标识为“01中央直达资金”，贯穿资金分配、拨付、使用和监管全过程，保持不变。三、请各地对照绩效目标（详见附件2）做好绩效运行监控，定期报送资金使用和机具补贴情况，年终开展绩效自评，评价结果作为以后年度安排资金的依据，不得截留、挤占、挪用，发现问题及时整改，并将整改情况报市财政局和市农业农村局备案，各县区财政局要会同农业农村部门加强监督检查，确保资金安全有效使用，补贴对象为从事农业生产的个人和农业生产经营组织，补贴机具应当为列入目录的产品，办理流程应当公开透明，补贴信息应当全程公示，接受群众监督。附件：1.分配情况表2.区域绩效目标表鹤壁市财政局2022年12月14日附件1 农机购置补贴资金分配情况表 单位：元 单位 科目 金额 备注 浚县 2130122农业生产发展 386,000.00 淇县 2130122农业生产发展 174,000.00 合计 560,000.00 附件2 区域绩效目标表 一级指标 二级指标 三级指标 指标值 产出指标 数量指标 补贴机具数量 ≥1350台套 质量指标 投诉处理率 ≥95% 满意度指标 服务对象满意度指标 购机者满意度 ≥90%",
    ]);
    assert_eq!(read.kind.value, NoticeKind::Advance);
    assert_eq!(sums(&read), [("560,000元".to_owned(), AmountRole::Total)]);
    let rows = [("浚县", "386,000.00"), ("淇县", "174,000.00"), ("合计", "560,000.00")];
    assert_eq!(cells(&read), rows.map(|(name, text)| (name.to_owned(), text.to_owned())));
    assert_eq!(read.indicators.len(), 3);
    assert_eq!(read.upstream_numbers().count(), 1);
    assert_eq!(read.direct_fund_tags.len(), 1);
}

#[test]
fn bodies_with_the_date_behind_them_sign_below_a_long_line() {
    let read = notice(&[
        "天津市蓟州区财政局 天津市蓟州区体育局关于下达2020年全民健身项目资金的通知",
        "有关镇人民政府：",
        "现下达2020年全民健身项目资金90万元。",
        "附件：2020年体育彩票公益金支持全民健身项目资金安排表",
        "天津市蓟州区财政局 天津市蓟州区体育局2020年9月11日",
        "（联系人：区财政局教科文科）",
    ]);
    let bodies: Vec<&str> = read.issuers.iter().map(|fact| fact.value.name.as_str()).collect();
    assert_eq!(bodies, ["天津市蓟州区财政局", "天津市蓟州区体育局"]);
    assert_eq!(read.issued_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2020-09-11"));
}

#[test]
fn the_office_of_a_page_is_no_issuer_and_its_labels_may_be_traditional() {
    let read = notice(&[
        "网上政务大厅",
        "信息发布 鹤财农〔2018〕26号",
        "淇县财政局：",
        "现下达你县扶贫资金35万元。",
        "鹤壁市财政局 鹤壁市扶贫办公室",
        "2018年7月31日",
    ]);
    let bodies: Vec<&str> = read.issuers.iter().map(|fact| fact.value.name.as_str()).collect();
    assert_eq!(bodies, ["鹤壁市财政局", "鹤壁市扶贫办公室"]);
    let read = notice(&[
        "- 備注/文號：威財環〔2021〕14號",
        "- 發布機構：威海市財政局",
        "關于下達2021年海洋生態保護修復資金的通知",
        "榮成市財政局：",
        "現下達資金94萬元。",
    ]);
    assert_eq!(read.number.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("威财环〔2021〕14号"));
}

#[test]
fn targets_told_in_paragraphs_of_a_notice() {
    let read = notice(&[
        "鹤壁市财政局关于下达2023年生态林管护补助资金的通知",
        "淇县财政局：",
        "现下达你县补助资金416.8万元。绩效目标如下：",
        "（一）数量指标：管护生态林面积≥51.2万亩；聘用管护员≥3800人。",
        "（二）时效指标：管护补助按季发放率100%。",
    ]);
    let told: Vec<(Option<&str>, &str, &str)> = read
        .indicators
        .iter()
        .map(|one| (one.level2.as_deref(), &*one.level3, one.target.as_ref().map_or("", |target| target.text.as_str())))
        .collect();
    let wanted = [
        (Some("数量指标"), "管护生态林面积", "≥51.2万亩"),
        (Some("数量指标"), "聘用管护员", "≥3800人"),
        (Some("时效指标"), "管护补助按季发放率", "100%"),
    ];
    assert_eq!(told, wanted);
}

#[test]
fn items_of_a_list_of_attachments_may_begin_with_a_year() {
    let read = notice(&[
        "鹤壁市财政局关于下达2024年中医药补助资金的通知",
        "浚县财政局：",
        "现下达资金90万元。",
        "附件：1.2024年中医药补助资金分配表",
        "2.2024年中医药补助资金区域绩效目标表",
        "鹤壁市财政局",
        "2024年6月14日",
    ]);
    let titles: Vec<&str> = read.attachments.iter().map(|fact| fact.value.title.as_str()).collect();
    assert_eq!(titles, ["2024年中医药补助资金分配表", "2024年中医药补助资金区域绩效目标表"]);
}

#[test]
fn what_older_papers_print() {
    let read = notice(&[
        "延财农指〔2010〕8号",
        "关于预拨2009年秋播小麦良种补贴资金的通知",
        "康庄镇、旧县镇财政科：",
        "现预拨资金7.86万元，列2010年政府收支分类科目第213类“农林水支出”第03款“水利”第14项“防汛”。",
        "延庆县财政局",
        "2010年1月18日",
        "延庆县财政局办公室　　2010年1月19日印发　　共印12份",
    ]);
    assert_eq!(recipients(&read), ["康庄镇、旧县镇财政科"]);
    assert_eq!(read.printed_on.as_ref().map(|fact| fact.value.to_string()).as_deref(), Some("2010-01-19"));
    let subjects: Vec<&str> = read.budget_subjects.iter().map(|fact| fact.value.code.as_str()).collect();
    assert_eq!(subjects, ["2130314"]);
}
