//! What the template sees.

use front::{MenuLine, Signed};
use gateway::{Attention, Balance, Balances, TOLD};
use kernel::{Date, Message, Money, StepState, Timestamp, Turn};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct HomePage {
    title: String,
    today: Date,
    /// What people come for, as far as they may.
    quick: Vec<MenuLine>,
    /// How many things wait, as far as they are told; and whether there may be more.
    count: usize,
    more: bool,
    waiting: Rows,
    moving: Rows,
    changed: Rows,
    /// How they stand.
    balances: Vec<BalanceView>,
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
    amount: Option<Money>,
    verb: Option<String>,
    /// "you", "them" or "nobody", as whoever looks sees it.
    whose: &'static str,
    due: Option<Due>,
    at: Timestamp,
    steps: Vec<Step>,
    /// Where it stands, in words.
    stands: String,
}

/// How whoever looks stands with one service.
#[derive(Serialize)]
struct BalanceView {
    label: String,
    each: Vec<Sum>,
    /// Where all of it is, for those who have it in their menu.
    all: Option<MenuLine>,
}

/// What it comes to in one currency.
#[derive(Serialize)]
struct Sum {
    amount: Option<Money>,
    note: String,
    parts: Vec<SumPart>,
}

/// A part of that.
#[derive(Serialize)]
struct SumPart {
    label: String,
    amount: Money,
    pressing: bool,
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
    pub fn new(
        me: &Signed,
        waiting: &[Attention],
        moving: &[Attention],
        changed: &[Attention],
        balances: &[Balances],
    ) -> Self {
        let lines: Vec<MenuLine> = me.menu().into_iter().filter(|line| !line.path.is_empty()).collect();
        let untold = waiting.is_empty() && moving.is_empty() && changed.is_empty();
        let rows = |told: &[Attention]| Rows::new(me, &lines, told);
        Self {
            title: me.say(&Message::new("home-title")),
            today: me.formats.today(),
            quick: me.quick_actions(),
            count: waiting.len(),
            more: is_cut(waiting),
            waiting: rows(waiting),
            moving: rows(moving),
            changed: rows(changed),
            balances: balances.iter().map(|told| BalanceView::of(me, &lines, told)).collect(),
            them: them(me),
            nothing: untold && lines.is_empty(),
            firsts: if untold { lines.clone() } else { Vec::new() },
        }
    }
}

/// How many rows a list shows, however many services tell of something.
const SHOWN: usize = 5;

/// How many of them may be of one kind while something of another kind is left out: ten bills hide no question.
const OF_A_KIND: usize = 3;

impl Rows {
    fn new(me: &Signed, lines: &[MenuLine], told: &[Attention]) -> Self {
        let has_some = |line: &&MenuLine| told.iter().any(|one| is_below(&one.path, line.path));
        Self {
            rows: chosen(told).into_iter().map(|one| row(me, one)).collect(),
            all: lines.iter().filter(has_some).cloned().collect(),
        }
    }
}

/// The first few of what is told, in its order, and of every kind some.
fn chosen(told: &[Attention]) -> Vec<&Attention> {
    let nth_of_its_kind = |place: usize, one: &Attention| {
        told[..place].iter().filter(|before| before.target.kind == one.target.kind).count()
    };
    let (first, rest): (Vec<_>, Vec<_>) =
        told.iter().enumerate().partition(|(place, one)| nth_of_its_kind(*place, one) < OF_A_KIND);
    let mut chosen: Vec<(usize, &Attention)> = first.into_iter().chain(rest).take(SHOWN).collect();
    chosen.sort_by_key(|(place, _)| *place);
    chosen.into_iter().map(|(_, one)| one).collect()
}

/// Whether there may be more of some kind than was told.
fn is_cut(told: &[Attention]) -> bool {
    told.iter().any(|one| told.iter().filter(|other| other.target.kind == one.target.kind).count() >= TOLD as usize)
}

/// Who holds what the viewer does not.
fn them(me: &Signed) -> String {
    match me.account() {
        Some(_) => me.brand.name.clone(),
        None => me.say(&Message::new("home-customer")),
    }
}

/// Whether a page lies below a line of the menu.
fn is_below(path: &str, line: &str) -> bool {
    path.strip_prefix(line).is_some_and(|rest| rest.starts_with('/'))
}

fn row(me: &Signed, told: &Attention) -> Row {
    let track = told.track.iter().flat_map(|track| &track.steps);
    let name = |name: &Message| me.say(&name.clone().with("holder", them(me)));
    let steps: Vec<Step> = track.map(|step| Step { name: name(&step.name), state: step.state }).collect();
    let here = steps.iter().rev().find(|step| step.state != StepState::Todo);
    Row {
        title: me.say(&told.title),
        href: me.address(&told.path),
        icon: told.icon,
        more: told.more.as_ref().map(|more| me.say(more)),
        amount: told.amount,
        verb: told.verb.as_ref().map(|verb| me.say(verb)),
        whose: whose(me, told.turn),
        due: told.due.map(|due| Due::of(me, due)),
        at: told.at,
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

impl BalanceView {
    fn of(me: &Signed, lines: &[MenuLine], told: &Balances) -> Self {
        Self {
            label: me.say(&Message::new(told.label)),
            each: told.each.iter().map(|one| Sum::of(me, one)).collect(),
            all: lines.iter().find(|line| line.path == told.path).cloned(),
        }
    }
}

impl Sum {
    fn of(me: &Signed, told: &Balance) -> Self {
        let parts = told.parts.iter().map(|part| SumPart {
            label: me.say(&part.label),
            amount: part.amount,
            pressing: part.pressing,
        });
        Self { amount: told.amount, note: me.say(&told.note), parts: parts.collect() }
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
    use gateway::Attention;
    use kernel::{Message, Ref, Timestamp, Turn};

    use super::{chosen, is_below};

    fn told(kind: &'static str, micros: i64) -> Attention {
        Attention {
            target: Ref { kind: kind.into(), id: uuid::Uuid::nil() },
            path: String::new(),
            icon: "house",
            title: Message::new("home-title"),
            more: None,
            amount: None,
            verb: None,
            due: None,
            at: Timestamp::from_micros(micros),
            turn: Turn::Customer,
            track: None,
        }
    }

    #[test]
    fn many_of_a_kind_hide_no_other() {
        let shown = |told: &[Attention]| -> Vec<i64> { chosen(told).iter().map(|one| one.at.micros()).collect() };
        let bills: Vec<_> = (1..=7).map(|at| told("invoice", at)).collect();
        assert_eq!(shown(&bills), [1, 2, 3, 4, 5], "of one kind alone as many as there is room for");
        let with_one = [bills.clone(), vec![told("case", 8)]].concat();
        assert_eq!(shown(&with_one), [1, 2, 3, 4, 8]);
        let with_two = [bills, vec![told("case", 8), told("case", 9), told("case", 10), told("case", 11)]].concat();
        assert_eq!(shown(&with_two), [1, 2, 3, 8, 9]);
    }

    #[test]
    fn a_record_lies_below_its_own_list_only() {
        assert!(is_below("/invoices/1", "/invoices"));
        assert!(!is_below("/invoices-due/1", "/invoices") && !is_below("/orders/1", "/invoices"));
    }
}
