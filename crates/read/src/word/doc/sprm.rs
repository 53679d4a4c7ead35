//! Properties as Word stores them: a list of codes with operands, each changing one property.
//! Not for: where such lists lie (`runs`, `styles`, `text`).

use super::super::bytes::{i16_at, part, place_at, u8_at, u16_at, u32_at};
use super::super::flow::Shape;
use crate::docx::table::Merge;

/// Cells a row may have in this format.
const CELLS: usize = 63;

/// What a paragraph's properties tell about its place.
#[derive(Debug, Clone, Default)]
pub(super) struct Paragraph {
    pub(super) in_table: bool,
    /// Whether its mark ends a row.
    pub(super) row_end: bool,
    pub(super) depth: u32,
    /// The same for tables in tables.
    pub(super) inner_cell: bool,
    pub(super) inner_row_end: bool,
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
    pub(super) shape: Shape,
}

/// What a character's properties tell about it.
#[derive(Debug, Clone, Default)]
pub(super) struct Character {
    pub(super) deleted: bool,
    pub(super) hidden: bool,
    /// Whether it stands for something that is no character.
    pub(super) special: bool,
    /// Font and code of a symbol.
    pub(super) symbol: Option<(u16, u16)>,
    pub(super) font: u16,
    /// Where in the data stream its picture or form field lies.
    pub(super) data: Option<usize>,
    pub(super) style: Option<u16>,
}

/// Walks through a list of properties.
fn each(list: &[u8], mut take: impl FnMut(u16, &[u8])) {
    let mut at = 0usize;
    while let Some(code) = u16_at(list, at) {
        at += 2;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // The definition of a row tells its length in two bytes, counting one of them.
            _ if code == 0xd608 => usize::from(u16_at(list, at).unwrap_or(0)) + 1,
            // Tab stops longer than a byte can tell.
            _ if code == 0xc615 && u8_at(list, at) == Some(255) => {
                let deleted = usize::from(u8_at(list, at + 1).unwrap_or(0));
                let added = usize::from(u8_at(list, at + 2 + 4 * deleted).unwrap_or(0));
                3 + 4 * deleted + 3 * added
            }
            _ => usize::from(u8_at(list, at).unwrap_or(0)) + 1,
        };
        let Some(operand) = part(list, at, length) else { break };
        take(code, operand);
        at += length;
    }
}

/// The list that the short form over a piece stands for; only codes that matter here.
pub(super) fn short(modifier: u16) -> Vec<u8> {
    let code: u16 = match (modifier >> 1) & 0x7f {
        0x0c => 0x260a,
        0x18 => 0x2416,
        0x19 => 0x2417,
        0x41 => 0x0800,
        0x5c => 0x083c,
        _ => return Vec::new(),
    };
    let [low, high] = code.to_le_bytes();
    vec![low, high, modifier.to_le_bytes()[1]]
}

impl Paragraph {
    /// Changes the properties that a list names. `data`: the stream that holds lists too long for their place.
    pub(super) fn take(&mut self, list: &[u8], data: &[u8]) {
        each(list, |code, operand| {
            let on = operand.first().is_some_and(|byte| *byte != 0);
            match code {
                0x2416 => self.in_table = on,
                0x2417 => self.row_end = on,
                0x244b => self.inner_cell = on,
                0x244c => self.inner_row_end = on,
                0x6649 => self.depth = u32_at(operand, 0).unwrap_or(0),
                0x664a => self.depth = self.depth.wrapping_add(u32_at(operand, 0).unwrap_or(0)),
                0x260a => self.level = u8_at(operand, 0),
                0x460b => self.list = u16_at(operand, 0),
                0x6645 | 0x6646 => {
                    let place = place_at(operand, 0).unwrap_or(usize::MAX);
                    let long = u16_at(data, place).and_then(|length| part(data, place + 2, usize::from(length)));
                    // No stream for the inner list: it may not name itself.
                    self.take(long.unwrap_or_default(), &[]);
                }
                0xd608 => self.shape = shape(operand).unwrap_or_default(),
                0xd62b => {
                    if let (Some(cell), Some(merge)) = (u8_at(operand, 1), u8_at(operand, 2))
                        && let Some((_, vertical)) = self.shape.merges.get_mut(usize::from(cell))
                    {
                        *vertical = [Merge::No, Merge::Continue, Merge::No, Merge::Restart][usize::from(merge & 3)];
                    }
                }
                0x5624 => {
                    let (first, end) = (u8_at(operand, 0).unwrap_or(0), u8_at(operand, 1).unwrap_or(0));
                    for cell in first..end.min(63) {
                        if let Some((horizontal, _)) = self.shape.merges.get_mut(usize::from(cell)) {
                            *horizontal = if cell == first { Merge::Restart } else { Merge::Continue };
                        }
                    }
                }
                _ => {}
            }
        });
    }

    /// Tables around the paragraph.
    pub(super) fn depth(&self) -> usize {
        // A negative depth is none.
        let depth = if self.depth > 1000 { 0 } else { self.depth as usize };
        if self.in_table || self.row_end { depth.max(1) } else { depth }
    }
}

/// The edges and merges of a row: its number of cells, their edges, then 20 bytes a cell.
fn shape(operand: &[u8]) -> Option<Shape> {
    const CELL: usize = 20;
    let count = usize::from(u8_at(operand, 2)?);
    if count > CELLS {
        return None;
    }
    let edges: Vec<i32> = (0..=count).filter_map(|index| i16_at(operand, 3 + 2 * index)).map(i32::from).collect();
    let cells = 3 + 2 * (count + 1);
    let merge = |index: usize| {
        // Fewer entries than cells: the rest is not merged.
        let flags = u16_at(operand, cells + CELL * index).unwrap_or(0);
        let horizontal = [Merge::No, Merge::Continue, Merge::Restart, Merge::Restart][usize::from(flags & 3)];
        let vertical = [Merge::No, Merge::Continue, Merge::No, Merge::Restart][usize::from(flags >> 5 & 3)];
        (horizontal, vertical)
    };
    Some(Shape { edges, merges: (0..count).map(merge).collect() })
}

impl Character {
    /// Changes the properties that a list names; `base` is the style's own, to which toggles refer.
    pub(super) fn take(&mut self, list: &[u8], base: &Character) {
        each(list, |code, operand| {
            let first = operand.first().copied().unwrap_or(0);
            match code {
                0x0800 => self.deleted = first != 0,
                0x083c | 0x0818 => {
                    self.hidden = match first {
                        0x80 => base.hidden,
                        0x81 => !base.hidden,
                        value => value != 0,
                    };
                }
                0x0855 => self.special = first != 0,
                0x6a09 => self.symbol = u16_at(operand, 0).zip(u16_at(operand, 2)),
                0x4a4f => self.font = u16_at(operand, 0).unwrap_or(0),
                0x6a03 => self.data = place_at(operand, 0),
                0x4a30 => self.style = u16_at(operand, 0),
                // Back to the style's.
                0x2a33 => self.hidden = base.hidden,
                _ => {}
            }
        });
    }
}
