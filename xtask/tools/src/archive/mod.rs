//! `cargo xtask archive`: made-up archives whose chains, sums and defects are known, and how well linking finds them.
//!
//! Every tree is one fund of one year: the centre gives to the 31 provinces, these to their prefectures, these to their
//! counties, all of them real divisions. Office letters are ambiguous on purpose. Not for: documents (there are none).

mod after;
mod defect;
mod make;
mod measure;
mod tree;

use std::path::Path;
use std::time::Instant;

use hongtou_chain::Linked;

pub(crate) use make::Archive;

/// Makes an archive of about `notices` notices, writes it as an out folder that `hongtou link` takes (where one is named),
/// links it and says how well that went.
pub(crate) fn run(notices: usize, out: Option<&Path>) -> Result<String, String> {
    let archive = Archive::make(notices);
    if let Some(out) = out {
        write(&archive, out)?;
    }
    let made = archive.notices.len();
    let Archive { notices, truth, .. } = archive;
    let before = measure::memory();
    let started = Instant::now();
    let linked = hongtou_chain::link(hongtou_chain::assemble(notices));
    let seconds = started.elapsed().as_secs_f64();
    Ok(format!("{made} notices linked in {seconds:.2} s; memory {before} before, {} at most\n{}", measure::memory(), told(&truth, &linked)))
}

fn told(truth: &make::Truth, linked: &Linked) -> String {
    measure::compare(truth, linked)
}

fn write(archive: &Archive, out: &Path) -> Result<(), String> {
    use hongtou_export::{Manifest, NdjsonWriter, Options, Records};
    let mut writer = NdjsonWriter::create(out).map_err(|error| error.to_string())?;
    let mut parsed = writer.parsed().map_err(|error| error.to_string())?;
    archive.notices.iter().try_for_each(|notice| parsed.write(notice)).map_err(|error| error.to_string())?;
    parsed.finish().map_err(|error| error.to_string())?;
    for table in Records::default().tables() {
        writer.table(table).map_err(|error| error.to_string())?;
    }
    let manifest =
        Manifest::new(&std::collections::BTreeMap::new(), writer.tables().clone(), Options::default(), std::time::SystemTime::now());
    writer.finish(&manifest).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use hongtou_chain::{FindingCode, Relation};

    use super::*;

    /// A new code needs a plant, or a reason why it has none.
    #[test]
    fn every_finding_and_every_relation_is_planted() {
        let truth = Archive::make(8_000).truth;
        for code in FindingCode::ALL {
            let planted = truth.planted.iter().any(|(other, _)| other == code);
            let excused = defect::NOT_PLANTED.iter().any(|(other, _)| other == code);
            assert!(planted != excused, "{code}: planted {planted}, reason against it {excused}");
        }
        for relation in Relation::ALL.iter().filter(|relation| **relation != Relation::Grants) {
            assert!(truth.others.iter().any(|tie| tie.starts_with(&format!("{relation}:"))), "{relation}");
        }
    }

    /// 4,000 notices are one tree and the beginning of the next.
    #[test]
    fn chains_sums_and_defects_of_a_made_up_archive_are_found() {
        let Archive { notices, truth, .. } = Archive::make(4_000);
        let linked = hongtou_chain::link(hongtou_chain::assemble(notices));
        let score = measure::Score::of(&truth, &linked);
        assert!(score.precision() >= 0.995 && score.recall() >= 0.995, "{}", score.told());
        assert!(score.found() >= 0.99 && score.false_findings() <= 4, "{}", score.told());
        assert_eq!(score.wrong_sums, 0, "{}", score.told());
    }
}
