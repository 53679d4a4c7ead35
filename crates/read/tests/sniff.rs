//! Telling formats apart: by content first, by name second.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{docx, package, read_as};
use hongtou_document::Format;
use hongtou_read::{ReadError, sniff, source_id};

/// An OLE2 container of 512-byte sectors with one root directory; a name after `/` is below a storage.
fn ole(names: &[&str]) -> Vec<u8> {
    let mut header = vec![0u8; 512];
    header[..8].copy_from_slice(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1");
    header[30] = 9;
    header[48..52].copy_from_slice(&1u32.to_le_bytes());
    header[76..80].copy_from_slice(&0u32.to_le_bytes());
    let sectors = (names.len() + 1).div_ceil(4);
    let mut fat = vec![0xffu8; 512];
    for sector in 1..sectors {
        fat[4 * sector..4 * sector + 4].copy_from_slice(&(sector as u32 + 1).to_le_bytes());
    }
    fat[4 * sectors..4 * sectors + 4].copy_from_slice(&0xffff_fffeu32.to_le_bytes());
    let mut directory = Vec::new();
    // Root entries hang on each other's right side; the ones below storages hang nowhere here.
    let roots: Vec<usize> = (0..names.len()).filter(|index| !names[*index].starts_with('/')).collect();
    let none = u32::MAX;
    let mut entry = |name: &str, right: u32, child: u32| {
        let mut entry = vec![0u8; 128];
        let units: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        entry[..units.len()].copy_from_slice(&units);
        entry[64] = units.len() as u8 + 2;
        entry[68..72].copy_from_slice(&none.to_le_bytes());
        entry[72..76].copy_from_slice(&right.to_le_bytes());
        entry[76..80].copy_from_slice(&child.to_le_bytes());
        directory.extend(entry);
    };
    entry("Root Entry", none, roots.first().map_or(none, |index| *index as u32 + 1));
    for (index, name) in names.iter().enumerate() {
        let next = roots.iter().find(|root| **root > index).filter(|_| roots.contains(&index));
        entry(name.trim_start_matches('/'), next.map_or(none, |next| *next as u32 + 1), none);
    }
    directory.resize(sectors * 512, 0);
    [header, fat, directory].concat()
}

#[test]
fn every_format_is_told_by_its_content() {
    let mut tar = vec![0u8; 512];
    tar[257..262].copy_from_slice(b"ustar");
    let cases: Vec<(Vec<u8>, &str, Format)> = vec![
        ("通知正文".into(), "a.txt", Format::Text),
        ("通知正文".into(), "a.pdf", Format::Text),
        (b"%PDF-1.7\n".to_vec(), "a.txt", Format::Pdf),
        (b"\r\n\r\n%PDF-1.4\n".to_vec(), "a", Format::Pdf),
        (b"{\\rtf1\\ansi".to_vec(), "a.doc", Format::Rtf),
        (b"<!DOCTYPE html><html>".to_vec(), "a.doc", Format::Html),
        (b"\xef\xbb\xbf\r\n<!-- x --><html>".to_vec(), "a.htm", Format::Html),
        (b"\xff\xfe<\0h\0t\0m\0l\0>\0".to_vec(), "a", Format::Html),
        ("正文 <ol> 一 </ol>".into(), "a.txt", Format::Text),
        ("<?xml version=\"1.0\"?><w:wordDocument/>".into(), "a.doc", Format::Unknown),
        (b"\x89PNG\r\n\x1a\n".to_vec(), "a", Format::Image),
        (b"\xff\xd8\xff\xe0".to_vec(), "a", Format::Image),
        (b"II*\0".to_vec(), "a", Format::Image),
        (b"\x1f\x8b\x08".to_vec(), "a", Format::Archive),
        (b"7z\xbc\xaf\x27\x1c".to_vec(), "a", Format::Archive),
        (b"Rar!\x1a\x07\x01".to_vec(), "a", Format::Archive),
        (tar, "a", Format::Archive),
        (ole(&["WordDocument", "1Table"]), "a.doc", Format::Doc),
        (ole(&["1Table", "Data", "x", "y", "WordDocument"]), "a.wps", Format::Wps),
        (ole(&["Workbook"]), "a.doc", Format::Xls),
        (ole(&["Book"]), "a.et", Format::Et),
        (ole(&["Workbook", "MBD0001", "/WordDocument"]), "a.xls", Format::Xls),
        (docx(""), "a.zip", Format::Docx),
        (package(&[("[Content_Types].xml", ""), ("xl/workbook.xml", "")]), "a", Format::Xlsx),
        (package(&[("OFD.xml", ""), ("Doc_0/Document.xml", "")]), "a.zip", Format::Ofd),
        (package(&[("通知.txt", "正文"), ("word/readme.txt", "")]), "a.zip", Format::Archive),
        (package(&[]), "a.zip", Format::Archive),
        (package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", "")]), "a.odt", Format::Unknown),
    ];
    for (index, (bytes, name, wanted)) in cases.into_iter().enumerate() {
        assert_eq!(sniff(&bytes, Some(name)), wanted, "case {index}: {name}");
    }
}

#[test]
fn a_package_stored_inside_a_zip_does_not_name_it() {
    let inner = docx("");
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file("附件.docx", stored).unwrap();
    std::io::Write::write_all(&mut zip, &inner).unwrap();
    let outer = zip.finish().unwrap().into_inner();
    assert_eq!(sniff(&outer, Some("a.docx")), Format::Archive);
}

#[test]
fn formats_without_a_reader_are_named() {
    assert_eq!(read_as(b"Rar!\x1a\x07", "a.rar").unwrap_err(), ReadError::Unsupported { format: Format::Archive });
}

#[test]
fn a_protected_package_asks_for_the_password() {
    assert_eq!(read_as(&ole(&["EncryptionInfo", "EncryptedPackage"]), "a.docx").unwrap_err(), ReadError::Encrypted);
    // The directory knows names whatever their case (MS-CFB, 2.6.4).
    assert_eq!(read_as(&ole(&["ENCRYPTIONINFO", "ENCRYPTEDPACKAGE"]), "a.docx").unwrap_err(), ReadError::Encrypted);
}

#[test]
fn an_empty_file_is_empty_whatever_its_name() {
    assert_eq!(read_as(b"", "通知.docx").unwrap_err(), ReadError::Empty);
}

#[test]
fn a_source_is_named_by_its_hash() {
    // The hash of no bytes, as FIPS 180-4's examples give it.
    assert_eq!(source_id(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}
