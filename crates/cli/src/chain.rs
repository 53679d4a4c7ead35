//! One chain as a tree or a Mermaid flow chart. Not for: finding it (`hongtou::chains_of`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::ExitCode;

use hongtou::ChainView;
use hongtou::export::rows::{ChainNodeRow, LinkRow};

use crate::{Stop, output};

/// Runs `hongtou chain`.
pub(crate) fn print(dir: &Path, number: &str, whole: bool, mermaid: bool) -> Result<ExitCode, Stop> {
    let mut text = String::new();
    for view in hongtou::chains_of(dir, number)? {
        let web = Web::new(&view, whole);
        if mermaid {
            text += &web.mermaid();
        } else {
            text += &web.tree();
        }
    }
    output::print(&text)
}

/// A sum with its thousands parted: `84,540,000`.
pub(crate) fn yuan(sum: impl ToString) -> String {
    let text = sum.to_string();
    let (sign, digits) = text.strip_prefix('-').map_or(("", text.as_str()), |digits| ("-", digits));
    let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let mut parted = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            parted.push(',');
        }
        parted.push(digit);
    }
    format!("{sign}{parted}{}", rest.map(|rest| format!(".{rest}")).unwrap_or_default())
}

/// The part of a chain that is shown.
struct Web<'a> {
    view: &'a ChainView,
    nodes: BTreeMap<&'a str, &'a ChainNodeRow>,
    below: BTreeMap<&'a str, Vec<(&'a str, &'a LinkRow)>>,
    shown: BTreeSet<&'a str>,
}

impl<'a> Web<'a> {
    fn new(view: &'a ChainView, whole: bool) -> Self {
        let nodes: BTreeMap<&str, &ChainNodeRow> = view.chain.nodes.iter().map(|node| (node.key.as_str(), node)).collect();
        let (mut below, mut above): (BTreeMap<_, Vec<_>>, BTreeMap<_, Vec<_>>) = (BTreeMap::new(), BTreeMap::new());
        for (parent, child, link) in &view.links {
            below.entry(parent.as_str()).or_default().push((child.as_str(), link));
            above.entry(child.as_str()).or_default().push((parent.as_str(), link));
        }
        let shown = if whole {
            nodes.keys().copied().collect()
        } else {
            let asked: Vec<&str> = view.asked.iter().map(String::as_str).collect();
            reached(&above, &asked).union(&reached(&below, &asked)).copied().collect()
        };
        Self { view, nodes, below, shown }
    }

    fn title(&self) -> String {
        let chain = &self.view.chain;
        let name = chain.fund_name.as_deref().unwrap_or("a fund without a name");
        let year = chain.budget_year.map_or_else(|| "year not told".to_owned(), |year| year.to_string());
        let gaps = if chain.complete { "every level held" } else { "with gaps" };
        format!("{name} · {year} · {gaps}")
    }

    fn tree(&self) -> String {
        let mut text = format!("{}\n", self.title());
        let mut told = BTreeSet::new();
        let roots: Vec<&str> = self.view.chain.roots.iter().map(String::as_str).filter(|root| self.shown.contains(root)).collect();
        for root in roots {
            self.branch(root, None, ["", ""], &mut told, &mut text);
        }
        text.push('\n');
        text
    }

    /// A node with what lies below it. `lead` holds what stands before its first line and before the others.
    fn branch(&self, key: &'a str, link: Option<&LinkRow>, lead: [&str; 2], told: &mut BTreeSet<&'a str>, text: &mut String) {
        let [first, others] = lead;
        *text += first;
        *text += &self.name(key);
        if let Some(link) = link {
            *text += &format!("  {}", step(link));
        }
        if !told.insert(key) {
            *text += "  (shown above)\n";
            return;
        }
        text.push('\n');
        let children: Vec<_> = self.below.get(key).into_iter().flatten().filter(|(child, _)| self.shown.contains(child)).collect();
        let hidden = self.below.get(key).map_or(0, Vec::len) - children.len();
        let bar = if children.is_empty() && hidden == 0 { "  " } else { "│ " };
        for line in self.remarks(key) {
            *text += &format!("{others}{bar}{line}\n");
        }
        for (at, (child, link)) in children.iter().enumerate() {
            let last = at + 1 == children.len() && hidden == 0;
            if let Some(level) = self.gap(key, child) {
                *text += &format!("{others}│ ⋯ a notice of {level} level is missing here\n");
            }
            let (turn, pass) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
            self.branch(child, Some(link), [&format!("{others}{turn}"), &format!("{others}{pass}")], told, text);
        }
        if hidden > 0 {
            *text += &format!("{others}└─ {hidden} more; see --whole\n");
        }
    }

    fn name(&self, key: &str) -> String {
        let Some(node) = self.nodes.get(key) else { return key.to_owned() };
        let mut parts = vec![node.number.clone().unwrap_or_else(|| key.to_owned())];
        parts.extend(node.name.clone());
        parts.push(node.issued_on.map_or_else(|| "(not held)".to_owned(), |date| date.0.to_string()));
        if node.issued_on.is_none() && node.notice_id.is_some() {
            parts.pop();
        }
        if self.view.asked.iter().any(|asked| asked == key) {
            parts.push("◀".to_owned());
        }
        parts.join("  ")
    }

    /// What a notice received and passed on, and its findings.
    fn remarks(&self, key: &str) -> Vec<String> {
        let Some(node) = self.nodes.get(key) else { return Vec::new() };
        let mut lines = Vec::new();
        let sum = |word: &str, sum: Option<String>| sum.map(|sum| format!("{word} {}", yuan(sum)));
        let sums: Vec<String> =
            [sum("received", node.received_yuan.map(|sum| sum.to_string())), sum("passes on", node.passed_yuan.map(|sum| sum.to_string()))]
                .into_iter()
                .flatten()
                .collect();
        if !sums.is_empty() {
            lines.push(sums.join(", "));
        }
        let findings = self.view.findings.iter().filter(|finding| finding.notice_id.is_some() && finding.notice_id == node.notice_id);
        lines.extend(findings.map(|finding| format!("! {} {}: {}", finding.severity, finding.code, finding.message)));
        lines
    }

    fn gap(&self, parent: &str, child: &str) -> Option<String> {
        self.nodes.get(format!("missing:{parent}>{child}").as_str()).and_then(|node| node.level).map(|level| level.to_string())
    }

    fn mermaid(&self) -> String {
        let ids: BTreeMap<&str, String> = self.shown.iter().enumerate().map(|(at, key)| (*key, format!("n{at}"))).collect();
        let quoted = |text: String| text.replace('"', "#quot;");
        let mut text = format!("%% {}\nflowchart TD\n", self.title());
        for (key, id) in &ids {
            if key.starts_with("missing:") {
                continue;
            }
            let label = quoted(self.name(key).replace("  ", "<br/>"));
            let class = if self.nodes.get(key).is_some_and(|node| node.notice_id.is_some()) { "" } else { ":::cited" };
            text += &format!("  {id}[\"{label}\"]{class}\n");
        }
        for (parent, children) in &self.below {
            for (child, link) in children {
                if let (Some(from), Some(to)) = (ids.get(parent), ids.get(child)) {
                    let gap = self.gap(parent, child).map(|level| format!("<br/>{level} level missing")).unwrap_or_default();
                    text += &format!("  {from} -->|\"{}{gap}\"| {to}\n", quoted(step(link)));
                }
            }
        }
        text + "  classDef cited stroke-dasharray: 4 4\n"
    }
}

/// Everything that can be reached from some nodes, these included.
fn reached<'a>(next: &BTreeMap<&'a str, Vec<(&'a str, &'a LinkRow)>>, from: &[&'a str]) -> BTreeSet<&'a str> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = from.to_vec();
    while let Some(key) = open.pop() {
        if seen.insert(key) {
            open.extend(next.get(key).into_iter().flatten().map(|(key, _)| *key));
        }
    }
    seen
}

/// What a link tells: `2,680,000 yuan, 7 days later (cited, certain)`.
fn step(link: &LinkRow) -> String {
    let sum = link.yuan.map_or_else(|| "sum not told".to_owned(), |sum| format!("{} yuan", yuan(sum)));
    let days = match link.days {
        Some(1) => ", 1 day later".to_owned(),
        Some(days) => format!(", {days} days later"),
        None => String::new(),
    };
    format!("{sum}{days} ({}, {})", link.basis, link.confidence)
}

#[cfg(test)]
mod tests {
    use super::yuan;

    #[test]
    fn thousands_are_parted() {
        assert_eq!(["0", "999", "1000", "-84540000", "276700.5"].map(yuan), ["0", "999", "1,000", "-84,540,000", "276,700.5"]);
    }
}
