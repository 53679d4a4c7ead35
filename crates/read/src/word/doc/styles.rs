//! Styles: what a paragraph or a character has before its own properties. Not for: how it looks.

use super::super::bytes::{part, u16_at};
use super::sprm::{Character, Paragraph};

/// Marks a style that is based on none.
const NONE: u16 = 0xfff;
/// Styles that a chain may have; a longer one runs in a circle.
const CHAIN: usize = 32;

/// A style's own properties.
#[derive(Debug, Default)]
struct Style {
    base: u16,
    paragraph: Vec<u8>,
    character: Vec<u8>,
}

/// The styles by number.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: Vec<Option<Style>>,
}

impl Styles {
    pub(super) fn read(sheet: &[u8]) -> Self {
        let head = usize::from(u16_at(sheet, 0).unwrap_or(0));
        let count = usize::from(u16_at(sheet, 2).unwrap_or(0));
        let fixed = usize::from(u16_at(sheet, 4).unwrap_or(0));
        let mut styles = Vec::new();
        let mut at = 2 + head;
        while styles.len() < count {
            let Some(length) = u16_at(sheet, at).map(usize::from) else { break };
            styles.push(part(sheet, at + 2, length).and_then(|style| Style::read(style, fixed)));
            at += 2 + length;
        }
        Self { styles }
    }

    /// The styles from the root of the chain to this one.
    fn chain(&self, style: u16) -> Vec<&Style> {
        let mut chain = Vec::new();
        let mut next = style;
        while let Some(Some(style)) = self.styles.get(usize::from(next)) {
            chain.push(style);
            if style.base == NONE || chain.len() == CHAIN {
                break;
            }
            next = style.base;
        }
        chain.reverse();
        chain
    }

    /// What a paragraph of this style has.
    pub(super) fn paragraph(&self, style: u16) -> Paragraph {
        let mut paragraph = Paragraph::default();
        for style in self.chain(style) {
            paragraph.take(&style.paragraph, &[]);
        }
        paragraph
    }

    /// What a character in a paragraph of this style has, or one of this style over `base`.
    pub(super) fn character(&self, style: u16, base: &Character) -> Character {
        let mut character = base.clone();
        for style in self.chain(style) {
            let before = character.clone();
            character.take(&style.character, &before);
        }
        character
    }
}

impl Style {
    fn read(record: &[u8], fixed: usize) -> Option<Self> {
        let kind = u16_at(record, 2)?;
        let parts = usize::from(u16_at(record, 4)? & 0xf);
        let name = fixed.max(10);
        let mut at = name + 4 + 2 * usize::from(u16_at(record, name)?);
        let mut lists = Vec::new();
        for _ in 0..parts {
            at += at % 2;
            let Some(length) = u16_at(record, at).map(usize::from) else { break };
            lists.push(part(record, at + 2, length).unwrap_or_default());
            at += 2 + length;
        }
        let list = |index: usize| lists.get(index).copied().unwrap_or_default();
        let (paragraph, character) = match kind & 0xf {
            // A paragraph's list begins with the style's own number.
            1 => (list(0).get(2..).unwrap_or_default(), list(1)),
            2 => ([].as_slice(), list(0)),
            _ => return None,
        };
        Some(Self { base: kind >> 4, paragraph: paragraph.to_vec(), character: character.to_vec() })
    }
}
