//! How far facts can be relied on: pictures, sums, units, names, dates. Documents are made by hand.

#![expect(clippy::unwrap_used, reason = "a test may fail by panic, its helpers too")]

use hongtou_document::{CellDraft, Document, DocumentBuilder, Format, Page, Rect, TableDraft, TableMark, TextFrom};
use hongtou_notice::codes::{AmountRole, CitationRole, Confidence, Doubt};
use hongtou_notice::{Allocation, Doubts, Notice};
use hongtou_parse::{Hints, parse};
use proptest::prelude::*;

/// A notice of one page: lines of text and one table, each line and row 20 points high.
struct Paper {
    lines: Vec<String>,
    rows: Vec<Vec<&'static str>>,
    from: TextFrom,
    /// Words whose line or cell the reader is not sure of.
    unsure: Vec<&'static str>,
}

fn paper(from: TextFrom, sum: &str, rows: &[&[&'static str]]) -> Paper {
    let lines = [
        "贵州省财政厅文件",
        "黔财农〔2023〕101号",
        "贵州省财政厅关于下达2023年水利发展资金的通知",
        "各市（州）财政局：",
        &format!("现下达2023年水利发展资金{sum}，请专款专用。"),
        "贵州省财政厅",
        "2023年6月12日",
        "单位：万元",
    ];
    Paper { lines: lines.map(str::to_owned).to_vec(), rows: rows.iter().map(|row| row.to_vec()).collect(), from, unsure: Vec::new() }
}

impl Paper {
    fn unsure(mut self, word: &'static str) -> Self {
        self.unsure.push(word);
        self
    }

    fn replace(mut self, from: &str, to: &str) -> Self {
        self.lines.iter_mut().for_each(|line| *line = line.replace(from, to));
        self
    }

    fn document(&self) -> Document {
        let mut builder = DocumentBuilder::new(Format::Pdf);
        builder.text_from(self.from);
        builder.page(Page { number: 1, width: 595.0, height: 842.0, furniture: Vec::new(), text_from: self.from });
        let area = |row: usize, col: usize| {
            let (x, y) = (40.0 + 100.0 * f64::from(u32::try_from(col).unwrap()), 20.0 * f64::from(u32::try_from(row).unwrap()));
            Rect { x0: x, y0: y, x1: x + 90.0, y1: y + 18.0 }
        };
        for (at, line) in self.lines.iter().enumerate() {
            builder.lines([(line.as_str(), Some(1), Some(area(at, 0)))], true);
            if self.unsure.iter().any(|word| line.contains(word)) {
                builder.unsure(1, area(at, 0));
            }
        }
        let mut cells = Vec::new();
        for (row, texts) in self.rows.iter().enumerate() {
            for (col, text) in texts.iter().enumerate() {
                let place = area(self.lines.len() + row, col);
                if self.unsure.contains(text) {
                    builder.unsure(1, place);
                }
                cells.push(CellDraft {
                    row: u32::try_from(row).unwrap(),
                    col: u32::try_from(col).unwrap(),
                    text: (*text).to_owned(),
                    page: Some(1),
                    bbox: Some(place),
                    ..CellDraft::default()
                });
            }
        }
        builder.table(&TableDraft { cells, mark: TableMark::Ruled, page: Some(1), bbox: None }).unwrap();
        builder.finish("0".repeat(64))
    }

    fn notice(&self) -> Notice {
        parse(&self.document(), &Hints::default())
    }
}

const ROWS: &[&[&str]] = &[&["地区", "金额"], &["遵义市", "3200"], &["毕节市", "1500"], &["铜仁市", "300"], &["合计", "5000"]];

fn cell<'a>(notice: &'a Notice, recipient: &str) -> &'a Allocation {
    notice.allocations.iter().find(|cell| cell.recipient == recipient).unwrap()
}

fn state(cell: &Allocation) -> (Confidence, Doubts) {
    (cell.confidence, cell.doubts)
}

fn doubts<const N: usize>(list: [Doubt; N]) -> Doubts {
    list.into_iter().collect()
}

#[test]
fn a_file_of_characters_knows_no_picture() {
    let notice = paper(TextFrom::Text, "5000万元", ROWS).notice();
    assert_eq!(state(cell(&notice, "遵义市")), (Confidence::Certain, doubts([])));
    assert_eq!(notice.title.unwrap().confidence, Confidence::Certain);
}

#[test]
fn a_total_confirms_the_cells_of_a_picture() {
    let notice = paper(TextFrom::Ocr, "5000万元", ROWS).notice();
    for recipient in ["遵义市", "毕节市", "铜仁市", "合计"] {
        assert_eq!(state(cell(&notice, recipient)), (Confidence::Certain, doubts([Doubt::Ocr])), "{recipient}");
    }
    // Nothing else says what the title says.
    let title = notice.title.unwrap();
    assert_eq!((title.confidence, title.doubts), (Confidence::Likely, doubts([Doubt::Ocr])));
    // The code is in the table of codes; the sum stands in the table too.
    assert_eq!(notice.number.unwrap().confidence, Confidence::Certain);
    assert_eq!(notice.amounts[0].confidence, Confidence::Certain);
}

#[test]
fn a_name_like_a_division_that_none_bears_is_doubtful_in_a_picture() {
    let rows: &[&[&str]] = &[&["地区", "金额"], &["遵父市", "3000"], &["毕节市", "1200"], &["贵安新区", "800"], &["合计", "5000"]];
    let notice = paper(TextFrom::Ocr, "5000万元", rows).notice();
    let misread = cell(&notice, "遵父市");
    assert_eq!(state(misread), (Confidence::Doubtful, doubts([Doubt::Ocr, Doubt::UnknownRecipient])));
    assert_eq!(state(cell(&notice, "毕节市")).0, Confidence::Certain);
    assert_eq!(state(cell(&notice, "贵安新区")).0, Confidence::Likely);
    // The file's own characters are believed.
    let printed = paper(TextFrom::Text, "5000万元", rows).notice();
    assert!(!cell(&printed, "遵父市").doubts.iter().any(|doubt| doubt == Doubt::UnknownRecipient));
}

#[test]
fn without_a_total_a_picture_is_likely_at_best() {
    let rows = &ROWS[..4];
    let notice = paper(TextFrom::Ocr, "5000万元", rows).notice();
    assert_eq!(state(cell(&notice, "毕节市")), (Confidence::Likely, doubts([Doubt::Ocr])));
    assert_eq!(notice.amounts[0].confidence, Confidence::Likely);
}

#[test]
fn what_the_reader_is_not_sure_of_is_doubtful_unless_a_sum_settles_it() {
    let open = paper(TextFrom::Ocr, "5000万元", &ROWS[..4]).unsure("1500").notice();
    assert_eq!(state(cell(&open, "毕节市")), (Confidence::Doubtful, doubts([Doubt::Ocr])));
    let settled = paper(TextFrom::Ocr, "5000万元", ROWS).unsure("1500").notice();
    assert_eq!(state(cell(&settled, "毕节市")), (Confidence::Certain, doubts([Doubt::Ocr])));
}

#[test]
fn the_one_unsure_cell_of_a_column_that_misses_its_total_keeps_its_value() {
    let rows: &[&[&str]] = &[&["地区", "金额"], &["遵义市", "3200"], &["毕节市", "1800"], &["铜仁市", "300"], &["合计", "5000"]];
    let notice = paper(TextFrom::Ocr, "5000万元", rows).unsure("1800").notice();
    let culprit = cell(&notice, "毕节市");
    assert_eq!(culprit.money.unwrap().to_string(), "18000000");
    assert_eq!((culprit.confidence, culprit.doubts), (Confidence::Doubtful, doubts([Doubt::Ocr, Doubt::SumMismatch])));
}

#[test]
fn a_number_of_unknown_letters_needs_a_second_mention() {
    let once = paper(TextFrom::Ocr, "5000万元", ROWS).replace("黔财农", "黔财灌");
    assert_eq!(once.notice().number.unwrap().confidence, Confidence::Likely);
    let twice = paper(TextFrom::Ocr, "5000万元", ROWS).replace("黔财农", "黔财灌").replace("请专款专用", "黔财灌〔2023〕101号");
    assert_eq!(twice.notice().number.unwrap().confidence, Confidence::Certain);
}

#[test]
fn words_confirm_digits() {
    let notice = paper(TextFrom::Ocr, "700万元（大写：柒佰万元整）", &ROWS[..4]).notice();
    assert_eq!(notice.amounts[0].confidence, Confidence::Certain);
}

#[test]
fn a_column_that_misses_its_total_is_doubtful() {
    let rows: &[&[&str]] = &[&["地区", "金额"], &["遵义市", "3200"], &["毕节市", "1800"], &["合计", "4700"]];
    let notice = paper(TextFrom::Text, "4700万元", rows).notice();
    assert_eq!(state(cell(&notice, "遵义市")), (Confidence::Doubtful, doubts([Doubt::SumMismatch])));
}

#[test]
fn a_row_whose_parts_add_up_is_not_the_one_that_is_wrong() {
    let rows: &[&[&str]] = &[
        &["地区", "合计", "中央资金", "省级资金"],
        &["遵义市", "3200", "3000", "200"],
        &["毕节市", "1500", "1000", "500"],
        &["铜仁市", "390", "200", "100"],
        &["合计", "5000", "4200", "800"],
    ];
    let notice = paper(TextFrom::Text, "5000万元", rows).notice();
    assert_eq!(cell(&notice, "遵义市").confidence, Confidence::Likely);
    assert_eq!(cell(&notice, "铜仁市").confidence, Confidence::Doubtful);
}

#[test]
fn text_and_table_in_different_units() {
    let notice = paper(TextFrom::Text, "5000万元", ROWS).replace("单位：万元", "单位：元").notice();
    let found = cell(&notice, "遵义市");
    assert_eq!(found.confidence, Confidence::Doubtful);
    assert!(found.doubts.contains(Doubt::UnitConflict), "{:?}", found.doubts);
}

#[test]
fn a_sum_that_the_table_does_not_know_is_doubtful() {
    let notice = paper(TextFrom::Text, "5800万元", ROWS).notice();
    let total = notice.amounts.iter().find(|amount| amount.role == AmountRole::Total).unwrap();
    assert_eq!((total.confidence, total.doubts), (Confidence::Doubtful, doubts([Doubt::TotalDiffers])));
    assert_eq!(state(cell(&notice, "遵义市")), (Confidence::Likely, doubts([Doubt::TotalDiffers])));
}

#[test]
fn names_with_a_figure_or_a_misread_letter_are_doubtful() {
    let rows: &[&[&str]] = &[
        &["地区", "金额"],
        &["遵义市3200", "3200"],
        &["毕节市", "1500"],
        &["铜仁市", "200"],
        &["安顺市", "400"],
        &["六盘水市", "500"],
        &["贵阳市", "100"],
        &["道真具", "100"],
        &["合计", "6000"],
    ];
    let notice = paper(TextFrom::Text, "6000万元", rows).notice();
    for recipient in ["遵义市3200", "道真具"] {
        assert!(cell(&notice, recipient).doubts.contains(Doubt::UnknownRecipient), "{recipient}");
    }
    assert_eq!(cell(&notice, "毕节市").confidence, Confidence::Certain);
}

#[test]
fn dates_that_cannot_both_be_right() {
    let notice = paper(TextFrom::Text, "5000万元", ROWS).replace("2023年6月12日", "2028年6月12日").notice();
    let issued = notice.issued_on.unwrap();
    assert_eq!((issued.confidence, issued.doubts), (Confidence::Doubtful, doubts([Doubt::DateConflict])));
    assert_eq!(notice.number.unwrap().confidence, Confidence::Certain);
}

#[test]
fn a_source_of_a_later_year_is_doubtful() {
    let cites = "根据《财政部关于下达2023年水利发展资金的通知》（财农〔2029〕40号），现下达2023年水利发展资金";
    let notice = paper(TextFrom::Text, "5000万元", ROWS).replace("现下达2023年水利发展资金", cites).notice();
    let citation = &notice.citations[0];
    assert_eq!(citation.role, CitationRole::Upstream);
    assert_eq!((citation.confidence, citation.doubts), (Confidence::Doubtful, doubts([Doubt::SourceConflict])));
}

#[test]
fn indicators_that_do_not_fit_their_form() {
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标", "数量指标", "新建水库数量", "≥12座"],
        &["产出指标", "数量指标", "受益人数", "≥95%"],
        &["产出指标", "质量指标", "工程验收合格率", "295%"],
        &["产出指标", "质量指标", "≥90%", "100%"],
        &["效益指标", "社会效益指标", "供水保证率", "≥9O%"],
    ];
    let notice = paper(TextFrom::Text, "5000万元", rows).notice();
    let told = |name: &str| notice.indicators.iter().find(|row| row.level3 == name).map(|row| (row.confidence, row.doubts));
    assert_eq!(told("新建水库数量"), Some((Confidence::Certain, doubts([]))));
    assert_eq!(told("受益人数"), Some((Confidence::Doubtful, doubts([Doubt::UnitClash]))));
    assert_eq!(told("工程验收合格率"), Some((Confidence::Doubtful, doubts([Doubt::UnitClash]))));
    assert_eq!(told("供水保证率"), Some((Confidence::Doubtful, doubts([Doubt::DamagedText]))));
    assert!(told("≥90%").is_none_or(|(confidence, _)| confidence == Confidence::Doubtful));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Text that looks like the genre, in any order and state, as paragraphs and as rows of dumps.
    #[test]
    fn no_text_breaks_the_parser(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("贵州省财政厅文件\n"), Just("黔财农〔2023〕101号\n"), Just("关于下达2023年水利发展资金的通知\n"), Just("各市财政局：\n"),
                Just("现下达资金5000万元，其中："), Just("地区\t金额\t其中：中央\n"), Just("遵义市\t3200\t"), Just("合计\t5000\n"),
                Just("一级指标\t二级指标\t三级指标\t指标值\n"), Just("产出指标\t数量指标\t人数\t≥95%\n"), Just("附件：1.分配表\n"),
                Just("单位：万元\n"), Just("（"), Just("》"), Just("《"), Just("〔"), Just("\t"), Just("\n"), Just("99999999999999999999"),
                Just("2023年6月12日\n"), Just("财政部\n"), Just("抄送：省审计厅。\n"), Just("1,234.56"), Just("%"), Just("-"), Just("　"),
            ],
            0..40,
        ),
        from in prop_oneof![Just(TextFrom::Text), Just(TextFrom::Ocr)],
    ) {
        let text: String = parts.concat();
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.text_from(from);
        for line in text.split('\n').filter(|line| !line.is_empty()) {
            let cells: Vec<CellDraft> = (0..).zip(line.split('\t')).map(|(col, text)| CellDraft { col, text: text.into(), ..CellDraft::default() }).collect();
            if cells.len() > 1 {
                builder.table(&TableDraft { cells, mark: TableMark::Markup, page: None, bbox: None }).unwrap();
            } else {
                builder.paragraph(line);
            }
        }
        let document = builder.finish("0".repeat(64));
        let notice = parse(&document, &Hints::default());
        prop_assert_eq!(&notice, &parse(&document, &Hints::default()));
        for row in &notice.allocations {
            prop_assert!(from == TextFrom::Text || row.doubts.contains(Doubt::Ocr));
        }
    }
}

/// A notice of a county below a title, as lines of a dump.
fn told(title: &str, lines: &[&str]) -> Notice {
    let mut builder = DocumentBuilder::new(Format::Text);
    for line in ["环财农〔2024〕31号", title, "各乡镇人民政府："].iter().chain(lines) {
        builder.paragraph(line);
    }
    parse(&builder.finish("0".repeat(64)), &Hints::default())
}

fn doubtful(notice: &Notice) -> Vec<&str> {
    let doubtful = notice.amounts.iter().filter(|amount| amount.confidence == Confidence::Doubtful);
    doubtful.map(|amount| amount.text.as_str()).collect()
}

#[test]
fn what_is_due_is_what_was_paid_and_what_is_paid_now() {
    let title = "关于清算2023年小麦良种补贴资金的通知";
    let right = "2023年应补助资金合计2176万元，已预拨1850万元，本次清算下达326万元。";
    assert_eq!(doubtful(&told(title, &[right])), [""; 0]);
    assert_eq!(doubtful(&told(title, &[&right.replace("2176", "2716")])), ["2716万元", "1850万元", "326万元"]);
}

#[test]
fn parts_by_purpose_that_miss_their_whole_are_doubtful() {
    let title = "关于下达2024年地方政府债券资金的通知";
    let right = "现下达2024年地方政府债券资金1850万元，其中：一般债券650万元，专项债券1200万元。";
    assert_eq!(doubtful(&told(title, &[right])), [""; 0]);
    assert_eq!(doubtful(&told(title, &[&right.replace("650", "651")])), ["1850万元", "651万元", "1200万元"]);
    // Some of the whole are no sum of it.
    assert_eq!(doubtful(&told(title, &[&right.replace("1200", "120")])), [""; 0]);
}

#[test]
fn a_copy_that_breaks_off_leaves_its_last_sums_open() {
    let title = "关于下达2024年体育公益金的通知";
    let whole = "现下达2024年体育公益金163万元，专项用于全民健身设施建设和青少年体育活动。";
    assert_eq!(doubtful(&told(title, &[whole, "请专款专用。"])), [""; 0]);
    let cut = "具体安排如下：县文体局40万元用于器材购置和场地维修，县体育中心35万元用于夜间开放，其余资金待";
    assert!(doubtful(&told(title, &[whole, cut])).iter().all(|sum| *sum != "163万元"));
    assert!(!told(title, &[whole, cut]).amounts.iter().any(|amount| amount.text == "35万元" && amount.confidence != Confidence::Doubtful));
}

#[test]
fn figures_that_lost_a_letter_or_a_point_are_doubtful() {
    let title = "关于拨付2024年困难群众救助资金的通知";
    let read = told(title, &["现拨付2024年困难群众救助资金 l252 万元，其中城关镇（第一批）l3万元。"]);
    assert_eq!(doubtful(&read).len(), read.amounts.len());
    let both = "现拨付2024年困难群众救助资金14869.11万元，其中中央资金12000万元。全年累计支出1486911万元。";
    assert!(doubtful(&told(title, &[both])).contains(&"1486911万元"));
    assert_eq!(doubtful(&told(title, &["现拨付2024年困难群众救助资金120万元，其中中央资金12万元、县级资金108万元。"])), [""; 0]);
}

#[test]
fn a_cited_title_with_a_misread_word_tells_nothing_for_sure() {
    let cited = |text: &str| told("关于下达2024年普惠金融资金的通知", &[text]).citations.first().map(|citation| citation.confidence);
    let right = "根据《省财政厅关于下达2024年普惠金融发展专项资金的通知》（甘财金〔2024〕8号），现下达资金60万元。";
    assert_eq!(cited(right), Some(Confidence::Certain));
    assert_eq!(cited(&right.replace("专项资金", "专项资全")), Some(Confidence::Doubtful));
}

#[test]
fn an_indicator_may_bear_the_name_of_its_level() {
    let rows: &[&[&str]] = &[
        &["一级指标", "二级指标", "三级指标", "指标值"],
        &["产出指标", "数量指标", "培训人数", "≥95人"],
        &["满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%"],
    ];
    let read = paper(TextFrom::Text, "5000万元", rows).notice();
    let row = read.indicators.iter().find(|row| row.level3 == "服务对象满意度").unwrap();
    assert_eq!((row.confidence, row.doubts), (Confidence::Certain, Doubts::NONE));
    let slid: &[&[&str]] = &[rows[0], rows[1], &["满意度指标", "服务对象满意度指标", "服务对象满意度", "群众满意度"]];
    let read = paper(TextFrom::Text, "5000万元", slid).notice();
    assert!(read.indicators.iter().filter(|row| row.level3 == "服务对象满意度").all(|row| row.confidence == Confidence::Doubtful));
}
