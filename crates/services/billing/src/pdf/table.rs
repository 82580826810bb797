//! A table over as many pages as it takes. Its head stands on each of them, and is told once.

use super::{
    flow::{BOTTOM, Flow, Ink, MEASURE, Mark, SIDE, Style, TOP},
    tags::{Branch, Twig},
};
use crate::sheets::{Cell, Fact, Table};

const CAPTION: Style = Style::new(10.5, true, Ink::Full);
const HEAD: Style = Style::new(8.5, false, Ink::Soft);
const NAME: Style = Style::new(9.5, true, Ink::Full);
const TEXT: Style = Style::new(9.5, false, Ink::Full);
const SUB: Style = Style::new(8.0, false, Ink::Soft);
const SUM: Style = Style::new(9.5, false, Ink::Soft);
const TOTAL: Style = Style::new(12.0, true, Ink::Full);

/// Between two columns.
const GAP: f32 = 10.0;
/// Above and below a row's words.
const PAD: f32 = 5.0;

/// A column's left and right end.
#[derive(Clone, Copy)]
struct Lane {
    left: f32,
    right: f32,
    figures: bool,
}

/// A cell in lines.
struct Laid {
    text: Vec<String>,
    sub: Vec<String>,
}

pub(super) fn lay(flow: &mut Flow<'_>, table: &Table) -> Branch {
    let lanes = lanes(table);
    let caption = flow.put(SIDE, flow.y, CAPTION, &table.caption);
    flow.y += CAPTION.line() + PAD;
    let mut tree = Branch::table(&table.caption).with([Branch::caption().with([caption]).into()]);
    tree.push(Branch::table_head().with([head(flow, table, &lanes).into()]).into());
    let mut body = Branch::table_body();
    for cells in &table.rows {
        body.push(row(flow, table, &lanes, cells).into());
    }
    if !table.rows.is_empty() {
        tree.push(body.into());
    }
    let mut foot = Branch::table_foot();
    for sum in &table.sums {
        foot.push(sum_row(flow, &lanes, sum).into());
    }
    if !table.sums.is_empty() {
        tree.push(foot.into());
    }
    tree
}

fn lanes(table: &Table) -> Vec<Lane> {
    let mut left = SIDE;
    let lane = |column: &crate::sheets::Column| {
        let begins = left;
        left += column.share * MEASURE;
        Lane { left: begins, right: left, figures: column.num }
    };
    let mut lanes: Vec<Lane> = table.columns.iter().map(lane).collect();
    let last = lanes.len().saturating_sub(1);
    for lane in &mut lanes[..last] {
        lane.right -= GAP;
    }
    lanes
}

/// The names of the columns, as they are told.
fn head(flow: &mut Flow<'_>, table: &Table, lanes: &[Lane]) -> Branch {
    let mut row = Branch::row();
    for (column, lane) in table.columns.iter().zip(lanes) {
        let twig = put(flow, *lane, flow.y, HEAD, &column.label);
        row.push(Branch::column_name().with([twig]).into());
    }
    under_head(flow);
    row
}

/// The names of the columns again, on a further page.
fn repeat_head(flow: &mut Flow<'_>, table: &Table, lanes: &[Lane]) {
    for (column, lane) in table.columns.iter().zip(lanes) {
        let width = flow.face(HEAD).width(&column.label, HEAD.size);
        let x = if lane.figures { lane.right - width } else { lane.left };
        flow.decorate(x, flow.y, HEAD, &column.label);
    }
    under_head(flow);
}

fn under_head(flow: &mut Flow<'_>) {
    flow.y += HEAD.line() + PAD / 2.0;
    flow.rule(flow.y, 0.75, Ink::Full);
}

fn row(flow: &mut Flow<'_>, table: &Table, lanes: &[Lane], cells: &[Cell]) -> Branch {
    let laid: Vec<Laid> =
        cells.iter().zip(lanes).zip(0..).map(|((cell, lane), at)| laid(flow, cell, *lane, at)).collect();
    let height = laid.iter().map(Laid::height).fold(TEXT.line(), f32::max) + 2.0 * PAD;
    if !flow.fits(height) {
        flow.begin();
        repeat_head(flow, table, lanes);
    }
    let top = flow.y + PAD;
    let mut row = Branch::row();
    for ((laid, lane), at) in laid.iter().zip(lanes).zip(0_usize..) {
        let mut cell = if at == 0 { Branch::row_name(1) } else { Branch::cell() };
        let mut y = top;
        for line in &laid.text {
            cell.push(put(flow, *lane, y, text_style(at), line));
            y += TEXT.line();
        }
        for line in &laid.sub {
            cell.push(put(flow, *lane, y, SUB, line));
            y += SUB.line();
        }
        row.push(cell.into());
    }
    flow.y += height;
    flow.rule(flow.y - 0.5, 0.5, Ink::Line);
    row
}

fn laid(flow: &Flow<'_>, cell: &Cell, lane: Lane, at: usize) -> Laid {
    let width = lane.right - lane.left;
    let mut text = flow.wrapped(&cell.text, text_style(at), width);
    let mut sub = flow.wrapped(&cell.sub, SUB, width);
    // No row is higher than a page.
    let most = ((BOTTOM - TOP) / 2.0 / TEXT.line()) as usize;
    text.truncate(most);
    sub.truncate(most);
    Laid { text, sub }
}

fn text_style(at: usize) -> Style {
    if at == 0 { NAME } else { TEXT }
}

impl Laid {
    fn height(&self) -> f32 {
        self.text.len() as f32 * TEXT.line() + self.sub.len() as f32 * SUB.line()
    }
}

/// A sum, under the last column.
fn sum_row(flow: &mut Flow<'_>, lanes: &[Lane], sum: &Fact) -> Branch {
    let style = if sum.strong { TOTAL } else { SUM };
    let height = style.line() + PAD;
    if !flow.fits(height) {
        flow.begin();
    }
    let right = SIDE + MEASURE;
    let value_style = if sum.strong { TOTAL } else { TEXT };
    let value_width = flow.face(value_style).width(&sum.detail, value_style.size);
    let last = lanes.last().map_or(right, |lane| lane.left);
    let label_end = last.min(right - value_width) - GAP;
    if sum.strong {
        flow.line(Mark::Rule {
            x: SIDE + MEASURE / 2.0,
            y: flow.y,
            width: MEASURE / 2.0,
            height: 0.75,
            ink: Ink::Full,
        });
    }
    let y = flow.y + PAD;
    let label = flow.put_end(label_end, y, style, &sum.term);
    let value = flow.put_end(right, y, value_style, &sum.detail);
    flow.y += height;
    let columns = lanes.len().saturating_sub(1);
    Branch::row().with([Branch::row_name(columns).with([label]).into(), Branch::cell().with([value]).into()])
}

fn put(flow: &mut Flow<'_>, lane: Lane, y: f32, style: Style, words: &str) -> Twig {
    if lane.figures { flow.put_end(lane.right, y, style, words) } else { flow.put(lane.left, y, style, words) }
}
