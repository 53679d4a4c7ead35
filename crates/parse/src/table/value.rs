//! Values of indicators in forms: telling them from names, and reading them. Not for: the grammar of values (`recognise`).

use std::sync::LazyLock;

use hongtou_notice::IndicatorValue;
use hongtou_notice::codes::ValueKind;
use regex::Regex;

use super::text;
use crate::recognise::parse_value;

static VALUE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[≥≤><=≧≦]|>=|<=|大于|小于|超过|高于|低于|不低于|不高于|不少于|不超过|达到|约)*\d[\d,.]*(?:[%‰]|\p{Han}{0,4}|元/\p{Han}+(?:[·*.]\p{Han})?)?(?:以上|以下|以内|内|前|之前)?$").ok()
});
static DEADLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"\d+(?:个工作)?[日天](?:之?内|以内|前)|\d月\d*日?底?(?:之?前|到位)|\d年.*前$|^[≤<]\d+(?:个工作)?[日天]$").ok()
});
static QUALITY: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:.尽.|应.尽.|稳步.{2}|逐[年步].{2}|有[所效].{2}|[进明显著持不大]{1,2}.{1,3}步?.{2}|不[低高]于.{1,5}|高于上年度?|长期|持续|及时.{0,3}|完成|未完成|达标|良好|优|较好|保持.{2}|显著|明显)$").ok()
});

/// Whether a folded text can only be a value, not an indicator's name.
pub(crate) fn looks_like_value(key: &str) -> bool {
    is_figure(key)
        || matches!(parse_value(key).kind, ValueKind::Qualitative | ValueKind::Range)
        || QUALITY.as_ref().is_some_and(|regex| regex.is_match(key))
}

/// Whether a folded text is a number with a comparator or unit, or a deadline.
pub(crate) fn is_figure(key: &str) -> bool {
    VALUE.as_ref().is_some_and(|regex| regex.is_match(key)) || is_deadline(key)
}

/// Whether a folded text is a deadline.
pub(crate) fn is_deadline(key: &str) -> bool {
    key.chars().count() <= 20 && DEADLINE.as_ref().is_some_and(|regex| regex.is_match(key))
}

/// Reads a value; comparator and unit may stand in columns of their own. The text stays that of the value's cell.
pub(crate) fn read(plain: &str, sign: Option<&str>, unit: Option<&str>) -> IndicatorValue {
    let text = text::plain(plain);
    if sign.is_none() && unit.is_none() {
        return IndicatorValue { text: text.into(), ..parse_value(plain) };
    }
    let has_unit = |unit: &&str| !plain.ends_with(unit);
    let whole = format!("{}{plain}{}", sign.unwrap_or_default(), unit.filter(has_unit).unwrap_or_default());
    IndicatorValue { text: text.into(), ..parse_value(&whole) }
}
