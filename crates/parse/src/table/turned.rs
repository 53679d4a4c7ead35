//! Tables whose recipients stand in the head row, turned so that they stand in the first column (`docs/tables.md`, layouts and repairs). Not for:
//! reading what is turned (`allocation`).

use super::grid::{Grid, Slot, filled};
use super::{Context, columns, figure, recipient, text, words};

/// A table whose recipients stand in the head row, turned; above them a class may be named (各区、县级市 over 甲区 | 乙市). `None` where they
/// do not.
pub(super) fn turned(context: &Context<'_>, grid: &Grid) -> Option<Grid> {
    let first = grid.rows.iter().position(|row| filled(row).len() >= 3)?;
    let is_figure = |slot: &&Slot| figure::number(&slot.key).is_some();
    let heads =
        (first..grid.rows.len().min(first + 2)).take_while(|at| grid.rows.get(*at).is_some_and(|row| !filled(row).iter().any(is_figure)));
    heads.into_iter().find_map(|at| {
        // What reaches down from the row above, and what a dump left there, heads its column too.
        let above = at.checked_sub(1).filter(|above| *above >= first).and_then(|above| grid.rows.get(above));
        let row = grid.rows.get(at)?.iter().enumerate();
        let mut row: Vec<Slot> =
            row.map(|(col, slot)| above.filter(|_| slot.is_empty()).and_then(|above| above.get(col)).unwrap_or(slot).clone()).collect();
        let cells = filled(&row);
        let places =
            cells.iter().skip(1).filter(|cell| recipient::is_place(&cell.key, context.issuer) || recipient::is_township(&cell.key)).count();
        let totals = cells.iter().skip(1).filter(|cell| recipient::is_total(&cell.key)).count();
        let good = places >= 2 && (places + totals) * 2 >= cells.len().saturating_sub(1);
        // 项目 over the kinds of money says nothing of the townships beside it.
        if good
            && !cells.iter().skip(1).any(|cell| recipient::is_place(&cell.key, context.issuer))
            && let Some(corner) = row.iter_mut().find(|slot| !slot.is_empty())
        {
            corner.key = "乡镇".to_owned();
        }
        good.then(|| grid.with(std::iter::once(row.clone()).chain(grid.rows.iter().skip(at + 1).cloned()).collect()).transposed())
    })
}

/// A table whose first head word announces recipients and whose other head words are recipients, while the words below
/// the first are kinds of money: `乡镇 | 合计 | 甲镇 | 乙镇` over `补助资金`, `其中：省级`.
pub(super) fn turned_by_units(context: &Context<'_>, grid: &Grid) -> Option<Grid> {
    let head = grid.rows.iter().position(|row| filled(row).len() >= 3)?;
    let cells = filled(grid.rows.get(head)?);
    let (first, others) = cells.split_first()?;
    let col = grid.rows.get(head)?.iter().position(|slot| !slot.is_empty())?;
    let named = |key: &str| {
        recipient::is_place(key, context.issuer) || key.chars().count() >= 2 && words::ends("unit_ending", &recipient::bare(key))
    };
    let good = columns::names_recipients(&first.key)
        && others.iter().filter(|cell| named(&cell.key)).count() >= 2
        && others.iter().all(|cell| named(&cell.key) || recipient::is_total(&cell.key) || words::is("of_which", &cell.key));
    if !good {
        return None;
    }
    let labels: Vec<&Slot> = grid.rows.iter().skip(head + 1).filter_map(|row| row.get(col)).filter(|slot| !slot.is_empty()).collect();
    let money = |slot: &&Slot| words::has("money", &slot.key) && !named(&slot.key) && !recipient::is_total(&slot.key);
    // 残疾人人数 and 补助资金: what is counted may stand beside the money.
    let counted = |slot: &&Slot| super::money_head::counts_things(&text::core(&slot.key));
    let kinds = labels.iter().filter(|slot| money(slot)).count();
    // 单位 | 甲县 | 乙区 | 合计 over 人才培养, 能力建设: places beside each other, and below them what the money is for.
    let places = others.iter().filter(|cell| recipient::is_place(&cell.key, context.issuer)).count();
    let recipient = |key: &str| named(key) || recipient::is_township(key) || crate::vocab::AGENCY_ENDS.at_end(key).is_some();
    let purposes = labels.iter().filter(|slot| !recipient::is_total(&slot.key)).collect::<Vec<_>>();
    let told = purposes.iter().filter(|slot| words::ends("purpose_ending", &text::core(&slot.key))).count();
    let for_what = places >= 2 && purposes.len() >= 2 && told * 2 >= purposes.len() && !purposes.iter().any(|slot| recipient(&slot.key));
    (for_what || kinds > 0 && labels.iter().filter(|slot| money(slot) || counted(slot)).count() * 2 > labels.len())
        .then(|| grid.part(head..grid.rows.len()).transposed())
}
