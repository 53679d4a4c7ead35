//! Calendar dates, exact to the day. Not for: reading them out of text.

use serde::{Deserialize, Serialize};

/// A date of the Gregorian calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// A date, if the day exists.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => return None,
        };
        ((1..=days).contains(&day) && (1..=9999).contains(&year)).then_some(Self { year, month, day })
    }

    /// The year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, 1–12.
    #[must_use]
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, 1–31.
    #[must_use]
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 0000-03-01, for differences.
    #[must_use]
    pub fn day_number(self) -> i64 {
        let (y, m) = if self.month > 2 { (self.year, i64::from(self.month) - 3) } else { (self.year - 1, i64::from(self.month) + 9) };
        let y = i64::from(y);
        365 * y + y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400) + (153 * m + 2) / 5 + i64::from(self.day) - 1
    }

    /// Days from `earlier` to this date; negative when this date comes first.
    #[must_use]
    pub fn days_since(self, earlier: Date) -> i64 {
        self.day_number() - earlier.day_number()
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl From<Date> for String {
    fn from(date: Date) -> Self {
        date.to_string()
    }
}

impl TryFrom<String> for Date {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut parts = text.split('-').map(str::parse::<i32>);
        let parsed = (|| {
            let (y, m, d) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
            Date::new(y, u8::try_from(m).ok()?, u8::try_from(d).ok()?)
        })();
        parsed.ok_or_else(|| format!("{text:?} is not a date of the form 2024-12-31"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_over_leap_years_and_new_year() {
        let date = |y, m, d| Date::new(y, m, d).unwrap();
        assert_eq!(date(2022, 5, 27).days_since(date(2021, 11, 12)), 196);
        assert_eq!(date(2024, 3, 1).days_since(date(2024, 2, 28)), 2);
        assert_eq!(Date::new(2023, 2, 29), None);
    }
}
