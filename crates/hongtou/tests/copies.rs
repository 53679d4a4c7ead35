//! Copies of one notice in several formats: one notice with several sources, and what they disagree in is told.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use hongtou::Ingest;
use serde_json::Value;

fn fixture(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fixtures").join(path)
}

fn rows(out: &Path, table: &str) -> Vec<Value> {
    fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Reads a folder of these files; gives its notices, findings and allocations.
fn read(files: &[(&str, Vec<u8>)]) -> [Vec<Value>; 3] {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("in");
    fs::create_dir(&folder).unwrap();
    for (name, bytes) in files {
        fs::write(folder.join(name), bytes).unwrap();
    }
    let out = home.path().join("out");
    Ingest::new(&folder).out(&out).run(|_| ()).unwrap();
    assert!(rows(&out, "files").iter().all(|row| row["status"] == "parsed"));
    ["notices", "findings", "allocations"].map(|table| rows(&out, table))
}

const WORD: &str = "新疆/自治区/新财社〔2024〕210号.docx";
const PDF: &str = "formats/libreoffice/新财社〔2024〕210号.pdf";
const PAGE: &str = "formats/page/新财社〔2024〕210号.html";

#[test]
fn word_pdf_and_page_of_one_paper_are_one_notice() {
    let bytes = |path: &str| fs::read(fixture(path)).unwrap();
    let [alone, _, cells] = read(&[("a.docx", bytes(WORD))]);
    let [notices, findings, all] = read(&[("a.docx", bytes(WORD)), ("b.pdf", bytes(PDF)), ("c.html", bytes(PAGE))]);
    assert_eq!((notices.len(), notices[0]["source_ids"].as_array().unwrap().len()), (1, 3));
    assert_eq!((&notices[0]["id"], all.len()), (&alone[0]["id"], cells.len()));
    assert!(findings.iter().all(|finding| finding["code"] != "copies_disagree"), "{findings:?}");
}

#[test]
fn a_page_with_another_date_is_told() {
    let page = fs::read_to_string(fixture(PAGE)).unwrap();
    assert!(page.contains("2024年12月20日"));
    let page = page.replace("2024年12月20日", "2024年12月21日").into_bytes();
    let [notices, findings, _] = read(&[("a.docx", fs::read(fixture(WORD)).unwrap()), ("c.html", page)]);
    assert_eq!((notices.len(), notices[0]["source_ids"].as_array().unwrap().len()), (1, 2));
    let found: Vec<_> = findings.iter().filter(|finding| finding["code"] == "copies_disagree").collect();
    let [found] = found.as_slice() else { panic!("{findings:?}") };
    let mut dates = [&found["expected"], &found["actual"]].map(|side| side.as_str().unwrap().to_owned());
    dates.sort();
    assert_eq!(dates, ["issued_on: 2024-12-20", "issued_on: 2024-12-21"]);
    let sources: std::collections::BTreeSet<_> =
        found["evidence"].as_array().unwrap().iter().map(|place| place["source_id"].as_str().unwrap()).collect();
    assert_eq!(sources.len(), 2);
    assert!(notices[0]["facts"]["issued_on"][0]["doubts"].as_array().unwrap().contains(&"copies_disagree".into()));
}

/// A notice without its table, that table beside it, and in another folder a page of the same notice that links the table.
fn linked_from_elsewhere(folder: &Path) {
    let head = ["甘肃省财政厅关于下达2024年困难群众救助补助资金的通知", "甘财社〔2024〕1号", "各市州财政局："];
    let body = ["现下达2024年困难群众救助补助资金30万元，具体见附件。请按规定使用。", "甘肃省财政厅", "2024年5月1日"];
    let lines: Vec<&str> = head.into_iter().chain(body).collect();
    let link = r#"<p><a href="./files/P020240501.txt">附件：资金分配表.txt</a></p>"#;
    let page: String = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
    for (path, text) in [
        ("A/notice.txt", lines.join("\n")),
        ("A/P020240501.txt", "单位\t金额（万元）\n兰州市\t10\n定西市\t20\n合计\t30\n".to_owned()),
        ("B/page.html", format!("<html><head><title>{}</title></head><body>{page}{link}</body></html>", lines[0])),
        ("B/zz.txt", "单位\t金额（万元）\n白银市\t7\n武威市\t20\n合计\t27\n".to_owned()),
    ] {
        fs::create_dir_all(folder.join(path).parent().unwrap()).unwrap();
        fs::write(folder.join(path), text).unwrap();
    }
}

#[test]
fn a_part_that_a_copy_in_another_folder_links_is_an_attachment() {
    // With and without another table beside the page, which would make joining look there.
    for alone in [true, false] {
        let home = tempfile::tempdir().unwrap();
        let (folder, out) = (home.path().join("in"), home.path().join("out"));
        linked_from_elsewhere(&folder);
        if alone {
            fs::remove_file(folder.join("B/zz.txt")).unwrap();
        }
        Ingest::new(&folder).out(&out).run(|_| ()).unwrap();
        let status = |path: &str| rows(&out, "files").into_iter().find(|row| row["path"] == path).map(|row| row["status"].clone());
        assert_eq!(status("A/P020240501.txt"), Some("attachment".into()), "{alone}");
        let before = fs::read(out.join("files.ndjson")).unwrap();
        hongtou::relink(&out, &[]).unwrap();
        assert_eq!(fs::read(out.join("files.ndjson")).unwrap(), before);
    }
}
