//! `hongtou export`. Not for: the exporting itself (`hongtou::export::relational`).

use std::path::Path;
use std::process::ExitCode;

use hongtou::export::relational::{To, export};

use crate::{Stop, output};

pub(crate) fn run(folder: &Path, to: &To) -> Result<ExitCode, Stop> {
    let done = export(folder, to).map_err(Stop::unfit)?;
    let rows: u64 = done.rows.values().sum();
    let mut said = format!(
        "{rows} rows written in {} tables; notices: {} new or changed, {} as before, {} gone",
        done.rows.len(),
        done.replaced,
        done.unchanged,
        done.vanished
    );
    if done.nulls_removed > 0 {
        said += &format!("; {} characters U+0000 removed, which databases do not hold", done.nulls_removed);
    }
    output::tell(&said);
    Ok(ExitCode::SUCCESS)
}
