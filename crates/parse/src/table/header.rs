//! The head of a table of figures: which rows it is, merged cells in it, and the path of every column.
//! See `docs/tables.md`, header logic. Not for: what a column means (`columns`).

use std::sync::LazyLock;

use hongtou_notice::DivisionCode;
use regex::Regex;

use super::caption::{Caption, is_caption_cell};
use super::figure::{self, Figure};
use super::grid::{Grid, Slot, filled};
use super::{recipient, slid_head, text, words};

static FORMULA: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:栏次|序号|行次|列次|甲|乙|丙|丁|\d{1,2}|[A-Z]|[①-⑳]|\(?\d{1,2}\)?|\(?[0-9A-Z①-⑳]{1,2}\)?=[\d.()A-Z①-⑳+\-*×/÷%]+)$")
        .ok()
});

/// A formula at the end of a head cell: 调整后（4=1-2+3）, 合计 C=A+B.
static IN_CELL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[\p{Han})(\[](?P<formula>(?:\d{1,2}|[A-Z]|[①-⑳])=[\d()A-Z①-⑳+\-]+?)[)\]]?$").ok());
/// The label of a column at the end of its head cell: 原下达（1）, 核减B, 追加③.
static LABEL: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:[(\[](?P<inside>\d{1,2}|[A-Z]|[①-⑳])[)\]]|[\p{Han})](?P<bare>\d{1,2}|[A-Z]|[①-⑳]))$").ok());

/// Where the parts of a table lie.
#[derive(Debug, Clone)]
pub(crate) struct Layout {
    /// First row of the head.
    pub(crate) head: usize,
    /// First row after the head (a formula row included).
    pub(crate) body: usize,
    /// The row of column numbers and formulas.
    pub(crate) formula: Option<usize>,
}

/// Reads the one-cell rows at the top into the caption and finds the head. `None` where no head is.
pub(crate) fn layout(grid: &Grid, caption: &mut Caption, issuer: Option<&DivisionCode>) -> Option<Layout> {
    let mut head = 0;
    for row in &grid.rows {
        let cells = filled(row);
        match cells.as_slice() {
            [] => {}
            [only] if !words::is("serial", &only.key) => caption.take_row(&only.plain, &only.key),
            cells if cells.iter().all(|cell| is_caption_cell(&cell.key)) => {
                cells.iter().for_each(|cell| caption.take_row(&cell.plain, &cell.key));
            }
            _ => break,
        }
        head += 1;
    }
    let mut formula = None;
    let mut body = head;
    while let Some(row) = grid.rows.get(body) {
        if body > head && is_formula(row) {
            formula = Some(body);
        } else if formula.is_some() || is_data(row, issuer) {
            break;
        }
        body += 1;
    }
    (body > head && body < grid.rows.len()).then_some(Layout { head, body, formula })
}

/// Whether a row holds only column numbers and formulas: `栏次 | 1 | 2 | 3=1-2`.
fn is_formula(row: &[Slot]) -> bool {
    let Some(regex) = FORMULA.as_ref() else { return false };
    // Heads that reach down into the row are no part of it.
    let cells: Vec<&Slot> = filled(row).into_iter().filter(|slot| slot.origin).collect();
    // （1） | （2） number columns as 1 | 2 do.
    let plain: Vec<u32> = cells.iter().filter_map(|cell| cell.key.trim_matches(['(', ')']).parse().ok()).collect();
    let counted = plain.windows(2).all(|pair| pair.first() < pair.get(1));
    let marked = cells.iter().any(|cell| {
        cell.key.contains('=') || matches!(cell.key.as_str(), "栏次" | "甲" | "乙") || cell.key.chars().all(|c| c.is_ascii_uppercase())
    });
    cells.len() >= 2
        && cells.iter().all(|cell| regex.is_match(&cell.key))
        && counted
        && (marked || plain.first() == Some(&1) && plain.len() >= 2)
}

/// Whether a row of a table of figures is data, not head.
pub(crate) fn is_data(row: &[Slot], issuer: Option<&DivisionCode>) -> bool {
    let cells = filled(row);
    let measured = cells.iter().filter(|cell| matches!(figure::read(&cell.key), Figure::Number { .. }) && !is_year(&cell.key)).count();
    // A group may bear the word of a head: 一 | 县区 | 1168 | 1,168,000.00. Its figures say that it is none.
    let full = measured >= 2 && measured * 2 > cells.len();
    if cells.iter().any(|cell| words::is("serial", &cell.key) || is_head_word(&cell.key) && !full) {
        return false;
    }
    let named = cells.iter().take(3).any(|cell| recipient::is_total(&cell.key) || recipient::is_place(&cell.key, issuer));
    let figures = cells.iter().filter(|cell| matches!(figure::read(&cell.key), Figure::Number { .. })).count();
    let words = cells.len() - figures - cells.iter().filter(|cell| figure::read(&cell.key) == Figure::Dash).count();
    figures >= 1 && (named || words >= 1 || figures >= 2) || named && words == 1
}

/// Whether a figure may be a year that heads a column.
fn is_year(key: &str) -> bool {
    key.len() == 4 && (key.starts_with("19") || key.starts_with("20")) && key.chars().all(|c| c.is_ascii_digit())
}

/// Whether a cell is a head word of a column of recipients, as a whole.
fn is_head_word(key: &str) -> bool {
    let core = text::core(key);
    core.chars().count() >= 2 && words::is("recipient", &core) || words::is("recipient", key)
}

/// One column's head.
#[derive(Debug, Clone, Default)]
pub(crate) struct Head {
    /// Texts from the outermost cell down, as printed without blanks.
    pub(crate) path: Vec<String>,
    /// The same, folded.
    pub(crate) keys: Vec<String>,
    /// The column's number or formula.
    pub(crate) formula: Option<String>,
    /// Which head stands over which parts nothing shows.
    pub(crate) guessed: bool,
}

impl Head {
    /// The path as records show it.
    pub(crate) fn name(&self) -> Option<String> {
        (!self.path.is_empty()).then(|| self.path.join("/"))
    }

    /// The innermost text, folded.
    pub(crate) fn leaf(&self) -> &str {
        self.keys.last().map_or("", String::as_str)
    }
}

/// The head of every column.
pub(crate) fn heads(grid: &Grid, layout: &Layout) -> Vec<Head> {
    let mut rows: Vec<Vec<Slot>> =
        (layout.head..layout.body).filter(|row| Some(*row) != layout.formula).filter_map(|row| grid.rows.get(row).cloned()).collect();
    let mut guessed = false;
    if !grid.merges_known {
        let formula = layout.formula.and_then(|row| grid.rows.get(row));
        let below =
            slid_head::Below { formula: formula.map_or(&[], Vec::as_slice), rows: grid.rows.get(layout.body..).unwrap_or_default() };
        guessed = slid_head::slide(&mut rows, body_width(grid, layout), &below);
        stretch(&mut rows);
    }
    spread(&mut rows);
    let mut formula = layout.formula.and_then(|row| grid.rows.get(row)).cloned();
    if let Some(row) = formula.as_mut().filter(|_| !grid.merges_known) {
        to_the_right(row);
    }
    let formula = formula.as_ref();
    let mut heads: Vec<Head> = (0..grid.width())
        .map(|col| {
            let mut head = Head {
                formula: formula.and_then(|row| row.get(col)).filter(|slot| slot.origin).map(|slot| slot.key.clone()),
                guessed,
                ..Head::default()
            };
            for slot in rows.iter().filter_map(|row| row.get(col)).filter(|slot| !slot.is_empty()) {
                if head.keys.last() != Some(&slot.key) {
                    head.path.push(slot.plain.clone());
                    head.keys.push(slot.key.clone());
                }
            }
            head
        })
        .collect();
    if formula.is_none() {
        formulas_in_cells(&mut heads);
    }
    heads
}

/// Tables without a row of column numbers may print labels and formulas in the head cells themselves (docs/tables.md, header
/// logic): 原下达（1） | 调减（2） | 调整后（3=1-2）.
fn formulas_in_cells(heads: &mut [Head]) {
    let (Some(in_cell), Some(label)) = (IN_CELL.as_ref(), LABEL.as_ref()) else { return };
    let told: Vec<Option<String>> = heads
        .iter()
        .map(|head| {
            let leaf = head.leaf();
            let formula = in_cell.captures(leaf).and_then(|found| found.name("formula"));
            let plain = || label.captures(leaf).and_then(|found| found.name("inside").or_else(|| found.name("bare")));
            formula.or_else(plain).map(|found| found.as_str().to_owned())
        })
        .collect();
    let formula = told.iter().flatten().any(|text| text.contains('='));
    // Every term must be some column's label, or what looks like a formula is none.
    if formula && told.iter().flatten().count() >= 3 {
        for (head, told) in heads.iter_mut().zip(told) {
            head.formula = told;
        }
    }
}

/// How many columns the rows of the body have.
fn body_width(grid: &Grid, layout: &Layout) -> usize {
    let body = grid.rows.get(layout.body..).unwrap_or_default();
    // A column of remarks may be blank in every row; its cells are there.
    let last = |row: &Vec<Slot>| row.iter().rposition(|slot| slot.cell.is_some()).map_or(0, |last| last + 1);
    body.iter().map(last).max().unwrap_or_default()
}

/// Moves the cells of a head row that lost the slots of its merged cells over the row below, from the lowest row up:
/// every empty slot below ends a cell of this row, every run of filled ones hangs under one cell, and a 小计 inside a
/// run begins the parts of the next cell.
fn stretch(rows: &mut [Vec<Slot>]) {
    for at in (0..rows.len().saturating_sub(1)).rev() {
        let (Some(here), Some(below)) = (rows.get(at), rows.get(at + 1)) else { continue };
        let used = below.iter().rposition(|slot| slot.cell.is_some()).map_or(0, |last| last + 1);
        let mut places = Vec::new();
        for col in 0..used {
            let slot = |col: usize| below.get(col);
            let empty = slot(col).is_none_or(Slot::is_empty);
            let first = col == 0 || slot(col - 1).is_none_or(Slot::is_empty);
            let next = slot(col).is_some_and(|slot| text::core(&slot.key) == "小计")
                && slot(col).map(|slot| slot.cell) != col.checked_sub(1).and_then(slot).map(|slot| slot.cell);
            if empty || first || next {
                places.push(col);
            }
        }
        // Cells that only go on with the row above are empty ones.
        let given = here.iter().rposition(|slot| slot.cell.is_some()).map_or(0, |last| last + 1);
        let all: Vec<Slot> = here.iter().take(given).cloned().collect();
        let filled: Vec<Slot> = here.iter().filter(|slot| !slot.is_empty()).cloned().collect();
        let fits = |places: &[usize]| all.len() == places.len() || filled.len() == places.len();
        let places = std::iter::once(places.clone()).chain(parted(below, used, &places, filled.len())).find(|places| fits(places));
        let Some(places) = places else { continue };
        let cells = if all.len() == places.len() { all } else { filled };
        if cells.len() != places.len() || cells.len() == used || below.iter().take(used).all(|slot| !slot.is_empty()) {
            continue;
        }
        let mut new: Vec<Slot> = here.iter().map(|slot| Slot::empty(slot.row, slot.col)).collect();
        let ends = places.iter().skip(1).copied().chain([used]);
        for ((cell, col), end) in cells.into_iter().zip(places.iter().copied()).zip(ends) {
            for slot in new.iter_mut().take(end).skip(col) {
                *slot = cell.clone();
            }
        }
        if let Some(row) = rows.get_mut(at) {
            *row = new;
        }
    }
}

/// Where the cells over a row begin if several of them stand over one run of its cells: at every repetition of the run's first word
/// (人数 · 补助额 · 人数 · 补助额), else where the run is parted evenly among as many cells as are left.
fn parted(below: &[Slot], used: usize, places: &[usize], cells: usize) -> Vec<Vec<usize>> {
    let key = |col: usize| below.get(col).map_or("", |slot| slot.key.as_str());
    let filled = |col: &usize| below.get(*col).is_some_and(|slot| !slot.is_empty());
    let mut starts = places.to_vec();
    let mut first = 0;
    for col in (0..used).filter(filled) {
        if places.contains(&col) {
            first = col;
        } else if key(col) == key(first) {
            starts.push(col);
        }
    }
    starts.sort_unstable();
    let runs: Vec<usize> = places.iter().copied().filter(filled).collect();
    let even = match runs.as_slice() {
        [start] => {
            let length = (*start..used).take_while(filled).count();
            let over = (cells + 1).saturating_sub(places.len());
            let each = length.checked_div(over).filter(|each| over > 1 && *each > 1 && each * over == length);
            each.map(|each| {
                let mut all: Vec<usize> = places.iter().copied().chain((1..over).map(|nth| start + nth * each)).collect();
                all.sort_unstable();
                all
            })
        }
        _ => None,
    };
    std::iter::once(starts).chain(even).collect()
}

/// Moves the cells of a row to its right end, where slots of merged cells on the left were lost.
fn to_the_right(row: &mut [Slot]) {
    let lost = row.iter().rev().take_while(|slot| slot.cell.is_none()).count();
    row.rotate_right(lost);
}

/// Spreads head cells to the right over empty slots. A flattened merged cell leaves empty slots behind: an empty
/// slot continues the filled one to its left when both have cells below them and nothing stands above.
fn spread(rows: &mut [Vec<Slot>]) {
    let width = rows.first().map_or(0, Vec::len);
    let filled_at =
        |rows: &[Vec<Slot>], row: usize, col: usize| rows.get(row).and_then(|row| row.get(col)).is_some_and(|slot| !slot.is_empty());
    for row in 0..rows.len() {
        for col in 1..width {
            let below = |col: usize| (row + 1..rows.len()).any(|lower| filled_at(rows, lower, col));
            let above = (0..row).any(|upper| {
                let slot = |col| rows.get(upper).and_then(|line: &Vec<Slot>| line.get(col));
                // A cell above that is not itself shared with the left neighbour ends the group.
                slot(col).is_some_and(|here| !here.is_empty() && slot(col - 1).is_none_or(|left| left.key != here.key))
            });
            if filled_at(rows, row, col) || !filled_at(rows, row, col - 1) || above || !below(col) || !below(col - 1) {
                continue;
            }
            let left = rows.get(row).and_then(|line| line.get(col - 1)).cloned();
            if let (Some(left), Some(slot)) = (left, rows.get_mut(row).and_then(|line| line.get_mut(col))) {
                (slot.plain, slot.key, slot.span, slot.cell) = (left.plain, left.key, left.span, left.cell);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use hongtou_document::{Block, TableMark};

    use super::super::grid::tests::document;
    use super::*;

    fn names(grid: &str, mark: TableMark) -> Vec<String> {
        let document = document(&[], grid, mark);
        let Block::Table(table) = &document.blocks()[0] else { panic!("a table") };
        let grid = Grid::of(&document, table);
        let layout = layout(&grid, &mut Caption::default(), None).unwrap();
        heads(&grid, &layout).iter().map(|head| head.name().unwrap_or_default()).collect()
    }

    #[test]
    fn merged_heads_make_paths_whether_merges_are_known_or_not() {
        let grid = "单位：万元|<|<|<
                    市州|合计|省级资金|<
                    ^|^|道路|桥梁
                    栏次|1=2+3|2|3
                    遵义市|30|10|20
                    毕节市|7|3|4";
        for mark in [TableMark::Markup, TableMark::Delimited] {
            assert_eq!(names(grid, mark), ["市州", "合计", "省级资金/道路", "省级资金/桥梁"]);
        }
    }

    #[test]
    fn a_row_of_parts_that_slid_to_the_left_stands_under_its_merged_cells() {
        for (grid, wanted) in [
            ("县区|合计|其中\n中央|省级\n遵义市|30|10|20", vec!["县区", "合计", "其中/中央", "其中/省级"]),
            ("县区|其中||合计\n中央|省级\n遵义市|10|20|30", vec!["县区", "其中/中央", "其中/省级", "合计"]),
            (
                "县区|合计|道路|桥梁\n条数|金额|座数|金额\n遵义市|30|1|10|2|20",
                vec!["县区", "合计", "道路/条数", "道路/金额", "桥梁/座数", "桥梁/金额"],
            ),
            ("县区|合计|其中|备注\n中央|省级\n遵义市|30|10|20|已核", vec!["县区", "合计", "其中/中央", "其中/省级", "备注"]),
            (
                "县区|人数|养老金|补贴|合计|备注\n应补|已下|本次\n栏次|1|2|3|4=2-3|5|6=4+5|\n遵义市|9|30|10|20|5|25|",
                vec!["县区", "人数", "养老金/应补", "养老金/已下", "养老金/本次", "补贴", "合计", "备注"],
            ),
        ] {
            assert_eq!(names(grid, TableMark::Delimited), wanted, "{grid}");
        }
    }

    #[test]
    fn several_cells_stand_over_one_run_of_parts() {
        for (grid, wanted) in [
            (
                "学校|走读生||寄宿生||资助合计\n|人数|金额|人数|金额|\n镇中学|9|90|5|100|190",
                vec!["学校", "走读生/人数", "走读生/金额", "寄宿生/人数", "寄宿生/金额", "资助合计"],
            ),
            (
                "学校|走读生|寄宿生|资助合计\n|人数|金额|人数|金额|\n镇中学|9|90|5|100|190",
                vec!["学校", "走读生/人数", "走读生/金额", "寄宿生/人数", "寄宿生/金额", "资助合计"],
            ),
            (
                "学校|走读生|寄宿生|资助合计\n|免学费|补助|免住宿费|伙食费|\n镇中学|9|90|5|100|204",
                vec!["学校", "走读生/免学费", "走读生/补助", "寄宿生/免住宿费", "寄宿生/伙食费", "资助合计"],
            ),
            (
                "学校|走读生|寄宿生|资助合计\n人数|金额|人数|金额\n镇中学|9|90|5|100|190",
                vec!["学校", "走读生/人数", "走读生/金额", "寄宿生/人数", "寄宿生/金额", "资助合计"],
            ),
        ] {
            assert_eq!(names(grid, TableMark::Delimited), wanted, "{grid}");
        }
    }

    #[test]
    fn labels_and_formulas_inside_head_cells_are_those_of_the_columns() {
        let formulas = |grid: &str| {
            let document = document(&[], grid, TableMark::Delimited);
            let Block::Table(table) = &document.blocks()[0] else { panic!("a table") };
            let grid = Grid::of(&document, table);
            let layout = layout(&grid, &mut Caption::default(), None).unwrap();
            heads(&grid, &layout).into_iter().map(|head| head.formula.unwrap_or_default()).collect::<Vec<String>>()
        };
        assert_eq!(formulas("县区|原下达（1）|调减（2）|调整后（3=1-2）\n遵义市|30|10|20"), ["", "1", "2", "3=1-2"]);
        assert_eq!(formulas("县区|中央资金A|省级资金B|合计C=A+B\n遵义市|30|10|40"), ["", "A", "B", "C=A+B"]);
        assert_eq!(formulas("县区|附件1|金额（2）|合计\n遵义市|30|10|40"), ["", "", "", ""]);
    }

    #[test]
    fn a_group_called_by_the_word_of_a_head_is_data_and_years_are_heads() {
        let groups = "序号|地区|助学金||合计\n||人数|金额|\n一|县区|68|1,168.00|1,679.70\n1|播州区|68|1,168.00|1,679.70";
        assert_eq!(names(groups, TableMark::Delimited), ["序号", "地区", "助学金/人数", "助学金/金额", "合计"]);
        assert_eq!(names("地区|2020|2021|2022\n播州区|8|9|10", TableMark::Delimited), ["地区", "2020", "2021", "2022"]);
    }

    #[test]
    fn numbers_of_columns_in_brackets_are_no_figures() {
        let grid = "单位|人数|补助资金|<\n^|小学|合计|小学\n^|（1）|（2）|（3）\n播州区|52|24|15\n合计|52|24|15";
        assert_eq!(names(grid, TableMark::Markup), ["单位", "人数/小学", "补助资金/合计", "补助资金/小学"]);
    }

    #[test]
    fn a_total_with_empty_figures_is_data() {
        assert_eq!(names("县区|金额\n合计|\n播州区|8", TableMark::Delimited), ["县区", "金额"]);
    }
}
