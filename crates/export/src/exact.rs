//! Values that JSON has no exact word for: decimal numbers, dates, division codes, money units.
//! Not for: parsing printed figures (`hongtou-notice`).

use std::borrow::Cow;

use hongtou_notice::{Date, DivisionCode, Money, MoneyUnit};
use rust_decimal::Decimal;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

/// An exact number: a JSON number with all its digits, no exponent, no trailing zeros, never a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Exact(pub Decimal);

impl From<Money> for Exact {
    /// The sum in yuan.
    fn from(money: Money) -> Self {
        Self(money.0)
    }
}

impl std::fmt::Display for Exact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.normalize().fmt(f)
    }
}

impl Serialize for Exact {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_string().parse::<serde_json::Number>().map_err(ser::Error::custom)?.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Exact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let printed = serde_json::Number::deserialize(deserializer)?.to_string();
        // `from_str_exact` refuses what it cannot hold; `from_str` would round.
        Decimal::from_str_exact(&printed).map(Self).map_err(de::Error::custom)
    }
}

impl JsonSchema for Exact {
    fn schema_name() -> Cow<'static, str> {
        "Exact".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "number" })
    }
}

/// A date in ISO 8601 (`2024-12-31`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IsoDate(pub Date);

impl JsonSchema for IsoDate {
    fn schema_name() -> Cow<'static, str> {
        "IsoDate".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date" })
    }
}

/// A division: a six-digit GB/T 2260 code, one with `Z` for a zone that lies there, `000000` for the centre, or
/// `XPCC` for 新疆生产建设兵团.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DivisionId(pub DivisionCode);

impl From<&DivisionCode> for DivisionId {
    fn from(code: &DivisionCode) -> Self {
        Self(code.clone())
    }
}

impl JsonSchema for DivisionId {
    fn schema_name() -> Cow<'static, str> {
        "DivisionId".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": "^([0-9]{6}Z?|XPCC)$" })
    }
}

/// The unit that a figure is printed in, by its normal word (万 is 万元).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Unit(pub MoneyUnit);

impl JsonSchema for Unit {
    fn schema_name() -> Cow<'static, str> {
        "Unit".into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        use MoneyUnit::{HundredMillion, Million, TenThousand, Thousand, Yuan};
        let words = [Yuan, Thousand, TenThousand, Million, HundredMillion].map(MoneyUnit::word);
        json_schema!({ "type": "string", "enum": words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn json(number: &str) -> String {
        serde_json::to_string(&Exact(number.parse().unwrap())).unwrap()
    }

    #[test]
    fn numbers_stand_as_printed() {
        assert_eq!(json("84540000"), "84540000");
        assert_eq!(json("276700.50"), "276700.5");
        assert_eq!(json("-0.00"), "0");
        assert_eq!(json("79228162514264337593543950335"), "79228162514264337593543950335");
    }

    #[test]
    fn what_is_no_plain_number_is_refused() {
        for wrong in ["1e5", "\"5\"", "0.12345678901234567890123456789012345", "null"] {
            assert!(serde_json::from_str::<Exact>(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn money_survives_json_to_the_last_digit(mantissa in any::<i64>(), scale in 0u32..=4) {
            let exact = Exact(Decimal::new(mantissa, scale));
            let json = serde_json::to_string(&exact).unwrap();
            prop_assert!(!json.contains(['e', 'E', '"']), "{}", json);
            prop_assert_eq!(serde_json::from_str::<Exact>(&json).unwrap(), exact);
        }
    }
}
