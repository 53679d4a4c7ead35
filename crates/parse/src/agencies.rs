//! Names of agencies (机关): which body a printed name means, of which division, on which level.
//! Rules: `docs/agency-codes.md`, `docs/divisions.md`. Not for: where in a notice names stand (`head`, `tail`).

use std::ops::Range;

use hongtou_notice::codes::Level;
use hongtou_notice::{Agency, DivisionCode, Divisions, Match};

use crate::view::View;
use crate::vocab::{AGENCY_ENDS, ZONE_WORDS};

/// What a name begins with when it leaves its place to the context: 自治区财政厅, 县民政局.
const RELATIVE: &[(&str, Level)] = &[
    ("自治区", Level::Province),
    ("省", Level::Province),
    ("兵团", Level::Province),
    ("自治州", Level::Prefecture),
    ("地区", Level::Prefecture),
    ("州", Level::Prefecture),
    ("盟", Level::Prefecture),
    ("市", Level::Prefecture),
    ("自治县", Level::County),
    ("县", Level::County),
    ("区", Level::County),
    ("旗", Level::County),
];

/// A place that a name begins with, and what of the name follows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Place<'a> {
    pub(crate) division: DivisionCode,
    pub(crate) rest: &'a str,
    /// Whether several divisions answer to the name and the scope did not decide.
    pub(crate) ambiguous: bool,
}

/// Reads the place at the start of a name, going down as far as the name does
/// (`新疆库尔勒经济技术开发区财政局`: 新疆, 库尔勒, then its zone).
pub(crate) fn place<'a>(name: &'a str, scope: Option<&DivisionCode>) -> Option<Place<'a>> {
    let divisions = Divisions::get();
    let mut scope = scope.cloned();
    // 新疆生产建设兵团第三师…: the division of the 兵团 is the place, not the region that the name begins with.
    let name = name.strip_prefix("新疆生产建设").filter(|rest| rest.starts_with("兵团第")).unwrap_or(name);
    // 中共某县委…办公室: offices of the party bear its name before the place.
    let name = name.strip_prefix("中共").filter(|rest| !rest.starts_with("中央")).unwrap_or(name);
    let mut rest = name;
    let mut found: Option<(DivisionCode, bool)> = None;
    while let Some((length, meaning)) = divisions.prefix(rest, scope.as_ref()) {
        let tail = rest.get(length..).unwrap_or_default();
        // A two-character short form in front of an office may be a common word; a full name never is.
        if tail.is_empty() && found.is_some() {
            break;
        }
        let (code, ambiguous) = match meaning {
            Match::One(code) => (code, false),
            Match::Many(several) => match several.into_iter().next() {
                Some(first) => (first, true),
                None => break,
            },
            Match::None => break,
        };
        if let Some((above, _)) = &found
            && (!divisions.within(&code, above.as_str()) || code == *above)
        {
            break;
        }
        scope = Some(code.clone());
        found = Some((code, ambiguous));
        rest = tail;
    }
    let (mut division, ambiguous) = found?;
    if let Some(word) = ZONE_WORDS.at_start(rest) {
        division = division.zone();
        rest = rest.get(word.len()..).unwrap_or_default();
    } else if division.as_str().len() == 6 {
        // 台州湾新区, 冀南新区: a proper name between the place and the zone word.
        let short: String = rest.chars().take(8).collect();
        if let Some((at, word)) = ZONE_WORDS.last_in(&short).filter(|(at, word)| at > &word.len()) {
            let inner = short.get(..at - word.len()).unwrap_or_default();
            if !inner.contains(['局', '厅', '委', '、', '，']) && inner.chars().count() <= 4 {
                division = division.zone();
                rest = rest.get(at..).unwrap_or_default();
            }
        }
    }
    Some(Place { division, rest, ambiguous })
}

/// Whether a name begins with a division (师) of the 兵团, which stands on the level of a prefecture
/// (`docs/divisions.md`); the city that it runs is a county-level one.
fn is_corps_division(name: &str) -> bool {
    let rest = name.strip_prefix("新疆生产建设").unwrap_or(name);
    let rest = rest.strip_prefix("兵团").unwrap_or(rest);
    let number: usize = rest
        .strip_prefix('第')
        .map_or(0, |rest| rest.chars().take_while(|c| "一二三四五六七八九十".contains(*c)).map(char::len_utf8).sum());
    number > 0 && rest.get('第'.len_utf8() + number..).is_some_and(|rest| rest.starts_with('师'))
}

/// Whether what follows the place in a name is a township's body: 云岭镇人民政府, 某街道办事处.
fn is_township(rest: &str) -> bool {
    ["人民政府", "办事处", "财政所", "财政分局"]
        .iter()
        .filter_map(|body| rest.strip_suffix(body))
        .any(|name| name.chars().count() >= 2 && (name.ends_with(['镇', '乡']) || name.ends_with("街道") || name.ends_with("苏木")))
}

/// Whether what follows a place names a county that the table of divisions does not hold, and its office: 和安县财政局.
/// Zones and the like (保护区, 园区) are no counties.
fn names_new_county(rest: &str) -> bool {
    let Some((at, c)) = rest.char_indices().find(|(_, c)| matches!(c, '县' | '区' | '旗' | '市')) else { return false };
    let (name, office) = rest.split_at(at + c.len_utf8());
    let other = ["护", "景", "胜", "园", "发", "新", "示", "保", "林", "矿", "库", "社", "校", "院", "片", "验", "工", "功", "地"];
    (3..=6).contains(&name.chars().count()) && is_agency(office) && !other.iter().any(|word| name.contains(word))
}

/// Whether a text is the name of an agency and nothing else.
pub(crate) fn is_agency(text: &str) -> bool {
    let length = text.chars().count();
    let plain = text.chars().all(|c| is_han(c) || matches!(c, '（' | '）'));
    (2..=36).contains(&length)
        && plain
        && AGENCY_ENDS.at_end(text).is_some()
        && !text.starts_with(['各', '有', '关', '请', '现', '根', '按', '为', '由'])
}

/// Whether a line is one agency or several side by side, as in a signature.
pub(crate) fn is_agency_line(text: &str) -> bool {
    is_agency(text) && text.chars().count() <= 40
}

pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '〇')
}

/// The agency that a name means. A relative name (地区财政局) is completed from `context`, the division of
/// the one who speaks; a central body has no place in front.
pub(crate) fn agency(name: &str, context: Option<&DivisionCode>) -> Agency {
    let divisions = Divisions::get();
    if let Some(place) = place(name, context)
        && !place.rest.is_empty()
    {
        let level = if is_township(place.rest) {
            Some(Level::Township)
        } else if names_new_county(place.rest) && matches!(divisions.level(&place.division), Some(Level::Prefecture | Level::Province)) {
            // 和田地区和安县财政局: a county that is younger than the table, of the level that its name says.
            return Agency { name: name.to_owned(), division: None, level: Some(Level::County) };
        } else if is_corps_division(name) {
            Some(Level::Prefecture)
        } else {
            divisions.level(&place.division)
        };
        return Agency { name: name.to_owned(), division: Some(place.division), level };
    }
    if let Some((word, level)) = RELATIVE.iter().find(|(word, _)| name.starts_with(word)) {
        if let Some(context) = context {
            // 市财政局 said by a county-level city is its own; said by a district it is the prefecture's.
            let own = divisions
                .by_code(context.as_str())
                .filter(|division| division.level == Level::County && *word == "市" && division.name.ends_with('市'));
            let of = own
                .or_else(|| divisions.at_level(context, *level))
                .or_else(|| divisions.at_level(context, Level::Province).filter(|_| *word == "市"));
            if let Some(of) = of {
                let rest = name.get(word.len()..).unwrap_or_default();
                return Agency { name: format!("{}{rest}", of.name), division: Some(of.code.clone()), level: Some(of.level) };
            }
        }
        return Agency { name: name.to_owned(), division: None, level: Some(*level) };
    }
    let central = name.ends_with('部')
        || name.ends_with("总局")
        || name.ends_with('署')
        || ["国家", "国务院", "中共中央", "中华人民共和国", "全国"].iter().any(|start| name.starts_with(start));
    if central {
        return Agency { name: name.to_owned(), division: Some(DivisionCode::centre()), level: Some(Level::Central) };
    }
    Agency { name: name.to_owned(), division: None, level: None }
}

/// The names in a range of bytes of a signature line: parted at dropped blanks and 、, put together again
/// where a name was letter-spaced or its place stands apart.
pub(crate) fn names(view: &View, part: Range<usize>) -> Vec<String> {
    let text = view.as_str();
    let cut = |at: usize| at.clamp(part.start, part.end);
    let words = view.words().into_iter().filter_map(|range| text.get(cut(range.start)..cut(range.end)));
    let words: Vec<&str> = words.flat_map(|word| word.split(['、', '，', ','])).filter(|word| !word.is_empty()).collect();
    join_names(&words)
}

/// Puts the pieces of names together: a piece that is no whole name belongs to the next one, unless the
/// next one names its own place.
pub(crate) fn join_names(pieces: &[&str]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut open = String::new();
    for piece in pieces {
        let own_place = place(piece, None).is_some_and(|place| !place.rest.is_empty());
        if own_place && !open.is_empty() && Divisions::get().prefix(&open, None).is_some_and(|(length, _)| length == open.len()) {
            open.clear();
        }
        open.push_str(piece);
        if is_agency(&open) {
            names.extend(side_by_side(&open).into_iter().flat_map(hongtou_notice::bodies).map(str::to_owned));
            open.clear();
        }
    }
    names
}

/// Bodies whose names stand side by side without a sign between them, parted where the place comes again or a relative one
/// opens the name of an office: 四川省财政厅|四川省农业厅, 浙江省财政厅|省林业局 (`docs/notice-form.md`, issuers). The words of the
/// offices need not be known for the first, so bodies of any year are parted.
fn side_by_side(name: &str) -> Vec<&str> {
    let ends = ["厅", "局", "委", "委员会", "办公室", "办", "部", "政府", "中心", "联合会", "残联", "银行"];
    let printed = place(name, None).and_then(|place| name.strip_suffix(place.rest)).filter(|place| place.chars().count() >= 2);
    let mut cuts = vec![0];
    for (at, _) in name.char_indices().skip(1) {
        let from = cuts.last().copied().unwrap_or(0);
        let (Some(front), Some(rest)) = (name.get(from..at), name.get(at..)) else { continue };
        if !ends.iter().any(|end| front.ends_with(end)) || !is_agency(front) || !is_agency(rest) {
            continue;
        }
        let again = printed.is_some_and(|place| rest.starts_with(place) && rest.len() > place.len());
        let party = ["省委", "市委", "县委", "区委", "州委", "旗委", "盟委", "党委"].iter().any(|party| front.ends_with(party));
        let office = |rest: &str| hongtou_notice::words(rest).first().is_some_and(|word| word.class == hongtou_notice::WordClass::Office);
        let relative = RELATIVE.iter().any(|(word, _)| rest.strip_prefix(word).is_some_and(office));
        if again || relative && !party {
            cuts.push(at);
        }
    }
    let ends = cuts.iter().copied().skip(1).chain([name.len()]);
    cuts.iter().copied().zip(ends).filter_map(|(start, end)| name.get(start..end)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_tells_its_division() {
        let of = |name: &str| agency(name, None).division.map(|code| code.0);
        assert_eq!(of("新疆库尔勒经济技术开发区财政局").as_deref(), Some("652801Z"));
        assert_eq!(of("塔城地区民政局").as_deref(), Some("654200"));
        assert_eq!(of("国家卫生健康委").as_deref(), Some("000000"));
        assert_eq!(of("住房城乡建设部").as_deref(), Some("000000"));
        assert_eq!(of("中共岳阳市云溪区委农村工作领导小组办公室").as_deref(), Some("430603"));
        assert_eq!(of("县民政局"), None);
    }

    #[test]
    fn a_relative_name_is_completed_from_its_context() {
        let county = DivisionCode("653129".into());
        assert_eq!(agency("地区财政局", Some(&county)).name, "喀什地区财政局");
        assert_eq!(agency("自治区财政厅", Some(&county)).name, "新疆维吾尔自治区财政厅");
        assert_eq!(agency("县民政局", Some(&county)).name, "伽师县民政局");
    }

    #[test]
    fn letter_spaced_and_parted_names_are_put_together() {
        assert_eq!(join_names(&["新疆库尔勒经济技术开发区", "财", "政", "局"]), ["新疆库尔勒经济技术开发区财政局"]);
        assert_eq!(join_names(&["新疆维吾尔自治区", "伽师县财政局"]), ["伽师县财政局"]);
        assert_eq!(join_names(&["财政部民政部"]), ["财政部", "民政部"]);
        assert_eq!(join_names(&["湖北省财政厅湖北省某某管理委员会"]), ["湖北省财政厅", "湖北省某某管理委员会"]);
        assert_eq!(join_names(&["重庆市财政局重庆市教育委员会"]), ["重庆市财政局", "重庆市教育委员会"]);
        assert_eq!(join_names(&["辽宁省财政厅省林业局"]), ["辽宁省财政厅", "省林业局"]);
        assert_eq!(join_names(&["中共宜昌市委市直机关工作委员会"]), ["中共宜昌市委市直机关工作委员会"]);
        assert_eq!(join_names(&["宜昌市财政局市政工程处"]), ["宜昌市财政局市政工程处"]);
        assert_eq!(join_names(&["塔城地区财政局", "塔城地区民政局"]), ["塔城地区财政局", "塔城地区民政局"]);
    }
}
