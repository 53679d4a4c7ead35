//! `cargo xtask calibrate`: how often each confidence is right, over the labelled notices as they are and over copies
//! of them that were damaged on purpose. Not for: scores by field; those are the scorer's.

mod damage;
mod judge;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use damage::Damage;
use judge::Verdict;

/// An archive and the folder of its labels.
struct Set {
    name: &'static str,
    archive: PathBuf,
    gold: PathBuf,
}

/// Right and wrong rows by confidence.
#[derive(Debug, Default, Clone, Copy)]
struct Count {
    right: [u32; 3],
    wrong: [u32; 3],
}

impl Count {
    fn add(&mut self, verdict: &Verdict) {
        let side = if verdict.right { &mut self.right } else { &mut self.wrong };
        if let Some(place) = side.get_mut(verdict.confidence) {
            *place += 1;
        }
    }

    fn merge(&mut self, other: &Self) {
        for at in 0..3 {
            self.right[at] += other.right[at];
            self.wrong[at] += other.wrong[at];
        }
    }

    /// One line of the table: each confidence, the wrong rows that are doubtful, the right rows that are.
    fn line(&self, name: &str) -> String {
        let share = |part: u32, whole: u32| if whole == 0 { "-".to_owned() } else { format!("{:.3}", f64::from(part) / f64::from(whole)) };
        let mut line = format!("{name:<26}");
        for at in 0..3 {
            let rows = self.right[at] + self.wrong[at];
            let _ = write!(line, "{:>7}/{:<6}{:>6}", self.right[at], rows, share(self.right[at], rows));
        }
        let (right, wrong): (u32, u32) = (self.right.iter().sum(), self.wrong.iter().sum());
        let _ = write!(line, "{:>12}{:>12}", share(self.wrong[2], wrong), share(self.right[2], right));
        line
    }
}

const HEAD: &str = "                          right/rows  certain     right/rows   likely     right/rows doubtful   wrong=dbt   right=dbt";

/// Measures every set. `shared` holds the sets that lie beside the project; without it only the project's own are
/// measured. With `show`, every wrong row that is not doubtful is printed, and every right one that is.
pub(crate) fn run(workspace: &Path, arguments: &[&str]) -> Result<(), String> {
    let show = arguments.contains(&"--rows");
    let only = arguments.iter().find(|argument| !argument.starts_with("--")).copied();
    let home = std::env::temp_dir().join(format!("hongtou-calibrate-{}", std::process::id()));
    let mut told = String::new();
    let done = measure(workspace, &home, show, only, &mut told);
    let _ = fs::remove_dir_all(&home);
    #[expect(clippy::print_stdout, reason = "this is the developer's terminal")]
    {
        print!("{told}");
    }
    done
}

fn measure(workspace: &Path, home: &Path, show: bool, only: Option<&str>, told: &mut String) -> Result<(), String> {
    let sets = sets(workspace);
    let names: Vec<&str> = sets.iter().map(|set| set.name).collect();
    let _ = writeln!(told, "sets: {}\n\n{HEAD}", names.join(", "));
    let mut plain = BTreeMap::new();
    let mut damaged = BTreeMap::new();
    for kind in Damage::ALL {
        if only.is_some_and(|only| only != kind.name()) {
            continue;
        }
        let mut counts: BTreeMap<String, Count> = BTreeMap::new();
        for set in &sets {
            let archive = match kind {
                Damage::None => set.archive.clone(),
                _ => {
                    let folder = home.join(kind.name()).join(set.name).join("in");
                    damage::write(&set.archive, &folder, *kind)?;
                    folder
                }
            };
            let out = home.join(kind.name()).join(set.name).join("out");
            hongtou::Ingest::new(&archive).out(&out).run(|_| ()).map_err(|error| format!("{}: {error}", archive.display()))?;
            for verdict in judge::judge(&set.gold, &out)? {
                counts.entry(verdict.table.to_owned()).or_default().add(&verdict);
                if show && verdict.right == (verdict.confidence == 2) {
                    let side = if verdict.right { "right, doubtful" } else { "WRONG, not doubtful" };
                    let _ = writeln!(told, "  {} {} {side}: {}", kind.name(), verdict.notice, verdict.row);
                }
            }
        }
        let mut sum = Count::default();
        let into = if matches!(kind, Damage::None) { &mut plain } else { &mut damaged };
        for (table, count) in counts {
            sum.merge(&count);
            into.entry(table).or_insert_with(Count::default).merge(&count);
        }
        let _ = writeln!(told, "{}", sum.line(kind.name()));
    }
    for (name, tables) in [("as they are", plain), ("damaged", damaged)] {
        let _ = writeln!(told, "\n{name}\n{HEAD}");
        let (mut rows, mut facts) = (Count::default(), Count::default());
        for (table, count) in &tables {
            if table.starts_with("notices.") { &mut facts } else { &mut rows }.merge(count);
            let _ = writeln!(told, "{}", count.line(table));
        }
        let _ = writeln!(told, "{}\n{}", rows.line("all rows"), facts.line("all facts of notices"));
    }
    Ok(())
}

/// The labelled sets of the project, and those of the folder beside it where it is there.
fn sets(workspace: &Path) -> Vec<Set> {
    let shared = std::env::var_os("HONGTOU_SHARED").map_or_else(|| workspace.join("../shared"), PathBuf::from);
    let set = |name, archive: PathBuf, gold: PathBuf| Set { name, archive, gold };
    let all = [
        set("labelled", workspace.join("crates/cli/tests/labelled/archive"), workspace.join("crates/cli/tests/labelled/gold")),
        set("fixtures", workspace.join("fixtures"), workspace.join("xtask/fixtures/expected")),
        set("seeds", shared.join("seeds"), shared.join("gold")),
        set("dev", shared.join("dev/archive"), shared.join("dev/gold")),
    ];
    all.into_iter().filter(|set| set.archive.is_dir() && set.gold.is_dir()).collect()
}
