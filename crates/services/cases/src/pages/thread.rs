use front::{Signed, initials};
use kernel::{Message, Timestamp};

use super::{
    progress::{across, brand, side},
    views::{Entry, Who},
};
use crate::{
    CaseMessage, CaseMove, CaseView, MoveKind, Side, Standing, commands::closure_way_back, letters::paragraphs,
};

/// Words and what was done between them, in order.
pub(super) fn thread(me: &Signed, found: &CaseView, customer: Option<&str>) -> Vec<Entry> {
    let last = found.messages.last().map(|message| message.id).filter(|_| found.later.is_none());
    let yours = found.case.standing(side(me)) == Standing::Yours;
    let said = found.messages.iter().map(|message| {
        let asks = yours && Some(message.id) == last && message.side != side(me);
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
pub(super) fn people(me: &Signed, found: &CaseView, customer: Option<&str>) -> Vec<Who> {
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

fn writer(me: &Signed, message: &CaseMessage, customer: Option<&str>) -> Who {
    Who {
        name: message.author.clone(),
        initials: initials(&message.author),
        place: place(me, message.side, customer),
        you: message.author_id == Some(me.person()),
    }
}

/// Where somebody belongs, for those on the other side.
fn place(me: &Signed, of: Side, customer: Option<&str>) -> Option<String> {
    match (side(me), of) {
        (Side::Customer, Side::Customer) | (Side::Staff, Side::Staff) => None,
        (Side::Customer, Side::Staff) => Some(brand(me).to_owned()),
        (Side::Staff, Side::Customer) => customer.map(str::to_owned),
    }
}

fn done(me: &Signed, found: &CaseView, moved: &CaseMove) -> Entry {
    let (icon, by_you, by) = match moved.kind {
        MoveKind::Raised => {
            let text = Message::new("cases-has-it").with("reference", found.case.reference());
            let text = me.say(&text.with("name", brand(me)));
            return Entry::Done { icon: "life-buoy", text, at: moved.at, undo: None };
        }
        MoveKind::Closed => ("check", "cases-closed-by-you", "cases-closed-by"),
        MoveKind::Reopened => ("rotate-ccw", "cases-reopened-by-you", "cases-reopened-by"),
    };
    let text = if moved.mover_id == Some(me.person()) {
        me.say(&Message::new(by_you))
    } else {
        let place = if moved.side == side(me) { None } else { Some(across(me, side(me), None)) };
        let who = Message::new(if place.is_some() { "cases-who-of" } else { "cases-who" });
        let who = who.with("name", moved.mover.as_str()).with("place", place.unwrap_or_default());
        me.say(&Message::new(by).with("who", me.say(&who)))
    };
    let is_last = found.case.turn.is_none() && moved.kind == MoveKind::Closed && moved.at == found.case.turn_at;
    let undo = (is_last && found.may_reopen).then(|| me.way_back(&closure_way_back(&found.case, moved.at)));
    Entry::Done { icon, text, at: moved.at, undo: undo.flatten() }
}
