//! Labelled notices damaged on purpose, the same way on every run: what dumps, mirrors and recognised scans do to text.
//! A document of another format becomes the text that was read of it. Not for: judging what was read then.

use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// A kind of damage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Damage {
    /// None: the documents as they are.
    None,
    /// None, but every document as the text that was read of it.
    AsText,
    /// Some TABs are blanks.
    TabsLost,
    /// Some cells are glued to their neighbours.
    CellsGlued,
    /// Two columns of figures have run together.
    ColumnsMerged,
    /// Some brackets are gone.
    BracketsLost,
    /// 单位：万元 says 元, and the other way round.
    UnitsSwapped,
    /// The units over tables are gone.
    UnitsLost,
    /// Some rows have lost or won a cell on their left.
    RowsShifted,
    /// Only the first half is there.
    Cut,
    /// Letters and look-alikes for digits, brackets and units.
    LookAlikes,
    /// Points and commas in figures are taken for one another.
    Marks,
    /// The points of some figures are gone.
    PointsLost,
    /// One digit in thirty is another.
    Digits,
    /// Head rows of tables are gone.
    HeadsLost,
    /// Total rows of tables are gone.
    TotalsLost,
    /// Rows of tables are broken into two lines.
    RowsBroken,
    /// Some lines are gone.
    LinesLost,
}

impl Damage {
    /// Every kind.
    pub(crate) const ALL: &[Self] = &[
        Self::None,
        Self::AsText,
        Self::TabsLost,
        Self::CellsGlued,
        Self::ColumnsMerged,
        Self::BracketsLost,
        Self::UnitsSwapped,
        Self::UnitsLost,
        Self::RowsShifted,
        Self::Cut,
        Self::LookAlikes,
        Self::Marks,
        Self::PointsLost,
        Self::Digits,
        Self::HeadsLost,
        Self::TotalsLost,
        Self::RowsBroken,
        Self::LinesLost,
    ];

    /// Its name on the command line.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::AsText => "as-text",
            Self::TabsLost => "tabs-lost",
            Self::CellsGlued => "cells-glued",
            Self::ColumnsMerged => "columns-merged",
            Self::BracketsLost => "brackets-lost",
            Self::UnitsSwapped => "units-swapped",
            Self::UnitsLost => "units-lost",
            Self::RowsShifted => "rows-shifted",
            Self::Cut => "cut",
            Self::LookAlikes => "look-alikes",
            Self::Marks => "marks",
            Self::PointsLost => "points-lost",
            Self::Digits => "digits",
            Self::HeadsLost => "heads-lost",
            Self::TotalsLost => "totals-lost",
            Self::RowsBroken => "rows-broken",
            Self::LinesLost => "lines-lost",
        }
    }
}

/// Writes the damaged copies of every document of an archive, under the same paths. Containers and pictures are left out.
pub(crate) fn write(archive: &Path, folder: &Path, kind: Damage) -> Result<(), String> {
    for entry in WalkDir::new(archive).sort_by_file_name().into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let Ok(path) = entry.path().strip_prefix(archive) else { continue };
        let Ok(document) = hongtou::document(entry.path()) else { continue };
        let text = damaged(document.text().as_str(), kind, &mut Dice::of(&path.to_string_lossy(), kind.name()));
        let target = folder.join(path);
        let made = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
        made.map_err(|error| format!("{}: {error}", target.display()))?;
    }
    Ok(())
}

/// Numbers that look random and are the same on every run (SplitMix64).
struct Dice(u64);

impl Dice {
    fn of(path: &str, kind: &str) -> Self {
        let hash = path
            .bytes()
            .chain(kind.bytes())
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash)
    }

    /// A number below `sides`.
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }

    fn one_in(&mut self, sides: u64) -> bool {
        self.roll(sides) == 0
    }
}

fn damaged(text: &str, kind: Damage, dice: &mut Dice) -> String {
    match kind {
        Damage::None | Damage::AsText => text.to_owned(),
        Damage::TabsLost => chars(text, |_, c, _| if c == '\t' && dice.one_in(6) { Some(' ') } else { Some(c) }),
        Damage::CellsGlued => chars(text, |_, c, _| (c != '\t' || !dice.one_in(10)).then_some(c)),
        Damage::BracketsLost => chars(text, |_, c, _| (!"〔〕（）()《》[]".contains(c) || !dice.one_in(6)).then_some(c)),
        Damage::LookAlikes => chars(text, |_, c, _| Some(if dice.one_in(25) { look_alike(c) } else { c })),
        Damage::Digits => chars(text, |_, c, _| {
            Some(match c.to_digit(10) {
                Some(digit) if dice.one_in(30) => char::from_digit((digit + 1 + u32::from(dice.one_in(2)) * 4) % 10, 10).unwrap_or(c),
                _ => c,
            })
        }),
        Damage::Marks => chars(text, |before, c, after| {
            let inside = before.is_ascii_digit() && after.is_ascii_digit();
            Some(match c {
                '.' if inside && dice.one_in(3) => ',',
                ',' if inside && dice.one_in(3) => '.',
                c => c,
            })
        }),
        Damage::PointsLost => chars(text, |before, c, after| {
            let point = c == '.' && before.is_ascii_digit() && after.is_ascii_digit();
            (!point || !dice.one_in(3)).then_some(c)
        }),
        Damage::Cut => {
            let half = text.chars().count() / 2;
            text.chars().take(half).collect()
        }
        Damage::UnitsSwapped => lines(text, |line| {
            let swapped = line.replace("万元", "\u{0}").replace('元', "万元").replace('\u{0}', "元");
            Some(if is_unit_line(line) { swapped } else { line.to_owned() })
        }),
        Damage::UnitsLost => lines(text, |line| {
            let bare = ["（万元）", "（元）", "(万元)", "(元)"].iter().fold(line.to_owned(), |line, unit| line.replace(unit, ""));
            if line.contains('\t') { Some(bare) } else { (!is_unit_line(line)).then(|| line.to_owned()) }
        }),
        Damage::RowsShifted => lines(text, |line| match line.split_once('\t') {
            Some((_, rest)) if dice.one_in(10) => Some(rest.to_owned()),
            Some(_) if dice.one_in(10) => Some(format!("\t{line}")),
            _ => Some(line.to_owned()),
        }),
        Damage::HeadsLost => lines(text, |line| (!is_head(line) || dice.one_in(3)).then(|| line.to_owned())),
        Damage::TotalsLost => lines(text, |line| {
            let total = line.contains('\t') && ["合计", "总计", "合 计"].iter().any(|word| line.contains(word)) && has_digit(line);
            (!total).then(|| line.to_owned())
        }),
        Damage::RowsBroken => lines(text, |line| match line.rsplit_once('\t') {
            Some((head, tail)) if dice.one_in(8) => Some(format!("{head}\n{tail}")),
            _ => Some(line.to_owned()),
        }),
        Damage::LinesLost => lines(text, |line| (!dice.one_in(15)).then(|| line.to_owned())),
        Damage::ColumnsMerged => lines(text, |line| {
            // The last two cells of figures, as where a rule between columns was not seen.
            let figure = |cell: &str| cell.starts_with(|c: char| c.is_ascii_digit());
            let merged = line.rsplit_once('\t').filter(|(head, tail)| figure(tail) && figure(head.rsplit('\t').next().unwrap_or(head)));
            Some(merged.filter(|_| dice.one_in(3)).map_or_else(|| line.to_owned(), |(head, tail)| format!("{head}{tail}")))
        }),
    }
}

/// Every character with its neighbours, changed or dropped.
fn chars(text: &str, mut change: impl FnMut(char, char, char) -> Option<char>) -> String {
    let all: Vec<char> = text.chars().collect();
    let at = |index: Option<usize>| index.and_then(|index| all.get(index)).copied().unwrap_or('\n');
    (0..all.len()).filter_map(|index| change(at(index.checked_sub(1)), at(Some(index)), at(Some(index + 1)))).collect()
}

/// Every line, changed or dropped.
fn lines(text: &str, change: impl FnMut(&str) -> Option<String>) -> String {
    let kept: Vec<String> = text.split('\n').filter_map(change).collect();
    kept.join("\n")
}

fn look_alike(c: char) -> char {
    const PAIRS: &[(char, char)] = &[
        ('0', 'O'),
        ('1', 'l'),
        ('亿', '忆'),
        ('〔', '('),
        ('〕', ')'),
        ('，', ','),
        ('.', '·'),
        ('号', '导'),
        ('县', '具'),
        ('市', '巿'),
        ('元', '兀'),
        ('万', '方'),
        ('日', '曰'),
        ('合', '台'),
        ('计', '汁'),
        ('补', '朴'),
        ('金', '全'),
        ('≥', '2'),
        ('财', '则'),
    ];
    PAIRS.iter().find(|(from, _)| *from == c).map_or(c, |(_, to)| *to)
}

fn is_unit_line(line: &str) -> bool {
    line.chars().count() < 60
        && (line.contains("单位：") || line.contains("单位:") || line.contains('\t') && !has_digit(line))
        && line.contains('元')
}

fn is_head(line: &str) -> bool {
    line.matches('\t').count() >= 2 && !has_digit(line)
}

fn has_digit(line: &str) -> bool {
    line.contains(|c: char| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_damage_on_every_run_and_some_on_each_kind() {
        let text = "单位：万元\n地区\t合计\t中央\n某县（甲）\t1,234.50\t10.25\n某市\t20\t5\n合计\t1254.5\t15.25\n".repeat(20);
        for kind in Damage::ALL.iter().skip(2) {
            let once = damaged(&text, *kind, &mut Dice::of("a.txt", kind.name()));
            assert_eq!(once, damaged(&text, *kind, &mut Dice::of("a.txt", kind.name())), "{}", kind.name());
            assert_ne!(once, text, "{}", kind.name());
        }
    }
}
