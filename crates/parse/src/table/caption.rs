//! What stands above a table or in the one-cell rows at its top: attachment label, title, unit, period, place.
//! See `docs/tables.md`, captions. Not for: the rows of the table itself.

use std::sync::LazyLock;

use hongtou_document::{Block, Document, Span};
use hongtou_notice::{Divisions, MoneyUnit};
use regex::Regex;

use super::{figure, text};

/// A title is printed over at most this many lines, and so far up a unit or period line may stand.
const LINES_ABOVE: usize = 6;
/// Longer lines are running text.
const LONGEST_TITLE: usize = 80;

static LABEL: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^附[件表]?[一二三四五六七八九十\d]*(?:[-—.]\d+)*[:.、]?$").ok());
static YEARS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\d{4}年?度?|年度?|[-—–~～至]").ok());
static FIELD: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[(]?[\p{Han}()]{2,12}:").ok());

/// What is known about a table from outside its rows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caption {
    /// The title, its lines joined, without blanks.
    pub(crate) title: Option<String>,
    /// The place that the table is for.
    pub(crate) scope: Option<String>,
    /// The unit of its figures.
    pub(crate) unit: Option<MoneyUnit>,
    /// The units of a line that names several (单位：亩、元、万元): which holds for which column it does not tell.
    pub(crate) units: Vec<MoneyUnit>,
    /// The lines that belong to it.
    pub(crate) spans: Vec<Span>,
    label: bool,
}

/// What a line above a table is.
#[derive(Debug, PartialEq, Eq)]
enum Kind {
    Label,
    Unit,
    Period,
    Field,
    Title,
    Text,
}

fn kind(key: &str) -> Kind {
    let short = key.chars().count() <= LONGEST_TITLE;
    let is = |regex: &LazyLock<Option<Regex>>| regex.as_ref().is_some_and(|regex| regex.is_match(key));
    // 资金总额：98.3万元, 资金来源：…500万元, 资金文号：…: an announcement tells its facts so, line by line; they caption nothing.
    let fact = key.split_once(':').is_some_and(|(label, _)| ["来源", "文号", "用途"].iter().any(|word| label.ends_with(word)))
        || key.split_once(':').is_some_and(|(_, value)| value.ends_with('元') && value.starts_with(|c: char| c.is_ascii_digit()));
    if fact {
        return Kind::Text;
    }
    if is(&LABEL) {
        Kind::Label
    } else if key.chars().count() <= 30
        && (figure::unit_of_line(key).is_some() || MoneyUnit::from_word(key.trim_matches(['(', ')'])).is_some())
        && !key.contains('表')
    {
        Kind::Unit
    } else if short && key.starts_with('(') && key.ends_with(')') && key.contains('年') {
        Kind::Period
    } else if short && is(&FIELD) && !key.ends_with(':') && !key.starts_with("附件") && !key.contains('。') {
        Kind::Field
    } else if short && !key.ends_with(['。', ';', ':', ',', '、', '；']) && !key.contains('。') {
        Kind::Title
    } else {
        Kind::Text
    }
}

/// Whether a title reads like one of a table.
fn names_a_table(key: &str) -> bool {
    ["表", "明细", "清单", "一览", "方案", "情况", "分配", "安排", "计划", "目标", "名单"].iter().any(|word| key.contains(word))
}

impl Caption {
    /// The caption in the paragraphs above the block `at`.
    pub(crate) fn above(document: &Document, blocks: &[Block], at: usize) -> Self {
        let lines = blocks.get(..at).unwrap_or_default().iter().rev().map_while(|block| match block {
            Block::Paragraph(paragraph) => Some(paragraph.lines.iter().rev().map(|line| line.span)),
            Block::Table(_) => None,
        });
        Self::upwards(document, lines.flatten())
    }

    /// The caption in lines that are given from below upwards.
    pub(crate) fn upwards(document: &Document, lines: impl Iterator<Item = Span>) -> Self {
        let mut caption = Self::default();
        let mut seen = 0;
        for span in lines {
            if text::key(document.slice(span)).is_empty() {
                continue;
            }
            seen += 1;
            if seen > LINES_ABOVE || !caption.take_above(document, span) {
                break;
            }
        }
        caption.spans.sort();
        caption
    }

    /// Takes the next line upwards; false where the caption ends.
    fn take_above(&mut self, document: &Document, span: Span) -> bool {
        let printed = document.slice(span);
        let key = text::key(printed);
        match kind(&key) {
            _ if self.label => return false,
            Kind::Label => self.label = true,
            Kind::Unit if self.title.is_none() => {
                self.take_units(&key);
                self.unit = self.unit.or_else(|| figure::unit_of_line(&key).or_else(|| figure::unit_of_header(&key)))
            }
            Kind::Period if self.title.is_none() => self.scope = self.scope.take().or_else(|| place_in_period(&key)),
            Kind::Field if self.title.is_none() => {}
            Kind::Title if self.title.is_none() && names_a_table(&key) => self.set_title(printed, &key),
            // The upper half of a title broken over two lines: the lower half does not name its year or fund alone.
            Kind::Title if self.title.as_ref().is_some_and(|title| title.chars().count() < 16) && begins_a_title(&key) => {
                self.title = self.title.take().map(|title| text::plain(printed) + &title);
            }
            _ => return false,
        }
        self.spans.push(span);
        true
    }

    /// Takes a one-cell row at the top of a grid, from above downwards.
    pub(crate) fn take_row(&mut self, plain: &str, key: &str) {
        match kind(key) {
            Kind::Label => {}
            Kind::Unit | Kind::Field => {
                self.take_units(key);
                self.unit = figure::unit_of_line(key).or_else(|| figure::unit_of_header(key)).or(self.unit);
            }
            Kind::Period => self.scope = place_in_period(key).or(self.scope.take()),
            Kind::Title | Kind::Text => {
                // A title cell may hold the period in a second line: `…目标表（2024年度　某市）`.
                self.set_title(plain, key);
                if let Some(period) = key.rfind('(').and_then(|at| key.get(at..)).filter(|tail| kind(tail) == Kind::Period) {
                    self.scope = place_in_period(period).or(self.scope.take());
                }
            }
        }
    }

    /// Remembers the units of a line that names several.
    fn take_units(&mut self, key: &str) {
        let units = figure::units_of_line(key);
        if units.len() > 1 {
            self.units = units;
        }
    }

    fn set_title(&mut self, printed: &str, key: &str) {
        // …分配表(万元): the unit may stand in parentheses behind the title.
        let behind = key.strip_suffix(')').and_then(|head| head.rsplit_once('(')).map(|(_, unit)| unit);
        self.unit = self.unit.or_else(|| figure::unit_of_line(key)).or_else(|| behind.and_then(MoneyUnit::from_word));
        let last = key.rfind('(').and_then(|at| key.get(at + 1..)).and_then(|tail| tail.strip_suffix(')'));
        if let Some(place) = last.filter(|name| !matches!(Divisions::get().resolve(name, None), hongtou_notice::Match::None)) {
            self.scope = Some(place.to_owned());
        }
        self.title = Some(text::plain(printed));
    }
}

/// Whether a line can be the first half of a title: it names a year or a body and does not end a sentence.
fn begins_a_title(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_digit()) && key.contains('年') && !key.ends_with(['日', '发'])
        || key.starts_with("关于")
        || key.starts_with("提前")
}

/// The place in a period line: `(2024年度乌鲁木齐市)`.
fn place_in_period(key: &str) -> Option<String> {
    let inner = key.trim_matches(['(', ')']);
    let rest = YEARS.as_ref()?.replace_all(inner, "");
    let rest = rest.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '、' | '　'));
    (rest.chars().count() >= 2).then(|| rest.to_owned())
}

/// Whether a row of several cells only captions the table: label, unit, period, `填报单位：…`.
pub(crate) fn is_caption_cell(key: &str) -> bool {
    matches!(kind(key), Kind::Label | Kind::Unit | Kind::Period | Kind::Field)
}

/// Whether a one-cell row is the title of a table.
pub(crate) fn is_title_cell(key: &str) -> bool {
    kind(key) == Kind::Title && key.contains('表') && key.chars().count() >= 4 && !key.starts_with(['注', '说'])
}

#[cfg(test)]
mod tests {
    use super::super::grid::tests::document;
    use super::*;
    use hongtou_document::TableMark;

    #[test]
    fn title_unit_and_place_above() {
        let document = document(
            &["请认真执行。", "附件2", "省对地方转移支付区域绩效目标表", "（2023年度　遵义市）", "金额单位：万元"],
            "甲|乙",
            TableMark::Markup,
        );
        let at = document.blocks().len() - 1;
        let caption = Caption::above(&document, document.blocks(), at);
        assert_eq!(caption.title.as_deref(), Some("省对地方转移支付区域绩效目标表"));
        assert_eq!(caption.scope.as_deref(), Some("遵义市"));
        assert_eq!(caption.unit, Some(MoneyUnit::TenThousand));
        assert_eq!(caption.spans.len(), 4);
    }

    #[test]
    fn facts_told_line_by_line_caption_nothing() {
        let document = document(&["资金来源：中央财政资金500万元", "资金文号：某财农〔2024〕3号"], "甲|乙", TableMark::Markup);
        let caption = Caption::above(&document, document.blocks(), 2);
        assert_eq!((caption.title, caption.spans.len()), (None, 0));
    }

    #[test]
    fn running_text_above_is_no_title() {
        let document = document(&["现将资金分配情况通知如下："], "甲|乙", TableMark::Markup);
        let caption = Caption::above(&document, document.blocks(), 1);
        assert_eq!((caption.title, caption.spans.len()), (None, 0));
    }
}
