//! Files that want to do harm. Each kind is one that readers of its format have fallen to.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::io::{Cursor, Write};

use flate2::write::{GzEncoder, ZlibEncoder};
use flate2::{Compression, Crc};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::noise;

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut out = GzEncoder::new(Vec::new(), Compression::best());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

/// `length` zeros, deflated without ever being held.
fn zlib_zeros(length: usize) -> Vec<u8> {
    let mut out = ZlibEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    for _ in 0..length >> 20 {
        out.write_all(&zeros).unwrap();
    }
    out.finish().unwrap()
}

fn zip_of_zeros(name: &str, megabytes: usize) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, SimpleFileOptions::default().large_file(true)).unwrap();
    let zeros = vec![b'0'; 1 << 20];
    for _ in 0..megabytes {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn docx(body: &str) -> Vec<u8> {
    let types = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let rels = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    zip(&[("[Content_Types].xml", types.as_bytes()), ("_rels/.rels", rels.as_bytes()), ("word/document.xml", body.as_bytes())])
}

fn word(body: &str) -> String {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!(r#"<?xml version="1.0"?><w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>"#)
}

/// A PDF of these objects, the first of them its catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend(format!("{} 0 obj\n", at + 1).bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        writeln!(table, "{offset:010} 00000 n ").unwrap();
    }
    write!(table, "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1).unwrap();
    out.extend(table.bytes());
    out
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{dictionary}/Length {}>>\nstream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

/// A PDF of one page with this font and these contents.
fn page(font: &str, contents: Vec<u8>, more: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>/Contents 4 0 R>>".to_vec(),
        contents,
        font.as_bytes().to_vec(),
    ];
    objects.extend(more.iter().map(|object| object.as_bytes().to_vec()));
    pdf(&objects)
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";
const SAY: &[u8] = b"BT /F 12 Tf 72 700 Td (notice) Tj ET";

/// A picture (PNG) of a page with a few dark bars, as lines of print are.
pub(crate) fn picture() -> Vec<u8> {
    let (width, height) = (600_u32, 800_u32);
    let mut dots = Vec::new();
    for y in 0..height {
        dots.push(0);
        dots.extend((0..width).map(|x| if y % 40 < 16 && y > 80 && (60..540).contains(&x) && x % 20 < 14 { 0 } else { 255_u8 }));
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(&dots).unwrap();
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    for (kind, data) in [(b"IHDR", head), (b"IDAT", packed.finish().unwrap()), (b"IEND", Vec::new())] {
        let mut sum = Crc::new();
        sum.update(kind);
        sum.update(&data);
        png.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        png.extend(kind);
        png.extend(data);
        png.extend(sum.sum().to_be_bytes());
    }
    png
}

/// Name and bytes of every hostile file.
pub(crate) fn all() -> Vec<(String, Vec<u8>)> {
    let mut all: Vec<(String, Vec<u8>)> = Vec::new();
    let mut add = |name: &str, bytes: Vec<u8>| all.push((name.to_owned(), bytes));

    // Archives.
    add("bomb.zip", zip_of_zeros("a.txt", 600));
    let mut nested = zip(&[("a.txt", b"x")]);
    for at in 0..200 {
        nested = zip(&[(&format!("{at}.zip"), &nested)]);
    }
    add("nested.zip", nested);
    add("traversal.zip", zip(&[("../../../escaped.txt", b"out"), ("/tmp/hongtou-escaped.txt", b"out"), ("..\\..\\escaped.txt", b"out")]));
    add("many.zip", {
        let names: Vec<String> = (0..30_000).map(|at| format!("{at}.txt")).collect();
        zip(&names.iter().map(|name| (name.as_str(), b"".as_slice())).collect::<Vec<_>>())
    });
    add("bomb.txt.gz", gz(&vec![b'1'; 200 << 20]));
    add("quine-like.gz", gz(&gz(&gz(&gz(&gz(&gz(&gz(&gz(&gz(&gz(b"x")))))))))));
    let whole = zip(&[("a.txt", &noise(20_000))]);
    add("cut.zip", whole[..whole.len() * 2 / 3].to_vec());

    // XML.
    let entities = (0..12).fold(String::from("<!ENTITY a0 \"lol\">"), |all, at| {
        all + &format!("<!ENTITY a{} \"{}\">", at + 1, format!("&a{at};").repeat(10))
    });
    add(
        "entities.docx",
        docx(&word("<w:p><w:r><w:t>&a12;</w:t></w:r></w:p>").replacen("<w:document", &format!("<!DOCTYPE x [{entities}]><w:document"), 1)),
    );
    add(
        "external.docx",
        docx(&word("<w:p><w:r><w:t>&e;</w:t></w:r></w:p>").replacen(
            "<w:document",
            "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><w:document",
            1,
        )),
    );
    add("deep.docx", docx(&word(&format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(34_000), "</w:tc></w:tr></w:tbl>".repeat(34_000)))));
    add("deep-unclosed.docx", docx(&word(&"<w:p>".repeat(100_000))));
    add(
        "span.docx",
        docx(&word(&"<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2000000000\"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>".repeat(200))),
    );
    add("bomb.docx", {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
        zip.write_all(word("").as_bytes()).unwrap();
        let blanks = vec![b' '; 1 << 20];
        for _ in 0..400 {
            zip.write_all(&blanks).unwrap();
        }
        zip.finish().unwrap().into_inner()
    });
    add("sheet.xlsx", zip(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", br#"<workbook xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#),
        ("xl/_rels/workbook.xml.rels", br#"<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#),
        ("xl/worksheets/sheet1.xml", br#"<worksheet><sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>"#),
    ]));
    add("ofd-loop.ofd", zip(&[
        ("OFD.xml", br#"<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#),
        ("Doc_0/Document.xml", br#"<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:TemplatePage ID="1" BaseLoc="t.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="2" BaseLoc="../OFD.xml"/><ofd:Page ID="3" BaseLoc="../../../../etc/passwd"/></ofd:Pages></ofd:Document>"#),
        ("Doc_0/t.xml", br#"<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Template TemplateID="1"/></ofd:Page>"#),
    ]));

    // Pages of the web.
    add("deep.html", format!("<html><body>{}x", "<div>".repeat(100_000)).into_bytes());
    add("deep-tables.html", format!("<html><body>{}x", "<table><tr><td>".repeat(20_000)).into_bytes());
    add("span.html", format!("<table>{}</table>", "<tr><td colspan=1000000000 rowspan=1000000000>1</td></tr>".repeat(500)).into_bytes());
    add("attributes.html", format!("<p {}>x</p>", (0..100_000).map(|at| format!("a{at}=1 ")).collect::<String>()).into_bytes());

    // Text.
    add("line.txt", "财".repeat(10 << 20).into_bytes());
    add("brackets.txt", "〔".repeat(300_000).into_bytes());
    add("numbers.txt", "财社〔2024〕".repeat(100_000).into_bytes());
    add("digits.txt", vec![b'9'; 4 << 20]);
    add("tabs.txt", "\t1\t\n".repeat(300_000).into_bytes());

    // PDF.
    let catalogue = b"<</Type/Catalog/Pages 2 0 R>>".to_vec();
    add(
        "page-loop.pdf",
        pdf(&[
            catalogue.clone(),
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 9>>".to_vec(),
            b"<</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 9>>".to_vec(),
        ]),
    );
    add("page-count.pdf", pdf(&[catalogue.clone(), b"<</Type/Pages/Kids[]/Count 2147483647>>".to_vec()]));
    add("inflates.pdf", page(HELVETICA, stream("/Filter/FlateDecode", &zlib_zeros(2 << 30)), &["<<>>"]));
    add("inflates-twice.pdf", {
        let inner = zlib_zeros(1 << 30);
        let mut outer = ZlibEncoder::new(Vec::new(), Compression::best());
        outer.write_all(&inner).unwrap();
        page(HELVETICA, stream("/Filter[/FlateDecode/FlateDecode]", &outer.finish().unwrap()), &["<<>>"])
    });
    add(
        "cyclic-font.pdf",
        page(
            "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[5 0 R]/ToUnicode 5 0 R>>",
            stream("", SAY),
            &["<<>>"],
        ),
    );
    add(
        "cyclic-type3.pdf",
        page(
            "<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[1 0 0 1 0 0]/FirstChar 97/LastChar 122/Widths[1]/Encoding<</Differences[97/n]>>/CharProcs<</n 4 0 R>>/Resources<</Font<</F 5 0 R>>>>>>",
            stream("", SAY),
            &["<<>>"],
        ),
    );
    add(
        "cyclic-form.pdf",
        page(
            HELVETICA,
            stream("", b"/X Do"),
            &["<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream"],
        ),
    );
    add("cyclic-objects.pdf", pdf(&[b"<</Type/Catalog/Pages 3 0 R>>".to_vec(), b"3 0 R".to_vec(), b"2 0 R".to_vec()]));
    add("nested-arrays.pdf", pdf(&[format!("<</Type/Catalog/Pages {}{}>>", "[".repeat(100_000), "]".repeat(100_000)).into_bytes()]));
    add("many-operators.pdf", page(HELVETICA, stream("", &b"0 0 m 1 1 l S q ".repeat(200_000)), &["<<>>"]));

    // Noise under the names and first bytes of every format.
    let heads: [(&str, &[u8]); 11] = [
        ("pdf", b"%PDF-1.7\n"),
        ("docx", b"PK\x03\x04"),
        ("doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("rtf", b"{\\rtf1"),
        ("xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"),
        ("png", b"\x89PNG\r\n\x1A\n"),
        ("tif", b"II*\0"),
        ("jpg", b"\xFF\xD8\xFF\xE0"),
        ("7z", b"7z\xBC\xAF\x27\x1C"),
        ("rar", b"Rar!\x1A\x07\x01\0"),
        ("gz", b"\x1F\x8B\x08"),
    ];
    for (ending, head) in heads {
        add(&format!("noise.{ending}"), [head, &noise(60_000)].concat());
    }
    add("deep.rtf", [b"{\\rtf1 ".as_slice(), &b"{".repeat(200_000)].concat());
    all
}
