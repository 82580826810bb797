//! One sheet: head, parties, table, notes, ages, and the feet of its pages.

use super::{
    flow::{BOTTOM, Flow, Ink, MEASURE, Mark, SIDE, Style},
    logo::Logo,
    table,
    tags::Branch,
};
use crate::sheets::{Ages, Fact, Party, Sheet};

const BRAND: Style = Style::new(13.0, true, Ink::Full);
const TITLE: Style = Style::new(20.0, true, Ink::Full);
const LABEL: Style = Style::new(8.5, false, Ink::Soft);
const STRONG: Style = Style::new(9.5, true, Ink::Full);
const TEXT: Style = Style::new(9.5, false, Ink::Full);
const NOTE: Style = Style::new(8.5, false, Ink::Soft);
const FOOT: Style = Style::new(7.5, false, Ink::Soft);

const RIGHT: f32 = SIDE + MEASURE;
/// Between two blocks.
const GAP: f32 = 14.0;

pub(super) fn lay(flow: &mut Flow<'_>, sheet: &Sheet, brand: &str, logo: Option<&Logo>) -> Branch {
    let mut tree = Branch::section();
    head(flow, sheet, brand, logo, &mut tree);
    flow.rule(flow.y, 2.0, Ink::Brand);
    flow.y += GAP;
    parties(flow, &sheet.parties, &mut tree);
    flow.rule(flow.y, 0.75, Ink::Full);
    flow.y += GAP;
    tree.push(table::lay(flow, &sheet.table).into());
    flow.y += GAP;
    for note in &sheet.notes {
        tree.push(paragraph(flow, NOTE, note).into());
    }
    if let Some(ages) = &sheet.ages {
        tree.push(summary(flow, ages).into());
    }
    tree
}

fn head(flow: &mut Flow<'_>, sheet: &Sheet, brand: &str, logo: Option<&Logo>, tree: &mut Branch) {
    let top = flow.y;
    let mut y = top + 4.0;
    if let Some(logo) = logo {
        flow.line(Mark::Logo { x: SIDE, y, logo: logo.clone() });
        y += logo.height + 6.0;
    }
    let mut name = Branch::paragraph();
    for line in flow.wrapped(brand, BRAND, MEASURE * 0.4 - GAP) {
        name.push(flow.put(SIDE, y, BRAND, &line));
        y += BRAND.line();
    }
    tree.push(name.into());
    // The title takes the right three fifths, on as many lines as it needs.
    let mut title = Branch::heading(&sheet.title);
    for line in flow.wrapped(&sheet.title, TITLE, MEASURE * 0.6) {
        title.push(flow.put_end(RIGHT, flow.y, TITLE, &line));
        flow.y += TITLE.line();
    }
    tree.push(title.into());
    flow.y += 4.0;
    for fact in &sheet.facts {
        tree.push(fact_line(flow, fact).into());
    }
    flow.y = flow.y.max(y) + GAP - 4.0;
}

/// A term and its detail at the right end.
fn fact_line(flow: &mut Flow<'_>, fact: &Fact) -> Branch {
    let style = if fact.strong { STRONG } else { TEXT };
    let y = flow.y;
    let width = flow.face(style).width(&fact.detail, style.size);
    let term = flow.put_end((RIGHT - 110.0).min(RIGHT - width - 10.0), y, LABEL, &fact.term);
    let detail = flow.put_end(RIGHT, y, style, &fact.detail);
    flow.y += TEXT.line();
    Branch::paragraph().with([term, detail])
}

fn parties(flow: &mut Flow<'_>, parties: &[Party], tree: &mut Branch) {
    let top = flow.y;
    let mut lowest = top;
    let width = MEASURE / 3.0;
    for (party, at) in parties.iter().zip(0_u8..) {
        let x = SIDE + f32::from(at % 3) * width;
        let mut y = top;
        let label = flow.put(x, y, LABEL, &party.label);
        y += LABEL.line() + 2.0;
        let mut group = Branch::group().with([Branch::paragraph().with([label]).into()]);
        for (words, line) in party.lines.iter().zip(0_usize..) {
            let style = if line == 0 && party.named { STRONG } else { TEXT };
            let mut paragraph = Branch::paragraph();
            for words in flow.wrapped(words, style, width - 12.0) {
                paragraph.push(flow.put(x, y, style, &words));
                y += style.line();
            }
            group.push(paragraph.into());
        }
        tree.push(group.into());
        lowest = lowest.max(y);
    }
    flow.y = lowest + GAP;
}

fn paragraph(flow: &mut Flow<'_>, style: Style, words: &str) -> Branch {
    let mut paragraph = Branch::paragraph();
    for line in flow.wrapped(words, style, MEASURE * 0.8) {
        if !flow.fits(style.line()) {
            flow.begin();
        }
        paragraph.push(flow.put(SIDE, flow.y, style, &line));
        flow.y += style.line();
    }
    flow.y += 4.0;
    paragraph
}

/// Sums beside a heading, kept on one page.
fn summary(flow: &mut Flow<'_>, ages: &Ages) -> Branch {
    let rows: f32 = ages.rows.iter().map(|_| TEXT.line() + 2.0).sum();
    if !flow.fits(rows + 3.0 * GAP) {
        flow.begin();
    }
    flow.y += GAP / 2.0;
    flow.rule(flow.y, 0.75, Ink::Full);
    flow.y += GAP;
    let top = flow.y;
    let title = flow.put(SIDE, top, STRONG, &ages.title);
    let mut group = Branch::group().with([Branch::paragraph().with([title]).into()]);
    if !ages.text.is_empty() {
        let text = flow.put(SIDE, top + STRONG.line() + 2.0, NOTE, &ages.text);
        group.push(Branch::paragraph().with([text]).into());
    }
    for fact in &ages.rows {
        let style = if fact.strong { STRONG } else { TEXT };
        let term = flow.put(SIDE + MEASURE / 2.0, flow.y, style, &fact.term);
        let detail = flow.put_end(RIGHT, flow.y, style, &fact.detail);
        group.push(Branch::paragraph().with([term, detail]).into());
        flow.y += TEXT.line() + 2.0;
    }
    group
}

/// Says on each page of the sheet where it comes from and which page it is; decoration, as the file knows both.
pub(super) fn feet(flow: &mut Flow<'_>, begins: usize, sheet: &Sheet, page: &dyn Fn(i64, i64) -> String) {
    let pages = flow.pages.split_off(begins);
    let of = i64::try_from(pages.len()).unwrap_or(i64::MAX);
    for (marks, number) in pages.into_iter().zip(1..) {
        flow.pages.push(marks);
        flow.rule(BOTTOM + 20.0, 0.5, Ink::Line);
        let y = BOTTOM + 26.0;
        flow.decorate(SIDE, y, FOOT, &sheet.foot);
        let words = format!("{}, {}", sheet.title, page(number, of));
        let x = RIGHT - flow.face(FOOT).width(&words, FOOT.size);
        flow.decorate(x, y, FOOT, &words);
    }
}
