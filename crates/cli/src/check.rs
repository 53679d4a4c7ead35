//! `hongtou check`: whether records are what they claim to be.

use std::path::Path;
use std::process::ExitCode;

use hongtou::export::check::{Checked, Problem, check};

use crate::{Stop, output};

/// Runs `hongtou check`.
pub(crate) fn run(dir: &Path, coverage: bool) -> Result<ExitCode, Stop> {
    let checked = check(dir).map_err(Stop::unfit)?;
    output::print(&told(&checked, coverage))?;
    Ok(if checked.faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(1) })
}

fn told(checked: &Checked, coverage: bool) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| text += &format!("{name:<11} {value}\n");
    let rows: u64 = checked.rows.values().sum();
    line("rows", format!("{rows} in {} tables", checked.rows.len()));
    let uncompared = match checked.evidence_uncompared {
        0 => String::new(),
        number => format!("; {number} by length and page only: --keep-text keeps the texts to compare with"),
    };
    line("evidence", format!("{} held against the text of their sources{uncompared}", checked.evidence_compared));
    let faults: u64 = checked.faults.values().sum();
    line("errors", if faults == 0 { "none".to_owned() } else { faults.to_string() });
    for (fault, count) in &checked.faults {
        line("", format!("{count} {}", fault.code()));
    }
    for Problem { fault, file, line: at, message, .. } in &checked.problems {
        let place = if *at == 0 { file.clone() } else { format!("{file}, line {at}") };
        line(fault.code(), format!("{place}: {message}"));
    }
    if coverage {
        let mut table = "";
        for field in &checked.coverage {
            if field.table != table {
                table = field.table;
                line(table, format!("{} rows", field.rows));
            }
            let share = (field.filled * 100).checked_div(field.rows).map_or_else(|| "-".to_owned(), |percent| format!("{percent} %"));
            line("", format!("{:<22} {:>9}  {share}", field.field, field.filled));
        }
    }
    text
}
