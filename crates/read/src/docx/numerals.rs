//! Numbers in the forms that lists print them in. Not for: reading numbers.

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const LEGAL_SIMPLIFIED: [char; 10] = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'];
const LEGAL_TRADITIONAL: [char; 10] = ['零', '壹', '貳', '參', '肆', '伍', '陸', '柒', '捌', '玖'];
const STEMS: &str = "甲乙丙丁戊己庚辛壬癸";
const BRANCHES: &str = "子丑寅卯辰巳午未申酉戌亥";

/// A number in a format named as in `w:numFmt`. Unknown formats print digits, as Word does.
pub(super) fn numeral(format: &str, number: u32) -> String {
    match format {
        "none" | "bullet" => String::new(),
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => number.to_string().chars().filter_map(|c| shifted('０', c.to_digit(10)?)).collect(),
        "lowerLetter" => letters('a', number),
        "upperLetter" => letters('A', number),
        "lowerRoman" => roman(number).to_lowercase(),
        "upperRoman" => roman(number),
        "chineseCounting" | "taiwaneseCounting" if number > 99 => positional(number, &DIGITS),
        "chineseCounting" | "taiwaneseCounting" | "chineseCountingThousand" | "taiwaneseCountingThousand" | "japaneseCounting" => {
            counting(number, &DIGITS, ['十', '百', '千', '万'], '零', true)
        }
        "chineseLegalSimplified" => counting(number, &LEGAL_SIMPLIFIED, ['拾', '佰', '仟', '万'], '零', false),
        "ideographLegalTraditional" => counting(number, &LEGAL_TRADITIONAL, ['拾', '佰', '仟', '萬'], '零', false),
        "ideographDigital" | "japaneseDigitalTenThousand" | "taiwaneseDigital" => positional(number, &DIGITS),
        "ideographTraditional" => cycled(STEMS, number),
        "ideographZodiac" => cycled(BRANCHES, number),
        "ideographZodiacTraditional" => {
            format!("{}{}", cycled(STEMS, (number.max(1) - 1) % 10 + 1), cycled(BRANCHES, (number.max(1) - 1) % 12 + 1))
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => enclosed('①', 20, number),
        "decimalEnclosedFullstop" => enclosed('⒈', 20, number),
        "decimalEnclosedParen" => enclosed('⑴', 20, number),
        "ideographEnclosedCircle" => enclosed('㊀', 10, number),
        "numberInDash" => format!("- {number} -"),
        _ => number.to_string(),
    }
}

/// The character a number of places after another one.
fn shifted(first: char, by: u32) -> Option<char> {
    char::from_u32(u32::from(first) + by)
}

/// a … z, then aa … zz, then aaa: one letter repeated. Not repeated without end.
fn letters(first: char, number: u32) -> String {
    let index = number.max(1) - 1;
    let letter = shifted(first, index % 26).unwrap_or(first);
    std::iter::repeat_n(letter, (index / 26 + 1).min(100) as usize).collect()
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number > 9999 {
        return number.to_string();
    }
    let mut rest = number;
    let mut text = String::new();
    for (value, mark) in STEPS {
        while rest >= value {
            text.push_str(mark);
            rest -= value;
        }
    }
    text
}

/// Digit by digit: 10 is 一〇.
fn positional(number: u32, digits: &[char; 10]) -> String {
    number.to_string().chars().filter_map(|c| digits.get(c.to_digit(10)? as usize)).collect()
}

/// With units: 21 is 二十一, 105 is 一百零五. `short` drops the one of 一十.
fn counting(number: u32, digits: &[char; 10], units: [char; 4], zero: char, short: bool) -> String {
    if number == 0 {
        return zero.to_string();
    }
    if number > 99_999 {
        return number.to_string();
    }
    let [ten, hundred, thousand, myriad] = units;
    let mut text = String::new();
    let mut gap = false;
    for (value, unit) in [(10_000, Some(myriad)), (1000, Some(thousand)), (100, Some(hundred)), (10, Some(ten)), (1, None)] {
        let digit = number / value % 10;
        if digit == 0 {
            gap = !text.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            text.push(zero);
        }
        if !(short && value == 10 && digit == 1 && text.is_empty()) {
            text.extend(digits.get(digit as usize));
        }
        text.extend(unit);
    }
    text
}

/// A number as one character of a row; beyond its end it begins anew.
fn cycled(row: &str, number: u32) -> String {
    let length = row.chars().count().max(1);
    row.chars().nth((number.max(1) - 1) as usize % length).map(String::from).unwrap_or_default()
}

/// A number inside a sign, as far as Unicode has them.
fn enclosed(first: char, most: u32, number: u32) -> String {
    if (1..=most).contains(&number)
        && let Some(sign) = shifted(first, number - 1)
    {
        return sign.to_string();
    }
    number.to_string()
}

#[cfg(test)]
mod tests {
    use super::numeral;

    #[test]
    fn numbers_are_written_as_lists_print_them() {
        let cases = [
            ("decimal", 12, "12"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalZero", 3, "03"),
            ("lowerLetter", 1, "a"),
            ("upperLetter", 28, "BB"),
            ("lowerRoman", 14, "xiv"),
            ("upperRoman", 1999, "MCMXCIX"),
            ("chineseCounting", 10, "十"),
            ("chineseCounting", 21, "二十一"),
            ("chineseCountingThousand", 105, "一百零五"),
            ("chineseCountingThousand", 110, "一百一十"),
            ("chineseCountingThousand", 1000, "一千"),
            ("chineseLegalSimplified", 10, "壹拾"),
            ("ideographDigital", 10, "一〇"),
            ("ideographTraditional", 3, "丙"),
            ("ideographZodiac", 12, "亥"),
            ("decimalEnclosedCircle", 20, "⑳"),
            ("decimalEnclosedCircleChinese", 21, "21"),
            ("decimalEnclosedParen", 2, "⑵"),
            ("somethingNew", 7, "7"),
        ];
        for (format, number, wanted) in cases {
            assert_eq!(numeral(format, number), wanted, "{format} {number}");
        }
    }
}
