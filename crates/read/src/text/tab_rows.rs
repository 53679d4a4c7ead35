//! Tables with one row a line and TABs between the cells. Not for: dumps that give each cell a line of its
//! own behind a TAB (`cell_lines`).

use hongtou_document::Span;

use super::Found;
use super::piece::{Piece, is_blank, is_numeric};

/// Finds a run of lines with TABs.
pub(super) fn find(lines: &[Piece<'_>]) -> Found {
    let run = rows(lines);
    let (run, taken): (Vec<Vec<Piece<'_>>>, Vec<usize>) = run.into_iter().unzip();
    let usual = usual_width(&run);
    let asides = run.iter().take_while(|row| is_aside(row, usual)).count();
    if asides > 0 {
        return Found::nothing(asides);
    }
    let rows: &[Vec<Piece<'_>>] = match run.iter().rposition(|row| !is_aside(row, usual)) {
        Some(last) => run.get(..=last).unwrap_or_default(),
        None => &[],
    };
    if is_table(rows) {
        Found {
            lines: taken.iter().take(rows.len()).sum(),
            rows: rows.iter().map(|row| row.iter().map(|cell| cell.span()).collect::<Vec<Span>>()).collect(),
        }
    } else {
        Found::nothing(taken.iter().sum())
    }
}

/// The rows of a run of lines with TABs, and the lines that each takes. A conversion may break a row before its last cell: a line
/// that is a value and nothing else, below a row that is one cell short of the widest above it, is that cell.
fn rows<'a>(lines: &[Piece<'a>]) -> Vec<(Vec<Piece<'a>>, usize)> {
    let mut rows: Vec<(Vec<Piece<'a>>, usize)> = Vec::new();
    let mut widest = 0;
    for (at, line) in lines.iter().enumerate() {
        if line.text.contains('\t') {
            widest = rows.last().map_or(widest, |(row, _)| widest.max(row.len()));
            rows.push((line.split('\t').map(Piece::trimmed).collect(), 1));
            continue;
        }
        // The head may be broken too; then the row below is as much wider.
        let word = line.trimmed().text;
        let below = lines.get(at + 1).map_or(0, |next| next.text.matches('\t').count() + 1);
        let head = rows.len() == 1 && !word.is_empty() && word.chars().count() <= VALUE && !word.ends_with(['。', '：', ':']);
        let short = |row: &[Piece<'_>]| {
            row.len() + 1 == widest && widest > 2 && is_value(line.text) || head && row.len() >= 2 && row.len() + 1 == below
        };
        match rows.last_mut().filter(|(row, _)| short(row)) {
            Some((row, taken)) => {
                row.push(line.trimmed());
                *taken += 1;
            }
            None => break,
        }
    }
    rows
}

/// The longest value that a line may be, in characters.
const VALUE: usize = 16;

/// Whether a line is the value of a cell: a figure, perhaps with a sign before it and a unit behind.
fn is_value(text: &str) -> bool {
    let text = text.trim_matches(is_blank);
    let short = !text.is_empty() && text.chars().count() <= VALUE;
    let unit = text.trim_start_matches(|c: char| is_numeric(&c.to_string()) || "≥≤＞＜<>".contains(c));
    short && (is_numeric(text) || unit.len() < text.len() && unit.chars().count() <= 3 && !unit.contains(['.', '、', '：', ':']))
}

/// The most frequent number of cells.
fn usual_width(run: &[Vec<Piece<'_>>]) -> usize {
    let mut widths: Vec<usize> = run.iter().map(Vec::len).collect();
    widths.sort_unstable();
    widths.chunk_by(|a, b| a == b).max_by_key(|group| group.len()).and_then(|group| group.first().copied()).unwrap_or(0)
}

/// Whether a line is only pushed to the right by TABs (a unit above a table, a signature below it).
fn is_aside(row: &[Piece<'_>], usual: usize) -> bool {
    row.len() != usual
        && row.split_last().is_some_and(|(last, before)| !last.text.is_empty() && before.iter().all(|cell| cell.text.is_empty()))
}

fn is_table(rows: &[Vec<Piece<'_>>]) -> bool {
    let filled = |row: &Vec<Piece<'_>>| row.iter().filter(|cell| !cell.text.is_empty()).count();
    if let [row] = rows {
        // Two are a label and a value, or a heading and its page.
        return filled(row) >= 3;
    }
    // One TAB before the text opens a paragraph or a cell; that makes no row.
    let wide = rows.iter().filter(|row| row.len() > 2 || row.first().is_some_and(|first| !first.text.is_empty())).count();
    wide * 2 >= rows.len() && rows.iter().any(|row| filled(row) >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(text: &str) -> (usize, Vec<Vec<String>>) {
        let lines: Vec<Piece<'_>> = Piece::whole(text).split('\n').collect();
        let found = find(&lines);
        let slice = |span: &Span| text.chars().skip(span.start as usize).take(span.len() as usize).collect::<String>();
        (found.lines, found.rows.iter().map(|row| row.iter().map(slice).collect()).collect())
    }

    #[test]
    fn a_row_broken_before_its_last_cell_is_put_together() {
        let (lines, rows) = cells("地区\t合计\t中央\n甲县\t30\n10\n乙县\t7\t3\n合计\t37\n13\n请遵照执行。");
        assert_eq!(lines, 6);
        assert_eq!(rows, [["地区", "合计", "中央"], ["甲县", "30", "10"], ["乙县", "7", "3"], ["合计", "37", "13"]]);
        let (_, rows) = cells("序号\t地区\n金额（万元）\n1\t甲县\t30\n2\t乙县\t7");
        assert_eq!(rows.first().map(|row| row.join("|")).as_deref(), Some("序号|地区|金额（万元）"));
        let (_, rows) = cells("指标\t目标\t完成\n里程\t≥60公里\n62公里\n座数\t3座\t3座");
        assert_eq!(rows.get(1).map(|row| row.join("|")).as_deref(), Some("里程|≥60公里|62公里"));
    }

    #[test]
    fn a_figure_below_a_whole_row_is_no_cell() {
        // The number of a page.
        let (lines, rows) = cells("地区\t合计\t中央\n甲县\t30\t10\n2\n乙县\t7\t3");
        assert_eq!((lines, rows.len()), (2, 2));
    }
}
