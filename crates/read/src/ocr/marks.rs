//! Marks of punctuation that an engine makes up or mistakes beside ideographs, held against the ink. Not for: figures (`figures`), or
//! which letters are right.

/// A mark takes less than this part of the height of the letters beside it.
const LOW: f64 = 0.5;
/// Marks that engines put behind a line at whose end they see the edge of the picture.
const ENDING: [char; 9] = [',', '.', '|', '\'', '`', ';', '，', '。', '、'];

/// A line of text with its marks put right. Chinese is printed with marks of its own (GB/T 15834-2011), so that a grave or a stroke of Latin
/// type between ideographs is one of these, misread. `heaps` are the heights of the heaps of ink from left to
/// right.
pub(super) fn clean(text: &str, heaps: &[usize]) -> String {
    let mut letters: Vec<char> = text.chars().collect();
    // At the end of a line whose last heap of ink is as high as a letter there is no mark.
    let highest = heaps.iter().copied().max().unwrap_or(0) as f64;
    let no_mark = heaps.last().is_some_and(|last| *last as f64 >= LOW * highest);
    if let [.., before, last] = letters.as_slice()
        && no_mark
        && ENDING.contains(last)
        && is_ideograph(*before)
    {
        letters.pop();
    }
    // The enumeration comma is a stroke that leans to the right.
    for index in 1..letters.len().saturating_sub(1) {
        if matches!(letters[index], '`' | '\\') && is_ideograph(letters[index - 1]) && is_ideograph(letters[index + 1]) {
            letters[index] = '、';
        }
    }
    letters.into_iter().collect()
}

fn is_ideograph(ch: char) -> bool {
    ('\u{4E00}'..='\u{9FFF}').contains(&ch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_without_ink_are_dropped_and_leaning_strokes_are_enumeration_commas() {
        // 指标 is two letters of two heaps each; a comma would be a low heap behind them.
        assert_eq!(clean("指标,", &[30, 32, 31, 30]), "指标");
        assert_eq!(clean("指标,", &[30, 32, 31, 30, 9]), "指标,");
        assert_eq!(clean("指标", &[30, 32, 31, 30]), "指标");
        assert_eq!(clean("12,", &[30, 32, 31]), "12,");
        assert_eq!(clean("失`务\\工", &[30]), "失、务、工");
        assert_eq!(clean("C:\\工", &[30]), "C:\\工");
    }
}
