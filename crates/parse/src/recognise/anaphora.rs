//! Words that point to a document without naming it (该文, 上述两个文件, 另文下达), and second mentions by number alone.
//! Not for: finding the document that is meant.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ink::Ink;
use super::{find_numbers, numeral};

/// What a pointing phrase means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Anaphor {
    /// The document named last: 该文.
    LastNamed,
    /// This document or the last: 此文.
    ThisOrLast,
    /// This document: 本文.
    This,
    /// All documents named just before: 上述文件.
    AllNamed,
    /// So many documents named just before: 上述两个文件.
    SomeNamed(u32),
    /// The upstream document, unnamed: 上级文件.
    Upstream,
    /// A second mention by number, without the title: 财预〔2015〕149号文件规定.
    SecondMention,
    /// An earlier issue of the same money: 前期已下达.
    EarlierIssue,
    /// A later document, not yet known: 另文下达.
    Later,
    /// It came with the document named before: 随文下达.
    WithLast,
    /// A document of the same title: 同名文件.
    SameTitle,
}

/// A pointing phrase and where it is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AnaphorMatch {
    /// First code point.
    pub start: u32,
    /// Code point after the last.
    pub end: u32,
    /// What it means.
    pub meaning: Anaphor,
}

/// The phrases, by their first character, longest first.
static PHRASES: LazyLock<HashMap<char, Vec<(&str, Anaphor)>>> = LazyLock::new(phrases);

fn phrases() -> HashMap<char, Vec<(&'static str, Anaphor)>> {
    let mut phrases: HashMap<char, Vec<(&str, Anaphor)>> = HashMap::new();
    for line in include_str!("../../data/anaphora.txt").lines().filter(|line| !line.starts_with('#')) {
        let mut all = line.split_whitespace();
        let meaning = match all.next() {
            Some("last_named") => Anaphor::LastNamed,
            Some("this_or_last") => Anaphor::ThisOrLast,
            Some("this") => Anaphor::This,
            Some("all_named") => Anaphor::AllNamed,
            Some("upstream") => Anaphor::Upstream,
            Some("earlier_issue") => Anaphor::EarlierIssue,
            Some("later") => Anaphor::Later,
            Some("with_last") => Anaphor::WithLast,
            Some("same_title") => Anaphor::SameTitle,
            _ => continue,
        };
        for phrase in all {
            if let Some(first) = phrase.chars().next() {
                phrases.entry(first).or_default().push((phrase, meaning));
            }
        }
    }
    for list in phrases.values_mut() {
        list.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }
    phrases
}

/// All pointing phrases of a text, in its order.
#[must_use]
pub fn find_anaphora(text: &str) -> Vec<AnaphorMatch> {
    let ink = Ink::new(text);
    let mut found = Vec::new();
    let mut numbers = find_numbers(text).into_iter().peekable();
    let mut at = 0;
    while at < ink.len() {
        while numbers.peek().is_some_and(|number| number.start < ink.start(at)) {
            numbers.next();
        }
        let read = numbered(&ink, at, numbers.peek().map(|number| (number.start, number.end))).or_else(|| pointed(&ink, at));
        if let Some((to, meaning)) = read {
            found.push(AnaphorMatch { start: ink.start(at), end: ink.end(to), meaning });
            at = to;
        } else {
            at += 1;
        }
    }
    found
}

fn reads(ink: &Ink, at: usize, word: &str) -> Option<usize> {
    let to = at + word.chars().count();
    (word.chars().zip(at..).all(|(c, i)| ink.c(i) == c) && ink.is_whole(at, to)).then_some(to)
}

/// A number that text says more about without having named the title.
fn numbered(ink: &Ink, at: usize, number: Option<(u32, u32)>) -> Option<(usize, Anaphor)> {
    let (start, end) = number.filter(|&(start, _)| ink.cell(at).is_some_and(|cell| cell.at == start))?;
    let titled = at.checked_sub(1).is_some_and(|i| matches!(ink.c(i), '(' | '》'));
    let to = (at..ink.len().min(at + (end - start) as usize)).find(|&i| ink.end(i + 1) == end)? + 1;
    let next = reads(ink, to, "文件")?;
    let said = ["规定", "所规定"].iter().any(|word| reads(ink, next, word).is_some());
    (said && !titled).then_some((to, Anaphor::SecondMention))
}

fn pointed(ink: &Ink, at: usize) -> Option<(usize, Anaphor)> {
    if let Some(next) = reads(ink, at, "上述") {
        let digits: Vec<char> =
            (next..next + 3).map(|i| ink.next(i)).take_while(|&c| numeral::is_numeral(c) || c.is_ascii_digit()).collect();
        let count = numeral::value(&digits).and_then(|count| u32::try_from(count).ok());
        let after = next + digits.len();
        let after = after + usize::from(matches!(ink.next(after), '个' | '份' | '项'));
        if let Some((count, to)) = count.zip(reads(ink, after, "文件").or_else(|| reads(ink, after, "通知"))) {
            return Some((to, Anaphor::SomeNamed(count)));
        }
    }
    PHRASES.get(&ink.c(at))?.iter().find_map(|&(phrase, meaning)| Some((reads(ink, at, phrase)?, meaning)))
}
