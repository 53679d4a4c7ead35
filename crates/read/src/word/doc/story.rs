//! The walk through a story: characters with their properties become paragraphs and cells.
//! Not for: where properties come from (`runs`, `styles`).

use std::collections::{BTreeSet, HashMap};

use super::form;
use super::runs::Runs;
use super::sprm::{Character, Paragraph};
use super::styles::Styles;
use super::text::{self, Pieces, Text};
use crate::docx::numbering::Numbering;
use crate::docx::{styles, symbols};
use crate::word::flow::{Block, Flow};
use crate::{Limits, ReadError};

/// Highest number of a list; above stand numbers that say "no list any more".
const LISTS: u16 = 0x7fe;

/// All that is needed to read stories of one document.
pub(super) struct Story<'a> {
    pub(super) text: &'a Text,
    pub(super) pieces: &'a Pieces,
    pub(super) styles: &'a Styles,
    pub(super) fonts: &'a [String],
    pub(super) characters: &'a Runs,
    pub(super) paragraphs: &'a Runs,
    /// Positions where sections begin.
    pub(super) sections: &'a BTreeSet<u32>,
    pub(super) data: &'a [u8],
    pub(super) limits: &'a Limits,
    pub(super) numbering: Numbering,
    /// Text boxes not read so far, by the position of their anchor.
    pub(super) boxes: HashMap<u32, (u32, u32)>,
}

/// The properties of characters, kept while they stay the same.
struct Properties {
    /// Run and piece to which they belong.
    of: Option<(Option<usize>, u32)>,
    paragraph: Character,
    own: Character,
}

impl Story<'_> {
    /// Reads what stands between two positions.
    pub(super) fn read(&mut self, from: u32, to: u32) -> Result<Vec<Block>, ReadError> {
        let all = self.text;
        let characters = all.characters().get(all.index(from)..all.index(to)).unwrap_or_default();
        let mut flow = Flow::default();
        let mut fields: Vec<bool> = Vec::new();
        let sections = self.sections;
        for piece in characters.split_inclusive(|character| ends_paragraph(*character, sections)) {
            let Some(mark) = piece.last().copied() else { continue };
            let ended = ends_paragraph(mark, sections);
            let inside = if ended { piece.split_last().map_or(piece, |(_, before)| before) } else { piece };
            let (style, paragraph) = self.paragraph(mark);
            let mut properties =
                Properties { of: None, paragraph: self.styles.character(style, &Character::default()), own: Character::default() };
            let mut anchored = Vec::new();
            let mut text = String::new();
            for character in inside {
                if character.c == '\u{8}' {
                    anchored.extend(self.boxes.remove(&character.position));
                }
                self.print(*character, &mut properties, &mut fields, &mut text);
            }
            // A field whose result never began would swallow the rest of a broken document.
            while fields.last() == Some(&false) {
                fields.pop();
            }
            self.look(mark, &mut properties);
            let gone = ended && (properties.own.deleted || properties.own.hidden);
            self.end(mark.c, paragraph, &text, gone, &mut flow)?;
            for (from, to) in anchored {
                let blocks = self.read(from, to)?;
                flow.add(blocks);
            }
        }
        Ok(flow.finish())
    }

    /// Style and properties of the paragraph that a mark ends.
    fn paragraph(&self, mark: text::Character) -> (u16, Paragraph) {
        let (style, list) = self.paragraphs.get(self.paragraphs.find(mark.byte));
        let mut paragraph = self.styles.paragraph(style);
        paragraph.take(list, self.data);
        paragraph.take(&self.pieces.modifier(mark.piece), &[]);
        (style, paragraph)
    }

    fn end(&mut self, mark: char, paragraph: Paragraph, text: &str, gone: bool, flow: &mut Flow) -> Result<(), ReadError> {
        let depth = paragraph.depth();
        let cell_mark = mark == '\u{7}';
        if (cell_mark && paragraph.row_end) || (depth > 1 && paragraph.inner_row_end) {
            flow.row(depth, paragraph.shape, gone);
            return Ok(());
        }
        let cell = cell_mark || (depth > 1 && paragraph.inner_cell);
        if gone && !cell {
            flow.carry(text);
            return Ok(());
        }
        let number = self.number(&paragraph).unwrap_or_default();
        let text = format!("{number}{}", if number.is_empty() { text } else { text.trim_start() });
        if cell {
            return flow.cell(depth, &text, self.limits);
        }
        flow.paragraph(depth, &text);
        Ok(())
    }

    /// The automatic number before a paragraph.
    fn number(&mut self, paragraph: &Paragraph) -> Option<String> {
        let list = paragraph.list.filter(|list| (1..=LISTS).contains(list))?;
        self.numbering.next(i64::from(list), usize::from(paragraph.level.unwrap_or(0)), &styles::Styles::default())
    }

    /// Sets the properties to those of a character.
    fn look(&self, character: text::Character, properties: &mut Properties) {
        let run = self.characters.find(character.byte);
        if properties.of == Some((run, character.piece)) {
            return;
        }
        properties.of = Some((run, character.piece));
        let (_, list) = self.characters.get(run);
        let mut own = properties.paragraph.clone();
        own.take(list, &properties.paragraph);
        if let Some(style) = own.style {
            let base = self.styles.character(style, &properties.paragraph);
            own = base.clone();
            own.take(list, &base);
        }
        own.take(&self.pieces.modifier(character.piece), &properties.paragraph);
        properties.own = own;
    }

    /// Appends what a character prints.
    fn print(&self, character: text::Character, properties: &mut Properties, fields: &mut Vec<bool>, text: &mut String) {
        self.look(character, properties);
        let own = &properties.own;
        let shown = !own.deleted && !own.hidden;
        match character.c {
            '\u{13}' => fields.push(false),
            '\u{14}' => {
                if let Some(result) = fields.last_mut() {
                    *result = true;
                }
            }
            '\u{15}' => drop(fields.pop()),
            // The data of a form field stands within its instruction.
            '\u{1}' if own.special && shown => {
                let outer = fields.len().saturating_sub(1);
                if fields.iter().take(outer).all(|result| *result) && !fields.is_empty() {
                    text.extend(own.data.and_then(|place| form::printed(self.data, place)));
                }
            }
            _ if !shown || fields.contains(&false) => {}
            '\u{1}'..='\u{5}' | '\u{8}' => {}
            '\t' => text.push('\t'),
            '\u{b}' | '\u{c}' | '\u{e}' => text.push('\n'),
            '\u{1e}' => text.push('-'),
            c if c.is_control() => {}
            '(' if own.special && own.symbol.is_some() => {
                let symbol = own
                    .symbol
                    .and_then(|(font, code)| symbols::symbol(self.font(font), u32::from(code)).or_else(|| char::from_u32(u32::from(code))));
                text.extend(symbol);
            }
            c if symbols::is_private(c) => text.push(symbols::symbol(self.font(own.font), u32::from(c)).unwrap_or(c)),
            c => text.push(c),
        }
    }

    fn font(&self, number: u16) -> &str {
        self.fonts.get(usize::from(number)).map(String::as_str).unwrap_or_default()
    }
}

fn ends_paragraph(character: text::Character, sections: &BTreeSet<u32>) -> bool {
    // The sign for a new page ends a paragraph only where a section ends with it.
    matches!(character.c, '\r' | '\u{7}') || character.c == '\u{c}' && sections.contains(&character.position.saturating_add(1))
}
