//! What an archive teaches of notices that do not tell their own division.

use hongtou_notice::codes::{CitationRole, NoticeKind};

use crate::build::{Build, code, linked, notice};

const KIND: NoticeKind = NoticeKind::Issue;

fn silent() -> Build {
    notice(KIND, "泾政〔2024〕31号", "")
}

#[test]
fn a_head_teaches_the_letters_of_a_number() {
    let held = notice(KIND, "泾政〔2024〕7号", "341823").by("泾县人民政府");
    let linked = linked([held, silent()]);
    assert_eq!(linked.resolved_divisions, [("泾政〔2024〕31号@?".into(), code("341823"))].into());
    // Its own fields and its id stay what its own paper says.
    let own = linked.notices.iter().find(|notice| notice.id == "泾政〔2024〕31号@?").unwrap();
    assert_eq!(own.division, None);
}

#[test]
fn a_citation_that_names_the_body_teaches_it_too() {
    let mut citing = notice(KIND, "宣财农〔2024〕12号", "341800").cites(CitationRole::Basis, "泾政〔2024〕31号", "");
    citing.0.citations[0].issuers = vec!["泾县人民政府".into()];
    assert_eq!(linked([citing, silent()]).resolved_divisions, [("泾政〔2024〕31号@?".into(), code("341823"))].into());
}

#[test]
fn letters_of_two_places_teach_nothing() {
    let one = notice(KIND, "泾政〔2024〕7号", "341823").by("泾县人民政府");
    let other = notice(KIND, "泾政〔2024〕8号", "610423").by("泾阳县人民政府");
    assert!(linked([one, other, silent()]).resolved_divisions.is_empty());
}
