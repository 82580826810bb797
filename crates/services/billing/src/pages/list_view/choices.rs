//! Views, filters and orders of the list, each as a link.

use front::{Choice, Visit};
use kernel::{Date, Message};
use serde::Serialize;
use store::Count;

use crate::{
    pages::{list_view::Around, tell::say, way::Way},
    queries::{InvoicesPage, Site, Sort, StatementView, View},
};

pub(in crate::pages) use front::{Chip, Tab as ViewLink};

#[derive(Serialize)]
pub(in crate::pages) struct Order {
    href: String,
    label: String,
    /// As `aria-sort` has it.
    order: &'static str,
}

/// The most years a filter offers: longer than books have to be kept anywhere, and an end where a day is mistaken.
const YEARS: i16 = 30;

/// The views of use: where no balance is known, nobody can say what is to be paid.
pub(super) fn views(visit: &Visit, way: &Way, found: &InvoicesPage) -> Vec<ViewLink> {
    let link = |view: View, label: &'static str, count: Option<Count>| ViewLink {
        label: say(visit, label),
        href: way.to(&[("view", view.word()), ("sort", "")]),
        current: found.view == view,
        count: count.map(|count| counted(visit, count)),
    };
    let known = found.knows_balances;
    [
        known.then(|| link(View::ToPay, "billing-view-to-pay", Some(found.to_pay))),
        known.then(|| link(View::Paid, "billing-view-paid", None)),
        Some(link(View::Credit, "billing-view-credit", None)),
        Some(link(View::All, "billing-view-all", Some(found.all))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn counted(visit: &Visit, count: Count) -> String {
    visit.counted(count)
}

/// The filters: by site where there are several to choose from, by the customer that staff have chosen, and by when it
/// was issued.
pub(super) fn chips(visit: &Visit, way: &Way, around: &Around<'_>, found: &InvoicesPage) -> Vec<Chip> {
    let mut chips = Vec::new();
    match &around.chosen {
        Some(one) => {
            chips.push(account_chip(visit, way, std::slice::from_ref(one), ("billing-customer", "billing-all-sites")))
        }
        None if around.sites.len() > 1 && !found.of_everybody => {
            chips.push(account_chip(visit, way, around.sites, ("billing-site", "billing-all-sites")));
        }
        None => {}
    }
    if let Some((oldest, newest)) = found.oldest.zip(found.newest) {
        chips.push(issued_chip(visit, way, oldest, newest));
    }
    chips
}

/// A choice of one account, or of `none` in particular.
pub(in crate::pages) fn account_chip(
    visit: &Visit,
    way: &Way,
    sites: &[Site],
    (field, none): (&'static str, &'static str),
) -> Chip {
    let chosen = way.get("account");
    let mut choices = vec![(say(visit, none), String::new())];
    choices.extend(sites.iter().map(|site| (site.name.clone(), site.account.to_string())));
    let choices = choices.into_iter().map(|(label, value)| Choice {
        current: chosen.unwrap_or_default() == value,
        href: way.to(&[("account", value.as_str())]),
        label,
    });
    chip(say(visit, field), choices.collect(), chosen.is_some())
}

fn issued_chip(visit: &Visit, way: &Way, oldest: Date, newest: Date) -> Chip {
    let today = visit.formats.today();
    let chosen = (way.get("since").unwrap_or_default(), way.get("until").unwrap_or_default());
    let month = today.plus_days(-30).to_string();
    let mut choices = vec![
        (say(visit, "billing-any-time"), String::new(), String::new()),
        (say(visit, "billing-last-month"), month, String::new()),
    ];
    choices.extend(years(oldest.year(), newest.year()));
    let choices: Vec<Choice> = choices
        .into_iter()
        .map(|(label, since, until)| Choice {
            current: chosen == (since.as_str(), until.as_str()),
            href: way.to(&[("since", since.as_str()), ("until", until.as_str())]),
            label,
        })
        .collect();
    let on = chosen != ("", "");
    let mut chip = chip(say(visit, "billing-issued"), choices, on);
    if on && chip.choices.iter().all(|choice| !choice.current) {
        let days = Message::new("billing-days").with("since", chosen.0).with("until", chosen.1);
        chip.value = visit.say(&days);
    }
    chip
}

/// The years of a statement.
pub(in crate::pages) fn years_chip(visit: &Visit, way: &Way, found: &StatementView) -> Option<Chip> {
    let (oldest, newest) = found.years?;
    let shown = found.since.year().to_string();
    let newest = newest.max(visit.formats.today().year());
    let choices = years(oldest, newest).map(|(label, since, _)| Choice {
        current: label == shown,
        href: way.to(&[("since", since.as_str()), ("until", "")]),
        label,
    });
    Some(chip(say(visit, "billing-year"), choices.collect(), false))
}

/// The years from the newest to the oldest, with their first and last day.
fn years(oldest: i16, newest: i16) -> impl Iterator<Item = (String, String, String)> {
    let first = oldest.max(newest.saturating_sub(YEARS - 1));
    (first..=newest).rev().map(|year| (year.to_string(), format!("{year:04}-01-01"), format!("{year:04}-12-31")))
}

/// A filter that shows the choice that is made, or the first of them.
fn chip(field: String, choices: Vec<Choice>, on: bool) -> Chip {
    let value = choices.iter().find(|choice| choice.current).or(choices.first());
    Chip { field, value: value.map(|choice| choice.label.clone()).unwrap_or_default(), on, choices }
}

/// The link in a column's head: the other way round where the list runs by it, else the way most people want.
pub(super) fn order(visit: &Visit, way: &Way, now: Sort, column: &'static str, (up, down): (Sort, Sort)) -> Order {
    let order = match now {
        now if now == up => "ascending",
        now if now == down => "descending",
        _ => "none",
    };
    let to = if now == down { up } else { down };
    let label = Message::new("billing-sort-by").with("column", say(visit, column));
    Order { href: way.to(&[("sort", to.word())]), label: visit.say(&label), order }
}

#[cfg(test)]
mod tests {
    use super::years;

    #[test]
    fn every_year_of_the_books_can_be_chosen() {
        let offered: Vec<String> = years(2009, 2026).map(|(label, ..)| label).collect();
        assert_eq!((offered.len(), offered[0].as_str(), offered[17].as_str()), (18, "2026", "2009"));
        assert_eq!(years(1, 2026).count(), 30);
    }
}
