use axum::response::Response;
use front::{Customer, Failure, Form, Signed, Visit};
use gateway::Raw;
use kernel::{Cursor, Message, Money};

use super::{
    address::Narrowed,
    filters,
    progress::progress,
    views::{Kept, OrderList, Row, Source},
};
use crate::{ListOrders, ListPlaces, ListSites, Listed, Order, Place};

/// The names that the list's rows and filters use.
struct Names {
    sites: Vec<String>,
    /// Accounts to choose from.
    choices: Vec<Place>,
    /// The accounts of the rows, where there are several to tell apart.
    places: Vec<Place>,
}

/// The orders an account may see, page by page.
pub(super) async fn show(me: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(&me, &raw);
    let found = me.ask::<ListOrders>(None, &asked.raw()).await?;
    let names = Names::of(&me, &found.orders.rows).await?;
    me.page("orders/list.html", view(&me, &asked, &found, &names))
}

impl Names {
    async fn of(me: &Signed, rows: &[Order]) -> Result<Self, Failure> {
        let sites = me.ask::<ListSites>(None, &Raw::empty()).await?;
        let choices = me.ask::<ListPlaces>(None, &Raw::empty()).await?;
        if choices.len() < 2 {
            return Ok(Self { sites, choices: Vec::new(), places: Vec::new() });
        }
        let named = |order: &&Order| choices.iter().any(|place| place.account == order.account_id);
        let mut others: Vec<String> =
            rows.iter().filter(|order| !named(order)).map(|order| order.account_id.to_string()).collect();
        if others.is_empty() {
            return Ok(Self { sites, places: choices.clone(), choices });
        }
        // More accounts than a menu holds: the rows' own are asked for by id, and nobody picks from a list.
        others.sort_unstable();
        others.dedup();
        let among = others.into_iter().map(|id| ("among".to_owned(), id)).collect();
        let mut places = me.ask::<ListPlaces>(None, &Raw::Form(among)).await?;
        places.extend(choices);
        Ok(Self { sites, choices: Vec::new(), places })
    }

    fn place(&self, order: &Order) -> Option<String> {
        self.places.iter().find(|place| place.account == order.account_id).map(|place| place.name.clone())
    }
}

fn view(me: &Visit, asked: &Narrowed, found: &Listed, names: &Names) -> OrderList {
    let rows: Vec<Row> = found.orders.rows.iter().map(|order| row(me, asked, names, order)).collect();
    let oldest_first = asked.get("oldest_first").is_some();
    let place = |cursor: &Option<Cursor>| {
        cursor.clone().map(|cursor| asked.with(&[("from", Some(String::from(cursor).as_str()))]))
    };
    let totals = || rows.iter().filter(|row| row.total.is_some());
    OrderList {
        title: me.say(&Message::new("orders-title")),
        path: asked.base().to_owned(),
        all: found.all,
        year: found.first.map(|day| day.year().to_string()),
        tabs: filters::tabs(me, asked, found),
        words: asked.get("words").unwrap_or_default().to_owned(),
        kept: asked.kept().map(|(name, value)| Kept { name, value: value.to_owned() }).collect(),
        chips: filters::chips(me, asked, &names.sites, &names.choices),
        clear: asked.leaves_out().then(|| asked.cleared()),
        found: found.found,
        oldest_first,
        other_order: asked.with(&[("oldest_first", (!oldest_first).then_some("on"))]),
        has_state: rows.iter().any(|row| row.progress.state != "unknown"),
        has_site: rows.iter().any(|row| row.site.is_some() || row.place.is_some()),
        has_reference: rows.iter().any(|row| row.reference.is_some()),
        all_derived: totals().count() > 0 && totals().all(|row| row.derived),
        previous: place(&found.orders.previous),
        next: place(&found.orders.next),
        sources: sources(&found.orders.rows),
        rows,
    }
}

fn row(me: &Visit, asked: &Narrowed, names: &Names, order: &Order) -> Row {
    Row {
        number: order.number.clone(),
        href: format!("{}/{}", asked.base(), order.id),
        summary: order.summary.clone(),
        more: order.line_count - order.summarised,
        progress: progress(me, order),
        site: order.site.clone(),
        place: names.place(order),
        reference: order.reference.clone(),
        placed: order.ordered_on,
        by: order.ordered_by.clone(),
        total: order.total_minor.map(|minor| Money::new(minor, order.currency)),
        derived: order.total_derived,
    }
}

/// Each system the rows come from, once, with the latest it said.
fn sources(rows: &[Order]) -> Vec<Source> {
    let mut sources: Vec<Source> = Vec::new();
    for order in rows {
        match sources.iter_mut().find(|source| source.system == order.source) {
            Some(source) => source.at = source.at.max(order.observed_at),
            None => sources.push(Source { system: order.source.clone(), at: order.observed_at }),
        }
    }
    sources
}
