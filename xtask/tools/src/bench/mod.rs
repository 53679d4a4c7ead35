//! What reading costs, beside other programs (`read`), stage by stage (`stages`), and in processes of its own (`isolation`). Linux only: what a process cost is read
//! from `/proc`. Not for: `ci`; no machine can judge it in minutes.

mod isolation;
mod read;
mod stages;

pub(crate) use isolation::isolation;
pub(crate) use read::read;
pub(crate) use stages::stages;

/// Ticks a second in which Linux tells CPU time.
const TICKS: f64 = 100.0;

/// What stands behind the name in `/proc/<pid>/stat`. The name in brackets may hold blanks and brackets.
fn after_name(stat: &str) -> Option<&str> {
    stat.get(stat.rfind(')')? + 1..)
}

/// State and CPU seconds from `/proc/<pid>/stat`.
fn parse_stat(stat: &str) -> Option<(char, f64)> {
    let mut fields = after_name(stat)?.split_whitespace();
    let state = fields.next()?.chars().next()?;
    // User and system time are the 14th and 15th field; the state is the third.
    let user: f64 = fields.nth(10)?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((state, (user + system) / TICKS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn costs_are_read_from_proc() {
        let stat = "4242 (a (b) c) Z 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0 1 0 0";
        assert_eq!(parse_stat(stat), Some(('Z', 3.0)));
        assert_eq!(parse_stat("4242 (cut"), None);
    }
}
