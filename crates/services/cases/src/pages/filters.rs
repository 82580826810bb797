use directory::AccountName;
use front::{Chip, Visit};
use kernel::Message;
use serde_json::Value;
use store::Count;

use super::{
    address::{ALL, Asked},
    progress::across,
    views::Tab,
};
use crate::{Listed, Side, View};

/// The parts of the list. What waits for whoever looks is counted loudly.
pub(super) fn tabs(visit: &Visit, asked: &Asked, side: Side, found: &Listed) -> Vec<Tab> {
    let counts = &found.views;
    let them = across(visit, side, None);
    let say = |id: &'static str| visit.say(&Message::new(id));
    let tab = |label: String, view: Option<View>, count: Count| {
        let loud = view == Some(View::Yours) && count.rows > 0;
        let counted = if loud { Value::from(count.rows) } else { Value::from(visit.counted(count)) };
        let href = asked.with(&[("view", Some(view.map_or(ALL, |view| view.word())))]);
        Tab { label, href, current: view == asked.view(), count: counted, turn: loud }
    };
    let yours = tab(say("cases-view-yours"), Some(View::Yours), counts.yours);
    let open = tab(say("cases-view-open"), Some(View::Open), counts.open);
    let with = visit.say(&Message::new("cases-with").with("name", them));
    let rest = [
        tab(with, Some(View::Theirs), counts.theirs),
        tab(say("cases-view-closed"), Some(View::Closed), counts.closed),
        tab(say("cases-view-all"), None, found.all),
    ];
    let first = match side {
        Side::Customer => [open, yours],
        Side::Staff => [yours, open],
    };
    first.into_iter().chain(rest).collect()
}

/// The choice among accounts, where there are several; staff are shown the one they came for.
pub(super) fn chips(
    visit: &Visit,
    asked: &Asked,
    side: Side,
    choices: &[AccountName],
    known: &[AccountName],
) -> Vec<Chip> {
    let here = asked.get("account");
    if choices.len() < 2 && here.is_none() {
        return Vec::new();
    }
    let say = |id: &'static str| visit.say(&Message::new(id));
    let field = say(if side == Side::Staff { "cases-customer" } else { "cases-site" });
    let each = choices.iter().map(|place| (place.name.clone(), place.account.to_string()));
    let mut chip = asked.chip("account", field, say("cases-any"), each);
    // The one staff came for is none to choose.
    if let Some(place) = known.iter().find(|place| here == Some(place.account.to_string().as_str())) {
        chip.value.clone_from(&place.name);
    }
    vec![chip]
}
