use directory::AccountName;
use front::Visit;
use kernel::Message;
use store::Count;

use super::{
    address::Narrowed,
    placed,
    views::{Chip, Choice, Tab},
};
use crate::{Listed, View};

/// The list's parts with a name: all of it, and those in which something lies or which are looked at.
pub(super) fn tabs(visit: &Visit, asked: &Narrowed, found: &Listed) -> Vec<Tab> {
    let here = asked.get("view").and_then(View::from_word);
    let tab = |label: &'static str, view: Option<View>, count: Count| Tab {
        label: visit.say(&Message::new(label)),
        href: asked.with(&[("view", view.map(|view| view.word()))]),
        current: view == here,
        count: Some(counted(visit, count)),
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

/// The filters that have something to choose from.
pub(super) fn chips(visit: &Visit, asked: &Narrowed, sites: &[String], places: &[AccountName]) -> Vec<Chip> {
    let mut chips = Vec::new();
    // Among everybody's orders the number stands in the search.
    if let Some(number) = asked.get("number").filter(|_| !asked.is_of_everybody()) {
        chips.push(only(visit, asked, number));
    }
    // Where every account is a place of delivery too, one choice among them is enough.
    let same = places.iter().all(|place| sites.contains(&place.name));
    if !same || asked.get("account").is_some() {
        let accounts = places.iter().map(|place| (place.name.clone(), place.account.to_string()));
        chips.extend(among(visit, asked, "account", "orders-account", accounts.collect()));
    }
    let sites = sites.iter().map(|site| (site.clone(), site.clone()));
    chips.extend(among(visit, asked, "site", "orders-site", sites.collect()));
    chips.push(placed::chip(visit, asked));
    chips.push(sort(visit, asked));
    chips
}

/// A choice among names; none where there is only one, unless it is chosen.
fn among(
    visit: &Visit,
    asked: &Narrowed,
    name: &'static str,
    field: &'static str,
    values: Vec<(String, String)>,
) -> Option<Chip> {
    let here = asked.get(name);
    if values.len() < 2 && here.is_none() {
        return None;
    }
    let any = visit.say(&Message::new("orders-any"));
    let shown = |here: &str| {
        values.iter().find(|(_, value)| value == here).map_or(here, |(label, _)| label.as_str()).to_owned()
    };
    let value = here.map_or_else(|| any.clone(), shown);
    let all = Choice { label: any, href: asked.with(&[(name, None)]), current: here.is_none() };
    let each = values.iter().map(|(label, value)| Choice {
        label: label.clone(),
        href: asked.with(&[(name, Some(value.as_str()))]),
        current: here == Some(value.as_str()),
    });
    let choices = std::iter::once(all).chain(each).collect();
    Some(Chip { field: visit.say(&Message::new(field)), value, choices, on: here.is_some(), narrow: false })
}

/// The one number a link asked for.
fn only(visit: &Visit, asked: &Narrowed, number: &str) -> Chip {
    let any =
        Choice { label: visit.say(&Message::new("orders-any")), href: asked.with(&[("number", None)]), current: false };
    let field = visit.say(&Message::new("orders-number"));
    Chip { field, value: number.to_owned(), choices: vec![any], on: true, narrow: false }
}

/// The order of the list, where the table has no head to press.
fn sort(visit: &Visit, asked: &Narrowed) -> Chip {
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
    Chip { field, value, on: oldest.current, choices: vec![newest, oldest], narrow: true }
}

/// A number as far as anybody counted: "500+".
fn counted(visit: &Visit, count: Count) -> String {
    let rows = visit.formats.number(i64::try_from(count.rows).unwrap_or(i64::MAX));
    if count.more { visit.say(&Message::new("orders-more-than").with("count", rows)) } else { rows }
}
