//! Document numbers (发文字号) in normal form. Not for: finding them in text (`hongtou-parse`).

use serde::{Deserialize, Serialize};

use crate::codes::NumberKind;

/// A document number: `代字〔年〕号` and its relatives. `Display` gives the normal form: full-width
/// hexagonal brackets, ASCII digits, no blanks, no leading zeros (GB/T 9704-2012, 7.2.5).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    /// The agency's code (机关代字), such as `新财社`; for orders and announcements the bodies and the word
    /// (`财政部令`, `财政部公告`).
    pub prefix: String,
    /// The year; `None` for orders and `字第` series.
    pub year: Option<u16>,
    /// The serial number.
    pub serial: u32,
    /// The family.
    pub kind: NumberKind,
}

impl std::fmt::Display for DocumentNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { prefix, year, serial, kind } = self;
        match (kind, year) {
            (NumberKind::Order | NumberKind::Series, None) | (NumberKind::Announcement, None) => write!(f, "{prefix}第{serial}号"),
            (NumberKind::Announcement, Some(year)) => write!(f, "{prefix}{year}年第{serial}号"),
            (NumberKind::Series, Some(year)) => write!(f, "（{year}）{prefix}第{serial}号"),
            (_, Some(year)) => write!(f, "{prefix}〔{year}〕{serial}号"),
            (_, None) => write!(f, "{prefix}{serial}号"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_forms() {
        let number = |prefix: &str, year, serial, kind| DocumentNumber { prefix: prefix.into(), year, serial, kind }.to_string();
        assert_eq!(number("财社", Some(2024), 179, NumberKind::Document), "财社〔2024〕179号");
        assert_eq!(number("财政部令", None, 113, NumberKind::Order), "财政部令第113号");
        assert_eq!(number("财政部公告", Some(2023), 8, NumberKind::Announcement), "财政部公告2023年第8号");
        assert_eq!(number("财农字", None, 12, NumberKind::Series), "财农字第12号");
    }
}
