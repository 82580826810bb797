use std::sync::Arc;

use front::Branding;
use kernel::Timestamp;

use super::{Faces, Flow, Paper, PdfError, draw, flow::Mark, sheet};
use crate::sheets::{Ages, Cell, Column, Fact, Party, Sheet, Table};

fn text(words: &str) -> String {
    words.to_owned()
}

fn document(lines: usize) -> Sheet {
    let row = |number: usize| {
        let name = Cell { text: format!("Diaphragm kit DK-{number}"), sub: text("DK-40-PTFE") };
        vec![name, Cell::of(text("4")), Cell::of(text("£514.00"))]
    };
    Sheet {
        title: text("Invoice INV-20418"),
        facts: vec![Fact::strong(text("Due"), text("5 April 2026"))],
        parties: vec![Party {
            label: text("To"),
            named: true,
            lines: vec![text("Northgate Water Services Ltd"), text("泵 street")],
        }],
        table: Table {
            caption: text("What you bought"),
            columns: vec![
                Column::words(text("Item"), 0.6),
                Column::figures(text("Qty"), 0.15),
                Column::figures(text("Net"), 0.25),
            ],
            rows: (1..=lines).map(row).collect(),
            sums: vec![Fact::strong(text("Total"), text("£4,286.40"))],
        },
        notes: vec![text("Worked out: Sage 200 states no total.")],
        ages: Some(Ages {
            title: text("Payments"),
            text: String::new(),
            rows: vec![Fact::new(text("Left"), text("£0"))],
        }),
        foot: text("From Sage 200"),
    }
}

fn paper(sheets: Vec<Sheet>) -> Paper {
    Paper {
        title: text("Invoice INV-20418"),
        language: text("en-GB"),
        brand: Arc::new(Branding::of_portico()),
        made: Timestamp::from_micros(1_773_306_000_000_000),
        sheets,
    }
}

/// A picture of some pixels, half clear.
fn logo() -> Vec<u8> {
    let picture = image::RgbaImage::from_pixel(60, 20, image::Rgba([226, 118, 27, 128]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).expect("a picture");
    bytes.into_inner()
}

fn holds(bytes: &[u8], words: &str) -> bool {
    bytes.windows(words.len()).any(|window| window == words.as_bytes())
}

#[test]
fn the_file_says_what_its_parts_are() {
    let bytes = draw(&paper(vec![document(4)]), &|page, of| format!("{page} of {of}")).expect("a file");
    assert!(bytes.starts_with(b"%PDF-1.7"));
    for part in
        ["/StructTreeRoot", "/Document", "/H1", "/Table", "/THead", "/TH", "/TD", "/Caption", "/Lang", "pdfuaid"]
    {
        assert!(holds(&bytes, part), "there is no {part}");
    }
}

#[test]
fn a_logo_stands_at_the_head_and_the_file_is_still_what_it_says() {
    let branded = |picture: Vec<u8>| {
        let mut brand = Branding::of_portico();
        brand.picture = Some(picture.into());
        Paper { brand: Arc::new(brand), ..paper(vec![document(4), document(4)]) }
    };
    let bytes = draw(&branded(logo()), &|page, of| format!("{page} of {of}")).expect("a file");
    assert!(holds(&bytes, "/Subtype/Image"), "there is no picture");
    let plain = draw(&paper(vec![document(4)]), &|page, of| format!("{page} of {of}")).expect("a file");
    assert!(!holds(&plain, "/Subtype/Image"));
    let broken = branded(b"no picture".to_vec());
    assert!(matches!(draw(&broken, &|_, _| String::new()), Err(PdfError::Logo(_))));
}

#[test]
fn the_same_paper_is_the_same_file() {
    let once = || draw(&paper(vec![document(4)]), &|page, of| format!("{page} of {of}")).expect("a file");
    assert_eq!(once(), once());
}

#[test]
fn a_long_table_goes_on_with_its_head_and_loses_nothing() {
    let faces = Faces::ours().expect("our own fonts");
    let mut flow = Flow::new(faces);
    let begins = flow.begin();
    let document = document(120);
    sheet::lay(&mut flow, &document, "Harrow", None);
    sheet::feet(&mut flow, begins, &document, &|page, of| format!("{page} of {of}"));
    let pages: Vec<Vec<&str>> = flow
        .pages
        .iter()
        .map(|marks| {
            let words = marks.iter().filter_map(|mark| match mark {
                Mark::Words { shown, .. } => Some(shown.text.as_str()),
                Mark::Rule { .. } | Mark::Logo { .. } => None,
            });
            words.collect()
        })
        .collect();
    assert!(pages.len() > 2);
    for (page, number) in pages.iter().zip(1..) {
        let has_rows = page.iter().any(|words| words.starts_with("Diaphragm"));
        assert_eq!(page.contains(&"Qty"), has_rows, "the head stands over rows on page {number}, and only there");
        let foot = format!("Invoice INV-20418, {number} of {}", pages.len());
        assert!(page.contains(&foot.as_str()), "page {number} has no foot");
    }
    let all: Vec<&str> = pages.concat();
    for number in 1..=120 {
        let name = format!("Diaphragm kit DK-{number}");
        assert!(all.contains(&name.as_str()), "{name} is lost");
    }
    assert!(all.contains(&"£4,286.40"));
}
