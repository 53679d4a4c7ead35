//! Word lists of the genre, kept in `data/*.txt`: one word a line, `#` opens a comment.
//! Not for: divisions and agency codes, which are tables of `hongtou-notice`.

use std::sync::LazyLock;

/// A list of words, longest first, so that the first hit is the longest.
#[derive(Debug)]
pub(crate) struct Words(Vec<&'static str>);

impl Words {
    fn load(data: &'static str) -> Self {
        let mut words: Vec<&'static str> = data.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// Whether the text is one of the words.
    pub(crate) fn is(&self, text: &str) -> bool {
        self.0.contains(&text)
    }

    /// Whether any word occurs in the text.
    pub(crate) fn in_text(&self, text: &str) -> bool {
        self.0.iter().any(|word| text.contains(word))
    }

    /// The longest word that the text ends with.
    pub(crate) fn at_end(&self, text: &str) -> Option<&'static str> {
        self.0.iter().copied().find(|word| text.ends_with(word))
    }

    /// The longest word that the text begins with.
    pub(crate) fn at_start(&self, text: &str) -> Option<&'static str> {
        self.0.iter().copied().find(|word| text.starts_with(word))
    }

    /// End of the last occurrence of any word: its byte offset and the word.
    pub(crate) fn last_in(&self, text: &str) -> Option<(usize, &'static str)> {
        self.0.iter().filter_map(|word| text.rfind(word).map(|at| (at + word.len(), *word))).max_by_key(|(end, word)| (*end, word.len()))
    }
}

macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $file:literal;)+) => {
        $($(#[$doc])* pub(crate) static $name: LazyLock<Words> = LazyLock::new(|| Words::load(include_str!(concat!("../data/", $file))));)+
    };
}

lists! {
    /// Last words of an agency's name.
    AGENCY_ENDS = "agency_ends.txt";
    /// Last words of a title (文种).
    TITLE_ENDS = "title_ends.txt";
    /// Words of a title that is a rule, a policy or a plan and passes no money.
    RULE_WORDS = "rule_words.txt";
    /// Labels of the box that government web pages set above a notice.
    PAGE_LABELS = "page_labels.txt";
    /// Verbs that pass money on.
    ISSUE_VERBS = "issue_verbs.txt";
    /// Words by which a title speaks of money.
    MONEY_WORDS = "money_words.txt";
    /// Words that make a place a zone.
    ZONE_WORDS = "zone_words.txt";
    /// Titles that pass no money although they speak of it: procurement and the like.
    TRADE_WORDS = "trade_words.txt";
    /// Advertising in hijacked copies.
    SPAM_WORDS = "spam_words.txt";
    /// Labels of the number in a page's metadata box.
    NUMBER_LABELS = "number_labels.txt";
    /// Labels of the date of the document (never of its publication) in a page's metadata box.
    DATE_LABELS = "date_labels.txt";
    /// Labels of the issuer in a page's metadata box.
    ISSUER_LABELS = "issuer_labels.txt";
    /// Labels of the title in a page's metadata box.
    TITLE_LABELS = "title_labels.txt";
}

/// A struct of the lists that a file `data/*.csv` holds, one `list,word` a line, each list under its field's name; `get` reads the file once.
macro_rules! word_lists {
    ($file:literal; $($(#[$doc:meta])+ $name:ident,)+) => {
        /// The lists.
        #[derive(Debug, Default)]
        pub(crate) struct Lists {
            $($(#[$doc])+ pub(crate) $name: Vec<&'static str>,)+
        }

        const FILE: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/data/", $file));

        static LISTS: std::sync::LazyLock<Lists> = std::sync::LazyLock::new(|| {
            let mut lists = Lists::default();
            for (list, word) in FILE.lines().filter_map(|line| line.split_once(',')) {
                match list {
                    $(stringify!($name) => lists.$name.push(word),)+
                    _ => {}
                }
            }
            lists
        });

        /// The lists, read once.
        pub(crate) fn get() -> &'static Lists {
            &LISTS
        }

        #[cfg(test)]
        #[test]
        fn every_line_of_the_file_is_in_a_list_and_no_list_is_empty() {
            let lines = FILE.lines().filter(|line| !line.starts_with('#')).count() - 1;
            let sizes = [$((stringify!($name), get().$name.len()),)+];
            assert_eq!(sizes.iter().map(|(_, size)| size).sum::<usize>(), lines);
            assert!(sizes.iter().all(|(_, size)| *size > 0), "{sizes:?}");
        }
    };
}
pub(crate) use word_lists;

/// Whether any of the words stands in the text.
pub(crate) fn any(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Whether the text begins with any of the words.
pub(crate) fn starts(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.starts_with(word))
}

/// Whether the text ends with any of the words.
pub(crate) fn ends(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.ends_with(word))
}
