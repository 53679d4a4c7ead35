//! Agencies (机关) and the letters they put into document numbers (机关代字). See `docs/agency-codes.md`.
//! Not for: reading a mark or a signature.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::codes::{Confidence, Level};
use crate::division::{CENTRE, DivisionCode, Divisions, Match};

const CODES: &str = include_str!("../data/agency_codes.csv");

/// A body that issues notices.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Agency {
    /// Its name; relative names (地区财政局) are completed where the document tells of what.
    pub name: String,
    /// The division it belongs to.
    pub division: Option<DivisionCode>,
    /// Its level.
    pub level: Option<Level>,
}

/// What an agency code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgencyCode {
    /// The letters, such as `新财社`.
    pub code: String,
    /// The body.
    pub agency: Agency,
    /// How sure the table is.
    pub confidence: Confidence,
}

/// The table of agency codes.
#[derive(Debug)]
pub struct AgencyCodes {
    codes: HashMap<String, AgencyCode>,
}

static TABLE: LazyLock<AgencyCodes> = LazyLock::new(AgencyCodes::load);

impl AgencyCodes {
    /// The embedded table.
    #[must_use]
    pub fn get() -> &'static AgencyCodes {
        &TABLE
    }

    fn load() -> Self {
        let mut reader = csv::ReaderBuilder::new().comment(Some(b'#')).from_reader(CODES.as_bytes());
        let codes = reader
            .records()
            .filter_map(Result::ok)
            .map(|row| {
                let agency = Agency {
                    name: row[1].to_owned(),
                    division: (!row[3].is_empty()).then(|| DivisionCode(row[3].into())),
                    level: row[2].parse().ok(),
                };
                let confidence = match &row[4] {
                    "high" => Confidence::Certain,
                    "medium" => Confidence::Likely,
                    _ => Confidence::Doubtful,
                };
                (row[0].to_owned(), AgencyCode { code: row[0].to_owned(), agency, confidence })
            })
            .collect();
        Self { codes }
    }

    /// The entry of a code, exactly.
    #[must_use]
    pub fn lookup(&self, code: &str) -> Option<&AgencyCode> {
        self.codes.get(code)
    }

    /// The body behind a code: by the table, else by the rule of how codes are built (region letters, then
    /// `财` for a finance body). `None` where the letters may mean several places.
    #[must_use]
    pub fn infer(&self, code: &str, scope: Option<&DivisionCode>) -> Option<AgencyCode> {
        if let Some(known) = self.lookup(code) {
            return Some(known.clone());
        }
        let at = code.find('财')?;
        let region = code.get(..at)?;
        let divisions = Divisions::get();
        if region.is_empty() {
            let agency = Agency { name: "财政部".into(), division: Some(DivisionCode(CENTRE.into())), level: Some(Level::Central) };
            return Some(AgencyCode { code: code.to_owned(), agency, confidence: Confidence::Doubtful });
        }
        let division = match divisions.resolve_region(region, scope) {
            Match::One(division) => division,
            Match::Many(several) => {
                // A letter that stands for a province in fiscal papers (新, 青) is also a county's; without a
                // scope it cannot be told, so nothing is said.
                return (scope.is_none() && several.len() == 1).then(|| self.lookup(code).cloned()).flatten();
            }
            Match::None => return None,
        };
        let named = divisions.by_code(division.as_str())?;
        let office = if named.level == Level::Province && !named.name.ends_with('市') { "财政厅" } else { "财政局" };
        let agency = Agency { name: format!("{}{office}", named.name), division: Some(division), level: Some(named.level) };
        Some(AgencyCode { code: code.to_owned(), agency, confidence: Confidence::Likely })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_codes_and_built_ones() {
        let codes = AgencyCodes::get();
        assert_eq!(codes.lookup("财社").unwrap().agency.name, "财政部");
        assert_eq!(codes.infer("川财资环", None).unwrap().agency.name, "四川省财政厅");
        assert_eq!(codes.infer("渝财社", None).unwrap().agency.level, Some(Level::Province));
        assert_eq!(codes.infer("伽财社", None).unwrap().agency.name, "伽师县财政局");
    }
}
