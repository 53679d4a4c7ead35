//! Administrative divisions (区划): names, short forms and old names to GB/T 2260 codes.
//!
//! The tables are data files of the crate (`data/divisions.csv` and its two companions; sources in NOTICE).
//! A short name means different places in different mouths, so [`Divisions::resolve`] takes a *scope*, the
//! division of the one who speaks: his own children come first, then his neighbours, then his province.
//! See `docs/divisions.md`. Not for: finding names in running text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::codes::Level;
use crate::shared::Text;

/// Code of the centre.
pub const CENTRE: &str = "000000";
/// Code of 新疆生产建设兵团, a budget unit of provincial rank without a GB/T 2260 code.
pub const XPCC: &str = "XPCC";

const DIVISIONS: &str = include_str!("../data/divisions.csv");
const HISTORICAL: &str = include_str!("../data/divisions_historical.csv");
const ALIASES: &str = include_str!("../data/division_aliases.csv");

/// A six-digit GB/T 2260 code, one with `Z` for a zone that lies there, or [`XPCC`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DivisionCode(pub Text);

impl DivisionCode {
    /// The code as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The centre.
    #[must_use]
    pub fn centre() -> Self {
        Self(CENTRE.into())
    }

    /// The code of a zone without a code of its own that lies in this division.
    #[must_use]
    pub fn zone(&self) -> Self {
        if self.is_zone() { self.clone() } else { Self(format!("{}Z", self.0).into()) }
    }

    /// Whether it stands for a zone without a code of its own.
    #[must_use]
    pub fn is_zone(&self) -> bool {
        self.0.ends_with('Z')
    }
}

impl std::fmt::Display for DivisionCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// One division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// Its code.
    pub code: DivisionCode,
    /// Its full name.
    pub name: String,
    /// Its level.
    pub level: Level,
    /// The division above it; pseudo nodes such as `市辖区` are skipped.
    pub parent: DivisionCode,
    /// Whether the name is one of the past.
    pub historical: bool,
}

/// What a name may mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Match {
    /// One division.
    One(DivisionCode),
    /// Several; the scope does not decide.
    Many(Vec<DivisionCode>),
    /// None that is known.
    None,
}

impl Match {
    /// The division, if there is exactly one.
    #[must_use]
    pub fn one(self) -> Option<DivisionCode> {
        if let Self::One(code) = self { Some(code) } else { None }
    }
}

/// The tables of divisions.
#[derive(Debug)]
pub struct Divisions {
    list: Vec<Division>,
    by_code: HashMap<String, usize>,
    /// Full names and short forms; single characters that only stand in document codes are kept apart.
    names: HashMap<String, Vec<usize>>,
    stems: HashMap<String, Vec<usize>>,
    children: HashMap<String, Vec<usize>>,
    longest: usize,
}

static TABLES: LazyLock<Divisions> = LazyLock::new(Divisions::load);

fn rows(data: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    let reader = csv::ReaderBuilder::new().comment(Some(b'#')).flexible(true).from_reader(data.as_bytes());
    reader.into_records().filter_map(Result::ok)
}

impl Divisions {
    /// The embedded tables.
    #[must_use]
    pub fn get() -> &'static Divisions {
        &TABLES
    }

    fn load() -> Self {
        let mut tables = Self {
            list: Vec::new(),
            by_code: HashMap::new(),
            names: HashMap::new(),
            stems: HashMap::new(),
            children: HashMap::new(),
            longest: 0,
        };
        let all: Vec<_> = rows(DIVISIONS).collect();
        let groups: HashMap<&str, &str> = all.iter().filter(|row| &row[2] == "group").map(|row| (&row[0], &row[3])).collect();
        tables.add(CENTRE, "中央", Level::Central, CENTRE, false);
        tables.add(XPCC, "新疆生产建设兵团", Level::Province, CENTRE, false);
        for row in &all {
            let level = match &row[2] {
                "province" => Level::Province,
                "prefecture" => Level::Prefecture,
                "county" | "zone" => Level::County,
                _ => continue,
            };
            let parent = groups.get(&row[3]).copied().unwrap_or(&row[3]);
            tables.add(&row[0], &row[1], level, parent, false);
        }
        for row in rows(ALIASES) {
            let code = if &row[4] == "bingtuan" && &row[1] == "659000" { XPCC } else { &row[1] };
            let Some(&at) = tables.by_code.get(code) else { continue };
            let single = row[0].chars().count() == 1 || matches!(&row[4], "code" | "char_abbrev");
            let map = if single { &mut tables.stems } else { &mut tables.names };
            push(map, &row[0], at);
            if !single {
                tables.longest = tables.longest.max(row[0].chars().count());
            }
        }
        // Regions that became cities (铜仁地区 → 铜仁市), by their old codes.
        let mut cities: HashMap<String, String> = HashMap::new();
        for row in rows(HISTORICAL) {
            let level = match &row[2] {
                "province" => Level::Province,
                "prefecture" => Level::Prefecture,
                _ => Level::County,
            };
            let became = tables.city_of(&row[1]).filter(|_| level == Level::Prefecture);
            if let Some(at) = became {
                push(&mut tables.names, &row[1], at);
                tables.longest = tables.longest.max(row[1].chars().count());
                cities.extend(tables.list.get(at).map(|city| (row[0].to_owned(), city.code.as_str().to_owned())));
            } else if let Some(&at) = tables.by_code.get(&row[5]) {
                push(&mut tables.names, &row[1], at);
            } else if !tables.by_code.contains_key(&row[0]) {
                let region = format!("{}00", row[0].get(..4).unwrap_or_default());
                let parent = cities.get(&region).cloned().unwrap_or_else(|| tables.parent_by_digits(&row[0]));
                // 平安县 had a code of the region and one of the city.
                let known = tables.names.get(&row[1]).into_iter().flatten().copied();
                let known =
                    known.filter(|at| tables.list.get(*at).is_some_and(|known| known.historical && known.parent.as_str() == parent));
                match known.max() {
                    Some(at) => drop(tables.by_code.insert(row[0].to_owned(), at)),
                    None => tables.add(&row[0], &row[1], level, &parent, true),
                }
            } else if let Some(&at) = tables.by_code.get(&row[0]) {
                push(&mut tables.names, &row[1], at);
            }
        }
        tables
    }

    /// The city that a region of old (地区, 盟) is today: the one of the same name.
    fn city_of(&self, region: &str) -> Option<usize> {
        let bare = region.strip_suffix("地区").or_else(|| region.strip_suffix('盟'))?;
        let today = |at: &&usize| self.list.get(**at).is_some_and(|division| division.level == Level::Prefecture && !division.historical);
        let mut found = self.names.get(bare)?.iter().filter(today);
        found.next().copied().filter(|_| found.next().is_none())
    }

    fn parent_by_digits(&self, code: &str) -> String {
        let prefecture = format!("{}00", code.get(..4).unwrap_or_default());
        let province = format!("{}0000", code.get(..2).unwrap_or_default());
        [prefecture, province]
            .into_iter()
            .find(|above| above != code && self.by_code.contains_key(above))
            .unwrap_or_else(|| CENTRE.to_owned())
    }

    fn add(&mut self, code: &str, name: &str, level: Level, parent: &str, historical: bool) {
        let at = self.list.len();
        let (code, parent) = (DivisionCode(code.into()), DivisionCode(parent.into()));
        self.by_code.insert(code.as_str().to_owned(), at);
        push(&mut self.names, name, at);
        self.longest = self.longest.max(name.chars().count());
        if code != parent && !historical {
            push(&mut self.children, parent.as_str(), at);
        }
        self.list.push(Division { code, name: name.to_owned(), level, parent, historical });
    }

    /// The division of a code; for a zone `…Z` the place it lies in.
    #[must_use]
    pub fn by_code(&self, code: &str) -> Option<&Division> {
        let code = code.strip_suffix('Z').unwrap_or(code);
        self.by_code.get(code).and_then(|&at| self.list.get(at))
    }

    /// The full names of all divisions, of the present and the past.
    pub fn full_names(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|division| division.name.as_str())
    }

    /// Level of a code. A zone has county level, whatever it lies in.
    #[must_use]
    pub fn level(&self, code: &DivisionCode) -> Option<Level> {
        if code.is_zone() { Some(Level::County) } else { self.by_code(code.as_str()).map(|division| division.level) }
    }

    /// The division above; a zone's is the prefecture (or province) that it lies in.
    #[must_use]
    pub fn parent(&self, code: &DivisionCode) -> Option<&DivisionCode> {
        let division = self.by_code(code.as_str())?;
        if code.is_zone() && division.level != Level::County {
            return Some(&division.code);
        }
        (division.code.as_str() != CENTRE).then_some(&division.parent)
    }

    /// The divisions directly below, in the order of the table.
    pub fn children(&self, code: &str) -> impl Iterator<Item = &Division> {
        self.children.get(code).into_iter().flatten().filter_map(|&at| self.list.get(at))
    }

    /// The division itself or the one above it that has a level.
    #[must_use]
    pub fn at_level(&self, code: &DivisionCode, level: Level) -> Option<&Division> {
        let mut division = self.by_code(code.as_str())?;
        while division.level > level {
            division = self.by_code(division.parent.as_str())?;
        }
        (division.level == level).then_some(division)
    }

    /// Whether `inner` is `outer` or lies in it.
    #[must_use]
    pub fn within(&self, inner: &DivisionCode, outer: &str) -> bool {
        let mut at = Some(inner.clone());
        while let Some(code) = at {
            if code.as_str() == outer {
                return true;
            }
            at = if code.is_zone() {
                self.by_code(code.as_str()).map(|division| division.code.clone())
            } else {
                self.parent(&code).cloned()
            };
        }
        false
    }

    /// What a full name, short form or old name means when said by `scope` (see the module's page).
    #[must_use]
    pub fn resolve(&self, name: &str, scope: Option<&DivisionCode>) -> Match {
        self.nearest(self.names.get(name).map_or(&[][..], Vec::as_slice), scope)
    }

    /// What the region letters of a document code (`新`, `喀地`, `伽`) mean, taking short forms too.
    #[must_use]
    pub fn resolve_stem(&self, stem: &str, scope: Option<&DivisionCode>) -> Match {
        let mut found: Vec<usize> = Vec::new();
        for at in self.stems.get(stem).into_iter().chain(self.names.get(stem)).flatten() {
            if !found.contains(at) {
                found.push(*at);
            }
        }
        self.nearest(&found, scope)
    }

    /// What the region letters of a code mean where a province's letter may stand before the place: 西青 and 津西青.
    #[must_use]
    pub fn resolve_region(&self, letters: &str, scope: Option<&DivisionCode>) -> Match {
        let whole = self.resolve_stem(letters, scope);
        let Some((letter, place)) = letters.char_indices().nth(1).and_then(|(at, _)| letters.split_at_checked(at)) else { return whole };
        if whole != Match::None || place.chars().count() < 2 {
            return whole;
        }
        let provinces = self.stems.get(letter).into_iter().flatten().filter_map(|at| self.list.get(*at));
        let province = provinces.filter(|division| division.level == Level::Province).map(|division| division.code.clone()).next();
        let Some(province) = province else { return Match::None };
        match self.resolve_stem(place, Some(&province)) {
            Match::One(division) if division != province && self.within(&division, province.as_str()) => Match::One(division),
            _ => Match::None,
        }
    }

    /// The longest division name (full, short or old) that `text` begins with: its length in bytes and meaning.
    #[must_use]
    pub fn prefix(&self, text: &str, scope: Option<&DivisionCode>) -> Option<(usize, Match)> {
        let ends: Vec<usize> = text.char_indices().map(|(at, c)| at + c.len_utf8()).take(self.longest).collect();
        ends.into_iter().rev().find_map(|end| {
            let name = text.get(..end)?;
            self.names.get(name).map(|found| (end, self.nearest(found, scope)))
        })
    }

    fn nearest(&self, found: &[usize], scope: Option<&DivisionCode>) -> Match {
        let divisions: Vec<&Division> = found.iter().filter_map(|&at| self.list.get(at)).collect();
        let current: Vec<&Division> = divisions.iter().copied().filter(|division| !division.historical).collect();
        let pool = if current.is_empty() { divisions } else { current };
        let Some(scope) = scope.filter(|scope| scope.as_str() != CENTRE) else {
            return choose(&pool);
        };
        let province = self.at_level(scope, Level::Province).map(|division| division.code.clone());
        let parent = self.parent(scope).cloned();
        let classes: [&dyn Fn(&Division) -> bool; 5] = [
            &|division| division.parent.as_str() == scope.as_str(),
            &|division| division.code == *scope,
            &|division| self.within(&division.code, scope.as_str()),
            &|division| parent.as_ref().is_some_and(|parent| division.parent == *parent || division.code == *parent),
            &|division| province.as_ref().is_some_and(|province| self.within(&division.code, province.as_str())),
        ];
        for class in classes {
            let near: Vec<&Division> = pool.iter().copied().filter(|division| class(division)).collect();
            if !near.is_empty() {
                return choose(&near);
            }
        }
        choose(&pool)
    }
}

fn choose(pool: &[&Division]) -> Match {
    match pool {
        [] => Match::None,
        [one] => Match::One(one.code.clone()),
        many => Match::Many(many.iter().map(|division| division.code.clone()).collect()),
    }
}

fn push(map: &mut HashMap<String, Vec<usize>>, key: &str, at: usize) {
    let entry = map.entry(key.to_owned()).or_default();
    if !entry.contains(&at) {
        entry.push(at);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> DivisionCode {
        DivisionCode(text.into())
    }

    #[test]
    fn the_scope_decides_what_a_short_name_means() {
        let divisions = Divisions::get();
        assert!(matches!(divisions.resolve("鼓楼区", None), Match::Many(_)));
        assert_eq!(divisions.resolve("鼓楼区", Some(&code("320100"))).one(), Some(code("320106")));
        assert_eq!(divisions.resolve("和丰县", Some(&code("654200"))).one(), Some(code("654226")));
        assert_eq!(divisions.resolve("巴州", Some(&code("650000"))).one(), Some(code("652800")));
        assert_eq!(divisions.resolve("伊犁州", Some(&code("650000"))).one(), Some(code("654000")));
    }

    #[test]
    fn a_region_that_became_a_city_is_that_city_and_holds_its_counties() {
        let divisions = Divisions::get();
        assert_eq!(divisions.resolve("海东地区", None).one(), Some(code("630200")));
        assert_eq!(divisions.resolve("铜仁地区", None).one(), Some(code("520600")));
        let old = divisions.resolve("平安县", Some(&code("630200"))).one().unwrap();
        assert!(divisions.within(&old, "630200"));
        // 阿里地区 is one to this day.
        assert_eq!(divisions.resolve("阿里地区", None).one(), Some(code("542500")));
    }

    #[test]
    fn pseudo_nodes_are_never_a_place() {
        let divisions = Divisions::get();
        assert_eq!(divisions.resolve("市辖区", None), Match::None);
        assert_eq!(divisions.parent(&code("110105")), Some(&code("110000")));
        assert_eq!(divisions.parent(&code("659001")), Some(&code("650000")));
    }

    #[test]
    fn the_longest_name_at_the_start_of_an_agency() {
        let divisions = Divisions::get();
        let (length, found) = divisions.prefix("塔城地区财政局", None).unwrap();
        assert_eq!((&"塔城地区财政局"[..length], found.one()), ("塔城地区", Some(code("654200"))));
        let (length, _) = divisions.prefix("新疆维吾尔自治区财政厅", None).unwrap();
        assert_eq!(&"新疆维吾尔自治区财政厅"[..length], "新疆维吾尔自治区");
    }

    #[test]
    fn a_zone_has_county_level_and_stands_below_the_prefecture() {
        let divisions = Divisions::get();
        assert_eq!(divisions.level(&code("652801Z")), Some(Level::County));
        assert_eq!(divisions.parent(&code("652801Z")), Some(&code("652800")));
        assert!(divisions.within(&code("652801Z"), "650000"));
    }
}
