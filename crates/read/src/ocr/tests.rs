//! Pictures drawn by the test, and what is found in them.

use super::figures::{Verdict, by_feet, decide, fits, is_well_formed, looks_like_figure};
use super::ink;
use super::lines::lines;
use super::picture::{Area, Grey, Ink, Picture};
use super::rules;
use super::scan::Scan;
use super::skew;
use super::tsv::Word;

fn area(x0: usize, y0: usize, x1: usize, y1: usize) -> Area {
    Area { x0, y0, x1, y1 }
}

fn fill(ink: &mut Ink, area: Area) {
    for y in area.y0..area.y1 {
        let start = y * ink.width;
        ink.dots[start + area.x0..start + area.x1].fill(true);
    }
}

/// Something like a letter: a frame with a stroke in it.
fn letter(ink: &mut Ink, x: usize, y: usize, size: usize) {
    fill(ink, area(x, y, x + size, y + 4));
    fill(ink, area(x, y + size - 4, x + size, y + size));
    fill(ink, area(x, y, x + 4, y + size));
    fill(ink, area(x + size - 4, y, x + size, y + size));
    fill(ink, area(x + size / 2, y + 8, x + size / 2 + 4, y + size - 8));
}

fn word(ink: &mut Ink, x: usize, y: usize, letters: usize) {
    (0..letters).for_each(|index| letter(ink, x + index * 46, y, 40));
}

/// A table of three rows and four columns with a word in each cell.
fn table() -> Ink {
    let mut ink = Ink::none(1200, 700);
    for row in 0..=3 {
        fill(&mut ink, area(100, 100 + row * 120, 1100, 103 + row * 120));
    }
    for col in 0..=4 {
        fill(&mut ink, area(100 + col * 250, 100, 103 + col * 250, 463));
    }
    for row in 0..3 {
        for col in 0..4 {
            word(&mut ink, 130 + col * 250, 140 + row * 120, 3);
        }
    }
    ink
}

fn coloured(ink: &Ink, paper: [u8; 3], colour: [u8; 3]) -> Picture {
    let rgb = ink.dots.iter().flat_map(|ink| if *ink { colour } else { paper }).collect();
    Picture::new(ink.width, ink.height, rgb).unwrap()
}

fn grey_of(ink: &Ink) -> Grey {
    ink::grey(&coloured(ink, [240, 238, 230], [30, 30, 30]))
}

#[test]
fn the_rules_of_a_table_are_found_and_no_strokes_of_letters() {
    let found = rules::find(&table());
    assert_eq!((found.across.len(), found.down.len()), (4, 5));
    assert!(found.across.iter().all(|rule| rule.width() >= 1000 && rule.height() <= 6));
    assert!(found.down.iter().all(|rule| rule.height() >= 360 && rule.width() <= 6));
}

#[test]
fn a_rule_that_falls_a_little_and_has_gaps_is_one_rule() {
    let mut ink = table();
    ink.wipe(area(0, 95, 1200, 110));
    for x in (100..1100).filter(|x| x % 97 > 2) {
        let y = 100 + x / 250;
        fill(&mut ink, area(x, y, x + 1, y + 3));
    }
    let found = rules::find(&ink);
    assert_eq!((found.across.len(), found.down.len()), (4, 5));
}

#[test]
fn short_cells_of_small_tables_have_their_rules_too() {
    let mut ink = Ink::none(1200, 700);
    // A box of one row, parted by a rule no higher than the row.
    for y in [100, 170] {
        fill(&mut ink, area(100, y, 700, y + 3));
    }
    for x in [100, 300, 697] {
        fill(&mut ink, area(x, 100, x + 3, 173));
    }
    let found = rules::find(&ink);
    assert_eq!((found.across.len(), found.down.len()), (2, 3));
}

#[test]
fn dashes_and_large_letters_are_no_rules() {
    let mut ink = Ink::none(1200, 700);
    fill(&mut ink, area(100, 100, 240, 104));
    letter(&mut ink, 100, 200, 180);
    letter(&mut ink, 300, 200, 180);
    assert_eq!(rules::find(&ink), rules::Rules::default());
}

#[test]
fn skew_is_found_and_undone() {
    let straight = grey_of(&table());
    assert_eq!(skew::angle(&ink::ink(&straight)), 0.0);
    for angle in [-1.4, 0.5, 1.0] {
        let askew = skew::straighten(&straight, -angle);
        let found = skew::angle(&ink::ink(&askew));
        assert!((found - angle).abs() < 0.05, "{angle}: {found}");
        let again = skew::straighten(&askew, found);
        assert!(skew::angle(&ink::ink(&again)).abs() < 0.05);
        let rules = rules::find(&ink::ink(&again));
        assert_eq!((rules.across.len(), rules.down.len()), (4, 5));
    }
}

#[test]
fn a_blank_page_stands_straight_and_has_nothing_to_read() {
    let blank = Ink::none(1200, 700);
    assert_eq!(skew::angle(&blank), 0.0);
    let scan = Scan::new(1, (288.0, 168.0), &coloured(&blank, [230; 3], [0; 3]), false);
    assert!(scan.writings.is_empty() && scan.rules.is_empty());
}

/// A ring of red ink with a red bar through it, over black letters.
fn sealed() -> Picture {
    let mut black = Ink::none(1000, 800);
    word(&mut black, 300, 380, 8);
    let mut picture = coloured(&black, [245, 245, 240], [35, 30, 30]);
    for y in 0..800 {
        for x in 0..1000 {
            let (dx, dy) = (x as f64 - 480.0, y as f64 - 400.0);
            let ring = (200.0..215.0).contains(&dx.hypot(dy)) || dx.abs() < 90.0 && (390..410).contains(&y);
            if ring {
                let at = (y * 1000 + x) * 3;
                let dark = black.at(x, y);
                picture.rgb[at..at + 3].copy_from_slice(if dark { &[40, 10, 12] } else { &[215, 50, 55] });
            }
        }
    }
    picture
}

#[test]
fn a_seal_vanishes_and_the_letters_under_it_stay() {
    let ink = ink::ink(&ink::grey(&sealed()));
    // On the ring, beside all letters.
    assert!(!ink.at(480, 192) && !ink.at(480, 607));
    // In the bar: between the letters, and on a stroke of one.
    assert!(!ink.at(480 - 480 % 46 + 300 % 46 + 42, 400));
    assert!(ink.at(301, 400));
    assert!(ink.at(439, 400));
}

#[test]
fn a_red_head_is_read() {
    let mut head = Ink::none(1600, 600);
    (0..9).for_each(|index| letter(&mut head, 200 + index * 130, 200, 120));
    let ink = ink::ink(&ink::grey(&coloured(&head, [250, 250, 250], [220, 30, 35])));
    assert!(ink.at(202, 260) && ink.at(200 + 8 * 130 + 2, 260));
}

#[test]
fn specks_are_dropped_and_points_stay() {
    let mut dots = Ink::none(200, 200);
    fill(&mut dots, area(20, 20, 22, 22));
    fill(&mut dots, area(100, 100, 105, 105));
    let mut grey = grey_of(&dots);
    ink::despeckle(&mut dots, &mut grey);
    assert!(!dots.at(20, 20) && dots.at(102, 102));
    assert_eq!(grey.at(20, 20), 255);
}

#[test]
fn lines_are_cut_at_white_rows_and_wide_white_columns() {
    let mut ink = Ink::none(1200, 700);
    word(&mut ink, 100, 100, 10);
    word(&mut ink, 100, 150, 4);
    word(&mut ink, 800, 150, 3);
    let found = lines(&ink, area(0, 0, 1200, 700), 40);
    assert_eq!(found, [area(100, 100, 554, 140), area(100, 150, 278, 190), area(800, 150, 932, 190)]);
}

#[test]
fn the_strokes_of_a_letter_are_no_lines() {
    let mut ink = Ink::none(400, 400);
    // 二 above 口, as in a narrow cell.
    fill(&mut ink, area(106, 100, 134, 104));
    fill(&mut ink, area(100, 130, 140, 134));
    letter(&mut ink, 100, 150, 40);
    let found = lines(&ink, area(0, 0, 400, 400), 40);
    assert_eq!(found, [area(100, 100, 140, 134), area(100, 150, 140, 190)]);
}

#[test]
fn lines_that_touch_are_parted() {
    let mut ink = Ink::none(1200, 400);
    for row in 0..3 {
        word(&mut ink, 100, 100 + row * 44, 12);
    }
    // A speck of dirt between the rows.
    fill(&mut ink, area(300, 138, 304, 190));
    let found = lines(&ink, area(0, 0, 1200, 400), 40);
    assert_eq!(found.len(), 3, "{found:?}");
}

/// An angle over a level bar, or over one that falls like its lower stroke.
fn sign(opens_left: bool, slanted: bool) -> Ink {
    let mut ink = Ink::none(60, 60);
    for x in 0..30 {
        let far = if opens_left { x } else { 29 - x };
        for thick in 0..4 {
            ink.dots[(10 + far / 2 + thick) * 60 + 10 + x] = true;
            ink.dots[(40 - far / 2 + thick) * 60 + 10 + x] = true;
            let low = if slanted { 50 - far / 2 } else { 50 };
            ink.dots[(low + thick) * 60 + 10 + x] = true;
        }
    }
    ink
}

#[test]
fn signs_of_comparison_are_known_by_their_shape() {
    let whole = area(10, 10, 40, 54);
    for slanted in [false, true] {
        assert_eq!(super::signs::of(&sign(true, slanted), whole), Some('≥'), "{slanted}");
        assert_eq!(super::signs::of(&sign(false, slanted), whole), Some('≤'), "{slanted}");
    }
    // 二, 口 and 8-like shapes are none.
    let mut two = Ink::none(60, 60);
    fill(&mut two, area(14, 12, 36, 16));
    fill(&mut two, area(10, 40, 40, 44));
    assert_eq!(super::signs::of(&two, area(10, 12, 40, 44)), None);
    let mut frame = Ink::none(60, 60);
    letter(&mut frame, 10, 10, 40);
    assert_eq!(super::signs::of(&frame, area(10, 10, 50, 50)), None);
}

#[test]
fn a_rule_is_found_though_a_ring_touches_it() {
    let mut ink = table();
    for y in 0..700 {
        for x in 0..1200 {
            let (dx, dy) = (x as f64 - 610.0, y as f64 - 290.0);
            if (150.0..162.0).contains(&dx.hypot(dy)) {
                fill(&mut ink, area(x, y, x + 1, y + 1));
            }
        }
    }
    let found = rules::find(&ink);
    assert_eq!((found.across.len(), found.down.len()), (4, 5));
}

#[test]
fn upright_strokes_of_letters_in_tight_rows_are_no_rules() {
    let mut ink = table();
    // From one rule across to the next, as 市 and 本 reach in a tight row; another stroke crosses it.
    fill(&mut ink, area(310, 103, 314, 220));
    fill(&mut ink, area(290, 150, 334, 154));
    fill(&mut ink, area(295, 190, 329, 194));
    assert_eq!(rules::find(&ink), rules::find(&table()));
    // The same without what crosses it parts a cell.
    let mut ink = table();
    fill(&mut ink, area(310, 103, 314, 220));
    assert_eq!(rules::find(&ink).down.len(), rules::find(&table()).down.len() + 1);
}

#[test]
fn cells_are_read_one_by_one_and_letters_below_each_other_as_a_word() {
    let mut ink = table();
    ink.wipe(area(110, 110, 340, 215));
    (0..2).for_each(|row| letter(&mut ink, 150, 115 + row * 46, 40));
    let scan = Scan::new(1, (288.0, 168.0), &coloured(&ink, [240; 3], [30; 3]), false);
    assert_eq!(scan.rules.len(), 9);
    assert_eq!(scan.writings.len(), 12);
    assert!(scan.writings.iter().all(|writing| writing.cell.is_some()));
    let stacked: Vec<usize> = scan.writings.iter().map(|writing| writing.pieces.len()).filter(|pieces| *pieces > 1).collect();
    assert_eq!(stacked, [2]);
}

fn read(text: &str, confidence: f64) -> Vec<Word> {
    vec![Word { text: text.into(), confidence }]
}

#[test]
fn figures_are_known_and_their_form_is() {
    for figure in ["1252", "1,252.00", "-12", "12%", "0.5", "0", "12 345"] {
        assert!(looks_like_figure(figure), "{figure}");
    }
    for other in ["", "合计", "3年", "2024年", "A"] {
        assert!(!looks_like_figure(other), "{other}");
    }
    for formed in ["1252", "1,252.00", "-12", "95%", "0.5", "0", "12,345,678"] {
        assert!(is_well_formed(formed), "{formed}");
    }
    for broken in ["", "1,25", "12,3456", "1.2.3", "012", "1234,567", ".5", "5.", "1-2", "%"] {
        assert!(!is_well_formed(broken), "{broken}");
    }
}

#[test]
fn heaps_of_ink_speak_against_a_lost_point() {
    assert!(fits("12.5", &[40, 40, 8, 40]));
    assert!(!fits("125", &[40, 40, 8, 40]));
    assert!(!fits("12.5", &[40, 40, 40]));
    assert!(fits("1,252", &[40, 14, 40, 40, 41]));
    assert!(fits("-8", &[6, 40]));
}

#[test]
fn a_comma_hangs_below_the_digits_and_a_point_does_not() {
    let seen = |text: &str, heaps: &[usize], feet: &[usize]| {
        let verdict = by_feet(Verdict { text: text.into(), sure: true }, heaps, feet);
        (verdict.text, verdict.sure)
    };
    let (heaps, comma, point) = ([40, 40, 14, 40, 41, 40], [100, 101, 109, 100, 100, 101], [100, 101, 101, 100, 100, 101]);
    assert_eq!(seen("52,619", &heaps, &comma), ("52,619".into(), true));
    assert_eq!(seen("52.619", &heaps, &comma), ("52,619".into(), false));
    assert_eq!(seen("52.619", &heaps, &point), ("52.619".into(), true));
    assert_eq!(seen("52,619", &heaps, &point), ("52.619".into(), false));
    // A blot under a point makes no comma where none can stand; a tail that hardly hangs is not sure; lost ink says nothing.
    assert_eq!(seen("52.61", &heaps[..5], &comma[..5]), ("52.61".into(), false));
    assert_eq!(seen("52,619", &heaps, &[100, 101, 103, 100, 100, 101]), ("52,619".into(), false));
    assert_eq!(seen("52,619", &heaps[..5], &comma[..5]), ("52,619".into(), true));
    assert_eq!(seen("52,619,", &heaps, &comma), ("52,619".into(), false));
}

#[test]
fn a_figure_is_sure_only_if_both_readings_and_the_ink_agree() {
    let heaps = [40, 40, 8, 40];
    let verdict = decide(&read("12.5", 95.0), &read("12.5", 94.0), &heaps);
    assert_eq!((verdict.text.as_str(), verdict.sure), ("12.5", true));
    // Look-alikes in the first reading are settled by the second.
    let verdict = decide(&read("l2。5", 90.0), &read("12.5", 94.0), &heaps);
    assert_eq!((verdict.text.as_str(), verdict.sure), ("12.5", true));
    for (first, second, better) in [
        // The ink decides, then the form, then how sure the engine is.
        (read("125", 96.0), read("12.5", 80.0), "12.5"),
        (read("12.5", 80.0), read("125", 96.0), "12.5"),
        (read("17.5", 70.0), read("12.5", 90.0), "12.5"),
        (read("1,5", 99.0), read("1.5", 70.0), "1.5"),
        (read("口", 40.0), read("12.5", 70.0), "12.5"),
        (read("金额", 95.0), read("12.5", 70.0), "金额"),
        (read("", 0.0), read("12.5", 70.0), "12.5"),
    ] {
        let verdict = decide(&first, &second, &heaps);
        assert_eq!((verdict.text.as_str(), verdict.sure), (better, false), "{first:?} {second:?}");
    }
    // Both readings agree, and the engine hesitates or the ink does not fit.
    assert!(!decide(&read("12.5", 30.0), &read("12.5", 94.0), &heaps).sure);
    assert!(!decide(&read("12.5", 95.0), &read("12.5", 94.0), &[40, 40, 40]).sure);
}
