//! The characters of a document, out of the pieces in which Word stores them. Each keeps its place in the file, by
//! which its properties are found. Not for: what control characters mean (`story`).

use encoding_rs::{GBK, WINDOWS_1252};

use super::super::bytes::{part, place_at, u16_at, u32_at};
use super::sprm;
use crate::{Limits, ReadError};

/// A run of characters that lie together in the file.
#[derive(Debug, Clone)]
struct Piece {
    /// Positions in the document.
    from: u32,
    to: u32,
    /// Byte in the main stream.
    start: usize,
    /// Whether a character takes one byte (or two of CP936) and not UTF-16.
    narrow: bool,
    modifier: u16,
}

/// The pieces, and the properties that a quick save laid over them.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pieces: Vec<Piece>,
    modifiers: Vec<Vec<u8>>,
}

/// A character and where it comes from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Character {
    pub(super) c: char,
    /// Position in the document.
    pub(super) position: u32,
    /// Byte in the main stream.
    pub(super) byte: u32,
    pub(super) piece: u32,
}

/// All characters of all stories.
#[derive(Debug, Default)]
pub(super) struct Text {
    characters: Vec<Character>,
    cut: bool,
}

impl Pieces {
    pub(super) fn read(main: &[u8], table: &[u8]) -> Self {
        let mut found = Self::default();
        let mut at = 0usize;
        loop {
            match table.get(at) {
                Some(1) => {
                    let length = usize::from(u16_at(table, at + 1).unwrap_or(0));
                    found.modifiers.push(part(table, at + 3, length).unwrap_or_default().to_vec());
                    at += 3 + length;
                }
                Some(2) => {
                    let length = place_at(table, at + 1).unwrap_or(0);
                    // A table that breaks off still tells of its first pieces.
                    found.pieces = pieces(part(table, at + 5, length).unwrap_or_default());
                    break;
                }
                _ => break,
            }
        }
        if found.pieces.is_empty() {
            // Without a table the text is one run.
            let (start, end) = (place_at(main, 0x18).unwrap_or(0), place_at(main, 0x1c).unwrap_or(0));
            let length = u32::try_from(end.min(main.len()).saturating_sub(start)).unwrap_or(0);
            found.pieces.push(Piece { from: 0, to: length, start, narrow: true, modifier: 0 });
        }
        found
    }

    /// The properties laid over a piece.
    pub(super) fn modifier(&self, piece: u32) -> Vec<u8> {
        let modifier = self.pieces.get(piece as usize).map_or(0, |piece| piece.modifier);
        if modifier & 1 != 0 {
            return self.modifiers.get(usize::from(modifier >> 1)).cloned().unwrap_or_default();
        }
        sprm::short(modifier)
    }
}

fn pieces(plc: &[u8]) -> Vec<Piece> {
    super::positions(plc, 8)
        .windows(2)
        .filter_map(|pair| {
            let ((from, data), (to, _)) = (pair.first()?, pair.get(1)?);
            let place = u32_at(data, 2)?;
            let narrow = place & 0x4000_0000 != 0;
            let start = (place & 0x3fff_ffff) as usize;
            let start = if narrow { start / 2 } else { start };
            Some(Piece { from: *from, to: (*to).max(*from), start, narrow, modifier: u16_at(data, 6)? })
        })
        .collect()
}

impl Text {
    /// Reads the characters up to a position.
    pub(super) fn read(main: &[u8], pieces: &Pieces, end: u32, limits: &Limits) -> Result<Self, ReadError> {
        // Pieces may overlap in the file, so their sum is what counts.
        let sum: u64 = pieces.pieces.iter().map(|piece| u64::from(piece.to.min(end).saturating_sub(piece.from))).sum();
        let held = sum.min(main.len() as u64 * 4);
        if held > limits.text_bytes {
            return Err(ReadError::TooLarge { detail: format!("a text of {sum} characters, at most {} are read", limits.text_bytes) });
        }
        let chinese = is_chinese(main, pieces);
        let mut text = Self::default();
        for (index, piece) in pieces.pieces.iter().enumerate() {
            if text.characters.len() as u64 > limits.text_bytes {
                break;
            }
            text.piece(main, piece, u32::try_from(index).unwrap_or(u32::MAX), end, chinese);
        }
        text.characters.sort_by_key(|character| character.position);
        Ok(text)
    }

    fn piece(&mut self, main: &[u8], piece: &Piece, index: u32, end: u32, chinese: bool) {
        let length = piece.to.min(end).saturating_sub(piece.from) as usize;
        let width = if piece.narrow { 1 } else { 2 };
        let rest = main.get(piece.start..).unwrap_or_default();
        let bytes = rest.get(..length.saturating_mul(width)).unwrap_or(rest);
        self.cut |= bytes.len() < length.saturating_mul(width);
        let mut push = |c: char, offset: usize, position: usize| {
            let place = |base: usize, offset: usize| u32::try_from(base + offset).unwrap_or(u32::MAX);
            let position = place(piece.from as usize, position);
            self.characters.push(Character { c, position, byte: place(piece.start, offset), piece: index });
        };
        if !piece.narrow {
            let mut at = 0;
            let units = bytes.chunks_exact(2).filter_map(|pair| u16_at(pair, 0));
            for c in char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)) {
                push(c, at * 2, at);
                at += c.len_utf16();
            }
            return;
        }
        let mut at = 0;
        while let Some(first) = bytes.get(at) {
            let double = chinese && *first > 0x80 && bytes.get(at + 1).is_some_and(|second| *second >= 0x40);
            let width = if double { 2 } else { 1 };
            let codec = if double { GBK } else { WINDOWS_1252 };
            let (decoded, _) = codec.decode_without_bom_handling(bytes.get(at..at + width).unwrap_or_default());
            for c in decoded.chars() {
                push(c, at, at);
            }
            at += width;
        }
    }

    /// Index of the first character at or after a position.
    pub(super) fn index(&self, position: u32) -> usize {
        self.characters.partition_point(|character| character.position < position)
    }

    /// The characters.
    pub(super) fn characters(&self) -> &[Character] {
        &self.characters
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.characters.is_empty()
    }

    /// Whether characters stand for pictures or drawings.
    pub(super) fn has_pictures(&self) -> bool {
        self.characters.iter().any(|character| matches!(character.c, '\u{1}' | '\u{8}'))
    }

    /// Whether pieces lie beyond the end of the file.
    pub(super) fn is_cut(&self) -> bool {
        self.cut
    }
}

/// Whether the narrow pieces are CP936 and not the Western code page that the format asks for: then nearly all
/// high bytes come in pairs of GB 2312.
fn is_chinese(main: &[u8], pieces: &Pieces) -> bool {
    const SAMPLE: usize = 1 << 16;
    let (mut paired, mut lone) = (0usize, 0usize);
    for piece in pieces.pieces.iter().filter(|piece| piece.narrow) {
        let length = ((piece.to - piece.from) as usize).min(SAMPLE);
        let mut bytes = main.get(piece.start..).unwrap_or_default().iter().take(length).peekable();
        while let Some(byte) = bytes.next() {
            if *byte < 0x80 {
                continue;
            }
            let pair = (0xa1..=0xf7).contains(byte) && bytes.next_if(|next| **next >= 0xa1).is_some();
            if pair { paired += 2 } else { lone += 1 }
        }
        if paired + lone > SAMPLE {
            break;
        }
    }
    paired > 0 && paired >= lone * 9
}
