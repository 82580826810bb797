use front::{Chip, Choice, Tab, Visit};
use kernel::Message;
use store::Count;

use super::{address::Asked, list::Names, placed};
use crate::{Listed, OrderState, View};

/// The list's parts with a name: all of it, and those in which something lies or which are looked at.
pub(super) fn tabs(visit: &Visit, asked: &Asked, found: &Listed) -> Vec<Tab> {
    let here = asked.get("view").and_then(View::from_word);
    let tab = |label: &'static str, view: Option<View>, count: Count| Tab {
        label: visit.say(&Message::new(label)),
        href: asked.with(&[("view", view.map(|view| view.word()))]),
        current: view == here,
        count: Some(visit.counted(count)),
    };
    let counts = &found.views;
    let named = [
        ("orders-view-open", View::Open, counts.open),
        ("orders-view-late", View::Late, counts.late),
        ("orders-view-sent", View::Sent, counts.sent),
        ("orders-view-cancelled", View::Cancelled, counts.cancelled),
    ];
    let named = named.into_iter().filter(|(_, view, count)| count.rows > 0 || here == Some(*view));
    let all = tab("orders-view-all", None, found.all);
    std::iter::once(all).chain(named.map(|(label, view, count)| tab(label, Some(view), count))).collect()
}

/// The most sites or buyers a menu offers. Where there are more, nobody picks from a list: the search knows them by
/// their names.
pub(super) const MENU: usize = 100;

/// The filters that have something to choose from.
pub(super) fn chips(visit: &Visit, asked: &Asked, found: &Listed, names: &Names) -> Vec<Chip> {
    let places = &names.choices;
    let mut chips = Vec::new();
    // Among everybody's orders the number stands in the search.
    if let Some(number) = asked.get("number").filter(|_| !asked.is_of_everybody()) {
        chips.push(only(visit, asked, number));
    }
    // Where every account is a place of delivery too, one choice among them is enough.
    let same = places.iter().all(|place| names.sites.contains(&place.name));
    if !same || asked.get("account").is_some() {
        let accounts = places.iter().map(|place| (place.name.clone(), place.account.to_string()));
        chips.extend(among(visit, asked, "account", ("orders-account", "orders-any"), accounts.collect()));
    }
    let sites = offered(asked, "site", &names.sites);
    chips.extend(among(visit, asked, "site", ("orders-site", "orders-any"), sites));
    let steps = steps(asked, found).into_iter().map(|state| (step(visit, state), state.word().to_owned()));
    chips.extend(among(visit, asked, "state", ("orders-step", "orders-any"), steps.collect()));
    chips.push(placed::chip(visit, asked));
    let buyers = offered(asked, "ordered_by", &names.buyers);
    chips.extend(among(visit, asked, "ordered_by", ("orders-ordered-by", "orders-anyone"), buyers));
    chips
}

/// The steps to choose from: of the part of the list that is shown, and only where orders are known to be at one; and
/// the one that is chosen.
fn steps(asked: &Asked, found: &Listed) -> Vec<OrderState> {
    let (view, counts) = (asked.get("view").and_then(View::from_word), &found.views);
    let parts: [(&[OrderState], Count, &[View]); 3] = [
        (&OrderState::OPEN, counts.open, &[View::Open, View::Late]),
        (&OrderState::SENT, counts.sent, &[View::Sent]),
        (&[OrderState::Cancelled], counts.cancelled, &[View::Cancelled]),
    ];
    let is_shown = |views: &[View]| view.is_none_or(|view| views.contains(&view));
    let shown = parts.into_iter().filter(|(_, count, views)| count.rows > 0 && is_shown(views));
    let mut steps: Vec<OrderState> = shown.flat_map(|(states, ..)| states.iter().copied()).collect();
    let chosen = asked.get("state").and_then(OrderState::from_word);
    steps.extend(chosen.filter(|chosen| !steps.contains(chosen)));
    steps
}

/// A step in words.
fn step(visit: &Visit, state: OrderState) -> String {
    visit.say(&Message::new(match state {
        OrderState::Unknown => "orders-says-unknown",
        OrderState::Placed => "orders-says-placed",
        OrderState::Confirmed => "orders-says-confirmed",
        OrderState::PartShipped => "orders-says-part_shipped",
        OrderState::Shipped => "orders-says-shipped",
        OrderState::Delivered => "orders-says-delivered",
        OrderState::Cancelled => "orders-says-cancelled",
    }))
}

/// The names a menu offers, as they are shown and asked for; of more than it holds, the one that is chosen.
fn offered(asked: &Asked, name: &'static str, names: &[String]) -> Vec<(String, String)> {
    let twice = |name: &str| (name.to_owned(), name.to_owned());
    if names.len() > MENU {
        return asked.get(name).map(twice).into_iter().collect();
    }
    names.iter().map(|name| twice(name)).collect()
}

/// A choice among values, under what it chooses and with the words for all; none where there is only one, unless it is
/// chosen.
fn among(
    visit: &Visit,
    asked: &Asked,
    name: &'static str,
    (field, any): (&'static str, &'static str),
    values: Vec<(String, String)>,
) -> Option<Chip> {
    let say = |id: &'static str| visit.say(&Message::new(id));
    let several = values.len() > 1 || asked.get(name).is_some();
    several.then(|| asked.chip(name, say(field), say(any), values))
}

/// The one number a link asked for.
fn only(visit: &Visit, asked: &Asked, number: &str) -> Chip {
    let any =
        Choice { label: visit.say(&Message::new("orders-any")), href: asked.with(&[("number", None)]), current: false };
    let field = visit.say(&Message::new("orders-number"));
    Chip { field, value: number.to_owned(), choices: vec![any], on: true }
}

/// The order of the list, where the table has no head to press.
pub(super) fn sort(visit: &Visit, asked: &Asked) -> Chip {
    let oldest = asked.get("oldest_first").is_some();
    let choice = |id: &'static str, value: Option<&str>, current: bool| Choice {
        label: visit.say(&Message::new(id)),
        href: asked.with(&[("oldest_first", value)]),
        current,
    };
    let newest = choice("orders-newest", None, !oldest);
    let oldest = choice("orders-oldest", Some("on"), oldest);
    let here = if newest.current { &newest } else { &oldest };
    let value = here.label.clone();
    let field = visit.say(&Message::new("orders-sort"));
    Chip { field, value, on: oldest.current, choices: vec![newest, oldest] }
}
