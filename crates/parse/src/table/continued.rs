//! Tables that a page break cut in two: the second half has the same columns and no head, or repeats the head.
//! Not for: several tables in one grid (`segment`).

use hongtou_document::{Document, Span};
use hongtou_notice::DivisionCode;

use super::grid::{Grid, filled};
use super::segment::is_project_label;
use super::{header, indicator, text, words};

/// Whether only blanks and page numbers stand between two tables.
pub(crate) fn nothing_between(document: &Document, lines: &[Span]) -> bool {
    lines.iter().all(|line| {
        let key = text::key(document.slice(*line));
        let number = key.trim_matches(['-', '第', '页', '·']);
        key.is_empty() || !number.is_empty() && number.chars().count() <= 4 && number.chars().all(|c| c.is_ascii_digit())
    })
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
    let indicators = before.rows.iter().any(|row| indicator::is_head(row));
    let level = cells.iter().take(2).any(|cell| words::level(&cell.key).is_some());
    !opens && if indicators { level || !header::is_data(first, issuer) } else { header::is_data(first, issuer) }
}

/// Puts the rows of a second half under the first.
pub(crate) fn append(before: &mut Grid, mut grid: Grid) {
    let offset = u32::try_from(before.rows.len()).unwrap_or(u32::MAX);
    let cells = before.rows.iter().flatten().filter_map(|slot| slot.cell).max().map_or(0, |cell| cell + 1);
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

    #[test]
    fn rows_behind_a_page_break_belong_to_the_table() {
        let draft = |rows: &[[&str; 2]]| TableDraft {
            cells: rows
                .iter()
                .zip(0..)
                .flat_map(|(cells, row)| {
                    cells.iter().zip(0..).map(move |(text, col)| CellDraft { row, col, text: (*text).into(), ..CellDraft::default() })
                })
                .collect(),
            mark: TableMark::Ruled,
            page: None,
            bbox: None,
        };
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
}
