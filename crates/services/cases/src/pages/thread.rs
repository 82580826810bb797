use front::initials;
use kernel::{Message, Timestamp};

use super::{
    progress::{Looker, across, brand},
    views::{Entry, Who},
};
use crate::{
    CaseMessage, CaseMove, CaseView, MoveKind, Side, Standing, commands::closure_way_back, letters::paragraphs,
};

/// Words and what was done between them, in order.
pub(super) fn thread(me: Looker<'_>, found: &CaseView, customer: Option<&str>) -> Vec<Entry> {
    let last = found.messages.last().map(|message| message.id).filter(|_| found.later.is_none());
    let yours = found.case.standing(me.side) == Standing::Yours;
    let said = found.messages.iter().map(|message| {
        let asks = yours && Some(message.id) == last && message.side != me.side;
        let quotes = found.case.card.is_some() && message.at == found.case.raised_at;
        let paragraphs = paragraphs(&message.body).map(str::to_owned).collect();
        let who = writer(me, message, customer);
        ((message.at, 1), Entry::Said { who, at: message.at, asks, quotes, paragraphs })
    });
    let done = found.moves.iter().map(|moved| ((moved.at, rank(moved.kind)), done(me, found, moved)));
    let mut entries: Vec<((Timestamp, u8), Entry)> = said.chain(done).collect();
    entries.sort_by_key(|(place, _)| *place);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

/// Everybody who wrote on this page, each once.
pub(super) fn people(me: Looker<'_>, found: &CaseView, customer: Option<&str>) -> Vec<Who> {
    let mut people: Vec<Who> = Vec::new();
    for who in found.messages.iter().map(|message| writer(me, message, customer)) {
        if !people.contains(&who) {
            people.push(who);
        }
    }
    people
}

/// What happened at one instant: it was taken up again, something was said, it was taken in.
fn rank(kind: MoveKind) -> u8 {
    match kind {
        MoveKind::Closed | MoveKind::Reopened => 0,
        MoveKind::Raised => 2,
    }
}

fn writer(me: Looker<'_>, message: &CaseMessage, customer: Option<&str>) -> Who {
    Who {
        name: message.author.clone(),
        initials: initials(&message.author),
        place: place(me, message.side, customer),
        you: me.is(message.author_id),
    }
}

/// Where somebody belongs, for those on the other side.
fn place(me: Looker<'_>, of: Side, customer: Option<&str>) -> Option<String> {
    match (me.side, of) {
        (Side::Customer, Side::Customer) | (Side::Staff, Side::Staff) => None,
        (Side::Customer, Side::Staff) => Some(brand(me.visit).to_owned()),
        (Side::Staff, Side::Customer) => customer.map(str::to_owned),
    }
}

fn done(me: Looker<'_>, found: &CaseView, moved: &CaseMove) -> Entry {
    let (icon, by_you, by) = match moved.kind {
        MoveKind::Raised => {
            let text = Message::new("cases-has-it").with("reference", found.case.reference());
            let text = me.visit.say(&text.with("name", brand(me.visit)));
            return Entry::Done { icon: "life-buoy", text, at: moved.at, undo: None };
        }
        MoveKind::Closed => ("check", "cases-closed-by-you", "cases-closed-by"),
        MoveKind::Reopened => ("rotate-ccw", "cases-reopened-by-you", "cases-reopened-by"),
    };
    let text = if me.is(moved.mover_id) {
        me.visit.say(&Message::new(by_you))
    } else {
        let place = if moved.side == me.side { None } else { Some(across(me.visit, me.side, None)) };
        let who = Message::new(if place.is_some() { "cases-who-of" } else { "cases-who" });
        let who = who.with("name", moved.mover.as_str()).with("place", place.unwrap_or_default());
        me.visit.say(&Message::new(by).with("who", me.visit.say(&who)))
    };
    let is_last = found.case.turn.is_none() && moved.kind == MoveKind::Closed && moved.at == found.case.turn_at;
    let undo = (is_last && found.may_reopen).then(|| me.visit.way_back(&closure_way_back(&found.case, moved.at)));
    Entry::Done { icon, text, at: moved.at, undo: undo.flatten() }
}
