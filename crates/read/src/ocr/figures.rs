//! Figures read twice: what looks like one, which of two readings is better, and whether they agree. Not for: what a figure
//! means.

use super::tsv::Word;

/// Below this confidence a reading is not taken for sure even when another agrees.
const FAINT: f64 = 55.0;
/// Percent of the height of digits by which a comma hangs below them, and by less than which a point does.
const HANGS: usize = 9;
const STANDS: usize = 6;

/// What two readings come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) text: String,
    /// Whether nothing speaks against it.
    pub(super) sure: bool,
}

/// The words of a reading as one text, blanks between words of Latin letters and figures only.
pub(super) fn text(words: &[Word]) -> String {
    let mut text = String::new();
    for word in words {
        let ascii = |ch: Option<char>| ch.is_some_and(|ch| ch.is_ascii_alphanumeric());
        if ascii(text.chars().next_back()) && ascii(word.text.chars().next()) {
            text.push(' ');
        }
        text.push_str(&word.text);
    }
    text
}

/// A letter that an engine takes for a figure's character, as that character. Engines that read Chinese know the same sign in
/// several widths, and round or straight letters pass for figures.
fn figure(ch: char) -> Option<char> {
    Some(match ch {
        '0'..='9' | '.' | ',' | '-' | '%' => ch,
        '０'..='９' => char::from_digit(u32::from(ch) - u32::from('０'), 10)?,
        '，' | '、' | '‚' | '\'' | '`' => ',',
        '．' | '。' | '·' | '•' => '.',
        '－' | '—' | '–' | '一' | '_' | '~' => '-',
        '％' => '%',
        'O' | 'o' | 'D' | 'Q' | '〇' | '○' => '0',
        'l' | 'I' | '|' | '!' | '丨' => '1',
        'Z' | 'z' => '2',
        'S' | 's' => '5',
        'B' => '8',
        _ => return None,
    })
}

/// A text with look-alikes put right, if nothing but a figure is left.
pub(super) fn as_figure(text: &str) -> Option<String> {
    let figures: Option<String> = text.chars().filter(|ch| !ch.is_whitespace()).map(figure).collect();
    figures.filter(|figures| figures.chars().any(|ch| ch.is_ascii_digit()))
}

/// Whether a text is a figure, or one of whose characters most are digits.
pub(super) fn looks_like_figure(text: &str) -> bool {
    let (mut digits, mut all) = (0, 0);
    for ch in text.chars().filter(|ch| !ch.is_whitespace()) {
        all += 1;
        digits += usize::from(ch.is_ascii_digit());
    }
    digits * 5 >= all * 3 && digits > 0 && text.chars().all(|ch| figure(ch).is_some() || ch.is_whitespace() || !is_ideograph(ch))
}

/// Whether a text may be a figure that was misread: few characters, half of them digits, or no ideographs but those that strokes look
/// like.
pub(super) fn may_be_figure(text: &str) -> bool {
    let inked = || text.chars().filter(|ch| !ch.is_whitespace());
    let digits = inked().filter(char::is_ascii_digit).count();
    inked().count() <= 2 || digits * 2 >= inked().count() || inked().all(|ch| figure(ch).is_some() || !is_ideograph(ch))
}

fn is_ideograph(ch: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&ch)
}

/// Whether a figure is well formed: digits, in groups of three if grouped, at most one point, a sign before, a percent sign behind.
pub(super) fn is_well_formed(text: &str) -> bool {
    let core = text.strip_prefix('-').unwrap_or(text);
    let core = core.strip_suffix('%').unwrap_or(core);
    let (whole, part) = core.split_once('.').map_or((core, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let mut grouped = groups.clone().count() > 0;
    let rest = groups.all(|group| group.len() == 3 && digits(group));
    grouped &= first.len() > 3;
    // A whole number of several digits does not begin with 0.
    let led = !(first.len() > 1 && first.starts_with('0'));
    digits(first) && rest && !grouped && led && part.is_none_or(digits)
}

/// Whether the heaps of ink are as many and as high as the characters of a figure: a stroke lost or two digits run into one
/// show here though both readings agree.
pub(super) fn fits(text: &str, heaps: &[usize]) -> bool {
    let highest = heaps.iter().copied().max().unwrap_or(0);
    let tall = heaps.iter().filter(|height| **height * 10 >= highest * 7).count();
    let low = heaps.len() - tall;
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let percent = text.chars().filter(|ch| *ch == '%').count();
    let marks = text.chars().filter(|ch| matches!(ch, '.' | ',' | '-')).count();
    // The rings of a percent sign hang together with its stroke or not.
    tall == digits + percent && low >= marks && low <= marks + 2 * percent
}

/// Decides between the reading as text and the reading as figures (`docs/scans.md`, figures). They agree: that is it, and it is sure if
/// it is well formed, fits the ink and the engine does not hesitate. They differ: the one that fits the ink, then the well-formed one,
/// then the one the engine is surer of; never sure.
pub(super) fn decide(first: &[Word], second: &[Word], heaps: &[usize]) -> Verdict {
    let printed = text(first);
    let (one, other) = (as_figure(&printed), as_figure(&text(second)));
    let faint = least(first).min(least(second)) < FAINT;
    match (one, other) {
        (Some(one), Some(other)) if one == other => {
            let sure = !faint && is_well_formed(&one) && fits(&one, heaps);
            Verdict { text: one, sure }
        }
        (Some(one), Some(other)) => {
            let worth = |text: &str, words: &[Word]| (fits(text, heaps), is_well_formed(text), (least(words) * 10.0) as i64);
            let text = if worth(&other, second) > worth(&one, first) { other } else { one };
            Verdict { text, sure: false }
        }
        (Some(one), None) => Verdict { text: one, sure: false },
        // Letters stand in columns of figures, too: only what the engine hardly knew is taken for a figure.
        (None, Some(other)) if fits(&other, heaps) && is_well_formed(&other) && least(first) < least(second) => {
            Verdict { text: other, sure: false }
        }
        (None, _) => Verdict { text: printed, sure: false },
    }
}

/// Tells points from commas by the ink: a point stands on the line of the digits, the tail of a comma hangs below it. Engines mistake
/// one for the other in small print, which is a factor of a thousand. Where the ink speaks against the reading, or does not say clearly,
/// the figure is not sure. `feet` are the rows where the heaps end.
pub(super) fn by_feet(verdict: Verdict, heaps: &[usize], feet: &[usize]) -> Verdict {
    let letters: Vec<char> = verdict.text.chars().collect();
    let highest = heaps.iter().copied().max().unwrap_or(0);
    let mut line: Vec<usize> = heaps.iter().zip(feet).filter(|(height, _)| **height * 10 >= highest * 7).map(|(_, foot)| *foot).collect();
    line.sort_unstable();
    // No figure ends with a mark: that is dirt, or what is left of a rule.
    let ended = verdict.text.trim_end_matches(['.', ',', '-']);
    if ended.len() < verdict.text.len() && is_well_formed(ended) {
        return Verdict { text: ended.to_owned(), sure: false };
    }
    let Some(line) = line.get(line.len() / 2).filter(|_| letters.len() == heaps.len() && heaps.len() == feet.len()) else { return verdict };
    let mark = |foot: usize| match foot.saturating_sub(*line) * 100 {
        below if below > highest * HANGS => Some(','),
        below if below < highest * STANDS => Some('.'),
        _ => None,
    };
    let seen: Vec<Option<char>> =
        letters.iter().zip(feet).map(|(ch, foot)| if matches!(ch, '.' | ',') { mark(*foot) } else { Some(*ch) }).collect();
    let text: String = seen.iter().zip(&letters).map(|(seen, letter)| seen.unwrap_or(*letter)).collect();
    let sure = verdict.sure && seen.iter().all(Option::is_some) && text == verdict.text;
    if is_well_formed(&text) { Verdict { text, sure } } else { Verdict { sure, ..verdict } }
}

/// The confidence of words on average, each counted by its letters; 0 if there are none.
pub(super) fn mean<'w>(words: impl Iterator<Item = &'w Word>) -> f64 {
    let (sum, letters) = words.fold((0.0, 0.0), |(sum, letters), word| {
        let own = word.text.chars().count() as f64;
        (sum + word.confidence * own, letters + own)
    });
    sum / f64::max(letters, 1.0)
}

/// The confidence of the least sure word.
pub(super) fn least(words: &[Word]) -> f64 {
    words.iter().map(|word| word.confidence).fold(100.0, f64::min)
}
