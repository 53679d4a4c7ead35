//! How long the strings are that the cells of an Excel 97–2003 workbook share, before anyone copies them: a long one
//! that a hundred thousand cells point to would fill the memory. Not for: what they say.

use super::biff::{u16_at, u32_at};

/// The parts of the table of strings (SST and its CONTINUE records), read on from one to the next.
struct Parts<'a> {
    parts: &'a [&'a [u8]],
    part: usize,
    at: usize,
}

impl Parts<'_> {
    /// What is left of the part that is being read.
    fn rest(&self) -> &[u8] {
        self.parts.get(self.part).and_then(|part| part.get(self.at..)).unwrap_or_default()
    }

    /// Goes to the next part where this one is at its end; whether there is more to read.
    fn settle(&mut self) -> bool {
        while self.rest().is_empty() {
            if self.part >= self.parts.len() {
                return false;
            }
            self.part += 1;
            self.at = 0;
        }
        true
    }

    /// Passes over bytes, through as many parts as it takes.
    fn skip(&mut self, mut bytes: usize) {
        while bytes > 0 && self.settle() {
            let step = bytes.min(self.rest().len());
            self.at += step;
            bytes -= step;
        }
    }

    /// Passes over characters; a part that begins within them has a flag of its own for their width.
    fn skip_chars(&mut self, mut chars: usize, mut wide: bool) {
        while chars > 0 {
            if self.rest().is_empty() {
                if !self.settle() {
                    return;
                }
                wide = self.rest().first().is_some_and(|flags| flags & 1 != 0);
                self.at += 1;
            }
            let size = if wide { 2 } else { 1 };
            let step = chars.min(self.rest().len().div_ceil(size));
            self.at += step * size;
            chars -= step;
        }
    }
}

/// Bytes of each string in UTF-8, at most.
pub(super) fn lengths(parts: &[&[u8]]) -> Vec<u64> {
    // SST: how often strings are used, how many there are, then each.
    let mut parts = Parts { parts, part: 0, at: 8 };
    let mut lengths = Vec::new();
    while parts.settle() {
        let head = parts.rest();
        let (Some(chars), Some(flags)) = (u16_at(head, 0), head.get(2).copied()) else { break };
        let mut at = 3;
        let runs = if flags & 8 != 0 { u16_at(head, at) } else { Some(0) };
        at += if flags & 8 != 0 { 2 } else { 0 };
        let more = if flags & 4 != 0 { u32_at(head, at) } else { Some(0) };
        at += if flags & 4 != 0 { 4 } else { 0 };
        let (Some(runs), Some(more)) = (runs, more) else { break };
        parts.at += at;
        parts.skip_chars(usize::from(chars), flags & 1 != 0);
        parts.skip(usize::from(runs) * 4);
        parts.skip(more as usize);
        lengths.push(u64::from(chars) * 3);
    }
    lengths
}

#[cfg(test)]
mod tests {
    use super::lengths;

    #[test]
    fn strings_go_on_in_the_next_record() {
        let mut first = vec![0; 8];
        // Two narrow characters; then five wide ones, of which two stand here, with one run and two bytes more.
        first.extend([2, 0, 0, b'a', b'b']);
        first.extend([5, 0, 0x0d, 1, 0, 2, 0, 0, 0, 1, 2, 3, 4]);
        // The rest is narrow; then the run, the bytes, and an empty string.
        let second = [0, b'c', b'd', b'e', 9, 9, 9];
        let third = [9, 7, 7, 0, 0, 0];
        assert_eq!(lengths(&[&first, &second, &third]), [6, 15, 0]);
    }

    #[test]
    fn broken_tables_end() {
        assert_eq!(lengths(&[]), [0u64; 0]);
        assert_eq!(lengths(&[&[0; 8], &[0xff, 0xff, 0x0d]]), [0u64; 0]);
        assert_eq!(lengths(&[&[0; 8], &[0xff, 0xff, 0]]), [3 * 0xffff]);
    }
}
