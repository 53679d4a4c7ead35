//! What reached a place, a line a movement. Not for: finding the movements (`hongtou::received_by`).

use std::path::Path;
use std::process::ExitCode;

use hongtou::export::Exact;
use hongtou::export::rows::FlowRow;
use hongtou::notice::Money;

use crate::chain::yuan;
use crate::{Stop, output};

/// Runs `hongtou trace`.
pub(crate) fn print(dir: &Path, division: &str, fund: Option<&str>, year: Option<i32>) -> Result<ExitCode, Stop> {
    let received = hongtou::received_by(dir, division, fund, year)?;
    let mut text = format!("{} ({})\n", received.name, received.division);
    let width = received.flows.iter().map(|flow| sum(flow).chars().count()).max().unwrap_or_default();
    for flow in &received.flows {
        text += &line(flow, width);
    }
    let counted = received.flows.iter().filter(|flow| flow.counts).filter_map(|flow| flow.yuan);
    text += &match Money::sum(counted.map(|Exact(yuan)| Money(yuan))) {
        _ if received.flows.is_empty() => "nothing found; without --fund and --year every movement is shown\n".to_owned(),
        Some(total) => format!("total {} yuan\n", yuan(total)),
        None => "the total is too large to be added up\n".to_owned(),
    };
    output::print(&text)
}

fn sum(flow: &FlowRow) -> String {
    let sum = flow.yuan.map_or_else(|| "?".to_owned(), yuan);
    if flow.counts { sum } else { format!("({sum})") }
}

fn line(flow: &FlowRow, width: usize) -> String {
    let date = flow.issued_on.map_or_else(|| "date unknown".to_owned(), |date| date.0.to_string());
    let fund = flow.fund_key.as_deref().unwrap_or("fund unknown");
    let year = flow.budget_year.map_or_else(String::new, |year| format!(" {year}"));
    let by = flow.parent_number.as_deref().or(flow.parent_notice_id.as_deref()).unwrap_or("number unknown");
    let mut line = format!("{date:<12} {:>width$} yuan  {fund}{year}  to {}  by {by}", sum(flow), flow.recipient);
    if let Some(child) = flow.child_number.as_deref().or(flow.child_notice_id.as_deref()) {
        line += &format!("  passed on by {child}");
        if let Some(days) = flow.days {
            line += &format!(" {days} {} later", if days == 1 { "day" } else { "days" });
        }
    }
    line += &format!("  [{}", flow.status);
    if let Some(reason) = flow.reason_not_counted {
        line += &format!(", not counted: {reason}");
    }
    line + &format!(", {}]\n", flow.confidence)
}
