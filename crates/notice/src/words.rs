//! Titles, names of funds and names of indicators split into words, with a dictionary of our own and the names of
//! places. Splitting by the likeliest words tells 安排 the verb from 安全 and a place from the fund glued to it, which
//! patterns at fixed places cannot. Not for: document numbers and sums, which have recognisers.

use std::collections::HashMap;
use std::sync::LazyLock;

use jieba_rs::Jieba;

use crate::Divisions;

const WORDS: &str = include_str!("../data/words.csv");
/// Every word weighs the same, so that the fewest words win; single letters outside the dictionary weigh least.
const WEIGHT: usize = 1_000;

/// What a word of the dictionary is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WordClass {
    /// Passes money on: 下达.
    Verb,
    /// Begins a phrase about the use of money: 用于.
    Act,
    /// Whose money it is: 中央财政.
    Level,
    /// The last word of a fund's name: 补助资金.
    Tail,
    /// A word of funds' names: 困难群众.
    Fund,
    /// The last part of a body's name: 财政局.
    Office,
    /// A central body: 民政部.
    Body,
    /// Whom an indicator asks: 救助对象.
    Audience,
    /// Says nothing in the name of an indicator: 情况.
    Filler,
    /// A division by its full name.
    Place,
    /// Not in the dictionary.
    Other,
}

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As it stands in the text.
    pub text: &'a str,
    /// What it is.
    pub class: WordClass,
    /// Byte offset in the text.
    pub start: usize,
}

struct Splitter {
    jieba: Jieba,
    classes: HashMap<String, WordClass>,
}

static SPLITTER: LazyLock<Splitter> = LazyLock::new(Splitter::load);

impl Splitter {
    fn load() -> Self {
        let mut splitter = Self { jieba: Jieba::empty(), classes: HashMap::new() };
        // Short forms of two letters are words of their own too often (新城, 和平).
        let places = Divisions::get().full_names().filter(|name| name.chars().count() > 2);
        for place in places {
            splitter.add(place, WordClass::Place);
        }
        for line in WORDS.lines().filter(|line| !line.starts_with('#')).skip(1) {
            let mut fields = line.split(',');
            let (Some(word), Some(class)) = (fields.next(), fields.next()) else { continue };
            splitter.add(word, class_of(class));
        }
        splitter
    }

    fn add(&mut self, word: &str, class: WordClass) {
        self.jieba.add_word(word, Some(WEIGHT), None);
        self.classes.insert(word.to_owned(), class);
    }
}

fn class_of(code: &str) -> WordClass {
    match code {
        "verb" => WordClass::Verb,
        "act" => WordClass::Act,
        "level" => WordClass::Level,
        "tail" => WordClass::Tail,
        "fund" => WordClass::Fund,
        "office" => WordClass::Office,
        "body" => WordClass::Body,
        "audience" => WordClass::Audience,
        "filler" => WordClass::Filler,
        _ => WordClass::Other,
    }
}

/// The words of a text, in its order; letters that no word explains stand alone.
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
    let splitter = &*SPLITTER;
    let class = |word: &str| splitter.classes.get(word).copied().unwrap_or(WordClass::Other);
    splitter
        .jieba
        .cut(text, false)
        .into_iter()
        .map(|token| Word { text: token.word, class: class(token.word), start: token.byte_start })
        .collect()
}

/// Bodies whose names stand side by side with nothing between them: `财政部民政部` → 财政部, 民政部. One name, or anything
/// that is not only names, stays whole.
#[must_use]
pub fn bodies(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut from = 0;
    for word in words(text) {
        match word.class {
            WordClass::Body | WordClass::Office => {
                let end = word.start + word.text.len();
                found.extend(text.get(from..end));
                from = end;
            }
            WordClass::Place => {}
            _ => return vec![text],
        }
    }
    if from == text.len() && found.len() > 1 { found } else { vec![text] }
}

/// The same for the same indicator in every notice: its letters and digits, signs and a unit in parentheses left out. A
/// question of satisfaction that asks those whom the money serves is one, whatever they are called and asked about
/// (救助对象对社会救助实施的满意度 is 服务对象满意度).
#[must_use]
pub fn indicator_key(name: &str) -> String {
    let stem = without_unit(name.trim());
    let plain: String = stem.chars().filter(|c| c.is_alphanumeric()).collect();
    let all = words(&plain);
    let asks = all.first().is_some_and(|word| word.class == WordClass::Audience || word.text == "满意度");
    if asks && plain.ends_with("满意度") { "服务对象满意度".to_owned() } else { plain }
}

/// A name without a short last parenthesis: that is a unit (`（人次）`, `（≥%）`), a longer one belongs to the name.
fn without_unit(name: &str) -> &str {
    const UNIT: usize = 4;
    let tail = name.rfind(['（', '(']).filter(|_| name.ends_with(['）', ')']));
    match tail.and_then(|at| Some((at, name.get(at..)?))) {
        Some((at, tail)) if at > 0 && tail.chars().count() <= UNIT + 2 => name.get(..at).unwrap_or(name),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<&str> {
        words(text).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn the_likeliest_words_win() {
        assert_eq!(
            split("巴中市2024年中央财政林业草原生态保护恢复资金"),
            ["巴中市", "2024", "年", "中央财政", "林业草原", "生态保护恢复", "资金"]
        );
        assert_eq!(split("下达城乡义务教育补助经费"), ["下达", "城乡义务教育", "补助经费"]);
    }

    #[test]
    fn bodies_side_by_side() {
        assert_eq!(bodies("财政部民政部住房城乡建设部"), ["财政部", "民政部", "住房城乡建设部"]);
        assert_eq!(bodies("贵州省财政厅贵州省水利厅"), ["贵州省财政厅", "贵州省水利厅"]);
        assert_eq!(bodies("新疆维吾尔自治区财政厅民政厅"), ["新疆维吾尔自治区财政厅", "民政厅"]);
        assert_eq!(bodies("贵州省财政厅"), ["贵州省财政厅"]);
        assert_eq!(bodies("某某领导小组办公室财政局"), ["某某领导小组办公室财政局"]);
    }

    #[test]
    fn indicators_that_mean_the_same_share_a_key() {
        for name in ["服务对象满意度", "救助对象对社会救助实施的满意度", "补助对象对集中照护政策实施的满意度（%）", "受益群众满意度"]
        {
            assert_eq!(indicator_key(name), "服务对象满意度", "{name}");
        }
        for name in ["企业满意度", "学生家长满意度", "师生满意度"] {
            assert_ne!(indicator_key(name), "服务对象满意度", "{name}");
        }
        assert_eq!(indicator_key("救助人次（人次）"), "救助人次");
    }
}
