//! Whether a name in running text is one of a recipient of money (`docs/amounts.md`, prose). Not for: where in a text the name stands (`names`).

use hongtou_notice::{DivisionCode, Divisions, Match};

use super::super::{recipient, words};

/// A longer name is none.
pub(super) const LONGEST_NAME: usize = 24;

/// Whether a name is a recipient: a division or zone below the issuer, its own level, or a unit. Levels of
/// government (中央, 省级) and the issuer's superiors are sources of money, never recipients.
pub(super) fn is_recipient(name: &str, issuer: Option<&DivisionCode>) -> bool {
    // 甲区每村10万元 is so much for each village.
    if name.chars().nth(LONGEST_NAME).is_some() || name.contains('每') {
        return false;
    }
    let bare = recipient::bare(name);
    // 戏曲进乡村 is what money is for.
    // 新城乡, 古城乡 are townships.
    let length = bare.chars().count();
    let of_country = ["乡村", "农村", "进村"].iter().any(|end| bare.ends_with(end)) || bare.ends_with("城乡") && length != 3;
    if of_country || bare.ends_with("资金") || bare.ends_with('级') && !bare.ends_with("本级") {
        return false;
    }
    if bare.contains("财政") {
        // The finance office of a division below gets its money; that of the own level or above gives it.
        let below = |code: &DivisionCode| issuer.is_none_or(|issuer| code != issuer && Divisions::get().within(code, issuer.as_str()));
        let office = bare.strip_suffix("财政局").is_some_and(|place| place.chars().count() > 1);
        return office && matches!(recipient::division(&bare, issuer), Match::One(code) if below(&code));
    }
    match recipient::division(name, issuer) {
        Match::One(code) => {
            issuer.is_none_or(|issuer| issuer.as_str() == hongtou_notice::CENTRE || Divisions::get().within(&code, issuer.as_str()))
                && code.as_str() != hongtou_notice::CENTRE
        }
        Match::Many(_) => true,
        // A list in brackets tells who takes part in a project (服务站（甲街道、乙街道）).
        Match::None if name.contains('(') && name.contains('、') => false,
        Match::None => {
            // Short names: 区教委, 县医院 in the mouth of their own government, 华西镇.
            let relative = bare.starts_with(['省', '市', '州', '盟', '县', '区', '旗', '镇', '乡', '师']);
            let township = recipient::is_township(&bare);
            recipient::is_zone(&bare)
                || recipient::is_own_level(&bare)
                || length >= 4 && words::ends("unit_ending", &bare)
                || length == 3 && (relative && words::ends("unit_ending", &bare) || township || is_office(&bare))
                || length == 2 && township && !bare.starts_with(recipient::is_ordinal)
        }
    }
}

/// 扶贫办, 交通局: an office in the mouth of its own government, of three characters.
fn is_office(bare: &str) -> bool {
    let common = ["布局", "格局", "当局", "结局", "僵局", "承办", "主办", "自办", "协办", "举办"].iter().any(|word| bare.ends_with(word));
    bare.ends_with(['局', '办', '委']) && !common && !bare.starts_with(['各', '每', '该', '本', '我', '等', '和', '由', '与'])
}
