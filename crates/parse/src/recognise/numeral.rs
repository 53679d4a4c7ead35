//! Chinese numerals: positional (二〇二四), with place words (一百二十三, 廿三), and capital ones (壹佰贰拾叁).
//! Not for: numerals with fractions or units, which `money` reads.

/// The digit a character stands for. `〇` comes folded from `○`; letters and arabic digits mix in (`二O二四`, `二0二四`).
pub(super) fn digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' | 'O' | 'o' | '0' | 'О' | 'о' => 0,
        '一' | '壹' | '弌' | '幺' => 1,
        '二' | '贰' | '弐' | '两' => 2,
        '三' | '叁' | '叄' => 3,
        '四' | '肆' => 4,
        '五' | '伍' => 5,
        '六' | '陆' => 6,
        '七' | '柒' => 7,
        '八' | '捌' => 8,
        '九' | '玖' => 9,
        '1'..='9' => u32::from(c) - u32::from('0'),
        _ => return None,
    })
}

/// Whether the character is a Chinese digit that cannot be anything else.
pub(super) fn is_word_digit(c: char) -> bool {
    !c.is_ascii() && digit(c).is_some()
}

fn place(c: char) -> Option<u64> {
    Some(match c {
        '十' | '拾' => 10,
        '百' | '佰' => 100,
        '千' | '仟' => 1_000,
        '万' => 10_000,
        '亿' => 100_000_000,
        _ => return None,
    })
}

/// Whether the character may stand in a numeral with place words.
pub(super) fn is_numeral(c: char) -> bool {
    is_word_digit(c) || place(c).is_some() || matches!(c, '廿' | '卅')
}

/// The value of a whole numeral; `None` when it is no numeral or too large.
pub(super) fn value(text: &[char]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    if text.iter().all(|&c| digit(c).is_some()) {
        return text.iter().try_fold(0_u64, |sum, &c| sum.checked_mul(10)?.checked_add(u64::from(digit(c)?)));
    }
    // `total` holds what stands above 万 or 亿, `section` what stands below, `last` a digit that waits for its place.
    let (mut total, mut section, mut last) = (0_u64, 0_u64, None::<u64>);
    for &c in text {
        if let Some(digit) = digit(c) {
            if last.is_some_and(|last| last != 0) {
                return None;
            }
            last = Some(u64::from(digit));
        } else if matches!(c, '廿' | '卅') {
            section = section.checked_add(if c == '廿' { 20 } else { 30 })?;
        } else {
            let place = place(c)?;
            if place < 10_000 {
                section = section.checked_add(last.take().filter(|&last| last != 0).unwrap_or(1).checked_mul(place)?)?;
            } else {
                let below = section.checked_add(last.take().unwrap_or(0))?;
                // 亿 counts all before it, 万 only what stands since the last 亿.
                total = if c == '亿' {
                    total.checked_add(below)?.checked_mul(place)?
                } else {
                    total.checked_add(below.checked_mul(place)?)?
                };
                section = 0;
            }
        }
    }
    total.checked_add(section)?.checked_add(last.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        let read = |text: &str| value(&text.chars().collect::<Vec<_>>());
        assert_eq!(read("二〇二四"), Some(2024));
        assert_eq!(read("二百一十"), Some(210));
        assert_eq!(read("十二"), Some(12));
        assert_eq!(read("三十一"), Some(31));
        assert_eq!(read("廿九"), Some(29));
        assert_eq!(read("壹佰零伍万"), Some(1_050_000));
        assert_eq!(read("一千二百万三千"), Some(12_003_000));
        assert_eq!(read("三亿二千万"), Some(320_000_000));
        assert_eq!(read("一万二千亿"), Some(1_200_000_000_000));
        assert_eq!(read("人"), None);
        assert_eq!(read(&"九".repeat(40)), None);
    }
}
