//! Runs of characters and of paragraphs with equal properties, by their place in the file.
//! Not for: what the properties are (`sprm`).

use super::super::bytes::{part, u8_at, u16_at, u32_at};

/// Bytes of a page of runs.
const PAGE: usize = 512;

/// A run and the list of its properties.
#[derive(Debug)]
struct Run {
    from: u32,
    to: u32,
    /// The style of a paragraph.
    style: u16,
    list: Vec<u8>,
}

/// Runs by place.
#[derive(Debug)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

impl Runs {
    /// Runs of characters.
    pub(super) fn characters(main: &[u8], table: &[u8]) -> Self {
        Self::read(main, table, 1, |page, at| {
            let length = usize::from(u8_at(page, at)?);
            Some((0, part(page, at + 1, length)?))
        })
    }

    /// Runs of paragraphs.
    pub(super) fn paragraphs(main: &[u8], table: &[u8]) -> Self {
        Self::read(main, table, 13, |page, at| {
            // The length counts words; 0 says that the next byte has it.
            let (start, length) = match usize::from(u8_at(page, at)?) {
                0 => (at + 2, usize::from(u8_at(page, at + 1)?) * 2),
                words => (at + 1, words * 2 - 1),
            };
            let list = part(page, start, length)?;
            Some((u16_at(list, 0)?, list.get(2..)?))
        })
    }

    fn read(main: &[u8], table: &[u8], entry: usize, list: impl Fn(&[u8], usize) -> Option<(u16, &[u8])>) -> Self {
        let mut runs = Vec::new();
        for (_, number) in super::positions(table, 4) {
            let Some(number) = u32_at(number, 0) else { continue };
            let Some(page) = part(main, (number & 0x3f_ffff) as usize * PAGE, PAGE) else { continue };
            let count = usize::from(u8_at(page, PAGE - 1).unwrap_or(0));
            for index in 0..count {
                let (Some(from), Some(to)) = (u32_at(page, 4 * index), u32_at(page, 4 * index + 4)) else { break };
                let place = usize::from(u8_at(page, 4 * (count + 1) + entry * index).unwrap_or(0)) * 2;
                let (style, list) = if place == 0 { (0, [].as_slice()) } else { list(page, place).unwrap_or_default() };
                runs.push(Run { from, to, style, list: list.to_vec() });
            }
        }
        runs.sort_by_key(|run| run.from);
        Self { runs }
    }

    /// Number of the run at a place.
    pub(super) fn find(&self, byte: u32) -> Option<usize> {
        let index = self.runs.partition_point(|run| run.from <= byte).checked_sub(1)?;
        self.runs.get(index).filter(|run| byte < run.to).map(|_| index)
    }

    /// Style and properties of a run.
    pub(super) fn get(&self, run: Option<usize>) -> (u16, &[u8]) {
        run.and_then(|run| self.runs.get(run)).map_or((0, &[]), |run| (run.style, run.list.as_slice()))
    }
}
