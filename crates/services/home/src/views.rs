//! What the template sees.

use front::{MenuLine, Signed};
use gateway::{Attention, TOLD};
use kernel::{Date, Message, StepState, Timestamp, Turn};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct HomePage {
    title: String,
    today: Date,
    /// How many things wait, as far as they are told; and whether there may be more.
    count: usize,
    more: bool,
    waiting: Rows,
    moving: Rows,
    changed: Rows,
    /// Who holds what the viewer does not.
    them: String,
    /// Whether there is nothing at all, not even a page to look at.
    nothing: bool,
    /// What can be done where nothing is told yet: the lines of the menu.
    firsts: Vec<MenuLine>,
}

/// One of the three lists.
#[derive(Serialize)]
struct Rows {
    rows: Vec<Row>,
    /// Where all of it is.
    all: Vec<MenuLine>,
}

#[derive(Serialize)]
struct Row {
    title: String,
    href: String,
    icon: &'static str,
    more: Option<String>,
    verb: Option<String>,
    /// "you", "them" or "nobody", as whoever looks sees it.
    whose: &'static str,
    due: Option<Due>,
    at: Timestamp,
    /// The day of that instant, in words.
    day: String,
    steps: Vec<Step>,
    /// Where it stands, in words.
    stands: String,
}

/// By when, and how far off that is.
#[derive(Serialize)]
struct Due {
    on: Date,
    says: String,
    note: Option<String>,
    late: bool,
}

/// A step as the component for tracks wants it.
#[derive(Serialize)]
struct Step {
    name: String,
    state: StepState,
}

impl HomePage {
    pub fn new(me: &Signed, waiting: &[Attention], moving: &[Attention], changed: &[Attention]) -> Self {
        let lines: Vec<MenuLine> = me.menu().into_iter().filter(|line| !line.path.is_empty()).collect();
        let untold = waiting.is_empty() && moving.is_empty() && changed.is_empty();
        let rows = |told: &[Attention]| Rows::new(me, &lines, told);
        Self {
            title: me.say(&Message::new("home-title")),
            today: me.formats.today(),
            count: waiting.len().min(MOST),
            more: waiting.len() >= MOST,
            waiting: rows(waiting),
            moving: rows(moving),
            changed: rows(changed),
            them: match me.account() {
                Some(_) => me.brand.name.clone(),
                None => me.say(&Message::new("home-customer")),
            },
            nothing: untold && lines.is_empty(),
            firsts: if untold { lines.clone() } else { Vec::new() },
        }
    }
}

/// How many rows a list shows: no more than one service tells, so that any number of services makes no longer page.
const MOST: usize = TOLD as usize;

impl Rows {
    fn new(me: &Signed, lines: &[MenuLine], told: &[Attention]) -> Self {
        let told = &told[..told.len().min(MOST)];
        let has_some = |line: &&MenuLine| told.iter().any(|one| is_below(&one.path, line.path));
        Self {
            rows: told.iter().map(|one| row(me, one)).collect(),
            all: lines.iter().filter(has_some).cloned().collect(),
        }
    }
}

/// Whether a page lies below a line of the menu.
fn is_below(path: &str, line: &str) -> bool {
    path.strip_prefix(line).is_some_and(|rest| rest.starts_with('/'))
}

fn row(me: &Signed, told: &Attention) -> Row {
    let track = told.track.iter().flat_map(|track| &track.steps);
    let steps: Vec<Step> = track.map(|step| Step { name: me.say(&step.name), state: step.state }).collect();
    let here = steps.iter().rev().find(|step| step.state != StepState::Todo);
    Row {
        title: me.say(&told.title),
        href: me.address(&told.path),
        icon: told.icon,
        more: told.more.as_ref().map(|more| me.say(more)),
        verb: told.verb.as_ref().map(|verb| me.say(verb)),
        whose: whose(me, told.turn),
        due: told.due.map(|due| Due::of(me, due)),
        at: told.at,
        day: day(me, told.at),
        stands: here.map(|step| step.name.clone()).unwrap_or_default(),
        steps,
    }
}

/// Whose move it is, as whoever looks sees it.
fn whose(me: &Signed, turn: Turn) -> &'static str {
    match (turn, me.account().is_some()) {
        (Turn::Customer, true) | (Turn::Staff, false) => "you",
        (Turn::Customer, false) | (Turn::Staff, true) => "them",
        (Turn::Nobody, _) => "nobody",
    }
}

/// Today, yesterday, or the day; its hour is nothing that every source knows.
fn day(me: &Signed, at: Timestamp) -> String {
    let (day, today) = (me.formats.day(at), me.formats.today());
    match day {
        day if day == me.formats.date(today) => me.say(&Message::new("home-today")),
        day if day == me.formats.date(today.plus_days(-1)) => me.say(&Message::new("home-yesterday")),
        day => day,
    }
}

impl Due {
    fn of(me: &Signed, on: Date) -> Self {
        let say = |message: Message| me.say(&message);
        let date = || me.formats.date(on);
        let (says, note) = match on.days_since(me.formats.today()) {
            late @ ..0 => (say(Message::new("home-late").with("days", -i64::from(late))), Some(date())),
            0 => (say(Message::new("home-today")), None),
            1 => (say(Message::new("home-tomorrow")), Some(date())),
            days => (date(), Some(say(Message::new("home-in-days").with("days", i64::from(days))))),
        };
        Self { on, says, note, late: on < me.formats.today() }
    }
}

#[cfg(test)]
mod tests {
    use super::is_below;

    #[test]
    fn a_record_lies_below_its_own_list_only() {
        assert!(is_below("/invoices/1", "/invoices"));
        assert!(!is_below("/invoices-due/1", "/invoices") && !is_below("/orders/1", "/invoices"));
    }
}
