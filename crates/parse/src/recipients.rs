//! Recipients (主送机关): the printed groups, and the divisions that each names (`docs/notice-form.md`).
//! Not for: recipients of money in tables.

use hongtou_document::Document;
use hongtou_notice::codes::{Level, Origin};
use hongtou_notice::{DivisionCode, Divisions, Fact, RecipientGroup};

use crate::agencies;
use crate::flow::Unit;
use crate::place::evidence;
use crate::recognise::fold_char;
use crate::sentence;

/// The groups of a recipients line. ， parts groups; 、 parts names inside one; parentheses part nothing.
pub(crate) fn read(document: &Document, lines: &[Unit], issuer: Option<&DivisionCode>) -> Vec<Fact<RecipientGroup>> {
    let mut groups = Vec::new();
    for unit in lines {
        let text = unit.text();
        let end = text.trim_end_matches(['：', ':']).len();
        let mut start = 0;
        let mut depth = 0i32;
        let marks: Vec<(usize, char)> = text.char_indices().filter(|(at, _)| *at < end).chain([(end, '，')]).collect();
        for (at, c) in marks {
            match c {
                '（' | '(' => depth += 1,
                '）' | ')' => depth -= 1,
                '，' | ',' | '；' if depth <= 0 => {
                    if let Some(name) = text.get(start..at).filter(|name| !name.is_empty()) {
                        let value = RecipientGroup { name: name.to_owned(), divisions: divisions(name, issuer) };
                        groups.push(Fact::new(value, evidence(document, unit.view.span(start..at), Origin::Body)));
                    }
                    start = at + c.len_utf8();
                }
                _ => {}
            }
        }
    }
    groups
}

/// Whom the groups name, one by one and folded, as running text calls them again: `甲镇、乙镇人民政府` is 甲镇 and 乙镇. `各县财政局` names nobody.
pub(crate) fn names(groups: &[Fact<RecipientGroup>]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for group in groups {
        let plain: String = sentence::unbracketed(&group.value.name).chars().filter(|c| !c.is_whitespace()).map(fold_char).collect();
        for name in plain.split(['、', ',']).filter(|name| !name.starts_with(['各', '有', '相'])) {
            let government = ["人民政府", "财政局", "财政所", "财政分局", "财政科", "管委会", "管理委员会"]
                .iter()
                .find_map(|office| name.strip_suffix(office));
            out.extend(
                [Some(name), government].into_iter().flatten().filter(|name| name.chars().count() >= SHORTEST_NAME).map(str::to_owned),
            );
        }
    }
    out
}

/// A shorter name is a word (市, 我局).
const SHORTEST_NAME: usize = 3;

/// The divisions that a group names. `蓬江区、江海区、新会区财政局` names three; 各县（市） names none, whatever its brackets hold.
fn divisions(group: &str, issuer: Option<&DivisionCode>) -> Vec<DivisionCode> {
    let mut found = Vec::new();
    for name in sentence::unbracketed(group).split('、') {
        // 省级旅游度假区: the word ranks the zone and is no place.
        if name.starts_with(['各', '有'])
            || ["国家级", "省级", "自治区级", "市级", "县级", "区级"].iter().any(|rank| name.starts_with(rank))
        {
            continue;
        }
        let code = match agencies::place(name, issuer) {
            Some(place) => {
                // 甲、乙、丙地、州、市财政局: the letter says that 丙 is a prefecture (地区), and it is no county of that stem.
                let county = Divisions::get().level(&place.division) == Some(Level::County);
                let class = matches!(place.rest, "地" | "州" | "盟") && county;
                Some(&place).filter(|place| !class && !place.ambiguous && is_meant(name, place, issuer)).map(|place| place.division.clone())
            }
            // …、市财政局 behind them names a class: a province has no such office of its own.
            None => {
                // A municipality has one.
                let province = issuer.and_then(|issuer| Divisions::get().by_code(issuer.as_str()));
                let province = province.is_some_and(|own| own.level == Level::Province && !own.name.ends_with('市'));
                let class = province && group.contains('、') && name.starts_with(['市', '州', '盟', '县', '区', '旗']);
                agencies::agency(name, issuer).division.filter(|_| !class && crate::vocab::AGENCY_ENDS.at_end(name).is_some())
            }
        };
        if let Some(code) = code.filter(|code| !found.contains(code)) {
            found.push(code);
        }
    }
    found
}

/// Whether the place at the start of a recipient's name is the one that the issuer means. A town is not the district of the same
/// stem (朝阳镇), and a department's name is no place (公安局). Money and orders go down, reports go up: what lies
/// neither below the issuer nor above him is meant only by its full name, and then in his own province.
fn is_meant(name: &str, place: &agencies::Place<'_>, issuer: Option<&DivisionCode>) -> bool {
    if ["镇", "乡", "街道", "苏木", "村", "社区"].iter().any(|town| place.rest.starts_with(town)) {
        return false;
    }
    let divisions = Divisions::get();
    let Some(issuer) = issuer else { return true };
    if divisions.within(&place.division, issuer.as_str()) || divisions.within(issuer, place.division.as_str()) {
        return true;
    }
    let printed = name.strip_suffix(place.rest).unwrap_or(name);
    let full = divisions.by_code(place.division.as_str()).is_some_and(|division| printed.contains(division.name.as_str()));
    let province = divisions.at_level(issuer, Level::Province);
    full && province.is_none_or(|province| divisions.within(&place.division, province.code.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_issuer() {
        let issuer = |code: &str| DivisionCode(code.into());
        let of = |group: &str, code: &str| -> Vec<String> {
            divisions(group, Some(&issuer(code))).iter().map(|code| code.as_str().to_owned()).collect()
        };
        // 桐梓县 in 遵义市: towns and departments are no counties of other provinces.
        assert_eq!(of("朝阳镇、新兴镇人民政府", "520322"), [""; 0]);
        assert_eq!(of("南山街道办事处", "520322"), [""; 0]);
        assert_eq!(of("各县（市、区）财政局、公安局", "520300"), [""; 0]);
        assert_eq!(of("省级高新技术产业园区管委会", "520300"), [""; 0]);
        assert_eq!(of("各市州（含仁怀、赤水市）财政局", "520000"), [""; 0]);
        assert_eq!(of("桐梓县、仁怀市财政局", "520300"), ["520322", "520382"]);
        assert_eq!(of("桐梓县（含娄山关街道）财政局", "520300"), ["520322"]);
        assert_eq!(of("贵州省财政厅", "520322"), ["520000"]);
        // Offices of a class behind the places of an old enumeration.
        assert_eq!(of("昭通、思茅地、州、市财政局", "530000"), ["530600"]);
    }
}
