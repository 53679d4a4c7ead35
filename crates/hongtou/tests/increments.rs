//! An archive may come in any order and in any number of parts: the tables are the same, byte for byte. Among the papers
//! are copies, files of equal bytes, a table that lies beside its notice, and two papers that claim one number.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use hongtou::{Ingest, relink};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// Paths below the root and what they hold.
fn papers() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/money");
    let mut papers: BTreeMap<String, String> = BTreeMap::new();
    for archive in ["省直管县", "重新下达", "缺中间环节", "公示和自评", "提前下达清算收回"] {
        for entry in fs::read_dir(folder.join(archive)).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.extension().is_some_and(|extension| extension == "txt") {
                let name = format!("{archive}/{}", entry.file_name().unwrap().to_string_lossy());
                papers.insert(name, fs::read_to_string(&entry).unwrap());
            }
        }
    }
    let text = |papers: &BTreeMap<String, String>, name: &str| papers[name].clone();
    // A table that lies beside its notice.
    let whole = papers.remove("省直管县/洛财农52.txt").unwrap();
    let (notice, table) = whole.split_once("\n附件\n").unwrap();
    papers.insert("洛阳/洛财农52.txt".into(), notice.into());
    papers.insert("洛阳/附件：2024年农业生产发展资金分配表.txt".into(), table.into());
    // Equal bytes, a copy with other bytes, a copy that disagrees.
    let province = text(&papers, "省直管县/豫财农41.txt");
    papers.insert("a/副本.txt".into(), province.clone());
    papers.insert("z/副本.txt".into(), province.clone());
    papers.insert("z/转载.txt".into(), format!("{province}\n\n"));
    papers.insert("b/转载.txt".into(), text(&papers, "缺中间环节/宿财社88.txt").replace("2024年6月1日", "2024年6月2日"));
    // Another paper under a number that is taken.
    let taken = text(&papers, "省直管县/栾财农22.txt").replace("农业生产发展资金", "水利发展资金").replace("3000万元", "77万元");
    papers.insert("b/另件.txt".into(), taken.replace("2024年7月15日", "2024年8月1日").replace("洛财农〔2024〕52号", "洛财农〔2024〕60号"));
    papers.into_iter().collect()
}

/// The papers read into an out folder below `home`.
fn read(home: &Path, name: &str, papers: &[(String, String)]) -> PathBuf {
    let (root, out) = (home.join(format!("{name}-in")), home.join(name));
    fs::create_dir_all(&root).unwrap();
    for (path, text) in papers {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }
    Ingest::new(&root).out(&out).run(|_| {}).unwrap();
    out
}

/// Every table, and the notices as they were parsed.
fn tables(out: &Path) -> BTreeMap<String, String> {
    let mut tables = BTreeMap::new();
    for (prefix, folder) in [("", out.to_owned()), ("parsed/", out.join("parsed"))] {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.extension().is_some_and(|extension| extension == "ndjson") {
                let name = format!("{prefix}{}", path.file_stem().unwrap().to_string_lossy());
                tables.insert(name, fs::read_to_string(&path).unwrap());
            }
        }
    }
    tables
}

static WHOLE: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let home = tempfile::tempdir().unwrap();
    tables(&read(home.path(), "whole", &papers()))
});

fn same(found: &BTreeMap<String, String>) -> Result<(), TestCaseError> {
    prop_assert_eq!(WHOLE.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
    for (name, wanted) in WHOLE.iter() {
        let differs = wanted.lines().zip(found[name].lines()).find(|(a, b)| a != b);
        prop_assert!(*wanted == found[name], "{} differs: {:?}", name, differs);
    }
    Ok(())
}

#[test]
fn the_archive_has_what_may_go_wrong() {
    let table = |name: &str| &WHOLE[name];
    for status in ["duplicate", "attachment"] {
        assert!(table("files").contains(&format!("\"status\":\"{status}\"")), "{status}");
    }
    for code in ["copies_disagree", "number_collision", "middle_notice_missing"] {
        assert!(table("findings").contains(code), "{code}");
    }
}

#[test]
fn what_a_killed_link_has_left_goes_with_the_next() {
    let home = tempfile::tempdir().unwrap();
    let out = read(home.path(), "out", &papers());
    let left = out.join(".hongtou-killed");
    fs::create_dir_all(left.join("tmp")).unwrap();
    fs::write(left.join("sources.ndjson"), "{").unwrap();
    relink(&out, &[]).unwrap();
    assert!(!left.exists());
    same(&tables(&out)).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

    /// Parts read apart and put together, whatever is in which and whichever comes first.
    #[test]
    fn any_split_gives_the_same(shuffled in Just(papers()).prop_shuffle(), cuts in proptest::collection::vec(0usize..40, 1..4)) {
        let home = tempfile::tempdir().unwrap();
        let mut rest = shuffled;
        let mut parts = Vec::new();
        for (at, cut) in cuts.iter().enumerate() {
            let part: Vec<_> = rest.drain(..(*cut).min(rest.len())).collect();
            parts.push(read(home.path(), &format!("part{at}"), &part));
        }
        parts.push(read(home.path(), "rest", &rest));
        let (first, others) = parts.split_first().unwrap();
        relink(first, others).unwrap();
        same(&tables(first))?;
        // And one after the other.
        let last = parts.pop().unwrap();
        for part in &parts {
            relink(&last, std::slice::from_ref(part)).unwrap();
        }
        same(&tables(&last))?;
    }

    /// The notices of a run in any order.
    #[test]
    fn any_order_gives_the_same(seed in any::<u64>()) {
        let home = tempfile::tempdir().unwrap();
        let out = read(home.path(), "out", &papers());
        let path = out.join("parsed/notices.ndjson");
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        // Any order will do that the seed decides.
        lines.sort_by_cached_key(|line| line.bytes().fold(seed, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)));
        fs::write(&path, lines.join("\n") + "\n").unwrap();
        relink(&out, &[]).unwrap();
        same(&tables(&out))?;
    }
}

#[test]
fn a_run_tells_how_many_inputs_of_the_last_one_it_does_not_name() {
    let home = tempfile::tempdir().unwrap();
    let (root, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir_all(&root).unwrap();
    for (path, text) in papers().iter().take(3) {
        fs::write(root.join(path.replace('/', " ")), text).unwrap();
    }
    let gone = || Ingest::new(&root).out(&out).run(|_| {}).unwrap().gone;
    assert_eq!((gone(), gone()), (0, 0));
    fs::remove_file(fs::read_dir(&root).unwrap().next().unwrap().unwrap().path()).unwrap();
    assert_eq!((gone(), gone()), (1, 0));
}

#[test]
fn names_that_look_like_the_list_of_inputs_do_not_pass_for_another_one() {
    let home = tempfile::tempdir().unwrap();
    let (root, out) = (home.path().join("in"), home.path().join("out"));
    let texts: Vec<String> = papers().into_iter().take(2).map(|(_, text)| text).collect();
    fs::create_dir_all(root.join("d")).unwrap();
    fs::write(root.join("a.txt"), &texts[0]).unwrap();
    fs::write(root.join("d/b.txt"), &texts[1]).unwrap();
    let files = || Ingest::new(&root).out(&out).run(|_| {}).unwrap().inputs();
    assert_eq!(files(), 2);
    // One folder whose name reads like the first input with its content, and the second one's folder.
    let hash: String = Sha256::digest(&texts[0]).iter().map(|byte| format!("{byte:02x}")).collect();
    let odd = root.join(format!("a.txt\t{hash}\nd"));
    if fs::create_dir(&odd).is_ok() {
        fs::rename(root.join("d/b.txt"), odd.join("b.txt")).unwrap();
        fs::remove_file(root.join("a.txt")).unwrap();
        assert_eq!(files(), 1);
    }
}
