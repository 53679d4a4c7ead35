//! Days of a sheet as dates and times under the calendar parts of a format.
//! Not for: numbers without calendar parts (`number`).

use super::number::Token;

/// Days between the beginnings of the two calendars of Excel.
const DAYS_1904: f64 = 1462.0;
/// 9999-12-31.
const LAST_DAY: f64 = 2_958_465.0;
const SECONDS: u64 = 86_400;

/// The text of a day; `None` where it is none that a sheet can show.
pub(super) fn show(value: f64, tokens: &[Token], chinese: bool, is_1904: bool) -> Option<String> {
    let serial = if is_1904 { value + DAYS_1904 } else { value };
    if !(0.0..=LAST_DAY + 1.0).contains(&serial) {
        return None;
    }
    // Rounded to the second: 0.9999999 of a day is midnight.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range was checked")]
    let total = (serial * SECONDS as f64).round() as u64;
    let (day, second) = (total / SECONDS, total % SECONDS);
    let (year, month, date) = civil(day);
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    let half_days = tokens.iter().any(|token| matches!(token, Token::HalfDay(_)));
    let number = |value: u64, width: usize| match (chinese, width) {
        (false, width) => format!("{value:0width$}"),
        (true, 4) => value.to_string().chars().filter_map(|c| c.to_digit(10)).filter_map(chinese_digit).collect(),
        (true, _) => below_hundred(value),
    };
    let mut text = String::new();
    for (at, token) in tokens.iter().enumerate() {
        match token {
            Token::Literal(literal) => text.push_str(literal),
            Token::Date('y', 1 | 2) => text.push_str(&number(year % 100, 2)),
            Token::Date('y' | 'e', _) => text.push_str(&number(year, 4)),
            Token::Date('m', count) if is_minute(tokens, at) => text.push_str(&number(minute, (*count).min(2))),
            Token::Date('m', count @ (1 | 2)) => text.push_str(&number(month, *count)),
            Token::Date('m', count) => {
                let name = MONTHS.get(usize::try_from(month.saturating_sub(1)).ok()?)?;
                text.push_str(if *count == 4 { name } else { name.get(..if *count == 3 { 3 } else { 1 })? });
            }
            Token::Date('d', count @ (1 | 2)) => text.push_str(&number(date, *count)),
            Token::Date('d', count) => {
                let name = WEEKDAYS.get(weekday(day))?;
                text.push_str(if *count > 3 { name } else { name.get(..3)? });
            }
            Token::Date('a', count) if *count >= 3 => {
                text.push_str(if *count > 3 { "星期" } else { "" });
                text.push(['日', '一', '二', '三', '四', '五', '六'].get(weekday(day)).copied()?);
            }
            Token::Date('h', count) => {
                let hour = if half_days { (hour + 11) % 12 + 1 } else { hour };
                text.push_str(&number(hour, (*count).min(2)));
            }
            Token::Date('s', count) => text.push_str(&number(second, (*count).min(2))),
            Token::Elapsed('h') => text.push_str(&(total / 3600).to_string()),
            Token::Elapsed('m') => text.push_str(&(total / 60).to_string()),
            Token::Elapsed(_) => text.push_str(&total.to_string()),
            Token::HalfDay(chinese) => text.push_str(match (chinese, hour < 12) {
                (true, true) => "上午",
                (true, false) => "下午",
                (false, true) => "AM",
                (false, false) => "PM",
            }),
            Token::Slash => text.push('/'),
            Token::Point => text.push('.'),
            _ => {}
        }
    }
    Some(text.trim().to_owned())
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// Whether an `m` means minutes: it does behind hours and before seconds.
fn is_minute(tokens: &[Token], at: usize) -> bool {
    let part = |token: &&Token| matches!(token, Token::Date(..) | Token::Elapsed(_));
    let before = tokens.iter().take(at).rev().find(part);
    let after = tokens.iter().skip(at + 1).find(part);
    matches!(before, Some(Token::Date('h', _) | Token::Elapsed('h'))) || matches!(after, Some(Token::Date('s', _) | Token::Elapsed('s')))
}

/// Sunday is 0. Day 1 of the calendar, 1900-01-01, counts as a Sunday: with the leap day that never was, all
/// days since March 1900 come out right.
fn weekday(day: u64) -> usize {
    usize::try_from((day + 6) % 7).unwrap_or(0)
}

/// Year, month and day. Day 60 is 1900-02-29, which never was: Excel keeps it for the sake of its forebears.
fn civil(day: u64) -> (u64, u64, u64) {
    if day == 60 {
        return (1900, 2, 29);
    }
    if day == 0 {
        return (1900, 1, 0);
    }
    // Days since 0000-03-01 (Howard Hinnant's algorithm); 1899-12-30 is day 693_899 of that count.
    let day = if day > 60 { day } else { day + 1 } + 693_899;
    let era = day / 146_097;
    let of_era = day % 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let (month, next) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    (year + era * 400 + next, month, date)
}

fn chinese_digit(digit: u32) -> Option<char> {
    ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'].get(digit as usize).copied()
}

fn below_hundred(value: u64) -> String {
    let digit = |value: u64| u32::try_from(value).ok().and_then(chinese_digit).map(String::from).unwrap_or_default();
    match (value / 10, value % 10) {
        (0, ones) => digit(ones),
        (1, 0) => String::from("十"),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_excel_does() {
        for (day, wanted) in [(1, (1900, 1, 1)), (59, (1900, 2, 28)), (60, (1900, 2, 29)), (61, (1900, 3, 1)), (45717, (2025, 3, 1))] {
            assert_eq!(civil(day), wanted);
        }
        assert_eq!(weekday(45717), 6);
    }
}
