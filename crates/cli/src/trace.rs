//! What reached a place, a line a movement. Not for: finding the movements (`hongtou::received_by`).

use std::path::Path;
use std::process::ExitCode;

use hongtou::export::Exact;
use hongtou::export::rows::FlowRow;
use hongtou::notice::Money;
use hongtou::{Movement, Walk};

use crate::chain::yuan;
use crate::{Stop, output};

/// Runs `hongtou trace`.
pub(crate) fn print(dir: &Path, division: &str, fund: Option<&str>, year: Option<i32>) -> Result<ExitCode, Stop> {
    let received = hongtou::received_by(dir, division, fund, year)?;
    let mut text = format!("{} ({})\n", received.name, received.division);
    let flows = || received.movements.iter().map(|movement| &movement.flow);
    let width = flows().map(|flow| sum(flow).chars().count()).max().unwrap_or_default();
    for Movement { flow, walks } in &received.movements {
        text += &line(flow, width);
        // A walk of one notice has been told.
        walks.iter().filter(|walk| walk.notices.len() > 1).for_each(|walk| text += &origin(flow, walk));
    }
    let counted = flows().filter(|flow| flow.counts).filter_map(|flow| flow.yuan);
    text += &match Money::sum(counted.map(|Exact(yuan)| Money(yuan))) {
        _ if received.movements.is_empty() => "nothing found; without --fund and --year every movement is shown\n".to_owned(),
        Some(total) => format!("total {} yuan\n", yuan(total)),
        None => "the total is too large to be added up\n".to_owned(),
    };
    output::print(&text)
}

fn sum(flow: &FlowRow) -> String {
    let sum = flow.yuan.map_or_else(|| "?".to_owned(), yuan);
    if flow.counts { sum } else { format!("({sum})") }
}

/// Where a movement came from, the grant first; and how long it took to the last notice, if both dates are known.
fn origin(flow: &FlowRow, walk: &Walk) -> String {
    let mut steps: Vec<&str> = walk.notices.iter().map(String::as_str).collect();
    let child = flow.child_number.as_deref().or(flow.child_notice_id.as_deref());
    steps.extend(child);
    let to_child = if child.is_some() { flow.days } else { Some(0) };
    let given = flow.issued_on.zip(walk.issued_on).map(|(given, first)| given.0.days_since(first));
    let whole = given.zip(to_child).map_or_else(String::new, |(given, to_child)| format!("  {} in all", days(given + to_child)));
    format!("{:<12} from {}{whole}\n", "", steps.join(" > "))
}

fn days(count: i64) -> String {
    format!("{count} {}", if count == 1 { "day" } else { "days" })
}

fn line(flow: &FlowRow, width: usize) -> String {
    let date = flow.issued_on.map_or_else(|| "date unknown".to_owned(), |date| date.0.to_string());
    let fund = flow.fund_key.as_deref().unwrap_or("fund unknown");
    let year = flow.budget_year.map_or_else(String::new, |year| format!(" {year}"));
    let by = flow.parent_number.as_deref().or(flow.parent_notice_id.as_deref()).unwrap_or("number unknown");
    let mut line = format!("{date:<12} {:>width$} yuan  {fund}{year}  to {}  by {by}", sum(flow), flow.recipient);
    if let Some(child) = flow.child_number.as_deref().or(flow.child_notice_id.as_deref()) {
        line += &format!("  passed on by {child}");
        if let Some(count) = flow.days {
            line += &format!(" {} later", days(count));
        }
    }
    line += &format!("  [{}", flow.status);
    if let Some(reason) = flow.reason_not_counted {
        line += &format!(", not counted: {reason}");
    }
    line + &format!(", {}]\n", flow.confidence)
}
