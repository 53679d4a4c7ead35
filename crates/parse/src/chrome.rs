//! Lines of a web page that was saved as plain text: menus, ways to share, links to other pages
//! (`docs/notice-form.md`, saved pages). They tell nothing of the notice; sums in links to news would become its money.
//! Not for: pages read as HTML, whose reader drops such lines, and the box of metadata (`head`).

use std::sync::LazyLock;

use hongtou_document::Document;

use crate::flow::Unit;
use crate::vocab::{DATE_LABELS, NUMBER_LABELS, PAGE_LABELS};

/// A longer line is text.
const LINE: usize = 80;
/// A longer line is no row of a page's box.
const BOX: usize = 160;

/// What a list says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The line is of the page.
    Page,
    /// The line closes the notice.
    Foot,
}

struct Lines {
    whole: Vec<&'static str>,
    start: Vec<&'static str>,
    inside: Vec<&'static str>,
    foot: Vec<&'static str>,
    menu: Vec<&'static str>,
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let mut lines = Lines { whole: Vec::new(), start: Vec::new(), inside: Vec::new(), foot: Vec::new(), menu: Vec::new() };
    for line in include_str!("../data/page_lines.txt").lines() {
        let list = match line.chars().next() {
            Some('=') => &mut lines.whole,
            Some('^') => &mut lines.start,
            Some('~') => &mut lines.inside,
            Some('$') => &mut lines.foot,
            Some('+') => &mut lines.menu,
            _ => continue,
        };
        list.extend(line.get(1..));
    }
    lines
});

fn place(text: &str) -> Option<Place> {
    if text.len() > LINE * 4 || text.chars().count() > LINE {
        return None;
    }
    let lines = &*LINES;
    if lines.foot.iter().any(|word| text.starts_with(word)) {
        return Some(Place::Foot);
    }
    let page = lines.whole.contains(&text)
        || lines.start.iter().any(|word| text.starts_with(word))
        || lines.inside.iter().any(|word| text.contains(word));
    page.then_some(Place::Page)
}

/// Whether a line is of the page and not of the notice.
pub(crate) fn is_line(text: &str) -> bool {
    place(text).is_some() || is_doubled(text) || is_markup(text)
}

/// Whether a line is what a picture left in a page that was saved as text: `![]()`, `<image>data:image/…`.
fn is_markup(text: &str) -> bool {
    ["![", "！[", "<im", "＜im", "data:image", "data：image"].iter().any(|mark| text.starts_with(mark))
}

/// Whether a line is one name twice, with 和 between or nothing: the banner of a page and what stands for its picture.
fn is_doubled(text: &str) -> bool {
    if !(12..=LINE * 3).contains(&text.len()) || !text.chars().all(crate::agencies::is_han) {
        return false;
    }
    let halves =
        |text: &str| text.get(..text.len() / 2).is_some_and(|half| half.chars().count() >= 4 && text.get(half.len()..) == Some(half));
    halves(text)
        || text.len() > "和".len() && {
            let half = (text.len() - "和".len()) / 2;
            text.get(half..).and_then(|rest| rest.strip_prefix('和')).is_some_and(|rest| text.get(..half) == Some(rest) && half >= 12)
        }
}

/// Whether a line is a page's menu on one line (首页 机构概况 政务公开), as in pages that were printed to a file.
fn is_menu(unit: &Unit) -> bool {
    let text = unit.text();
    let words: Vec<&str> = unit.view.words().into_iter().filter_map(|range| text.get(range)).filter(|word| *word != "|").collect();
    let known = words.iter().filter(|word| LINES.menu.contains(word)).count();
    // 联系我们 | 网站导航: with bars between, two are enough.
    known >= 3 && 3 * known >= 2 * words.len() || known >= 2 && known == words.len() && text.contains('|')
}

/// Whether a text is one word of a page's menu.
pub(crate) fn is_menu_word(text: &str) -> bool {
    LINES.menu.contains(&text)
}

/// Whether a line is of a page's box: a label, its colon, and no sentence. The text below it is no part of it.
fn is_box_line(text: &str) -> bool {
    let labelled = PAGE_LABELS.at_start(text).and_then(|label| text.get(label.len()..)).is_some_and(|rest| rest.starts_with('：'));
    labelled && text.chars().count() <= LINE && !text.contains('。')
}

/// A line on which a page's box sets several labels with their values (索引号 … 主题分类 财政) is cut into these; what tells the
/// number or the date stays, the rest is of the page. `None` for any other line.
fn box_fields(document: &Document, unit: &Unit) -> Option<Vec<Unit>> {
    let text = unit.text();
    if text.contains(['。', '：', '|']) || text.chars().count() > BOX || PAGE_LABELS.at_start(text).is_none() {
        return None;
    }
    let words = unit.view.words();
    // A page that was printed to a file has no blank between a label and a value in figures.
    let label = |range: &std::ops::Range<usize>| {
        let word = text.get(range.clone()).unwrap_or_default();
        let rest = PAGE_LABELS.at_start(word).and_then(|label| word.get(label.len()..));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    let starts: Vec<usize> = words.iter().filter(|range| label(range)).map(|range| range.start).collect();
    if starts.len() < 2 || starts.first() != Some(&0) {
        return None;
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let kept = |range: &std::ops::Range<usize>| {
        let field = text.get(range.clone()).unwrap_or_default();
        NUMBER_LABELS.at_start(field).is_some() || DATE_LABELS.at_start(field).is_some()
    };
    Some(starts.iter().copied().zip(ends).map(|(start, end)| start..end).filter(kept).map(|range| unit.part(document, range)).collect())
}

/// The units of the notice: without the lines of the page, and without what stands below its foot. A foot is one only
/// below a sentence, and where no attachment and no recipients follow.
pub(crate) fn without(document: &Document, units: Vec<Unit>) -> Vec<Unit> {
    let units: Vec<Unit> = units.into_iter().flat_map(|unit| box_fields(document, &unit).unwrap_or_else(|| vec![unit])).collect();
    let last = units.iter().rposition(|unit| {
        let text = unit.text();
        text.starts_with("附件") || text.starts_with('各') && text.ends_with('：')
    });
    let sentence = units.iter().position(|unit| unit.text().ends_with('。'));
    let foot = units.iter().enumerate().position(|(at, unit)| {
        sentence.is_some_and(|sentence| sentence < at)
            && last.is_none_or(|last| last < at)
            && !unit.after_table
            && place(unit.text()) == Some(Place::Foot)
    });
    let mut kept = units;
    kept.truncate(foot.unwrap_or(kept.len()));
    // A table keeps its mark where the line below it is of the page.
    let mut after_table = false;
    kept.retain_mut(|unit| {
        after_table |= unit.after_table;
        if is_line(unit.text()) || is_menu(unit) {
            return false;
        }
        unit.after_table = std::mem::take(&mut after_table);
        unit.complete |= is_box_line(unit.text());
        true
    });
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(lines: &[&str]) -> Vec<String> {
        let mut builder = hongtou_document::DocumentBuilder::new(hongtou_document::Format::Text);
        for line in lines {
            builder.paragraph(line);
        }
        let document = builder.finish("0".repeat(64));
        without(&document, crate::flow::units(&document)).iter().map(|unit| unit.text().to_owned()).collect()
    }

    #[test]
    fn links_to_news_are_no_part_of_the_notice() {
        let kept = texts(&[
            "当前位置：首页 > 通知",
            "关于下达某资金的通知",
            "请专款专用。",
            "上一篇：某市争取资金",
            "逾30亿元资金下达",
            "某市新闻",
        ]);
        assert_eq!(kept, ["关于下达某资金的通知", "请专款专用。"]);
    }

    #[test]
    fn of_a_box_with_several_labels_on_a_line_number_and_date_are_kept() {
        let kept = texts(&[
            "索引号 00245/2021-28 主题分类 财政",
            "发布机构 县财政局 成文日期 2021-11-22 公开方式 主动公开",
            "文号 青财农〔2021〕47号 其他信息 下载",
            "某县财政局关于下达某资金的通知",
        ]);
        assert_eq!(kept, ["成文日期2021-11-22", "文号青财农〔2021〕47号", "某县财政局关于下达某资金的通知"]);
    }

    #[test]
    fn a_menu_on_one_line_is_no_part_of_the_notice_and_bodies_with_a_word_of_one_are() {
        let kept =
            texts(&["首页 机构概况 政务公开 走进财政 互动交流", "联系我们 | 网站导航", "某省财政厅 某省政务服务局 文件", "财政数据 专题"]);
        assert_eq!(kept, ["某省财政厅某省政务服务局文件", "财政数据专题"]);
    }

    #[test]
    fn the_name_of_a_site_beside_its_picture_is_of_the_page() {
        let kept = texts(&["青河县水利局青河县水利局", "青河县水利局和青河县水利局", "关于下达某资金的通知", "青河县财政局青河县水利局"]);
        assert_eq!(kept, ["关于下达某资金的通知", "青河县财政局青河县水利局"]);
    }

    #[test]
    fn labels_glued_to_their_figures_are_of_the_box() {
        let kept = texts(&["索引号00693/2020-113 分类", "标题有效性 有效", "某县财政局关于下达某资金的通知"]);
        assert_eq!(kept, ["标题有效性有效", "某县财政局关于下达某资金的通知"]);
    }

    #[test]
    fn a_foot_above_the_text_cuts_nothing() {
        let kept = texts(&["关于下达某资金的通知", "相关文章：", "各县财政局：", "请专款专用。", "附件：分配表", "相关链接"]);
        assert_eq!(kept, ["关于下达某资金的通知", "各县财政局：", "请专款专用。", "附件：分配表"]);
    }
}
