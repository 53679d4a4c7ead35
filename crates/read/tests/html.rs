//! Web pages: what is text, what is page, and what a page says about its text.
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests may fail like tests")]

mod common;

use common::{drawn, read_as, tables};
use hongtou_document::{Block, Document};

fn page(body: &str) -> Document {
    read_as(format!("<!DOCTYPE html><html><head><title>某某</title></head><body>{body}</body></html>").as_bytes(), "a.html").unwrap()
}

fn drawn_page(body: &str) -> String {
    drawn(&page(body))
}

fn metadata<'a>(document: &'a Document, key: &str) -> Vec<&'a str> {
    document.metadata().iter().filter(|(name, _)| name == key).map(|(_, value)| value.as_str()).collect()
}

const NOTICE: &str = "<p>各市财政局：</p><p>　　根据有关规定，现下达资金100万元。请按规定使用，及时拨付，加强管理，确保专款专用。</p>";

#[test]
fn the_page_around_the_text_is_dropped() {
    let body = format!(
        r##"<div class="header"><a href="/">首页</a><a href="/a">政务公开</a><a href="/b">互动交流</a></div>
        <div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/x">通知公告</a></div>
        <div class="wrap"><div class="left"><ul><li><a href="/1">领导简介</a></li><li><a href="/2">机构职能</a></li></ul></div>
        <div class="right"><h1>关于下达2024年补助资金的通知</h1>
        <div class="info"><span>发布时间：2024-05-06</span> <span>来源：某某财政局</span> <span>浏览次数：12</span> <span>字体：【大 中 小】</span></div>
        <div class="TRS_Editor">{NOTICE}<p align="right">某某财政局</p><p align="right">2024年5月1日</p></div>
        <p>附件：<a href="/P020.xlsx">1.资金分配表.xlsx</a></p>
        <div class="share">分享到：</div><div><p>上一篇：<a href="#">旧闻</a></p><p>下一篇：没有了</p></div>
        <div><h3>相关阅读</h3><ul><li><a href="/n1">关于举办培训班的通知</a></li><li><a href="/n2">关于公示的通知</a></li></ul></div></div></div>
        <div class="foot"><p>版权所有：某某财政局　京ICP备0000号</p><p>网站标识码：110000</p></div><script>var a = "财政";</script>"##
    );
    let document = page(&body);
    assert_eq!(
        drawn(&document),
        "关于下达2024年补助资金的通知\n各市财政局：\n根据有关规定，现下达资金100万元。请按规定使用，及时拨付，加强管理，确保专款专用。\n某某财政局\n2024年5月1日\n附件：1.资金分配表.xlsx\n"
    );
    assert_eq!(metadata(&document, "发布时间"), ["2024-05-06"]);
    assert_eq!(metadata(&document, "来源"), ["某某财政局"]);
    assert_eq!(metadata(&document, "浏览次数"), [] as [&str; 0]);
    assert_eq!(metadata(&document, "attachment"), ["1.资金分配表.xlsx\t/P020.xlsx"]);
}

#[test]
fn a_metadata_box_goes_to_the_metadata() {
    let wanted = [("索引号", "0001/2024-1"), ("发文字号", ""), ("成文日期", "2024年5月1日"), ("发布机构", "某局")];
    let boxes = [
        "<table><tr><th>索 引 号</th><td>0001/2024-1</td><th>发文字号</th><td></td></tr>
         <tr><th>成文日期：</th><td>2024年5月<span>1</span>日</td><th>发布机构：</th><td>某局</td></tr></table>",
        "<ul><li><b>索引号：</b>0001/2024-1</li><li><b>发文字号：</b></li><li><b>成文日期：</b>2024年5月1日</li><li><b>发布机构</b> <i>某局</i></li></ul>",
        "<dl><dt>索引号</dt><dd>0001/2024-1</dd><dt>发文字号</dt><dd></dd><dt>成文日期</dt><dd>2024年5月1日</dd><dt>发布机构</dt><dd>某局</dd></dl>",
        "<p>索&nbsp;引&nbsp;号：0001/2024-1　发文字号：　成文日期：2024年5月1日　发布机构：某局</p>",
        "<table><tr><td><p><b>索引号：</b></p></td><td><p>0001/2024-1</p></td></tr><tr><td>发文字号：</td><td>&nbsp;</td></tr>
         <tr><td>成文日期：</td><td>2024年5月1日</td></tr><tr><td>发布机构：</td><td>某局</td></tr></table>",
    ];
    for html in boxes {
        let document = page(&format!("<div>{html}</div><div>{NOTICE}</div>"));
        for (label, value) in wanted {
            assert_eq!(metadata(&document, label), [value], "{label} in {html}");
        }
        assert!(!document.text().as_str().contains("0001"), "{html}");
        assert!(document.text().as_str().starts_with("各市财政局"), "{html}");
    }
}

#[test]
fn a_table_with_such_words_in_its_head_is_no_box() {
    let table = "<table border=1><tr><td>序号</td><td>名称</td><td>文号</td><td>发文机关</td><td>成文日期</td></tr>
        <tr><td>1</td><td>某通知</td><td>财社〔2024〕1号</td><td>财政部</td><td>2024-1-1</td></tr></table>";
    assert_eq!(tables(&page(&format!("{NOTICE}{table}"))).len(), 1);
}

#[test]
fn spans_make_a_lawful_grid() {
    let html = r#"<table border="1"><caption>分配表</caption><thead><tr><th rowspan="2">地区</th><th colspan="2">金额</th></tr><tr><th>中央</th><th>省级</th></tr></thead>
        <tbody><tr><td>甲县<br>（乙镇）</td><td>1,000.50</td><td rowspan="0">2</td></tr><tr><td>丙县</td><td colspan="9">3</td></tr></tbody></table>"#;
    assert_eq!(
        drawn_page(html),
        "分配表\nMarkup 4x3\n [2x1 地区][1x2 金额]\n [中央][省级]\n [甲县/（乙镇）][1,000.50][2x1 2]\n [丙县][3]\n"
    );
    // Claims that cross, spans beyond the table, text for numbers.
    let html = r#"<table border="1"><tr><td>a</td><td rowspan="3">b</td></tr><tr><td colspan="2">c</td></tr><tr><td rowspan="99" colspan="x">d</td></tr></table>"#;
    assert_eq!(drawn_page(html), "Markup 3x2\n [a][3x1 b]\n [c]\n [d]\n");
}

#[test]
fn nested_tables_stay_in_their_cells_and_layout_tables_go() {
    let inner = "<table border=1><tr><td>内1</td><td>内2</td></tr></table>";
    let outer = format!(
        "<table border=1><tr><td>项目</td><td>金额</td><td>备注</td></tr><tr><td>甲项目</td><td>一百万元整</td><td>见{inner}</td></tr></table>"
    );
    let document = page(&outer);
    let all = tables(&document);
    assert_eq!(all.len(), 1);
    assert_eq!((all[0].rows(), all[0].cols()), (2, 3));
    assert_eq!(all[0].cells()[5].nested[0].cols(), 2);
    let layout = format!("<table width=100%><tr><td><a href=/1>栏目一</a><a href=/2>栏目二</a></td><td>{NOTICE}{outer}</td></tr></table>");
    let document = page(&layout);
    assert_eq!(tables(&document).len(), 1);
    assert!(document.text().as_str().starts_with("各市财政局"), "{}", drawn(&document));
}

#[test]
fn lines_of_one_block_are_left_to_the_parser_unless_the_page_sets_paragraphs() {
    let complete = |html: &str| -> Vec<(String, bool)> {
        let document = page(html);
        let blocks = document.blocks().iter();
        blocks
            .filter_map(|block| match block {
                Block::Paragraph(paragraph) => Some((document.slice(paragraph.span).to_owned(), paragraph.complete)),
                Block::Table(_) => None,
            })
            .collect()
    };
    let owned = |list: &[(&str, bool)]| list.iter().map(|(text, complete)| ((*text).to_owned(), *complete)).collect::<Vec<_>>();
    assert_eq!(
        complete("<div>现下达资金，<br>请查收。<br><br>　　一、收入列某科目。<br>&emsp;&emsp;二、支出列<br>某科目。</div>"),
        owned(&[("现下达资金，", false), ("请查收。", true), ("一、收入列某科目。", true), ("二、支出列", false), ("某科目。", true)])
    );
    assert_eq!(complete("<p>一、收入</p><p>二、支出\n列某科目</p>"), owned(&[("一、收入", true), ("二、支出 列某科目", true)]));
}

#[test]
fn hidden_elements_are_no_text() {
    let html = format!(
        r#"{NOTICE}<p style="display: none">博彩广告</p><p hidden>博彩广告</p><div style="text-indent:-9999px">博彩广告</div>
        <p>金额<span style="font-size:0">博彩</span>合计，如下。</p><input type="checkbox" checked>是<input type="checkbox">否"#
    );
    let text = drawn_page(&html);
    assert!(!text.contains("博彩"), "{text}");
    assert!(text.ends_with("金额合计，如下。\n☑是□否\n"), "{text}");
}

#[test]
fn the_title_is_kept_wherever_it_stands() {
    let inside = page(&format!("<h1>关于下达资金的通知</h1><div>{NOTICE}</div>"));
    assert!(inside.text().as_str().starts_with("关于下达资金的通知\n各市"), "{}", drawn(&inside));
    let beside = page(&format!(r#"<div><div class="article-title">关于下达资金的通知</div></div><div><div>{NOTICE}</div></div>"#));
    assert!(beside.text().as_str().starts_with("关于下达资金的通知\n各市"), "{}", drawn(&beside));
    let html = format!(
        "<html><head><title>关于下达资金的通知_通知公告_某某财政局</title><meta name=PubDate content='2024-05-06 10:00'></head><body>{NOTICE}</body>"
    );
    let head = read_as(html.as_bytes(), "a.html").unwrap();
    assert_eq!(metadata(&head, "page_title"), ["关于下达资金的通知"]);
    assert_eq!(metadata(&head, "meta:PubDate"), ["2024-05-06 10:00"]);
    let html = format!(
        "<title>某厅关于下达2024年资金的通知_某厅</title><div><span>关于下达2024年资金的通知</span></div><div>最新网址大全</div><div>{NOTICE}</div>"
    );
    let plain = read_as(html.as_bytes(), "a.html").unwrap();
    assert!(plain.text().as_str().starts_with("关于下达2024年资金的通知\n各市"), "{}", drawn(&plain));
    assert!(metadata(&plain, "page_title").is_empty() && !plain.text().as_str().contains("网址"));
}

#[test]
fn a_signature_beside_the_content_is_kept() {
    let text = drawn_page(&format!(
        "<div><div>{NOTICE}</div><div><div>某某财政局</div><div>2024年5月1日</div></div><div>博彩最新网址</div></div>"
    ));
    assert!(text.ends_with("某某财政局\n2024年5月1日\n"), "{text}");
}

#[test]
fn the_encoding_is_told_by_the_bytes() {
    let html =
        |charset: &str| format!("<html><head><meta charset={charset}></head><body><p>关于下达资金的通知，各市财政局：</p></body></html>");
    let gbk = |text: &str| encoding_rs::GBK.encode(text).0.into_owned();
    let utf16: Vec<u8> = html("utf-8").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(utf16.clone()).collect();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (html("gb2312").into_bytes(), "UTF-8"),
        (gbk(&html("utf-8")), "GB18030"),
        (gbk(&html("gbk")), "GB18030"),
        (gbk(&html("iso-8859-1")), "GB18030"),
        (gbk(&html("")), "GB18030"),
        (encoding_rs::BIG5.encode(&html("big5").replace("关于下达资金的通知", "財政局").replace("财", "財")).0.into_owned(), "Big5"),
        (utf16, "UTF-16LE"),
        (marked, "UTF-16LE"),
    ];
    for (bytes, wanted) in cases {
        let document = read_as(&bytes, "a.html").unwrap();
        assert_eq!(metadata(&document, "encoding"), [wanted]);
        assert!(document.text().as_str().contains("各市"), "{wanted}: {}", document.text().as_str());
        assert_eq!(document.warnings(), &[] as &[String]);
    }
}

#[test]
fn rows_of_bars_and_numbered_lists_are_read_as_printed() {
    let text = drawn_page(
        "<p>分配如下：</p><p>地区 | 金额 | 备注</p><p>甲县 | 10 | </p><p>乙县 | 20 | 新</p><ol><li>第一项，</li><li>第二项。</li></ol>",
    );
    assert_eq!(text, "分配如下：\nDelimited 3x3\n [地区][金额][备注]\n [甲县][10][]\n [乙县][20][新]\n1. 第一项，\n2. 第二项。\n");
}

#[test]
fn a_page_saved_as_a_workbook_is_a_page() {
    let html = "<html xmlns:x=\"urn:schemas-microsoft-com:office:excel\"><body><table><tr><td>地区</td><td>金额</td></tr><tr><td>甲县</td><td>1</td></tr></table></body></html>";
    assert_eq!(drawn(&read_as(html.as_bytes(), "a.xls").unwrap()), "Markup 2x2\n [地区][金额]\n [甲县][1]\n");
}

#[test]
fn titles_pasted_with_a_table_stand_before_it() {
    let html = r#"<table><tr><td colspan="5">2022年资金分配表</td></tr><tr><td></td><td></td><td>单位：万元</td></tr>
        <tr><td>地区</td><td>金额</td><td>备注</td></tr><tr><td colspan="2">合计</td><td></td></tr></table>"#;
    assert_eq!(drawn_page(html), "2022年资金分配表\n单位：万元\nMarkup 2x3\n [地区][金额][备注]\n [1x2 合计][]\n");
}

#[test]
fn pages_built_of_tables_and_forms_are_read() {
    let html = format!(
        r#"<div><a href="/">首页</a> | <a href="/en">English</a> | 2024年5月5日 星期日</div><form id="aspnetForm">
        <table><tr><td><img src="top.jpg"></td></tr><tr><td><table width="100%"><tr><td><a href="1">机构设置</a></td>
        <td><table><tr><td><b>关于拨付资金的通知</b></td></tr><tr><td>发布时间：2021-05-06　　来源：县财政局　　点击数：123</td></tr>
        <tr><td>{NOTICE}</td></tr><tr><td>【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table></td></tr></table></td></tr>
        <tr><td>版权所有 某县人民政府 地址：某路1号</td></tr></table>
        <h3>相关文章</h3><ul><li><a href="a">关于甲的通知</a><span>2021-01-01</span></li></ul></form>"#
    );
    let document = page(&html);
    let text = drawn(&document);
    assert!(text.starts_with("关于拨付资金的通知\n各市") && text.ends_with("专款专用。\n"), "{text}");
    assert_eq!(metadata(&document, "发布时间"), ["2021-05-06"]);
}
