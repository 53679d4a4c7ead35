//! Archives: which members come out under which paths, and what a hostile archive may cost.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use std::io::{Cursor, Write as _};

use common::{docx, p, package};
use hongtou_read::{Limits, Member, ReadError, for_each_member};
use zip::write::SimpleFileOptions;

/// Path and content of every member, and how the walk ended.
fn walked(bytes: &[u8], name: &str, limits: &Limits) -> (Vec<Member>, Result<(), ReadError>) {
    let mut members = Vec::new();
    let result = for_each_member(bytes, Some(name), limits, &mut |member| members.push(member));
    (members, result)
}

/// One line a member: its path, then its text or its error's code.
fn drawn(bytes: &[u8], name: &str) -> Vec<String> {
    let (members, result) = walked(bytes, name, &Limits::default());
    result.unwrap();
    members.iter().map(draw).collect()
}

fn draw(member: &Member) -> String {
    match &member.bytes {
        Ok(bytes) => format!("{}: {}", member.path, String::from_utf8_lossy(bytes)),
        Err(error) => format!("{}: ({})", member.path, error.code()),
    }
}

/// A zip file with stored members, each with its name's bytes, general flags and method as they stand in the file.
fn raw_zip(members: &[(&[u8], u16, u16, &[u8])]) -> Vec<u8> {
    let (mut file, mut directory) = (Vec::new(), Vec::new());
    for (name, flags, method, content) in members {
        let mut crc = u32::MAX;
        for byte in *content {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        let size = u32::try_from(content.len()).unwrap().to_le_bytes();
        let mut head = Vec::new();
        for number in [20, *flags, *method, 0, 0x21] {
            head.extend(number.to_le_bytes());
        }
        head.extend((!crc).to_le_bytes());
        head.extend(size);
        head.extend(size);
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0; 2]);
        directory.extend(b"PK\x01\x02\x14\0");
        directory.extend(&head);
        directory.extend([0; 10]);
        directory.extend(u32::try_from(file.len()).unwrap().to_le_bytes());
        directory.extend(*name);
        file.extend(b"PK\x03\x04");
        file.extend(head);
        file.extend(*name);
        file.extend(*content);
    }
    let (start, count) = (u32::try_from(file.len()).unwrap(), u16::try_from(members.len()).unwrap());
    file.extend(&directory);
    file.extend(b"PK\x05\x06\0\0\0\0");
    file.extend(count.to_le_bytes());
    file.extend(count.to_le_bytes());
    file.extend(u32::try_from(directory.len()).unwrap().to_le_bytes());
    file.extend(start.to_le_bytes());
    file.extend([0; 2]);
    file
}

/// A zip file around bytes.
fn zipped(name: &str, content: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default()).unwrap();
    zip.write_all(content).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn names_without_the_utf8_flag_are_read_as_utf8_or_gbk() {
    let gbk = b"\xb8\xbd\xbc\xfe1\xa3\xba\xb1\xed.txt";
    let zip = raw_zip(&[(gbk, 0, 0, b"a"), ("附件2.txt".as_bytes(), 0, 0, b"b"), ("附件3.txt".as_bytes(), 0x800, 0, b"c")]);
    assert_eq!(drawn(&zip, "a.zip"), ["附件1：表.txt: a", "附件2.txt: b", "附件3.txt: c"]);
}

#[test]
fn no_path_leads_out_of_the_archive() {
    let zip = raw_zip(&[
        (b"../../etc/passwd", 0, 0, b"1"),
        (b"/etc/passwd", 0, 0, b"2"),
        (b"C:\\Windows\\a.txt", 0, 0, b"3"),
        (b"a/../../b", 0, 0, b"4"),
        (b"inner.zip!/a", 0, 0, b"5"),
    ]);
    let wanted = ["%2E%2E/%2E%2E/etc/passwd: 1", "%2F/etc/passwd: 2", "C%3A/Windows/a.txt: 3", "a/%2E%2E/%2E%2E/b: 4", "inner.zip%21/a: 5"];
    assert_eq!(drawn(&zip, "a.zip"), wanted);
}

#[test]
fn folders_and_droppings_are_left_out() {
    let names: [&[u8]; 7] = [b"a/", b"a/.DS_Store", b"__MACOSX/a/b.txt", b"a/Thumbs.db", b"a/._b.txt", b"c\\", b"a/b.txt"];
    let zip = raw_zip(&names.map(|name| (name, 0, 0, b"".as_slice())));
    assert_eq!(drawn(&zip, "a.zip"), ["a/b.txt: "]);
}

#[test]
fn encrypted_and_unknown_members_do_not_hide_the_others() {
    let zip = raw_zip(&[(b"a", 1, 0, b"0123456789abcdef"), (b"b", 0, 98, b"x"), (b"c", 0, 0, b"c")]);
    assert_eq!(drawn(&zip, "a.zip"), ["a: (encrypted)", "b: (unsupported)", "c: c"]);
}

#[test]
fn a_member_whose_bytes_changed_is_damaged() {
    let mut zip = raw_zip(&[(b"a", 0, 0, b"wrong"), (b"b", 0, 0, b"right")]);
    zip[31] = b'W';
    assert_eq!(drawn(&zip, "a.zip"), ["a: (damaged)", "b: right"]);
}

#[test]
fn archives_inside_are_opened_and_documents_are_not() {
    let document = docx(&p("正文"));
    let inner = zipped("文/a.docx", &document);
    let zip = raw_zip(&[(b"1.txt", 0, 0, b"1"), ("内.zip".as_bytes(), 0x800, 0, &inner), (b"bad.zip", 0, 0, b"PK\x03\x04")]);
    let (members, result) = walked(&zip, "a.zip", &Limits::default());
    result.unwrap();
    let paths: Vec<&str> = members.iter().map(|member| member.path.as_str()).collect();
    assert_eq!(paths, ["1.txt", "内.zip!/文/a.docx", "bad.zip"]);
    assert_eq!(members[1].bytes.as_ref(), Ok(&document));
    assert!(matches!(members[2].bytes, Err(ReadError::Damaged { .. })));
}

#[test]
fn nesting_ends_at_its_limit() {
    let mut zip = zipped("a.txt", b"a");
    for level in 0..6 {
        zip = zipped(&format!("{level}.zip"), &zip);
    }
    assert_eq!(drawn(&zip, "a.zip"), ["5.zip!/4.zip!/3.zip!/2.zip!/1.zip: (too_large)"]);
}

#[test]
fn a_bomb_costs_no_more_than_the_limits_allow() {
    let bomb = zipped("bomb", &vec![0; 20 << 20]);
    assert_eq!(drawn(&bomb, "a.zip"), ["bomb: (too_large)"]);
    let mut limits = Limits::default();
    limits.member_bytes = 1000;
    let (members, result) = walked(&raw_zip(&[(b"a", 0, 0, &[1; 1001]), (b"b", 0, 0, &[1; 1000])]), "a.zip", &limits);
    assert_eq!((members[0].bytes.is_err(), members[1].bytes.is_ok(), result), (true, true, Ok(())));
}

#[test]
fn limits_over_the_whole_archive_end_the_walk() {
    let zip = raw_zip(&[(b"a", 0, 0, &[1; 600]), (b"b", 0, 0, &[1; 600]), (b"c", 0, 0, b"c")]);
    let mut limits = Limits::default();
    limits.archive_bytes = 1000;
    let (members, result) = walked(&zip, "a.zip", &limits);
    assert_eq!(members.iter().map(|member| member.bytes.is_ok()).collect::<Vec<bool>>(), [true, false]);
    assert!(matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
    let mut limits = Limits::default();
    limits.members = 2;
    // Members of inner archives count too.
    let (members, result) = walked(&package(&[("a", "1"), ("b", "2"), ("c", "3")]), "a.zip", &limits);
    assert!(members.len() == 2 && matches!(result, Err(ReadError::TooLarge { .. })), "{result:?}");
}

#[test]
fn what_is_no_archive_is_refused() {
    let error = |bytes: &[u8]| walked(bytes, "a.zip", &Limits::default()).1.unwrap_err().code();
    assert_eq!(error(b""), "empty");
    assert_eq!(error(b"text"), "unsupported");
    assert_eq!(error(b"PK\x03\x04 cut"), "damaged");
    assert_eq!(error(b"BZh91AY"), "unsupported");
}

#[test]
fn shared_archives_are_unpacked() {
    let root = std::env::var_os("HONGTOU_SHARED")
        .map_or_else(|| std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), std::path::PathBuf::from);
    let Ok(gbk) = std::fs::read(root.join("office/gbk.zip")) else {
        println!("skipped: ../shared is absent");
        return;
    };
    let paths = |bytes: &[u8]| walked(bytes, "a.zip", &Limits::default()).0.into_iter().map(|member| member.path).collect::<Vec<String>>();
    assert_eq!(paths(&gbk), ["附件1：资金分配表.txt", "%2E%2E/%2E%2E/evil.txt"]);
    let dev = std::fs::read(root.join("dev/archive/四川/省级/林业改革发展资金第三批.zip")).unwrap();
    let (members, result) = walked(&dev, "a.zip", &Limits::default());
    result.unwrap();
    println!("{:?}", members.iter().map(|member| &member.path).collect::<Vec<&String>>());
    assert!(!members.is_empty() && members.iter().all(|member| member.bytes.is_ok()));
}
