//! Archives: which members come out under which paths, and what a hostile archive may cost.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "helpers of tests may fail and speak like tests")]

mod common;

use std::io::{Cursor, Write as _};

use common::{docx, p, package, shared};
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

/// A tar file with these members.
fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, content) in members {
        let mut header = tar::Header::new_gnu();
        // Set as bytes: the crate refuses to write names that lead elsewhere.
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_size(content.len() as u64);
        header.set_entry_type(if name.ends_with('/') { tar::EntryType::Directory } else { tar::EntryType::Regular });
        header.set_cksum();
        archive.append(&header, *content).unwrap();
    }
    archive.into_inner().unwrap()
}

fn gzipped(content: &[u8], name: Option<&str>) -> Vec<u8> {
    let builder = match name {
        Some(name) => flate2::GzBuilder::new().filename(name),
        None => flate2::GzBuilder::new(),
    };
    let mut gzip = builder.write(Vec::new(), flate2::Compression::best());
    gzip.write_all(content).unwrap();
    gzip.finish().unwrap()
}

/// A 7z file, all members in one block where `solid`.
fn seven(members: &[(&str, &[u8])], password: Option<&str>, solid: bool) -> Vec<u8> {
    use sevenz_rust2::{ArchiveEntry, ArchiveWriter, EncoderMethod, SourceReader, encoder_options::AesEncoderOptions};
    let mut archive = ArchiveWriter::new(Cursor::new(Vec::new())).unwrap();
    // With names in the clear the members are told one by one.
    archive.set_encrypt_header(password == Some("all"));
    if let Some(password) = password {
        archive.set_content_methods(vec![AesEncoderOptions::new(password.into()).into(), EncoderMethod::LZMA2.into()]);
    }
    if solid {
        let entries = members.iter().map(|(name, _)| ArchiveEntry::new_file(name)).collect();
        archive.push_archive_entries(entries, members.iter().map(|(_, content)| SourceReader::new(*content)).collect()).unwrap();
    } else {
        for (name, content) in members {
            archive.push_archive_entry(ArchiveEntry::new_file(name), (!content.is_empty()).then_some(*content)).unwrap();
        }
    }
    archive.finish().unwrap().into_inner()
}

/// A rar file of the version that WinRAR writes today.
fn rar(members: &[(&str, &[u8])], password: Option<&str>, solid: bool) -> Vec<u8> {
    let version = rars::ArchiveVersion::Rar50;
    let mut archive = rars::Builder::new(version).password(password.map(|password| password.into())).solid(solid);
    for (name, content) in members {
        archive.add_bytes(name.as_bytes().to_vec(), content.to_vec(), None, None).unwrap();
    }
    archive.to_bytes().unwrap()
}

#[test]
fn tar_files_are_walked_packed_or_not() {
    let tar = tarred(&[("a/", b""), ("../a.txt", b"1"), ("附件/二.txt", b"2")]);
    let wanted = ["%2E%2E/a.txt: 1", "附件/二.txt: 2"];
    assert_eq!(drawn(&tar, "a.tar"), wanted);
    assert_eq!(drawn(&gzipped(&tar, None), "a.tgz"), wanted);
    let zip = zipped("x.tar.gz", &gzipped(&tar, None));
    assert_eq!(drawn(&zip, "a.zip"), ["x.tar.gz!/%2E%2E/a.txt: 1", "x.tar.gz!/附件/二.txt: 2"]);
}

#[test]
fn a_packed_file_bears_its_own_name_or_that_of_the_archive() {
    assert_eq!(drawn(&gzipped(b"1", Some("own.txt")), "a.gz"), ["own.txt: 1"]);
    assert_eq!(drawn(&gzipped(b"1", None), "b/通知.txt.gz"), ["通知.txt: 1"]);
    assert_eq!(drawn(&gzipped(&zipped("a.txt", b"1"), None), "z.zip.gz"), ["z.zip!/a.txt: 1"]);
}

#[test]
fn a_tar_file_that_breaks_off_gives_what_came_before() {
    let tar = gzipped(&tarred(&[("a", b"1"), ("b", &[2; 2000])]), None);
    let (members, result) = walked(&tar[..tar.len() - 20], "a.tgz", &Limits::default());
    assert_eq!(members.iter().map(draw).collect::<Vec<String>>(), ["a: 1"]);
    assert!(matches!(result, Err(ReadError::Damaged { .. })), "{result:?}");
}

#[test]
fn packed_bombs_cost_no_more_than_the_limits_allow() {
    let zeros = vec![0; 9 << 20];
    let code = |result: Result<(), ReadError>| result.map_err(|error| error.code());
    assert_eq!(drawn(&gzipped(&zeros, Some("bomb")), "a.gz"), ["bomb: (too_large)"]);
    let (members, result) = walked(&gzipped(&tarred(&[("bomb", &zeros)]), None), "a.tgz", &Limits::default());
    assert!(members.iter().all(|member| member.bytes.is_err()) && code(result) == Err("too_large"));
    let both: [(&str, &[u8]); 2] = [("bomb", &zeros), ("after", b"1")];
    assert_eq!(drawn(&seven(&both, None, true), "a.7z"), ["bomb: (too_large)", "after: (too_large)"]);
    assert_eq!(drawn(&seven(&both, None, false), "a.7z"), ["bomb: (too_large)", "after: 1"]);
    assert_eq!(drawn(&rar(&both, None, false), "a.rar"), ["bomb: (too_large)", "after: 1"]);
    assert_eq!(drawn(&rar(&both, None, true), "a.rar"), ["bomb: (too_large)", "after: 1"]);
}

#[test]
fn seven_and_rar_files_are_walked() {
    let zip = zipped("内.txt", b"0");
    let members: [(&str, &[u8]); 4] = [("附件/一.txt", b"1"), ("../b", b"2"), ("empty", b""), ("z.zip", &zip)];
    let mut wanted = ["%2E%2E/b: 2", "empty: ", "z.zip!/内.txt: 0", "附件/一.txt: 1"];
    wanted.sort_unstable();
    for solid in [false, true] {
        for (bytes, name) in [(seven(&members, None, solid), "a.7z"), (rar(&members[..1], None, solid), "a.rar")] {
            let mut found = drawn(&bytes, name);
            found.sort_unstable();
            assert_eq!(found, if name == "a.rar" { wanted[3..].to_vec() } else { wanted.to_vec() }, "{name}, solid: {solid}");
        }
    }
}

#[test]
fn encrypted_members_of_seven_and_rar_files_are_told() {
    let members: [(&str, &[u8]); 2] = [("a", b"1"), ("b", b"2")];
    let wanted = ["a: (encrypted)", "b: (encrypted)"];
    assert_eq!(drawn(&seven(&members, Some("x"), false), "a.7z"), wanted);
    let (none, result) = walked(&seven(&members, Some("all"), false), "a.7z", &Limits::default());
    assert_eq!((none.len(), result), (0, Err(ReadError::Encrypted)));
    for solid in [false, true] {
        assert_eq!(drawn(&rar(&members, Some("x"), solid), "a.rar"), wanted, "solid: {solid}");
    }
}

#[test]
fn no_cut_or_changed_archive_panics() {
    let members: [(&str, &[u8]); 2] = [("a", &[1; 3000]), ("b", b"2")];
    let archives =
        [tarred(&members), gzipped(&tarred(&members), None), seven(&members, None, true), rar(&members, None, true), zipped("a", b"1")];
    let mut seed = 1u64;
    for archive in archives {
        for _ in 0..60 {
            let mut bytes = archive.clone();
            for _ in 0..3 {
                seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                let at = usize::try_from(seed >> 33).unwrap() % bytes.len();
                bytes[at] = seed.to_le_bytes()[3];
            }
            let _ = walked(&bytes, "a", &Limits::default());
            bytes.truncate(usize::try_from(seed >> 33).unwrap() % bytes.len());
            let _ = walked(&bytes, "a", &Limits::default());
        }
    }
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
    let Some(root) = shared::shared("") else { return };
    let gbk = std::fs::read(root.join("office/gbk.zip")).unwrap();
    let paths = |bytes: &[u8]| walked(bytes, "a.zip", &Limits::default()).0.into_iter().map(|member| member.path).collect::<Vec<String>>();
    assert_eq!(paths(&gbk), ["附件1：资金分配表.txt", "%2E%2E/%2E%2E/evil.txt"]);
    let dev = std::fs::read(root.join("dev/archive/四川/省级/林业改革发展资金第三批.zip")).unwrap();
    let (members, result) = walked(&dev, "a.zip", &Limits::default());
    result.unwrap();
    println!("{:?}", members.iter().map(|member| &member.path).collect::<Vec<&String>>());
    assert!(!members.is_empty() && members.iter().all(|member| member.bytes.is_ok()));
}
