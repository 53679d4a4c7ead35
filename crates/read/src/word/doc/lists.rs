//! Lists: how the automatic numbers of a document look. Not for: counting, which is the same as in DOCX.

use std::collections::HashMap;

use super::super::bytes::{part, u8_at, u16_at, u32_at};
use super::super::numbers::format_name;
use crate::docx::numbering::{Level, Numbering};

/// Levels of a list that is not simple.
const LEVELS: usize = 9;
/// Bytes of a list's, a level's and an override's fixed part.
const LIST: usize = 28;
const LEVEL: usize = 28;
const OVERRIDE: usize = 16;

/// Reads the lists. `table` begins where they lie; their levels follow `length` bytes on.
pub(super) fn read(table: &[u8], length: usize, overrides: &[u8], fonts: &[String]) -> Numbering {
    let mut numbering = Numbering::default();
    if length == 0 {
        return numbering;
    }
    let stems = stems(table, length, fonts);
    let count = u32_at(overrides, 0).unwrap_or(0) as usize;
    let mut at = count.saturating_mul(OVERRIDE).saturating_add(4);
    for index in 0..count {
        let Some(head) = part(overrides, 4 + index * OVERRIDE, OVERRIDE) else { break };
        let id = u32_at(head, 0).unwrap_or(0);
        let mut levels = stems.get(&id).cloned().unwrap_or_default();
        let mut starts = HashMap::new();
        for _ in 0..u8_at(head, 12).unwrap_or(0) {
            let Some(change) = part(overrides, at, 8) else { break };
            at += 8;
            let (start, flags) = (u32_at(change, 0).unwrap_or(1), u8_at(change, 4).unwrap_or(0));
            let number = usize::from(flags & 0xf);
            if flags & 0x20 != 0 {
                let Some((level, next)) = level(overrides, at, fonts) else { break };
                at = next;
                if flags & 0x10 != 0 {
                    starts.insert(number, level.start);
                }
                levels.insert(number, level);
            } else if flags & 0x10 != 0 {
                starts.insert(number, start);
            }
        }
        // Paragraphs name an override, from 1; overrides of one list count on together.
        numbering.define(index as i64 + 1, i64::from(id), levels, starts);
    }
    numbering
}

/// Levels by the number of their list.
fn stems(table: &[u8], length: usize, fonts: &[String]) -> HashMap<u32, HashMap<usize, Level>> {
    let mut stems = HashMap::new();
    let mut at = length;
    for index in 0..usize::from(u16_at(table, 0).unwrap_or(0)) {
        let Some(head) = part(table, 2 + index * LIST, LIST) else { break };
        let simple = u8_at(head, 26).unwrap_or(0) & 1 != 0;
        let mut levels = HashMap::new();
        for number in 0..if simple { 1 } else { LEVELS } {
            let Some((level, next)) = level(table, at, fonts) else { return stems };
            at = next;
            levels.insert(number, level);
        }
        stems.insert(u32_at(head, 0).unwrap_or(0), levels);
    }
    stems
}

/// A level, and where the next one begins: fixed part, two lists of properties, then the text with the numbers of
/// levels in place of their numbers.
fn level(table: &[u8], at: usize, fonts: &[String]) -> Option<(Level, usize)> {
    let head = part(table, at, LEVEL)?;
    let flags = u8_at(head, 5)?;
    let (characters, paragraphs) = (usize::from(u8_at(head, 24)?), usize::from(u8_at(head, 25)?));
    let mut own = super::sprm::Character::default();
    own.take(part(table, at + LEVEL + paragraphs, characters).unwrap_or_default(), &super::sprm::Character::default());
    let text_at = at + LEVEL + paragraphs + characters;
    let units = usize::from(u16_at(table, text_at)?);
    let text = part(table, text_at + 2, units * 2)?;
    let places: Vec<usize> = head.get(6..15)?.iter().take_while(|place| **place != 0).map(|place| usize::from(*place)).collect();
    let mut template = String::new();
    for index in 0..units {
        match u16_at(text, index * 2)? {
            number @ 0..=8 if places.contains(&(index + 1)) => template.push_str(&format!("%{}", number + 1)),
            unit => template.extend(char::from_u32(u32::from(unit)).filter(|c| !c.is_control())),
        }
    }
    let suffix = ["tab", "space", "nothing"].get(usize::from(u8_at(head, 15)?)).copied().unwrap_or("nothing");
    let level = Level {
        start: u32_at(head, 0)?,
        format: format_name(u8_at(head, 4)?).to_owned(),
        text: template,
        restart: (flags & 8 != 0).then(|| usize::from(head.get(26).copied().unwrap_or(0))),
        legal: flags & 4 != 0,
        suffix: suffix.to_owned(),
        font: fonts.get(usize::from(own.font)).cloned().unwrap_or_default(),
        hidden: own.hidden,
        ..Level::default()
    };
    Some((level, text_at + 2 + units * 2))
}
