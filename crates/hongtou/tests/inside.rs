//! Files inside files: what an OFD package carries is read, joined to its notice, and never lost without a word.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;

use hongtou::Ingest;
use serde_json::Value;

fn rows(out: &Path, table: &str) -> Vec<Value> {
    fs::read_to_string(out.join(format!("{table}.ndjson"))).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        package.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        package.write_all(bytes).unwrap();
    }
    package.finish().unwrap().into_inner()
}

/// An OFD package: lines of text on one page, and attached files as (shown name, part, content where the part is there).
fn ofd(lines: &[&str], attached: &[(&str, &str, Option<&[u8]>)]) -> Vec<u8> {
    let space = "xmlns:ofd=\"http://www.ofdspec.org/2016\"";
    let main = format!("<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>");
    let document = format!(
        "<ofd:Document {space}><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>\
         <ofd:Pages><ofd:Page ID=\"1\" BaseLoc=\"C.xml\"/></ofd:Pages><ofd:Attachments>F.xml</ofd:Attachments></ofd:Document>"
    );
    let line = |(at, line): (usize, &&str)| {
        let (y, steps) = (30 + 10 * at, "5 ".repeat(line.chars().count()));
        format!(
            "<ofd:TextObject Boundary=\"20 {y} 180 8\" Size=\"5\"><ofd:TextCode X=\"0\" Y=\"5\" DeltaX=\"{steps}\">{line}</ofd:TextCode></ofd:TextObject>"
        )
    };
    let objects: String = lines.iter().enumerate().map(line).collect();
    let page = format!("<ofd:Page {space}><ofd:Content><ofd:Layer ID=\"2\">{objects}</ofd:Layer></ofd:Content></ofd:Page>");
    let entry = |(name, part, _): &(&str, &str, Option<&[u8]>)| {
        format!("<ofd:Attachment ID=\"3\" Name=\"{name}\"><ofd:FileLoc>{part}</ofd:FileLoc></ofd:Attachment>")
    };
    let list = format!("<ofd:Attachments {space}>{}</ofd:Attachments>", attached.iter().map(entry).collect::<String>());
    let parts = vec!["D/".to_owned(); attached.len()];
    let paths: Vec<String> = parts.iter().zip(attached).map(|(folder, (_, part, _))| format!("{folder}{part}")).collect();
    let mut members: Vec<(&str, &[u8])> = vec![
        ("OFD.xml", main.as_bytes()),
        ("D/Document.xml", document.as_bytes()),
        ("D/C.xml", page.as_bytes()),
        ("D/F.xml", list.as_bytes()),
    ];
    for (path, (_, _, content)) in paths.iter().zip(attached) {
        if let Some(content) = content {
            members.push((path, content));
        }
    }
    zip(&members)
}

const NOTICE: [&str; 6] = [
    "岳财社〔2024〕8号",
    "关于下达2024年就业补助资金的通知",
    "平江县、湘阴县财政局：",
    "现下达你县2024年就业补助资金30万元，具体见附件。",
    "岳阳市财政局",
    "2024年3月1日",
];
const TABLE: &str = "2024年就业补助资金分配表\n单位：万元\n序号\t地区\t金额\n1\t平江县\t10\n2\t湘阴县\t20\n\t合计\t30\n";

fn run(bytes: &[u8], name: &str) -> (tempfile::TempDir, hongtou::Report) {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir(home.path().join("in")).unwrap();
    fs::write(home.path().join("in").join(name), bytes).unwrap();
    let report = Ingest::new(home.path().join("in")).out(home.path().join("out")).run(|_| ()).unwrap();
    (home, report)
}

/// Path, status and code of every row of `files`.
fn files(home: &tempfile::TempDir) -> Vec<(String, String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let rows = rows(&home.path().join("out"), "files");
    rows.iter().map(|row| (text(&row["path"]), text(&row["status"]), text(&row["error"]["code"]))).collect()
}

#[test]
fn what_a_package_carries_is_its_notices_attachment() {
    let packed = zip(&[("附件2/目标.txt", "绩效目标说明".as_bytes())]);
    let bytes = ofd(
        &NOTICE,
        &[
            ("附件1.txt", "a.txt", Some(TABLE.as_bytes())),
            ("附件2.zip", "b.zip", Some(&packed)),
            ("说明.txt", "c.txt", Some("补充说明".as_bytes())),
        ],
    );
    let (home, report) = run(&bytes, "通知.ofd");
    let told: Vec<String> = files(&home).into_iter().map(|(path, status, code)| format!("{path} {status}{code}")).collect();
    let wanted = [
        "通知.ofd parsed",
        "通知.ofd!/说明.txt attachment",
        "通知.ofd!/附件1.txt attachment",
        "通知.ofd!/附件2.zip archive",
        "通知.ofd!/附件2.zip!/附件2/目标.txt attachment",
    ];
    assert_eq!(told, wanted);
    assert_eq!(report.failures(), 0);
    let out = home.path().join("out");
    let [notice] = rows(&out, "notices").try_into().unwrap();
    assert_eq!((notice["number"].as_str(), notice["source_ids"].as_array().unwrap().len()), (Some("岳财社〔2024〕8号"), 4));
    let cells = rows(&out, "allocations");
    let own: Vec<_> = cells.iter().filter(|row| row["row_kind"] == "child").map(|row| row["yuan"].to_string()).collect();
    assert_eq!(own, ["100000", "200000"]);
    let table = files(&home).iter().position(|(path, ..)| path.ends_with("附件1.txt")).unwrap();
    let source = rows(&out, "files")[table]["source_id"].clone();
    assert!(cells.iter().all(|row| row["evidence"]["source_id"] == source));
}

#[test]
fn nothing_that_a_package_carries_is_lost() {
    let deep = ofd(&["一"], &[("b.txt", "b.txt", Some("内层附件".as_bytes()))]);
    let bytes = ofd(
        &NOTICE,
        &[
            ("同名.txt", "a.txt", Some("第一个".as_bytes())),
            ("同名.txt", "b.txt", Some("第二个".as_bytes())),
            ("没有.xls", "gone.xls", None),
            ("空.doc", "empty.doc", Some(b"")),
            ("坏.docx", "bad.docx", Some(b"PK\x03\x04 cut short")),
            ("../../../逃.ofd", "deep.ofd", Some(&deep)),
        ],
    );
    let (home, report) = run(&zip(&[("通知.ofd", &bytes)]), "包.zip");
    let told = files(&home);
    let find = |path: &str| told.iter().find(|(known, ..)| known == path).map(|(_, status, code)| format!("{status}/{code}"));
    for (path, wanted) in [
        ("包.zip", "archive/"),
        ("包.zip!/通知.ofd", "parsed/"),
        ("包.zip!/通知.ofd!/同名.txt", "attachment/"),
        ("包.zip!/通知.ofd!/同名.txt~2", "attachment/"),
        ("包.zip!/通知.ofd!/没有.xls", "failed/damaged"),
        ("包.zip!/通知.ofd!/空.doc", "failed/empty"),
        ("包.zip!/通知.ofd!/%2E%2E/%2E%2E/%2E%2E/逃.ofd!/b.txt", "attachment/"),
    ] {
        assert_eq!(find(path).as_deref(), Some(wanted), "{path}: {told:#?}");
    }
    assert_eq!(told.len(), 9, "{told:#?}");
    // The missing, the empty and the broken one.
    assert_eq!(report.failures(), 3, "{told:#?}");
}

#[test]
fn packages_in_packages_end() {
    let mut bytes = ofd(&["最里"], &[]);
    for _ in 0..9 {
        bytes = ofd(&["外层"], &[("内.ofd", "x.ofd", Some(&bytes))]);
    }
    let (home, _) = run(&bytes, "a.ofd");
    let told = files(&home);
    let (path, status, code) = told.last().unwrap();
    assert_eq!((path.matches("!/").count(), status.as_str(), code.as_str()), (6, "failed", "too_large"));
}

#[test]
fn a_member_called_like_a_file_takes_another_path() {
    let home = tempfile::tempdir().unwrap();
    let (folder, out) = (home.path().join("in"), home.path().join("out"));
    fs::create_dir_all(folder.join("a.zip!")).unwrap();
    fs::write(folder.join("a.zip"), zip(&[("y.txt", "财社〔2024〕1号\n".as_bytes()), ("z.txt", b"z")])).unwrap();
    fs::write(folder.join("a.zip!/y.txt"), "财社〔2024〕2号\n").unwrap();
    Ingest::new(&folder).out(&out).run(|_| ()).unwrap();
    let tables = || ["files", "sources", "notices"].map(|table| rows(&out, table));
    let before = tables();
    let files: Vec<(&str, u64)> =
        before[0].iter().map(|row| (row["path"].as_str().unwrap(), row["bytes"].as_u64().unwrap_or_default())).collect();
    let size = fs::metadata(folder.join("a.zip")).unwrap().len();
    let text = u64::try_from("财社〔2024〕1号\n".len()).unwrap();
    assert_eq!(files, [("a.zip", size), ("a.zip!/y.txt", text), ("a.zip!/y.txt~2", text), ("a.zip!/z.txt", 1)]);
    assert_eq!(before[0][1]["source_id"], hongtou_read::source_id("财社〔2024〕2号\n".as_bytes()));
    // The folder is linked again as it is.
    hongtou::relink(&out, &[]).unwrap();
    assert_eq!(tables(), before);
    // A row that stands there twice counts once; two contents under one path are told.
    let lines = fs::read_to_string(out.join("files.ndjson")).unwrap();
    let doubled: String = lines.lines().map(|line| format!("{line}\n{line}\n")).collect();
    fs::write(out.join("files.ndjson"), doubled).unwrap();
    hongtou::relink(&out, &[]).unwrap();
    assert_eq!(tables(), before);
    fs::write(out.join("files.ndjson"), lines.replace("y.txt~2", "y.txt")).unwrap();
    assert_eq!(hongtou::relink(&out, &[]).unwrap_err().code(), "path_twice");
}
