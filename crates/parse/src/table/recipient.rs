//! What the name of a row means: a division, a zone, the issuer's own level, a total, a unit.
//! See `docs/tables.md`, rows. Not for: which cell of the row holds the name.

use hongtou_notice::codes::{Level, RowKind};
use hongtou_notice::{DivisionCode, Divisions, Match};

use super::words;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Who {
    /// The kind of row.
    pub(crate) kind: RowKind,
    /// The division that it is or belongs to.
    pub(crate) division: Option<DivisionCode>,
    /// Several divisions answer to the name.
    pub(crate) ambiguous: bool,
}

/// Words by which a government names its own level.
const OWN: &[&str] = &["本级", "市直", "省直", "县直", "区直", "州直", "盟直", "地直", "旗直", "直属", "本部"];

/// Whether a folded cell is a total: 合计, 总计, 全省合计.
pub(crate) fn is_total(key: &str) -> bool {
    let core = super::text::core(key);
    words::is("total", &core) || (core.starts_with('全') || core.starts_with('总')) && core.ends_with("合计") && core.chars().count() <= 8
}

/// Whether a folded cell is a subtotal: 小计, 地市合计.
pub(crate) fn is_subtotal(key: &str) -> bool {
    let core = super::text::core(key);
    !is_total(key) && core.chars().count() <= 16 && (words::is("subtotal", &core) || core.ends_with("小计") || core.ends_with("合计"))
}

/// A name without a numbering before it and parentheses behind it: `（一）广州市（不含直管县）` → `广州市`.
pub(crate) fn bare(key: &str) -> String {
    let mut rest = key;
    if let Some((head, tail)) = rest.strip_prefix('(').and_then(|inner| inner.split_once(')'))
        && !tail.is_empty()
        && head.chars().all(is_ordinal)
    {
        rest = tail;
    }
    if let Some((head, tail)) = rest.split_once(['、', '.'])
        && !tail.is_empty()
        && !head.is_empty()
        && head.chars().all(is_ordinal)
    {
        rest = tail;
    }
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix("其中:").or_else(|| rest.strip_prefix("其中")).unwrap_or(rest);
    super::text::core(rest)
}

/// A printed name without the ordinal before it (一、甲县, （二）乙镇, 3.丙乡) and without the word that makes it a part (其中：丁县).
pub(crate) fn unnumbered(plain: &str) -> &str {
    let part = ["其中：", "其中:"].iter().find_map(|word| plain.strip_prefix(word)).filter(|name| name.chars().count() >= 2);
    // 其中：中央资金 is no recipient, and says so by the word.
    let part = part.filter(|name| !["资金", "经费", "补助", "配套", "专款"].iter().any(|end| name.ends_with(end)));
    let plain = part.unwrap_or(plain);
    let ordinal = |text: &str| !text.is_empty() && text.chars().all(is_ordinal);
    let bracketed = plain.strip_prefix(['(', '（']).and_then(|inner| inner.split_once([')', '）']));
    let marked = plain.split_once(['、', '.', '．']);
    let rest = bracketed.or(marked).filter(|(number, _)| ordinal(number)).map_or(plain, |(_, rest)| rest);
    let whole = rest.chars().count() >= 2 && !rest.starts_with(is_ordinal);
    if whole { rest } else { plain }
}

/// Whether a character numbers rows.
pub(crate) fn is_ordinal(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '一' | '二' | '三' | '四' | '五' | '六' | '七' | '八' | '九' | '十' | '①'..='⑳')
}

/// What division a name is, in the mouth of `scope`.
pub(crate) fn division(key: &str, scope: Option<&DivisionCode>) -> Match {
    let name = bare(key);
    if name.chars().count() < 2 {
        return Match::None;
    }
    let divisions = Divisions::get();
    let body = || divisions.resolve(name.strip_suffix("财政局").or_else(|| name.strip_suffix("人民政府")).unwrap_or(""), scope);
    let found = match divisions.resolve(&name, scope) {
        Match::None => body(),
        found => found,
    };
    if found != Match::None {
        return found;
    }
    // 甲地区 of old papers is a city today.
    let former = name.strip_suffix("地区").and_then(|place| divisions.resolve(place, scope).one());
    if let Some(code) = former.filter(|code| divisions.level(code) == Some(Level::Prefecture)) {
        return Match::One(code);
    }
    inner(&name, scope).map_or(Match::None, Match::One)
}

/// Places told one in the other are no longer, in bytes.
const LONGEST_PLACE: usize = 96;

/// The place at the end of a name that tells the places it lies in: 甲市乙区.
fn inner(name: &str, scope: Option<&DivisionCode>) -> Option<DivisionCode> {
    let divisions = Divisions::get();
    let (length, outer) = divisions.prefix(name, scope).filter(|_| name.len() <= LONGEST_PLACE)?;
    let outer = outer.one()?;
    let rest = name.get(length..).filter(|rest| rest.chars().count() >= 2)?;
    let code = divisions.resolve(rest, Some(&outer)).one().or_else(|| inner(rest, Some(&outer)))?;
    (code != outer && divisions.within(&code, outer.as_str())).then_some(code)
}

/// Whether a name is a division or a zone. 中央 is a level of government that pays, not a place that gets money.
pub(crate) fn is_place(key: &str, scope: Option<&DivisionCode>) -> bool {
    super::text::core(key) != "中央" && (division(key, scope) != Match::None || is_zone(&bare(key)))
}

/// Whether a name ends like a zone (开发区, 新区 …), which has no GB/T 2260 code of its own.
pub(crate) fn is_zone(name: &str) -> bool {
    name.chars().count() >= 3 && words::ends("zone_ending", name)
}

/// Whether a folded text is the name of a township, which no table of divisions holds: 朱碌科镇, 城关镇, 叶柏寿街道. Kinds of townships (各乡镇, 中心镇,
/// 城镇) and what money is for (科技下乡, 产业强镇) are none.
pub(crate) fn is_township(key: &str) -> bool {
    let Some(end) = words::list("township_end").iter().filter(|end| key.ends_with(end.as_str())).max_by_key(|end| end.len()) else {
        return false;
    };
    let name = key.strip_suffix(end.as_str()).unwrap_or_default();
    let kind = words::is("township_kind", name) || name.starts_with(['各', '每', '该']) || words::ends("no_township", key);
    !name.is_empty() && !kind && !key.contains('个')
}

/// Whether a name is the own level of somebody: 省本级, 某市本级, 市直单位.
pub(crate) fn is_own_level(name: &str) -> bool {
    let name = ["有关单位", "相关单位", "单位", "部门", "机关"].iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(name);
    OWN.iter().any(|word| name.ends_with(word))
}

/// Whether a name is the own level of a city and no larger place: 市本级, 州直单位.
pub(crate) fn is_own_level_of_city(key: &str) -> bool {
    const NAMES: &[&str] = &["市本级", "州本级", "盟本级", "地区本级", "市直", "州直", "盟直", "地直", "地区直"];
    let name = bare(key);
    let name = ["属单位", "单位", "部门", "机关"].iter().find_map(|tail| name.strip_suffix(tail)).unwrap_or(&name);
    NAMES.contains(&name)
}

/// What a name stands for, under a group of rows (a city in the first column) and said by the issuer.
pub(crate) fn who(key: &str, group: Option<&DivisionCode>, issuer: Option<&DivisionCode>) -> Who {
    let divisions = Divisions::get();
    let scope = group.or(issuer);
    let plain = |kind, division: Option<DivisionCode>| Who { kind, division, ambiguous: false };
    if is_total(key) {
        return plain(RowKind::Total, None);
    }
    if is_subtotal(key) {
        return plain(RowKind::Subtotal, group.cloned());
    }
    let name = bare(key);
    if is_own_level(&name) {
        let owner = OWN.iter().find_map(|word| name.split(word).next().filter(|owner| owner.len() < name.len()));
        let named = owner.and_then(|owner| divisions.resolve(owner, scope).one()).or_else(|| group.cloned());
        return match named {
            Some(code) if issuer.is_some_and(|issuer| *issuer != code) => plain(RowKind::Child, Some(code)),
            Some(code) => plain(RowKind::OwnLevel, Some(code)),
            None => plain(RowKind::OwnLevel, issuer.cloned()),
        };
    }
    match division(key, scope) {
        Match::One(code) if Some(&code) == issuer => return plain(RowKind::OwnLevel, Some(code)),
        Match::One(code) => return plain(RowKind::Child, Some(code)),
        Match::Many(_) => return Who { kind: RowKind::Child, division: None, ambiguous: true },
        Match::None => {}
    }
    let seat = divisions.prefix(&name, scope).filter(|(length, _)| *length < name.len());
    let seat = seat.and_then(|(_, found)| found.one());
    if is_zone(&name) {
        return plain(RowKind::Child, seat.or_else(|| scope.cloned()).map(|seat| seat.zone()));
    }
    // A unit belongs to the place in its name, if that lies below the group or issuer, and to the group or issuer otherwise.
    let below = seat.filter(|seat| scope.is_none_or(|scope| divisions.within(seat, scope.as_str())));
    plain(RowKind::Unit, below.or_else(|| scope.cloned()))
}

/// Whether `inner` lies below `outer` and is not the same.
pub(crate) fn lies_below(inner: Option<&DivisionCode>, outer: Option<&DivisionCode>) -> bool {
    match (inner, outer) {
        (Some(inner), Some(outer)) => inner != outer && Divisions::get().within(inner, outer.as_str()),
        _ => false,
    }
}

/// Whether a name is neither a place nor ends like a unit: the word of a group (东部片区, 第一类).
pub(crate) fn only_groups(key: &str, issuer: Option<&DivisionCode>) -> bool {
    let name = bare(key);
    who(key, None, issuer).kind == RowKind::Unit && !words::ends("unit_ending", &name) && crate::vocab::AGENCY_ENDS.at_end(&name).is_none()
}

/// Whether a name stands for several: 孝直村等3村 tells where the money of a town is used.
fn names_several(key: &str) -> bool {
    key.split_once('等').is_some_and(|(first, rest)| !first.is_empty() && rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// How particular a name is: units first, then places from small to large.
pub(crate) fn particularity(key: &str, issuer: Option<&DivisionCode>) -> u8 {
    let found = who(key, None, issuer);
    match found.kind {
        _ if names_several(key) => 0,
        RowKind::Unit => 5,
        RowKind::Total | RowKind::Subtotal => 0,
        RowKind::OwnLevel => 2,
        RowKind::Child => match found.division.as_ref().and_then(|code| Divisions::get().level(code)) {
            Some(Level::Central | Level::Province) => 1,
            Some(Level::Prefecture) => 2,
            Some(Level::County | Level::Township) | None => 3,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(code: &str) -> DivisionCode {
        DivisionCode(code.into())
    }

    fn told(name: &str, group: Option<&str>, issuer: &str) -> (RowKind, Option<String>) {
        let group = group.map(code);
        let who = who(name, group.as_ref(), Some(&code(issuer)));
        (who.kind, who.division.map(|code| code.as_str().to_owned()))
    }

    #[test]
    fn ordinals_are_no_part_of_a_name() {
        for (printed, name) in [
            ("一、甲县", "甲县"),
            ("（二）乙镇", "乙镇"),
            ("3.丙乡人民政府", "丙乡人民政府"),
            ("12．丁村", "丁村"),
            ("第一、二中学", "第一、二中学"),
            ("一二三团", "一二三团"),
            ("（一）", "（一）"),
            ("一、二中学", "一、二中学"),
        ] {
            assert_eq!(unnumbered(printed), name);
        }
    }

    #[test]
    fn a_word_for_a_group_is_no_recipient() {
        let issuer = code("520000");
        for (name, groups) in
            [("黔北片区", true), ("一类地区", true), ("遵义市", false), ("省教育厅", false), ("省直单位", false), ("某小学", false)]
        {
            assert_eq!(only_groups(name, Some(&issuer)), groups, "{name}");
        }
    }

    #[test]
    fn rows_of_a_provincial_table() {
        assert_eq!(told("遵义市", None, "520000"), (RowKind::Child, Some("520300".into())));
        assert_eq!(told("(一)遵义市(不含直管县)", None, "520000"), (RowKind::Child, Some("520300".into())));
        assert_eq!(told("省本级", None, "520000"), (RowKind::OwnLevel, Some("520000".into())));
        assert_eq!(told("市本级", Some("520300"), "520000"), (RowKind::Child, Some("520300".into())));
        assert_eq!(told("遵义市本级", None, "520000"), (RowKind::Child, Some("520300".into())));
        assert_eq!(told("市图书馆", Some("520300"), "520000"), (RowKind::Unit, Some("520300".into())));
        assert_eq!(told("哈尔滨市呼兰区", None, "230000"), (RowKind::Child, Some("230111".into())));
        assert_eq!(told("江西省赣州市宁都县", None, "360000"), (RowKind::Child, Some("360730".into())));
        assert_eq!(told("哈尔滨市图书馆", None, "230000"), (RowKind::Unit, Some("230100".into())));
        assert_eq!(told("百色地区", None, "450000"), (RowKind::Child, Some("451000".into())));
        assert_eq!(told("贵安新区", None, "520000"), (RowKind::Child, Some("520000Z".into())));
        assert_eq!(told("全省合计", None, "520000"), (RowKind::Total, None));
        assert_eq!(told("小计", Some("520300"), "520000"), (RowKind::Subtotal, Some("520300".into())));
    }
}
