//! Word documents: what is printed and in which order, numbers, tables, revisions, parts in odd places.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{docx, docx_with, drawn, drawn_docx, p, package, read_as, relationships, root, tables};
use hongtou_document::Block;
use hongtou_read::ReadError;

/// A list of three levels: `一、`, `（一）`, `1.`.
const LIST: &str = r#"<w:abstractNum w:abstractNumId="3">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="（%2）"/></w:lvl>
    <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%3."/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>
  <w:num w:numId="8"><w:abstractNumId w:val="3"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>"#;

fn item(list: u32, level: u32, text: &str) -> String {
    format!(
        r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list}"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#
    )
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn table(rows: &[String]) -> String {
    let rows: String = rows.iter().map(|row| format!("<w:tr>{row}</w:tr>")).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

#[test]
fn blocks_come_in_the_order_of_the_body() {
    let body = [p("前"), table(&[cell("", "格")]), p(""), p("后")].concat();
    let document = read_as(&docx(&body), "a.docx").unwrap();
    assert_eq!(drawn(&document), "前\nMarkup 1x1\n [格]\n后\n");
    let Block::Paragraph(first) = &document.blocks()[0] else { panic!("a paragraph") };
    assert!(first.complete);
}

#[test]
fn runs_breaks_and_signs_make_the_text() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">甲 </w:t></w:r><w:hyperlink><w:r><w:t>A &amp; B&#x4E00;</w:t></w:r></w:hyperlink>
        <w:r><w:tab/><w:t>乙</w:t><w:br/><w:t>丙</w:t><w:noBreakHyphen/></w:r>
        <w:smartTag><w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>&#xF0B3;</w:t></w:r></w:smartTag>
        <w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r></w:p>"#;
    let document = read_as(&docx(body), "a.docx").unwrap();
    assert_eq!(drawn(&document), "甲 A & B一\t乙/丙-≥☑□\n");
    let Block::Paragraph(paragraph) = &document.blocks()[0] else { panic!("a paragraph") };
    assert_eq!(paragraph.lines.len(), 2, "a line break parts printed lines");
}

#[test]
fn entities_of_the_file_are_not_expanded() {
    let part = root("document", "<w:body><w:p><w:r><w:t>甲&bomb;</w:t></w:r></w:p></w:body>");
    let part = part.replacen("?>", r#"?><!DOCTYPE x [<!ENTITY bomb "爆炸">]>"#, 1);
    let document = read_as(&package(&[("[Content_Types].xml", ""), ("word/document.xml", &part)]), "a.docx").unwrap();
    assert_eq!(drawn(&document), "甲&bomb;\n");
}

#[test]
fn revisions_are_accepted_and_hidden_text_is_dropped() {
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let body = [
        format!("<w:p><w:del><w:r><w:delText>旧</w:delText></w:r>{}</w:del><w:ins>{}</w:ins></w:p>", run("旧"), run("新")),
        format!("<w:p><w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo></w:p>", run("移前"), run("移后")),
        format!(
            "<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:pPrChange></w:pPr>{}</w:p>",
            run("无号")
        ),
        String::from(
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>见</w:t></w:r></w:p>",
        ),
        format!("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{}</w:p>", run("上半")),
        p("下半"),
        format!("<w:tbl><w:tr>{}</w:tr><w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>", cell("", "留"), cell("", "删")),
    ];
    let document = read_as(&docx_with(&body.concat(), "", LIST), "a.docx").unwrap();
    assert_eq!(drawn(&document), "新\n移后\n无号\n见\n上半下半\nMarkup 1x1\n [留]\n");
}

#[test]
fn styles_can_hide_text() {
    let styles = r#"<w:style w:type="character" w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>
        <w:style w:type="character" w:styleId="I"><w:basedOn w:val="H"/></w:style>"#;
    let body = r#"<w:p><w:r><w:rPr><w:rStyle w:val="I"/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见</w:t></w:r></w:p>"#;
    assert_eq!(drawn(&read_as(&docx_with(body, styles, ""), "a.docx").unwrap()), "见\n");
}

#[test]
fn numbers_are_printed_as_the_list_counts() {
    let body = [
        item(7, 0, "总则"),
        item(7, 1, "目的"),
        item(7, 1, "范围"),
        item(7, 2, "2024年"),
        item(7, 0, "分则"),
        item(7, 1, "分工"),
        item(8, 0, "附则"),
        item(0, 0, "无号"),
        item(99, 0, "不明"),
    ];
    let document = read_as(&docx_with(&body.concat(), "", LIST), "a.docx").unwrap();
    let wanted = "一、总则\n（一）目的\n（二）范围\n1. 2024年\n二、分则\n（一）分工\n五、附则\n无号\n不明\n";
    assert_eq!(drawn(&document), wanted);
}

#[test]
fn numbers_come_through_styles() {
    let styles = r#"<w:style w:type="paragraph" w:styleId="A"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>
        <w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/><w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let styled = |style: &str, text: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"#);
    let body = [styled("A", "总则"), styled("B", "目的"), styled("A", "分则")].concat();
    assert_eq!(drawn(&read_as(&docx_with(&body, styles, LIST), "a.docx").unwrap()), "一、总则\n（一）目的\n二、分则\n");
}

#[test]
fn parts_of_a_number_take_their_own_forms() {
    let list = r#"<w:abstractNum w:abstractNumId="1">
        <w:lvl w:ilvl="0"><w:start w:val="2"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/><w:suff w:val="space"/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/><w:isLgl/></w:lvl>
        <w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="&#xF06C;"/><w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>
        </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num>"#;
    let body = [item(7, 0, "总则"), item(7, 1, "目的"), item(7, 2, "点")].concat();
    assert_eq!(drawn(&read_as(&docx_with(&body, "", list), "a.docx").unwrap()), "第二章总则\n2.1 目的\n●点\n");
}

#[test]
fn a_cell_may_hold_its_number_alone() {
    let numbered = |level| format!("<w:tc>{}</w:tc>", item(7, level, ""));
    let body = table(&[numbered(0) + &cell("", "甲"), numbered(0) + &cell("", "乙")]);
    assert_eq!(drawn(&read_as(&docx_with(&body, "", LIST), "a.docx").unwrap()), "Markup 2x2\n [一、][甲]\n [二、][乙]\n");
}

#[test]
fn merged_cells_span_rows_and_columns() {
    let start = r#"<w:vMerge w:val="restart"/>"#;
    let wide = r#"<w:gridSpan w:val="2"/>"#;
    let rows = [
        [cell(start, "地区"), cell(wide, "金额")].concat(),
        [cell("<w:vMerge/>", ""), cell("", "中央"), cell("", "省级")].concat(),
        [cell("", "甲"), cell("", "1"), cell("", "2")].concat(),
    ];
    assert_eq!(drawn_docx(&table(&rows)), "Markup 3x3\n [2x1 地区][1x2 金额]\n [中央][省级]\n [甲][1][2]\n");
}

#[test]
fn odd_merges_never_overlap() {
    // A continuation of another width, one with nothing above, and merges of the old kind.
    let rows = [
        [cell(r#"<w:vMerge w:val="restart"/>"#, "a"), cell("", "b")].concat(),
        cell(r#"<w:gridSpan w:val="2"/><w:vMerge/>"#, "c"),
        [cell(r#"<w:hMerge w:val="restart"/>"#, "d"), cell("<w:hMerge/>", "")].concat(),
        [cell("<w:hMerge/>", "e"), cell("<w:vMerge/>", "f")].concat(),
    ];
    assert_eq!(drawn_docx(&table(&rows)), "Markup 4x2\n [a][b]\n [1x2 c]\n [1x2 d]\n [e][f]\n");
}

#[test]
fn rows_may_begin_and_end_inside_the_grid() {
    let body = format!(
        r#"<w:tbl><w:tr>{}{}{}</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/><w:gridAfter w:val="1"/></w:trPr>{}</w:tr></w:tbl>"#,
        cell("", "a"),
        cell("", "b"),
        cell("", "c"),
        cell("", "d")
    );
    let document = read_as(&docx(&body), "a.docx").unwrap();
    let table = tables(&document)[0];
    assert_eq!(table.grid(), [[Some(0), Some(1), Some(2)], [None, Some(3), None]]);
}

#[test]
fn a_cell_holds_paragraphs_and_tables() {
    let inner = table(&[cell("", "内甲") + &cell("", "内乙")]);
    let body = table(&[cell("", "外") + &format!("<w:tc>{}{inner}{}</w:tc>", p("上"), p("下"))]);
    let document = read_as(&docx(&body), "a.docx").unwrap();
    assert_eq!(drawn(&document), "Markup 1x2\n [外][上/下/内甲\t内乙]\n");
    assert_eq!(document.slice(tables(&document)[0].cells()[1].nested[0].cells()[1].span), "内乙");
}

#[test]
fn a_text_box_follows_its_paragraph_once() {
    let content = format!("<w:txbxContent>{}</w:txbxContent>", p("框内"));
    let choice = format!(r#"<mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>"#);
    let empty = r#"<mc:Choice Requires="wps"><w:drawing/></mc:Choice>"#;
    let fallback = format!("<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback>");
    for choice in [choice.as_str(), empty] {
        let body = format!(
            "<w:p><w:r><w:t>前</w:t></w:r><w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r><w:r><w:t>后</w:t></w:r></w:p>"
        );
        assert_eq!(drawn_docx(&body), "前后\n框内\n");
    }
}

#[test]
fn fields_print_their_result() {
    let mark = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let run = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let code = "<w:r><w:instrText>REF x</w:instrText></w:r>";
    let inner = [mark("begin"), code.into(), mark("separate"), run("内"), mark("end")].concat();
    let nested = [mark("begin"), code.into(), inner, mark("separate"), run("果"), mark("end"), run("后")].concat();
    let simple = format!(r#"<w:fldSimple w:instr="DATE">{}</w:fldSimple>"#, run("今"));
    let broken = mark("begin") + &run("码");
    let body = format!("<w:p>{nested}</w:p><w:p>{simple}</w:p><w:p>{broken}</w:p>{}", p("不失"));
    assert_eq!(drawn_docx(&body), "果后\n今\n不失\n");
}

#[test]
fn boxes_are_ticked_or_not() {
    let old = |state: &str| {
        let data = format!("<w:ffData><w:name w:val=\"x\"/><w:checkBox><w:sizeAuto/>{state}</w:checkBox></w:ffData>");
        format!(
            r#"<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText>FORMCHECKBOX</w:instrText></w:r>
            <w:r><w:fldChar w:fldCharType="end"/></w:r>"#
        )
    };
    let new = |on: u8, content: &str| {
        format!(
            r#"<w:sdt><w:sdtPr><w:alias w:val="x"/><w14:checkbox><w14:checked w14:val="{on}"/></w14:checkbox></w:sdtPr>
            <w:sdtContent><w:r>{content}</w:r></w:sdtContent></w:sdt>"#
        )
    };
    let list = r#"<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>
        </w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>"#;
    let parts = [
        old(r#"<w:default w:val="0"/><w:checked/>"#),
        old(r#"<w:default w:val="1"/>"#),
        old(r#"<w:default w:val="0"/>"#),
        new(1, ""),
        new(0, ""),
        new(1, "<w:t>☒</w:t>"),
        list.into(),
    ];
    assert_eq!(drawn_docx(&format!("<w:p>{}</w:p>", parts.concat())), "☑☑☐☑☐☒乙\n");
}

#[test]
fn strict_packages_with_parts_in_odd_places_are_read() {
    let part = root("document", &format!("<w:body>{}</w:body>", p("严格")))
        .replace("http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
        .replace("<w:", "<x:")
        .replace("</w:", "</x:")
        .replace("xmlns:w=", "xmlns:x=");
    let ties = relationships(&[("officeDocument", "/Word/Main2.xml"), ("core-properties", "props\\core.xml")]).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    );
    let core = r#"<c:coreProperties xmlns:c="c" xmlns:dc="d"><dc:title>标题</dc:title><dc:creator> 某人 </dc:creator><c:revision>3</c:revision></c:coreProperties>"#;
    let members = [("[Content_Types].xml", ""), ("_rels/.rels", &ties), ("word\\main2.xml", &part), ("props/core.xml", core)];
    let document = read_as(&package(&members), "a.docx").unwrap();
    assert_eq!(drawn(&document), "严格\n");
    let metadata: Vec<(&str, &str)> = document.metadata().iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(metadata, [("title", "标题"), ("creator", "某人")]);
}

#[test]
fn page_heads_stand_in_the_metadata() {
    let head = root("hdr", &p("某厅文件"));
    let members = [
        ("[Content_Types].xml", ""),
        ("word/document.xml", &root("document", &format!("<w:body>{}</w:body>", p("正文")))),
        ("word/_rels/document.xml.rels", &relationships(&[("header", "header1.xml")])),
        ("word/header1.xml", &head),
    ];
    let document = read_as(&package(&members.map(|(name, content)| (name, content as &str))), "a.docx").unwrap();
    assert_eq!(drawn(&document), "正文\n");
    assert_eq!(document.metadata(), [(String::from("header"), String::from("某厅文件"))]);
}

#[test]
fn what_cannot_be_read_is_said() {
    let broken = read_as(&docx(&format!("{}<w:p><w:r></w:t>", p("前半"))), "a.docx").unwrap();
    assert_eq!(drawn(&broken), "前半\n");
    assert!(broken.warnings()[0].contains("breaks off"), "{:?}", broken.warnings());
    let pictures = read_as(&docx("<w:p><w:r><w:pict><v:shape><v:imagedata/></v:shape></w:pict></w:r></w:p>"), "a.docx").unwrap();
    assert!(pictures.warnings()[0].contains("only pictures"), "{:?}", pictures.warnings());
    let embedded = read_as(&docx(&format!("{}<w:altChunk/>", p("正文"))), "a.docx").unwrap();
    assert!(embedded.warnings()[0].contains("embedded"), "{:?}", embedded.warnings());
    let missing = package(&[("[Content_Types].xml", ""), ("word/styles.xml", "")]);
    assert!(matches!(read_as(&missing, "a.docx"), Err(ReadError::Damaged { .. })));
}
