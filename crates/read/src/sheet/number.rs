//! Numbers as a sheet prints them: a value and its format code give the text in the cell.
//! Not for: calendar parts (`date`), or reading which cell has which format.

use super::date;

/// Significant digits of a number without a format that has a fraction: what fits Excel's eleven places.
const GENERAL_DIGITS: i32 = 10;
/// Digits that a sheet's number holds; what lies behind is noise of binary fractions.
const DIGITS: usize = 15;

/// A piece of a format.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Literal(String),
    /// `0`, `#` or `?`.
    Digit(char),
    Point,
    Percent,
    General,
    Text,
    /// A run of a calendar letter: `y m d h s e a`.
    Date(char, usize),
    /// `[h]`, `[mm]`, `[ss]`.
    Elapsed(char),
    /// `AM/PM` or `上午/下午`.
    HalfDay(bool),
    /// `E+` or `E-`.
    Exponent,
    /// `/` between digits.
    Slash,
}

#[derive(Debug, Default)]
struct Section {
    tokens: Vec<Token>,
    condition: Option<(String, f64)>,
    /// Commas behind the last digit: each divides by a thousand.
    scale: i32,
    thousands: bool,
    /// `[DBNum1]`: Chinese digits.
    chinese: bool,
}

/// The text of a number under a format code.
pub(super) fn show(value: f64, code: &str, is_1904: bool) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let sections: Vec<Section> = split(code).into_iter().map(section).collect();
    let Some((section, absolute)) = choose(&sections, value) else { return general(value) };
    let has = |wanted: fn(&Token) -> bool| section.tokens.iter().any(wanted);
    if has(|token| matches!(token, Token::Date(..) | Token::Elapsed(_) | Token::HalfDay(_))) {
        return date::show(value, &section.tokens, section.chinese, is_1904).unwrap_or_else(|| general(value));
    }
    if has(|token| matches!(token, Token::Exponent | Token::Slash)) {
        return general(value);
    }
    let shown = if has(|token| matches!(token, Token::General)) {
        let number = general(value.abs());
        write(&section.tokens, |token| if *token == Token::General { number.clone() } else { String::new() })
    } else {
        digits(value, section)
    };
    // A sign is left where the section does not stand for negative numbers itself; a rounded nought has none.
    let nought = !shown.chars().any(|c| matches!(c, '1'..='9'));
    let sign = if value < 0.0 && !absolute && !nought { "-" } else { "" };
    format!("{sign}{}", shown.trim())
}

/// The text of a text cell under a format code: only a fourth section or `@` changes it.
pub(super) fn show_text(text: &str, code: &str) -> String {
    let sections = split(code);
    let Some(last) = sections.last().filter(|_| sections.len() == 4 || sections.len() == 1) else { return text.to_owned() };
    let last = section(last);
    if !last.tokens.contains(&Token::Text) {
        return text.to_owned();
    }
    let padded = write(&last.tokens, |token| if *token == Token::Text { text.to_owned() } else { String::new() });
    if padded.trim() == text.trim() { text.to_owned() } else { padded.trim().to_owned() }
}

/// A number without a format.
pub(super) fn general(value: f64) -> String {
    let (digits, point) = decimal(value.abs(), 0);
    let places = if point >= DIGITS as i32 || point < -8 {
        DIGITS as i32
    } else if point > 0 {
        (GENERAL_DIGITS - point).max(0)
    } else {
        GENERAL_DIGITS - 1
    };
    let whole = value.fract() == 0.0;
    let (int, fraction) = round(&digits, point, if whole { 0 } else { places });
    let fraction = fraction.trim_end_matches('0');
    let sign = if value < 0.0 && (int.chars().any(|c| c != '0') || !fraction.is_empty()) { "-" } else { "" };
    let int = if int.is_empty() { "0" } else { &int };
    if fraction.is_empty() { format!("{sign}{int}") } else { format!("{sign}{int}.{fraction}") }
}

/// The sections of a code, parted by `;` outside quotes and brackets.
fn split(code: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut quoted, mut bracket, mut escaped) = (0, false, false, false);
    for (at, c) in code.char_indices() {
        if std::mem::take(&mut escaped) {
            continue;
        }
        match c {
            '"' => quoted = !quoted,
            '\\' | '_' | '*' if !quoted => escaped = true,
            '[' if !quoted => bracket = true,
            ']' if !quoted => bracket = false,
            ';' if !quoted && !bracket => {
                parts.push(code.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(code.get(start..).unwrap_or_default());
    parts
}

/// The section for a value, and whether it writes the sign itself.
fn choose(sections: &[Section], value: f64) -> Option<(&Section, bool)> {
    if sections.iter().any(|section| section.condition.is_some()) {
        let fits = |section: &&Section| match &section.condition {
            None => true,
            Some((operator, bound)) => match operator.as_str() {
                ">" => value > *bound,
                ">=" => value >= *bound,
                "<" => value < *bound,
                "<=" => value <= *bound,
                "=" => (value - bound).abs() < f64::EPSILON,
                "<>" => (value - bound).abs() >= f64::EPSILON,
                _ => false,
            },
        };
        let section = sections.iter().take(3).find(fits)?;
        let below = section.condition.as_ref().is_some_and(|(operator, bound)| operator.starts_with('<') && *bound <= 0.0);
        return Some((section, below));
    }
    let number = if sections.len() > 3 { sections.get(..3)? } else { sections };
    match number {
        [all] => Some((all, false)),
        [plus, _] if value >= 0.0 => Some((plus, false)),
        [_, minus] => Some((minus, true)),
        [plus, _, _] if value > 0.0 => Some((plus, false)),
        [_, minus, _] if value < 0.0 => Some((minus, true)),
        [_, _, zero] => Some((zero, false)),
        _ => None,
    }
}

fn section(code: &str) -> Section {
    let mut section = Section::default();
    let chars: Vec<char> = code.chars().collect();
    let at = |index: usize| chars.get(index).copied();
    let mut index = 0;
    while let Some(c) = at(index) {
        index += 1;
        match c {
            '"' => {
                let text: String = chars.iter().skip(index).take_while(|c| **c != '"').collect();
                index += text.chars().count() + 1;
                section.tokens.push(Token::Literal(text));
            }
            '\\' => {
                section.tokens.extend(at(index).map(|c| Token::Literal(c.to_string())));
                index += 1;
            }
            '_' => {
                section.tokens.push(Token::Literal(String::from(" ")));
                index += 1;
            }
            '*' => index += 1,
            '[' => {
                let inner: String = chars.iter().skip(index).take_while(|c| **c != ']').collect();
                index += inner.chars().count() + 1;
                bracket(&inner, &mut section);
            }
            '0' | '#' | '?' => section.tokens.push(Token::Digit(c)),
            '.' if at(index) == Some('0') && matches!(section.tokens.last(), Some(Token::Date('s', _) | Token::Elapsed('s'))) => {
                // Parts of a second: not shown.
                while at(index) == Some('0') {
                    index += 1;
                }
            }
            '.' => section.tokens.push(Token::Point),
            '%' => section.tokens.push(Token::Percent),
            '@' => section.tokens.push(Token::Text),
            ',' if matches!(section.tokens.last(), Some(Token::Digit(_) | Token::Point)) => {
                let digit_follows = chars.iter().skip(index).find(|c| **c != ',').is_some_and(|c| matches!(c, '0' | '#' | '?'));
                if digit_follows { section.thousands = true } else { section.scale += 1 }
            }
            '/' if matches!(section.tokens.last(), Some(Token::Digit(_))) => section.tokens.push(Token::Slash),
            'E' | 'e' if matches!(at(index), Some('+' | '-')) => {
                index += 1;
                section.tokens.push(Token::Exponent);
            }
            'G' | 'g' if chars.iter().skip(index).take(6).collect::<String>().eq_ignore_ascii_case("eneral") => {
                index += 6;
                section.tokens.push(Token::General);
            }
            'A' | 'a' if chars.iter().skip(index).take(4).collect::<String>().eq_ignore_ascii_case("m/pm") => {
                index += 4;
                section.tokens.push(Token::HalfDay(false));
            }
            '上' if chars.iter().skip(index).take(4).collect::<String>() == "午/下午" => {
                index += 4;
                section.tokens.push(Token::HalfDay(true));
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' | 'a' | 'A' => {
                let more = chars.iter().skip(index).take_while(|next| next.eq_ignore_ascii_case(&c)).count();
                index += more;
                section.tokens.push(Token::Date(c.to_ascii_lowercase(), more + 1));
            }
            c => section.tokens.push(Token::Literal(c.to_string())),
        }
    }
    section
}

/// `[Red]`, `[>=100]`, `[$¥-804]`, `[DBNum1]`, `[h]`.
fn bracket(inner: &str, section: &mut Section) {
    let lower = inner.to_ascii_lowercase();
    if let Some(currency) = inner.strip_prefix('$') {
        let sign = currency.split('-').next().unwrap_or_default();
        section.tokens.push(Token::Literal(sign.to_owned()));
    } else if lower == "dbnum1" {
        section.chinese = true;
    } else if !lower.is_empty() && ["h", "m", "s"].iter().any(|unit| lower.chars().all(|c| unit.starts_with(c))) {
        section.tokens.extend(lower.chars().next().map(Token::Elapsed));
    } else if inner.starts_with(['<', '>', '=']) {
        let operator: String = inner.chars().take_while(|c| matches!(c, '<' | '>' | '=')).collect();
        if let Some(bound) = inner.get(operator.len()..).and_then(|bound| bound.trim().parse().ok()) {
            section.condition = Some((operator, bound));
        }
    }
}

fn write(tokens: &[Token], value: impl Fn(&Token) -> String) -> String {
    tokens.iter().fold(String::new(), |mut text, token| {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            other => text.push_str(&value(other)),
        }
        text
    })
}

/// A number put into a section's digit places.
fn digits(value: f64, section: &Section) -> String {
    let percents = section.tokens.iter().filter(|token| **token == Token::Percent).count();
    let shift = i32::try_from(percents).unwrap_or(0) * 2 - section.scale * 3;
    let point_at = section.tokens.iter().position(|token| *token == Token::Point).unwrap_or(section.tokens.len());
    let is_digit = |token: &&Token| matches!(token, Token::Digit(_));
    let before = section.tokens.iter().take(point_at).filter(is_digit).count();
    let after = section.tokens.iter().skip(point_at).filter(is_digit).count();
    let (significant, point) = decimal(value.abs(), shift);
    let (int, fraction) = round(&significant, point, i32::try_from(after).unwrap_or(0));
    let int: Vec<char> = int.chars().collect();
    // Behind the last `0` of the fraction, noughts are not shown.
    let fixed = section.tokens.iter().skip(point_at).filter(is_digit).enumerate();
    let fixed = fixed.filter(|(_, token)| **token == Token::Digit('0')).map(|(index, _)| index + 1).max().unwrap_or(0);
    let shown = fraction.trim_end_matches('0').len().max(fixed);
    let fraction: Vec<char> = fraction.chars().take(shown).collect();

    let mut text = String::new();
    let (mut place, mut behind) = (0, 0);
    let mut first_zero = false;
    for (at, token) in section.tokens.iter().enumerate() {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Percent => text.push('%'),
            // Excel writes the point even where nothing follows; no print that anybody wants has it.
            Token::Point if fraction.is_empty() => {}
            Token::Point => {
                if before == 0 {
                    text.extend(&int);
                }
                text.push('.');
            }
            Token::Digit(kind) if at < point_at => {
                let rest = before - place;
                first_zero |= *kind == '0';
                // The first place takes all digits that have none of their own.
                let upto = if place == 0 { int.len().saturating_sub(rest - 1) } else { 1 };
                let from = if place == 0 { 0 } else { int.len().wrapping_sub(rest) };
                let mut written = false;
                for offset in 0..upto {
                    if let Some(digit) = int.get(from.wrapping_add(offset)) {
                        text.push(*digit);
                        written = true;
                        let right = int.len() - from - offset - 1;
                        if section.thousands && right > 0 && right.is_multiple_of(3) {
                            text.push(',');
                        }
                    }
                }
                if !written && first_zero {
                    text.push('0');
                    if section.thousands && rest > 1 && (rest - 1).is_multiple_of(3) {
                        text.push(',');
                    }
                }
                place += 1;
            }
            Token::Digit(_) => {
                text.extend(fraction.get(behind));
                behind += 1;
            }
            _ => {}
        }
    }
    text
}

/// The significant digits of a number, and where its decimal point stands among them.
fn decimal(value: f64, shift: i32) -> (String, i32) {
    let written = format!("{value:.*e}", DIGITS - 1);
    let (mantissa, exponent) = written.split_once('e').unwrap_or((&written, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    (digits, exponent.parse::<i32>().unwrap_or(0) + 1 + shift)
}

/// Whole part (empty for nought) and exactly `places` digits of the fraction, rounded half up.
fn round(digits: &str, point: i32, places: i32) -> (String, String) {
    let mut all: Vec<u8> = Vec::new();
    // Leading noughts, so that a carry has room.
    let lead = usize::try_from((-point).max(0)).unwrap_or(0).min(400);
    all.resize(lead + 1, 0);
    all.extend(digits.bytes().map(|digit| digit.saturating_sub(b'0')));
    let point = usize::try_from(point.clamp(0, 400)).unwrap_or(0) + 1;
    let keep = point + usize::try_from(places.clamp(0, 100)).unwrap_or(0);
    let up = all.get(keep).is_some_and(|digit| *digit >= 5);
    all.resize(keep, 0);
    let mut carry = up;
    for digit in all.iter_mut().rev() {
        if !carry {
            break;
        }
        carry = *digit == 9;
        *digit = if carry { 0 } else { *digit + 1 };
    }
    let text: String = all.iter().map(|digit| char::from(b'0' + digit)).collect();
    let (int, fraction) = text.split_at(point.min(text.len()));
    (int.trim_start_matches('0').to_owned(), fraction.to_owned())
}

/// The format code behind a number that Excel gives a meaning of its own, as printed in a Chinese setting.
pub(super) fn builtin(id: u32) -> Option<&'static str> {
    Some(match id {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        5 | 6 => "\"¥\"#,##0;\"¥\"-#,##0",
        7 | 8 => "\"¥\"#,##0.00;\"¥\"-#,##0.00",
        9 => "0%",
        10 => "0.00%",
        14 => "yyyy/m/d",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 => "h:mm",
        21 => "h:mm:ss",
        22 => "yyyy/m/d h:mm",
        27 | 36 | 50 | 52 | 57 => "yyyy\"年\"m\"月\"",
        28 | 29 | 51 | 53 | 54 | 58 => "m\"月\"d\"日\"",
        30 => "m/d/yy",
        31 => "yyyy\"年\"m\"月\"d\"日\"",
        32 => "h\"时\"mm\"分\"",
        33 => "h\"时\"mm\"分\"ss\"秒\"",
        34 | 55 => "上午/下午h\"时\"mm\"分\"",
        35 | 56 => "上午/下午h\"时\"mm\"分\"ss\"秒\"",
        37 | 38 => "#,##0;-#,##0",
        39 | 40 => "#,##0.00;-#,##0.00",
        41 | 42 => "#,##0;-#,##0;\"-\"",
        43 | 44 => "#,##0.00;-#,##0.00;\"-\"",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        49 => "@",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_their_format_says() {
        let cases = [
            (12345.678, "#,##0.00", "12,345.68"),
            (0.1234, "0.00%", "12.34%"),
            (0.0, "#,##0;-#,##0;\"－\"", "－"),
            (45717.0, "yyyy\"年\"m\"月\"d\"日\"", "2025年3月1日"),
            (45717.0, "[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\";@", "二〇二五年三月一日"),
            (45717.5, "yyyy/m/d h:mm", "2025/3/1 12:00"),
            (0.1 + 0.2, "General", "0.3"),
            (14_869.11, "General", "14869.11"),
            (1.0 / 3.0, "General", "0.333333333"),
            (440_000_000_000.0, "General", "440000000000"),
            (-0.5, "General", "-0.5"),
            (2.675, "0.00", "2.68"),
            (-1234.5, "#,##0.0_);(#,##0.0)", "(1,234.5)"),
            (-1234.5, "#,##0.00", "-1,234.50"),
            (1234.5, "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "1,234.50"),
            (0.0, "_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * \"-\"??_ ;_ @_ ", "-"),
            (7.0, "000", "007"),
            (1.5, "0.##", "1.5"),
            (1.0, "0.##", "1"),
            (0.25, "#.00", ".25"),
            (1_234_567.0, "#,##0,", "1,235"),
            (1_234_567.0, "0.00,,\"百万\"", "1.23百万"),
            (5.0, "[>=10]0.0;0.00", "5.00"),
            (3.0, "0_ ;[Red]\\-0\\ ", "3"),
            (-3.0, "0_ ;[Red]\\-0\\ ", "-3"),
            (8454.0, "#,##0\"万元\"", "8,454万元"),
            (999.995, "#,##0.00", "1,000.00"),
            (1.5, "[h]:mm", "36:00"),
            (-0.001, "0.0", "0.0"),
            (12.0, "[$¥-804]#,##0.00", "¥12.00"),
        ];
        for (value, code, wanted) in cases {
            assert_eq!(show(value, code, false), wanted, "{value} as {code}");
        }
        assert_eq!(show_text("甲", "@"), "甲");
        assert_eq!(show_text("甲", "0;0;0;\"姓名：\"@"), "姓名：甲");
        assert_eq!(show_text("甲", "0.00"), "甲");
    }

    proptest::proptest! {
        #[test]
        fn no_format_panics(value: f64, code in "[0#?,.%;\"@_\\*\\[\\]a-zA-Z年月日/+-]{0,24}") {
            let _ = (show(value, &code, false), show(value, &code, true), show_text("甲", &code));
        }
    }
}
