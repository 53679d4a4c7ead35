//! Lines of a web page that was saved as plain text: menus, ways to share, links to other pages
//! (`docs/notice-form.md`, pages). They tell nothing of the notice; sums in links to news would become its money.
//! Not for: pages read as HTML, whose reader drops such lines, and the box of metadata (`head`).

use std::sync::LazyLock;

use crate::flow::Unit;

/// A longer line is text.
const LINE: usize = 80;

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
}

static LINES: LazyLock<Lines> = LazyLock::new(|| {
    let mut lines = Lines { whole: Vec::new(), start: Vec::new(), inside: Vec::new(), foot: Vec::new() };
    for line in include_str!("../data/page_lines.txt").lines() {
        let list = match line.chars().next() {
            Some('=') => &mut lines.whole,
            Some('^') => &mut lines.start,
            Some('~') => &mut lines.inside,
            Some('$') => &mut lines.foot,
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
    place(text).is_some()
}

/// The units of the notice: without the lines of the page, and without what stands below its foot. A foot is one only
/// below a sentence, and where no attachment and no recipients follow.
pub(crate) fn without(units: Vec<Unit>) -> Vec<Unit> {
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
        if is_line(unit.text()) {
            return false;
        }
        unit.after_table = std::mem::take(&mut after_table);
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
        without(crate::flow::units(&document)).iter().map(|unit| unit.text().to_owned()).collect()
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
    fn a_foot_above_the_text_cuts_nothing() {
        let kept = texts(&["关于下达某资金的通知", "相关文章：", "各县财政局：", "请专款专用。", "附件：分配表", "相关链接"]);
        assert_eq!(kept, ["关于下达某资金的通知", "各县财政局：", "请专款专用。", "附件：分配表"]);
    }
}
