//! Automatic numbers: what Word prints before a numbered paragraph but does not write into it.
//! Not for: how a number looks (`numerals`), or which list a style means (`styles`).

use std::collections::{HashMap, HashSet};

use super::numerals::numeral;
use super::styles::Styles;
use super::symbols;
use super::xml::{Element, Item, Ns, Xml};
use crate::Limits;

/// Levels a list has.
const LEVELS: usize = 9;

/// How one level of a list is numbered. `format` is named as in `w:numFmt`; `%1` in `text` is the first level's number.
#[derive(Debug, Clone)]
pub(crate) struct Level {
    pub(crate) start: u32,
    pub(crate) format: String,
    pub(crate) text: String,
    /// Level, from 1, after which the count begins anew; 0 for never.
    pub(crate) restart: Option<usize>,
    /// Whether all parts of the number print as digits.
    pub(crate) legal: bool,
    pub(crate) suffix: String,
    pub(crate) style: Option<String>,
    pub(crate) font: String,
    pub(crate) hidden: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: String::from("decimal"),
            text: String::new(),
            restart: None,
            legal: false,
            suffix: String::from("tab"),
            style: None,
            font: String::new(),
            hidden: false,
        }
    }
}

#[derive(Debug, Default)]
struct Abstract {
    levels: HashMap<usize, Level>,
    /// The numbering style that really holds the levels.
    link: Option<String>,
}

#[derive(Debug, Default)]
struct List {
    of: i64,
    levels: HashMap<usize, Level>,
    starts: HashMap<usize, u32>,
}

/// The lists of a document and how far each has counted.
#[derive(Debug, Default)]
pub(crate) struct Numbering {
    abstracts: HashMap<i64, Abstract>,
    lists: HashMap<i64, List>,
    counts: HashMap<i64, [Option<u32>; LEVELS]>,
    /// Restarts of a list that have happened.
    restarted: HashSet<(i64, usize)>,
}

impl Numbering {
    /// Adds a list from a format other than DOCX. Lists with the same `of` count on together.
    pub(crate) fn define(&mut self, list: i64, of: i64, levels: HashMap<usize, Level>, starts: HashMap<usize, u32>) {
        self.abstracts.entry(of).or_default();
        self.lists.insert(list, List { of, levels, starts });
    }

    /// Reads the numbering part; what comes after an error in it is lost.
    pub(super) fn read(part: &str, limits: &Limits) -> Self {
        let mut numbering = Self::default();
        let mut xml = Xml::new(part, limits);
        let mut path: Vec<String> = Vec::new();
        let mut place = Place::default();
        while let Ok(item) = xml.next() {
            match item {
                Item::Start(element) => {
                    if element.ns == Ns::Word {
                        numbering.take(&element, &path, &mut place);
                    }
                    path.push(element.name().to_owned());
                }
                Item::End => drop(path.pop()),
                Item::Text(_) => {}
                Item::Eof => break,
            }
        }
        numbering
    }

    fn take(&mut self, element: &Element<'_>, path: &[String], place: &mut Place) {
        let inside = |name: &str| path.iter().any(|open| open == name);
        let id = |name: &str| element.attribute(name).and_then(|id| id.trim().parse().ok()).unwrap_or(-1);
        match element.name() {
            "abstractNum" => {
                place.list = id("abstractNumId");
                self.abstracts.insert(place.list, Abstract::default());
            }
            "num" => {
                place.list = id("numId");
                self.lists.insert(place.list, List::default());
            }
            "abstractNumId" => {
                if let Some(list) = self.lists.get_mut(&place.list) {
                    list.of = element.number().unwrap_or(-1);
                }
            }
            "numStyleLink" => {
                if let Some(list) = self.abstracts.get_mut(&place.list) {
                    list.link = element.value();
                }
            }
            "lvlOverride" | "lvl" => {
                // An override without a level of its own has it on the element around.
                place.level = element.attribute("ilvl").and_then(|level| level.trim().parse().ok()).unwrap_or(place.level).min(LEVELS - 1);
                if element.name() == "lvl" {
                    self.levels(place, inside("num")).map(|levels| levels.insert(place.level, Level::default()));
                }
            }
            "startOverride" => {
                if let (Some(list), Some(start)) = (self.lists.get_mut(&place.list), element.number()) {
                    list.starts.insert(place.level, start);
                }
            }
            name if inside("lvl") => {
                if let Some(level) = self.levels(place, inside("num")).and_then(|levels| levels.get_mut(&place.level)) {
                    level.take(name, element);
                }
            }
            _ => {}
        }
    }

    fn levels(&mut self, place: &Place, of_list: bool) -> Option<&mut HashMap<usize, Level>> {
        if of_list {
            self.lists.get_mut(&place.list).map(|list| &mut list.levels)
        } else {
            self.abstracts.get_mut(&place.list).map(|list| &mut list.levels)
        }
    }

    /// The level that a list ties to a style.
    pub(super) fn level_of_style(&self, list: i64, style: &str) -> Option<usize> {
        let levels = &self.abstracts.get(&self.lists.get(&list)?.of)?.levels;
        levels.iter().filter(|(_, level)| level.style.as_deref() == Some(style)).map(|(index, _)| *index).min()
    }

    /// Counts one paragraph and gives what is printed before its text, the gap included. `None` where the list
    /// is not known or prints nothing.
    pub(crate) fn next(&mut self, list: i64, level: usize, styles: &Styles) -> Option<String> {
        let level = level.min(LEVELS - 1);
        let levels = self.resolved(list, styles)?;
        let of = self.lists.get(&list)?.of;
        let count = self.counts.entry(of).or_default();
        let known = levels.get(level)?;
        let restart = self.lists.get(&list)?.starts.get(&level).copied();
        let slot = count.get_mut(level)?;
        *slot = Some(match (restart, *slot) {
            (Some(start), _) if self.restarted.insert((list, level)) => start,
            (_, Some(last)) => last.saturating_add(1),
            (_, None) => known.start,
        });
        for (slot, below) in count.iter_mut().zip(&levels).skip(level + 1) {
            if below.restart.is_none_or(|after| level < after) {
                *slot = None;
            }
        }
        let count = *count;
        (!known.hidden).then(|| known.print(&levels, &count)).filter(|text| !text.is_empty())
    }

    /// All levels of a list, its own in place of those of the list it stems from.
    fn resolved(&self, list: i64, styles: &Styles) -> Option<Vec<Level>> {
        let list = self.lists.get(&list)?;
        let mut stem = self.abstracts.get(&list.of)?;
        if let (true, Some(link)) = (stem.levels.is_empty(), &stem.link) {
            let linked = styles.number(Some(link)).list.and_then(|(list, _)| self.lists.get(&list));
            stem = linked.and_then(|list| self.abstracts.get(&list.of)).unwrap_or(stem);
        }
        let level = |index: usize| list.levels.get(&index).or_else(|| stem.levels.get(&index)).cloned().unwrap_or_default();
        Some((0..LEVELS).map(level).collect())
    }
}

/// Where in the numbering part the reading stands.
#[derive(Debug, Default)]
struct Place {
    list: i64,
    level: usize,
}

impl Level {
    fn take(&mut self, name: &str, element: &Element<'_>) {
        match name {
            "start" => self.start = element.number().unwrap_or(self.start),
            "numFmt" => self.format = element.value().unwrap_or_default(),
            "lvlText" => self.text = element.value().unwrap_or_default(),
            "lvlRestart" => self.restart = element.number(),
            "isLgl" => self.legal = element.is_on(),
            "suff" => self.suffix = element.value().unwrap_or_default(),
            "pStyle" => self.style = element.value(),
            "rFonts" => self.font = element.attribute("ascii").or_else(|| element.attribute("hAnsi")).unwrap_or_default(),
            "vanish" => self.hidden = element.is_on(),
            _ => {}
        }
    }

    fn print(&self, levels: &[Level], counts: &[Option<u32>; LEVELS]) -> String {
        let mut text = String::new();
        let mut template = self.text.chars().peekable();
        while let Some(c) = template.next() {
            let index = if c == '%' { template.peek().and_then(|next| next.to_digit(10)).filter(|digit| *digit > 0) } else { None };
            if let Some(index) = index {
                template.next();
                let index = index as usize - 1;
                if let (Some(level), Some(count)) = (levels.get(index), counts.get(index)) {
                    let format = if self.legal { "decimal" } else { level.format.as_str() };
                    text.push_str(&numeral(format, count.unwrap_or(level.start)));
                }
            } else if symbols::is_private(c) {
                text.push(symbols::symbol(&self.font, u32::from(c)).unwrap_or('•'));
            } else {
                text.push(c);
            }
        }
        // A gap keeps 1. and 2024 apart; Chinese marks need none, and none is printed to the eye.
        if self.suffix != "nothing" && text.ends_with(|c: char| c.is_ascii() || c == '•') {
            text.push(' ');
        }
        text
    }
}
