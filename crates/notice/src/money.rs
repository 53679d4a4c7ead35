//! Money, exact to the fraction that is printed. Never a float.

use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An exact sum in yuan, with up to four decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Money(pub Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// A printed figure (`14869.11`, `2,280`, `-120`) in a unit. `None` when it is no number or overflows.
    #[must_use]
    pub fn parse(figure: &str, unit: MoneyUnit) -> Option<Self> {
        let digits: String = figure.chars().filter(|c| !matches!(c, ',' | '，')).collect();
        let number: Decimal = digits.parse().ok()?;
        Some(Self(number.checked_mul(unit.yuan())?.normalize()))
    }

    /// The sum; `None` on overflow.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        self.0.checked_add(other.0).map(Money)
    }

    /// The difference; `None` on overflow.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.0.checked_sub(other.0).map(Money)
    }

    /// The sum of many; `None` on overflow.
    #[must_use]
    pub fn sum(all: impl IntoIterator<Item = Money>) -> Option<Money> {
        all.into_iter().try_fold(Money::ZERO, Money::checked_add)
    }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.normalize().fmt(f)
    }
}

/// The unit that a figure is printed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum MoneyUnit {
    /// 元.
    #[serde(rename = "元")]
    Yuan,
    /// 千元.
    #[serde(rename = "千元")]
    Thousand,
    /// 万元 (also printed 万).
    #[serde(rename = "万元")]
    TenThousand,
    /// 百万元.
    #[serde(rename = "百万元")]
    Million,
    /// 亿元 (also printed 亿).
    #[serde(rename = "亿元")]
    HundredMillion,
}

impl MoneyUnit {
    /// How many yuan one of it is.
    #[must_use]
    pub fn yuan(self) -> Decimal {
        Decimal::from(match self {
            Self::Yuan => 1,
            Self::Thousand => 1_000,
            Self::TenThousand => 10_000,
            Self::Million => 1_000_000,
            Self::HundredMillion => 100_000_000,
        })
    }

    /// The unit's printed word in normal form.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Yuan => "元",
            Self::Thousand => "千元",
            Self::TenThousand => "万元",
            Self::Million => "百万元",
            Self::HundredMillion => "亿元",
        }
    }

    /// Reads a printed unit word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Some(match word {
            "元" => Self::Yuan,
            "千元" => Self::Thousand,
            "万元" | "万" => Self::TenThousand,
            "百万元" => Self::Million,
            "亿元" | "亿" => Self::HundredMillion,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact() {
        let yuan = |figure, unit| Money::parse(figure, unit).unwrap().to_string();
        assert_eq!(yuan("14869.11", MoneyUnit::TenThousand), "148691100");
        assert_eq!(yuan("2,280", MoneyUnit::TenThousand), "22800000");
        assert_eq!(yuan("27.67005", MoneyUnit::TenThousand), "276700.5");
        assert_eq!(yuan("-120", MoneyUnit::TenThousand), "-1200000");
        assert_eq!(Money::parse("一百", MoneyUnit::Yuan), None);
    }
}
