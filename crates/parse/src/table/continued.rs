//! Tables that a page break cut in two: the second half has the same columns and no head, or repeats the head.
//! Not for: several tables in one grid (`segment`).

use hongtou_document::{Document, Span};
use hongtou_notice::DivisionCode;

use super::grid::{Grid, filled};
use super::segment::is_project_label;
use super::{figure, header, indicator, recipient, text, words};

/// Whether only blanks and page numbers stand between two tables.
pub(crate) fn nothing_between(document: &Document, lines: &[Span]) -> bool {
    lines.iter().all(|line| {
        let key = text::key(document.slice(*line));
        let number = key.trim_matches(['-', '第', '页', '·']);
        key.is_empty() || !number.is_empty() && number.chars().count() <= 4 && number.chars().all(|c| c.is_ascii_digit())
    })
}

/// Whether two words are a name that a line break parted: 宜城⏎市, 市退役军人⏎事务局. The first is no name yet, and both end like one.
pub(crate) fn parted(one: &str, two: &str) -> bool {
    const PLACES: [char; 9] = ['省', '市', '州', '盟', '县', '区', '旗', '镇', '乡'];
    let ends = |key: &str| words::ends("unit_ending", key) || key.ends_with(PLACES);
    let whole = format!("{one}{two}");
    // 续表⏎宜城市, 市直部门⏎水利局 are two words; 宜城⏎市 is a place, and 市退役军人⏎事务局 an office of a government.
    let place = hongtou_notice::Divisions::get().resolve(&whole, None) != hongtou_notice::Match::None;
    let governed = one.starts_with(['省', '市', '州', '县', '区', '旗']) && !["部门", "单位", "直属"].iter().any(|end| one.ends_with(end));
    let office = words::ends("unit_ending", two) && governed;
    let begun = one.chars().count() >= 2 && one.chars().all(crate::agencies::is_han) && !ends(one) && !recipient::is_total(one);
    begun && two.chars().count() <= LONGEST_REST && ends(&whole) && (place || office)
}

/// Characters of what a line break may part from a name.
const LONGEST_REST: usize = 4;

/// The line between two aligned tables that begins the name in the first row of the second: columns found by alignment end where a
/// line holds one word. The name is put together in the second.
pub(crate) fn begins_name(document: &Document, lines: &[Span], grid: &mut Grid) -> Option<Span> {
    let mut told = lines.iter().copied().filter(|line| !text::key(document.slice(*line)).is_empty());
    let (line, None) = (told.next()?, told.next()) else { return None };
    let one = text::key(document.slice(line));
    let (plain, merges) = (text::plain(document.slice(line)), grid.merges_known);
    let first = grid.rows.first_mut()?;
    let figures = first.iter().skip(1).filter(|slot| !slot.is_empty()).all(|slot| figure::number(&slot.key).is_some());
    let slot = first.first_mut().filter(|slot| !merges && figures && parted(&one, &slot.key))?;
    slot.key.insert_str(0, &one);
    slot.plain.insert_str(0, &plain);
    slot.span = slot.span.cover(line);
    Some(line)
}

/// Whether a grid goes on with the rows of the one before it.
pub(crate) fn goes_on(before: &Grid, grid: &Grid, issuer: Option<&DivisionCode>) -> bool {
    let Some(first) = grid.rows.first() else { return false };
    let cells = filled(first);
    if before.width() != grid.width() || before.rows.len() < 2 || cells.len() < 2 {
        return false;
    }
    let keys = |row: &[super::grid::Slot]| row.iter().map(|slot| slot.key.clone()).collect::<Vec<String>>();
    if before.rows.iter().take(4).any(|row| filled(row).len() >= 2 && keys(row) == keys(first)) {
        return true;
    }
    let opens = indicator::is_head(first) || cells.iter().any(|cell| is_project_label(cell));
    let indicators = before.rows.iter().take(HEAD_ROWS).any(|row| indicator::is_head(row));
    let level = cells.iter().take(2).any(|cell| words::level(&cell.key).is_some());
    !opens && if indicators { level || !header::is_data(first, issuer) } else { header::is_data(first, issuer) }
}

/// Rows in which the head of a form stands, with its fund box.
const HEAD_ROWS: usize = 64;
/// Rows of the highest merged cell.
const HIGHEST_CELL: usize = 512;

/// Puts the rows of a second half under the first.
pub(crate) fn append(before: &mut Grid, mut grid: Grid) {
    let offset = u32::try_from(before.rows.len()).unwrap_or(u32::MAX);
    // Cells are numbered row by row, and no merged cell is higher.
    let cells = before.rows.iter().rev().take(HIGHEST_CELL).flatten().filter_map(|slot| slot.cell).max().map_or(0, |cell| cell + 1);
    for slot in grid.rows.iter_mut().flatten() {
        slot.row = slot.row.saturating_add(offset);
        slot.cell = slot.cell.map(|cell| cell + cells);
    }
    before.merges_known |= grid.merges_known;
    before.rows.append(&mut grid.rows);
}

#[cfg(test)]
mod tests {
    use hongtou_document::{CellDraft, DocumentBuilder, Format, TableDraft, TableMark};

    use super::super::{Context, read_tables};
    use super::parted;

    /// A table of two columns.
    fn draft(rows: &[[&str; 2]], mark: TableMark) -> TableDraft {
        let row = |(cells, row): (&[&str; 2], u32)| {
            let cell = move |(text, col): (&str, u32)| CellDraft { row, col, text: text.into(), ..CellDraft::default() };
            cells.iter().copied().zip(0..).map(cell).collect::<Vec<_>>()
        };
        TableDraft { cells: rows.iter().zip(0..).flat_map(row).collect(), mark, page: None, bbox: None }
    }

    #[test]
    fn rows_behind_a_page_break_belong_to_the_table() {
        let draft = |rows| draft(rows, TableMark::Ruled);
        let mut builder = DocumentBuilder::new(Format::Pdf);
        builder.paragraph("单位：万元");
        builder.table(&draft(&[["市州", "金额"], ["遵义市", "1"]])).unwrap();
        builder.paragraph("— 3 —");
        builder.table(&draft(&[["毕节市", "2"], ["合计", "3"]])).unwrap();
        let document = builder.finish("x");
        let tables = read_tables(&Context { document: &document, issuer: None, kind: None, body_units: &[] });
        let told: Vec<(u32, u32, &str)> = tables.allocations.iter().map(|row| (row.table, row.row, row.recipient.as_str())).collect();
        assert_eq!(told, [(1, 2, "遵义市"), (1, 3, "毕节市"), (1, 4, "合计")]);
        assert!(tables.remarks.is_empty());
    }

    #[test]
    fn a_name_that_a_line_break_parted_between_two_aligned_halves() {
        assert!(parted("宜城", "市") && parted("市退役军人", "事务局"));
        assert!(!parted("仁怀市", "赤水市") && !parted("合计", "市") && !parted("说明", "如下"));
        for word in ["续表", "第二批", "备注", "其他"] {
            assert!(!parted(word, "宜城市") && !parted(word, "小河镇"), "{word}");
        }
        assert!(!parted("市直部门", "水利局"));
        let draft = |rows| draft(rows, TableMark::Aligned);
        let mut builder = DocumentBuilder::new(Format::Text);
        builder.paragraph("单位：万元");
        builder.table(&draft(&[["县区", "金额"], ["遵义市", "1"]])).unwrap();
        builder.paragraph("市退役军人");
        builder.table(&draft(&[["事务局", "2"], ["合计", "3"]])).unwrap();
        let document = builder.finish("x");
        let tables = read_tables(&Context { document: &document, issuer: None, kind: None, body_units: &[] });
        let told: Vec<(u32, &str)> = tables.allocations.iter().map(|row| (row.table, row.recipient.as_str())).collect();
        assert_eq!(told, [(1, "遵义市"), (1, "市退役军人事务局"), (1, "合计")]);
    }
}
