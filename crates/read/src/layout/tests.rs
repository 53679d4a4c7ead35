//! Pages made by hand: what the layout makes of glyphs and rules.

use hongtou_document::{Block, Document, Format, Rect, Table, TableMark};
use proptest::prelude::*;

use super::{Glyph, Layout, Rule, Sheet, Turn};

const EM: f64 = 16.0;
/// Width of a page.
const WIDE: f64 = 595.0;

/// A page of A4 that is written line by line.
struct Pen(Sheet);

impl Pen {
    fn new(number: u32) -> Self {
        Self(Sheet { number, width: WIDE, height: 842.0, ..Sheet::default() })
    }

    /// Writes in full em squares, digits in half ones.
    fn write(mut self, x: f64, y: f64, text: &str) -> Self {
        self.size(x, y, EM, text);
        self
    }

    fn size(&mut self, mut x: f64, y: f64, em: f64, text: &str) {
        for ch in text.chars() {
            let wide = if ch.is_ascii() { em / 2.0 } else { em };
            self.0.glyphs.push(Glyph { ch, rect: Rect { x0: x, y0: y, x1: x + wide, y1: y + em }, turn: Turn::Up, vertical: false });
            x += wide;
        }
    }

    fn rule(mut self, x0: f64, y0: f64, x1: f64, y1: f64) -> Self {
        self.0.rules.push(Rule { rect: Rect { x0, y0, x1, y1 } });
        self
    }

    /// A full grid.
    fn grid(mut self, xs: &[f64], ys: &[f64]) -> Self {
        for x in xs {
            self = self.rule(*x, ys[0], *x, ys[ys.len() - 1]);
        }
        for y in ys {
            self = self.rule(xs[0], *y, xs[xs.len() - 1], *y);
        }
        self
    }
}

fn laid(pens: impl IntoIterator<Item = Pen>) -> Document {
    let mut layout = Layout::new(10_000);
    pens.into_iter().for_each(|pen| layout.page(pen.0));
    layout.finish(Format::Pdf).finish("x")
}

/// Paragraphs as `text.` where complete, `text~` where not, lines parted by `/`; tables as `[rows×cols: cells]`.
fn told(document: &Document) -> Vec<String> {
    document
        .blocks()
        .iter()
        .map(|block| match block {
            Block::Paragraph(paragraph) => {
                let lines: Vec<&str> = paragraph.lines.iter().map(|line| document.slice(line.span)).collect();
                format!("{}{}", lines.join("/"), if paragraph.complete { "." } else { "~" })
            }
            Block::Table(table) => {
                let cells: Vec<&str> = table.cells().iter().map(|cell| document.slice(cell.span)).collect();
                format!("[{}×{}: {}]", table.rows(), table.cols(), cells.join("|"))
            }
        })
        .collect()
}

fn table(document: &Document) -> &Table {
    document.blocks().iter().find_map(|block| if let Block::Table(table) = block { Some(table) } else { None }).unwrap()
}

/// Text of `n` characters.
fn long(n: usize) -> String {
    "各地要切实加强资金管理，".chars().cycle().take(n).collect()
}

#[test]
fn paragraphs_end_by_indent_and_by_short_lines() {
    let full = long(28);
    let indented = long(26);
    let page = Pen::new(1)
        .write(241.5, 60.0, "关于下达资金的")
        .write(265.5, 90.0, "补助通知")
        .write(73.5, 140.0, "各市财政局：")
        .write(105.5, 170.0, &indented)
        .write(73.5, 200.0, &full)
        .write(105.5, 230.0, &indented)
        .write(73.5, 260.0, "尽快下达。")
        .write(393.5, 320.0, "某某财政局");
    assert_eq!(
        told(&laid([page])),
        [
            "关于下达资金的~".to_owned(),
            "补助通知~".to_owned(),
            "各市财政局：.".to_owned(),
            format!("{indented}/{full}."),
            format!("{indented}/尽快下达。."),
            "某某财政局.".to_owned()
        ]
    );
}

#[test]
fn a_figure_that_is_not_parted_from_its_words_leaves_room_behind_the_line_before() {
    let full = long(28);
    // Three ems are free, the figure and its unit are wider; a closing bracket keeps the figure behind it.
    let page = Pen::new(1)
        .write(105.5, 60.0, &long(26))
        .write(73.5, 90.0, &full)
        .write(73.5, 120.0, "此前已通过有关资金的通知按照要求提前下达你省补助")
        .write(73.5, 150.0, "27900万元，本次下达数不含提前下达数。")
        .write(105.5, 180.0, "现下达你省二〇二三年困难群众补助资金（第二")
        .write(73.5, 210.0, "批）9200万元，用于困难群众临时救助。");
    assert_eq!(
        told(&laid([page])),
        [
            format!("{}/{full}/此前已通过有关资金的通知按照要求提前下达你省补助/27900万元，本次下达数不含提前下达数。.", long(26)),
            "现下达你省二〇二三年困难群众补助资金（第二/批）9200万元，用于困难群众临时救助。.".to_owned()
        ]
    );
}

#[test]
fn a_line_that_runs_over_the_edge_of_the_page_is_read_whole() {
    let over = Pen::new(1).write(WIDE - 3.5 * EM, 100.0, "共1234567.89元").write(WIDE + 6.0 * EM, 140.0, "页外9万元");
    assert_eq!(laid([over]).text().as_str(), "共1234567.89元\n");
    // What begins beyond the edge is not printed, also beside a line that ends there.
    let beside = Pen::new(1).write(WIDE - 3.0 * EM, 100.0, "二万元").write(WIDE + 2.0 * EM, 100.0, "三万元");
    assert_eq!(laid([beside]).text().as_str(), "二万元\n");
}

#[test]
fn a_sentence_that_ends_before_a_figure_ends_its_paragraph() {
    let full = long(28);
    // The same room, behind a full stop: the next paragraph is not indented.
    let page = Pen::new(1)
        .write(73.5, 60.0, &full)
        .write(73.5, 90.0, &full)
        .write(73.5, 120.0, "此前已通过有关资金的通知按照要求提前下达你省。")
        .write(73.5, 150.0, "27900万元已经到位。")
        .write(73.5, 180.0, &full);
    assert!(told(&laid([page])).contains(&"27900万元已经到位。.".to_owned()));
}

#[test]
fn short_lines_of_one_length_are_no_margin() {
    let lines =
        ["江苏省财政厅文件", "江财社〔2017〕1号", "江苏省财政厅关于下达资金的通知", "各市财政局：", &long(31), "执行。", "2017年1月10日"];
    let mut page = Pen::new(1);
    for (at, line) in (0_u8..).zip(lines) {
        page = page.write(60.0, 60.0 + 28.0 * f64::from(at), line);
    }
    let mut wanted: Vec<String> = lines.iter().map(|line| format!("{line}.")).collect();
    // The one long line runs on into the next.
    let rest = wanted.remove(5);
    wanted[4] = format!("{}/{rest}", lines[4]);
    assert_eq!(told(&laid([page])), wanted);
}

#[test]
fn a_paragraph_goes_on_over_the_page_and_page_numbers_stand_aside() {
    let first =
        Pen::new(1).write(105.5, 60.0, &long(26)).write(73.5, 90.0, &long(28)).write(73.5, 120.0, &long(28)).write(270.0, 800.0, "— 1 —");
    let second = Pen::new(2).write(73.5, 60.0, &long(28)).write(73.5, 90.0, "完。").write(270.0, 800.0, "— 2 —");
    let document = laid([first, second]);
    assert_eq!(told(&document), [format!("{}/{1}/{1}/{1}/完。.", long(26), long(28))]);
    let aside: Vec<&str> = document.pages().iter().map(|page| page.furniture[0].text.as_str()).collect();
    assert_eq!(aside, ["— 1 —", "— 2 —"]);
}

#[test]
fn running_heads_stand_aside() {
    let page = |number| Pen::new(number).write(220.0, 30.0, "资金公报").write(73.5, 100.0, &long(20));
    let document = laid([page(1), page(2), page(3)]);
    assert!(!document.text().as_str().contains("公报"));
    assert!(document.pages().iter().all(|page| page.furniture.len() == 1));
}

#[test]
fn heads_and_numbers_without_a_text_are_the_text() {
    let page = |number| Pen::new(number).write(220.0, 30.0, "资金公报").write(270.0, 800.0, &format!("第 {number} 页"));
    let document = laid([page(1), page(2)]);
    assert_eq!(document.text().as_str(), "资金公报\n第 1 页\n资金公报\n第 2 页\n");
    assert!(document.pages().iter().all(|page| page.furniture.is_empty()));
}

#[test]
fn a_tall_word_beside_two_lines_is_read_after_both() {
    for size in [20.0, 24.0, 36.0, 48.0] {
        let mut pen = Pen::new(1).write(100.0, 100.0, "某某省财政厅").write(100.0, 130.0, "某某省民政厅");
        pen.size(300.0, 123.0 - size / 2.0, size, "文件");
        assert_eq!(laid([pen]).text().as_str(), "某某省财政厅\n某某省民政厅\n文件\n", "{size}");
    }
}

#[test]
fn the_writing_on_a_seal_stands_aside() {
    let mut pen = Pen::new(1).write(100.0, 100.0, "某某局").write(300.0, 300.0, "公章字样");
    pen.0.glyphs.iter_mut().skip(3).for_each(|glyph| glyph.turn = Turn::Askew);
    // The letter at the top of the circle.
    pen.0.glyphs[5].turn = Turn::Up;
    let document = laid([pen]);
    assert_eq!(document.text().as_str(), "某某局\n");
    assert_eq!(document.pages()[0].furniture[0].text, "公章字样");
}

#[test]
fn a_name_and_a_date_on_one_line_do_not_go_on() {
    let body = |pen: Pen| pen.write(73.5, 60.0, &long(28)).write(73.5, 90.0, &long(28)).write(73.5, 120.0, &long(28));
    let first = body(Pen::new(1)).write(73.5, 200.0, "某某厅办公室").write(393.5, 200.0, "2024年12月21日印发");
    let document = laid([first, Pen::new(2).write(73.5, 60.0, "附件1")]);
    assert_eq!(told(&document)[1..], ["某某厅办公室    2024年12月21日印发.", "附件1."]);
}

#[test]
fn blanks_stand_for_gaps() {
    let pen = Pen::new(1).write(100.0, 100.0, "财").write(132.0, 100.0, "政").write(150.0, 100.0, "局").write(250.0, 100.0, "章");
    assert_eq!(laid([pen]).text().as_str(), "财 政局    章\n");
}

#[test]
fn glyphs_drawn_twice_count_once() {
    let pen = Pen::new(1).write(100.0, 100.0, "通通知").write(100.4, 100.2, "通通知").write(-50.0, 100.0, "外");
    assert_eq!(laid([pen]).text().as_str(), "通通知\n");
}

#[test]
fn rules_make_cells_and_missing_rules_merge_them() {
    let pen = Pen::new(1)
        .write(400.0, 70.0, "单位：万元")
        .rule(100.0, 100.0, 400.0, 100.0)
        .rule(200.0, 130.0, 400.0, 130.0)
        .rule(100.0, 160.0, 400.0, 160.0)
        .rule(100.0, 190.0, 400.0, 190.0)
        .rule(100.0, 100.0, 100.0, 190.0)
        .rule(200.0, 100.0, 200.0, 190.0)
        .rule(300.0, 130.0, 300.0, 190.0)
        .rule(400.0, 100.0, 400.0, 190.0)
        .write(120.0, 122.0, "地区")
        .write(250.0, 106.0, "金额")
        .write(220.0, 136.0, "中央")
        .write(320.0, 136.0, "省级")
        .write(120.0, 166.0, "喀什")
        .write(220.0, 166.0, "8454")
        .write(320.0, 166.0, "12.5");
    let document = laid([pen]);
    assert_eq!(told(&document), ["单位：万元.", "[3×3: 地区|金额|中央|省级|喀什|8454|12.5]"]);
    let spans: Vec<_> = table(&document).cells().iter().map(|cell| (cell.row, cell.col, cell.row_span, cell.col_span)).collect();
    assert_eq!(spans, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1), (2, 0, 1, 1), (2, 1, 1, 1), (2, 2, 1, 1)]);
    assert_eq!(table(&document).cells()[5].lines.len(), 1);
    assert_eq!(table(&document).cells()[5].bbox, Some(Rect { x0: 200.0, y0: 160.0, x1: 300.0, y1: 190.0 }));
}

#[test]
fn a_table_without_side_borders_is_a_table() {
    let pen = Pen::new(1)
        .rule(100.0, 100.0, 400.0, 100.0)
        .rule(100.0, 130.0, 400.0, 130.0)
        .rule(100.0, 160.0, 400.0, 160.0)
        .rule(250.0, 100.0, 250.0, 160.0)
        .write(120.0, 106.0, "地区")
        .write(270.0, 106.0, "金额")
        .write(120.0, 136.0, "喀什")
        .write(270.0, 136.0, "8454");
    assert_eq!(told(&laid([pen])), ["[2×2: 地区|金额|喀什|8454]"]);
}

#[test]
fn a_frame_around_a_page_is_no_table() {
    let pen = Pen::new(1).grid(&[50.0, 550.0], &[50.0, 800.0]).write(100.0, 100.0, "正文");
    assert_eq!(laid([pen]).text().as_str(), "正文\n");
}

#[test]
fn two_lines_that_cross_are_no_table() {
    let pen =
        Pen::new(1).rule(100.0, 200.0, 500.0, 200.0).rule(300.0, 100.0, 300.0, 300.0).write(110.0, 120.0, "左").write(350.0, 120.0, "右");
    assert_eq!(laid([pen]).text().as_str(), "左    右\n");
}

#[test]
fn thousands_of_scattered_glyphs_are_done_soon() {
    let mut pen = Pen::new(1);
    for n in 0..60_000u32 {
        // No two drawn one after the other stand on one line.
        let (x, y) = (f64::from(n * 31 % 590), f64::from(n * 1009 % 830));
        pen.size(x, y + f64::from(n % 7) / 7.0, 3.0, if n % 2 == 0 { "字" } else { "1" });
    }
    let start = std::time::Instant::now();
    assert!(laid([pen]).text().len() > 10_000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

#[test]
fn a_table_in_a_cell_is_nested() {
    let pen = Pen::new(1)
        .grid(&[100.0, 200.0, 500.0], &[100.0, 300.0])
        .grid(&[220.0, 320.0, 420.0], &[150.0, 180.0])
        .write(110.0, 110.0, "项目")
        .write(230.0, 157.0, "内")
        .write(330.0, 157.0, "表");
    let document = laid([pen]);
    let cell = &table(&document).cells()[1];
    assert_eq!(cell.nested.len(), 1);
    assert_eq!(document.slice(cell.nested[0].cells()[1].span), "表");
}

#[test]
fn tables_go_on_over_pages_without_their_heads_and_with_cut_cells_joined() {
    let xs = [100.0, 200.0, 400.0];
    let head = |pen: Pen, y: f64| pen.write(110.0, y, "地区").write(210.0, y, "说明");
    let first = head(Pen::new(1).grid(&xs, &[600.0, 630.0, 660.0, 770.0]), 606.0)
        .write(110.0, 636.0, "甲")
        .write(210.0, 636.0, "一")
        .write(110.0, 666.0, "乙")
        .write(202.0, 666.0, &long(12));
    let second = head(Pen::new(2).grid(&xs, &[60.0, 90.0, 120.0, 150.0]), 66.0)
        .write(202.0, 96.0, "完毕。")
        .write(110.0, 126.0, "丙")
        .write(210.0, 126.0, "三");
    let document = laid([first, second]);
    assert_eq!(told(&document), [format!("[4×2: 地区|说明|甲|一|乙|{}完毕。|丙|三]", long(12))]);
    let pages: Vec<_> = table(&document).cells()[5].lines.iter().map(|line| line.page).collect();
    assert_eq!(pages, [Some(1), Some(2)]);
}

#[test]
fn blank_cells_beside_a_merged_one_that_goes_on_over_the_page_belong_to_the_cells_above() {
    // One row of the form stands on the first page, two on the next; the first column is one cell, the second one cell of two rows.
    let xs = [60.0, 160.0, 260.0, 400.0];
    let first = Pen::new(1)
        .write(60.0, 700.0, "绩效目标表")
        .grid(&xs, &[740.0, 764.0, 788.0])
        .write(64.0, 744.0, "一级")
        .write(164.0, 744.0, "二级")
        .write(264.0, 744.0, "三级")
        .write(64.0, 768.0, "产出")
        .write(164.0, 768.0, "数量")
        .write(264.0, 768.0, "村室数");
    let mut next = Pen::new(2).grid(&xs[1..], &[60.0, 84.0, 108.0]);
    for (x, y, end) in [(60.0, 60.0, 160.0), (60.0, 108.0, 160.0)] {
        next = next.rule(x, y, end, y);
    }
    let next = next.rule(60.0, 60.0, 60.0, 108.0).write(264.0, 64.0, "院数").write(164.0, 88.0, "时效").write(264.0, 88.0, "及时率");
    let document = laid([first, next]);
    let table = table(&document);
    let spans: Vec<(&str, u32)> = table.cells().iter().map(|cell| (document.slice(cell.span), cell.row_span)).collect();
    assert_eq!(
        spans,
        [("一级", 1), ("二级", 1), ("三级", 1), ("产出", 3), ("数量", 2), ("村室数", 1), ("院数", 1), ("时效", 1), ("及时率", 1)]
    );
}

#[test]
fn a_turned_page_is_read_like_any_other_and_its_boxes_are_as_displayed() {
    let mut pen = Pen::new(1).grid(&[100.0, 200.0, 400.0], &[100.0, 130.0, 160.0]).write(110.0, 106.0, "地区").write(210.0, 136.0, "8454");
    // The whole page a quarter turn to the right.
    let turned = |r: Rect| Rect { x0: 842.0 - r.y1, y0: r.x0, x1: 842.0 - r.y0, y1: r.x1 };
    pen.0.glyphs.iter_mut().for_each(|glyph| (glyph.rect, glyph.turn) = (turned(glyph.rect), Turn::Right));
    pen.0.rules.iter_mut().for_each(|rule| rule.rect = turned(rule.rect));
    (pen.0.width, pen.0.height) = (842.0, 595.0);
    let document = laid([pen]);
    assert_eq!(told(&document), ["[2×2: 地区|||8454]"]);
    assert_eq!(table(&document).cells()[0].bbox, Some(turned(Rect { x0: 100.0, y0: 100.0, x1: 200.0, y1: 130.0 })));
}

#[test]
fn vertical_writing_is_read_from_the_right() {
    let mut pen = Pen::new(1);
    for (column, text) in ["财政通知", "请照办"].iter().enumerate() {
        for (row, ch) in text.chars().enumerate() {
            let (x, y) = (500.0 - 30.0 * column as f64, 100.0 + EM * row as f64);
            pen.0.glyphs.push(Glyph { ch, rect: Rect { x0: x, y0: y, x1: x + EM, y1: y + EM }, turn: Turn::Up, vertical: true });
        }
    }
    assert_eq!(laid([pen]).text().as_str(), "财政通知\n请照办\n");
}

#[test]
fn lines_in_columns_make_a_table_without_rules() {
    let mut pen = Pen::new(1).write(73.5, 60.0, &long(28)).write(73.5, 85.0, "如下：");
    for (row, (name, sum)) in [("地区", "金额"), ("喀什地区", "8454"), ("和田", "12.5"), ("合计", "8466.5")].iter().enumerate()
    {
        let y = 120.0 + 24.0 * row as f64;
        pen = pen.write(100.0, y, name).write(300.0, y, sum);
    }
    let document = laid([pen.write(393.5, 300.0, "某某财政局")]);
    assert_eq!(told(&document)[1], "[4×2: 地区|金额|喀什地区|8454|和田|12.5|合计|8466.5]");
    assert_eq!(table(&document).mark, TableMark::Aligned);
}

#[test]
fn a_table_without_rules_goes_on_over_the_page_without_its_head() {
    let page = |number: u32, top: f64, rows: &[(&str, &str, &str)]| {
        let mut pen = Pen::new(number);
        for (row, (name, sum, note)) in std::iter::once(&("地区", "下达金额", "备注")).chain(rows).enumerate() {
            let y = top + 24.0 * row as f64;
            pen = pen.write(100.0, y, name).write(300.0, y, sum).write(450.0, y, note);
        }
        pen
    };
    let first: Vec<(&str, &str, &str)> = vec![("喀什地区", "8454", "直达"); 20];
    let second = [("和田", "12.5", "直达资金"), ("克孜勒苏柯尔克孜自治州", "7", "直达"), ("合计", "1", "直达")];
    let document = laid([page(1, 200.0, &first), page(2, 90.0, &second)]);
    let [Block::Table(table)] = document.blocks() else { panic!("{:?}", told(&document)) };
    assert_eq!((table.rows(), table.cols()), (24, 3));
    let texts: Vec<&str> = table.cells().iter().map(|cell| document.slice(cell.span)).collect();
    assert_eq!(texts.iter().filter(|text| **text == "下达金额").count(), 1);
    assert_eq!(texts[63..66], ["和田", "12.5", "直达资金"]);
    // Another table with another head stays by itself.
    let other = ("县区", "指标", "备注");
    let mut pen = Pen::new(2);
    for (row, (name, sum, note)) in std::iter::once(&other).chain(&second).enumerate() {
        let y = 90.0 + 24.0 * row as f64;
        pen = pen.write(100.0, y, name).write(310.0, y, sum).write(460.0, y, note);
    }
    assert_eq!(laid([page(1, 200.0, &first), pen]).blocks().len(), 2);
}

#[test]
fn columns_that_all_but_touch_are_columns() {
    let mut pen = Pen::new(1);
    let rows = [("1", "地区", "金额"), ("2", "大兴安岭地区", "8454"), ("3", "伊春", "5"), ("4", "齐齐哈尔市", "9000")];
    for (row, (number, name, sum)) in rows.iter().enumerate() {
        let y = 120.0 + 24.0 * row as f64;
        let wide = |text: &str| text.chars().map(|ch| if ch.is_ascii() { EM / 2.0 } else { EM }).sum::<f64>();
        // Names and sums stand at the right of their columns; the longest leave a fifth of an em.
        pen = pen.write(100.0, y, number).write(207.5 - wide(name), y, name).write(243.5 - wide(sum), y, sum);
    }
    assert_eq!(told(&laid([pen])), ["[4×3: 1|地区|金额|2|大兴安岭地区|8454|3|伊春|5|4|齐齐哈尔市|9000]"]);
}

#[test]
fn justified_text_is_no_table() {
    let mut pen = Pen::new(1);
    for row in 0..5 {
        // Each letter stands a little apart, and all of them below each other.
        for (index, ch) in long(20).chars().enumerate() {
            pen = pen.write(80.0 + 19.0 * index as f64, 100.0 + 28.0 * f64::from(row), &ch.to_string());
        }
    }
    assert_eq!(told(&laid([pen])).iter().filter(|block| block.starts_with('[')).count(), 0);
}

#[test]
fn two_signatures_side_by_side_are_no_table() {
    let pen = Pen::new(1).write(100.0, 100.0, "甲县财政局").write(350.0, 100.0, "甲县民政局").write(350.0, 130.0, "2024年1月1日");
    assert_eq!(told(&laid([pen])).len(), 2);
}

#[test]
fn punctuation_pushed_together_stays_on_its_line() {
    // 》 and （ are squares of which one half is empty; the typesetter lays the empty halves over each other.
    let pen = Pen::new(1).write(100.0, 100.0, "的通知》").write(100.0 + 3.1 * EM, 100.0, "（新财社〔2024〕210号）");
    assert_eq!(laid([pen]).text().as_str(), "的通知》（新财社〔2024〕210号）\n");
    // Two that stand on each other's ink are two lines.
    let pen = Pen::new(1).write(100.0, 100.0, "甲乙").write(102.0, 103.0, "丙丁");
    assert_eq!(laid([pen]).text().as_str(), "甲乙\n丙丁\n");
}

#[test]
fn a_word_takes_the_stops_behind_it_to_the_next_line() {
    let full = long(28);
    let pen = Pen::new(1)
        .write(73.5, 60.0, &full)
        .write(73.5, 90.0, &full)
        .write(73.5, 120.0, &format!("{}“01中央直达资", long(18)))
        .write(73.5, 150.0, "金”，流转的每个环节都要保留这一标识。");
    let document = laid([pen]);
    let Block::Paragraph(paragraph) = &document.blocks()[0] else { panic!("a table") };
    assert_eq!(paragraph.lines.len(), 4, "{:?}", told(&document));
}

fn any_rect() -> impl Strategy<Value = Rect> {
    let side = || prop_oneof![0.0..600.0f64, Just(f64::NAN), Just(1e300), (0..40i32).prop_map(|n| f64::from(n) * 15.0)];
    (side(), side(), side(), side()).prop_map(|(x0, y0, x1, y1)| Rect { x0, y0, x1, y1 })
}

proptest! {
    #[test]
    fn no_glyphs_and_rules_panic(
        glyphs in proptest::collection::vec((any_rect(), any::<char>(), 0..5u8, any::<bool>()), 0..60),
        rules in proptest::collection::vec(any_rect(), 0..40),
        pages in 1..3u32,
    ) {
        let mut layout = Layout::new(500);
        for number in 1..=pages {
            let turn = |n| [Turn::Up, Turn::Right, Turn::Down, Turn::Left, Turn::Askew][usize::from(n)];
            layout.page(Sheet {
                number,
                width: 600.0,
                height: 600.0,
                glyphs: glyphs.iter().map(|(rect, ch, n, vertical)| Glyph { ch: *ch, rect: *rect, turn: turn(*n), vertical: *vertical }).collect(),
                rules: rules.iter().map(|rect| Rule { rect: *rect }).collect(),
                ..Sheet::default()
            });
        }
        let document = layout.finish(Format::Pdf).finish("x");
        for block in document.blocks() {
            prop_assert!(block.span().end <= document.text().len());
        }
    }

    #[test]
    fn every_glyph_of_a_random_grid_is_kept(
        xs in proptest::collection::btree_set(3..38u32, 2..6),
        ys in proptest::collection::btree_set(3..38u32, 2..6),
        missing in proptest::collection::vec(any::<bool>(), 12),
        places in proptest::collection::btree_set((0..36u32, 0..36u32), 0..30),
    ) {
        let edges = |set: &std::collections::BTreeSet<u32>| set.iter().map(|n| f64::from(*n) * 15.0).collect::<Vec<f64>>();
        let mut pen = Pen::new(1).grid(&edges(&xs), &edges(&ys));
        let mut index = 0;
        pen.0.rules.retain(|_| { index += 1; !missing[index % missing.len()] });
        for (x, y) in &places {
            pen.size(f64::from(*x) * 15.0 + 2.0, f64::from(*y) * 15.0 + 2.0, 11.0, "字");
        }
        let document = laid([pen]);
        prop_assert_eq!(document.text().as_str().matches('字').count(), places.len());
    }
}
