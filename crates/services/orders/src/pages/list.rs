use axum::response::Response;
use directory::AccountName;
use front::{Failure, Form, Reader, Signed};
use gateway::{Query as _, Raw};
use kernel::{Message, Money, Problem};

use super::{
    address::Asked,
    filters::{self, MENU},
    progress::progress,
    views::{OrderList, Row, Search, Source},
};
use crate::{ExportOrders, ListBuyers, ListOrders, ListPlaces, ListSites, Listed, Order};

/// The names that the list's rows and filters use.
pub(super) struct Names {
    pub sites: Vec<String>,
    /// Who ordered, where a source tells it.
    pub buyers: Vec<String>,
    /// Accounts to choose from.
    pub choices: Vec<AccountName>,
    /// The accounts of the rows, where there are several to tell apart.
    places: Vec<AccountName>,
}

/// The orders somebody may see, page by page.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Asked::read(&me, &raw);
    let chosen = chosen(&me, &asked).await?;
    let found = me.ask::<ListOrders>(None, &asked.raw()).await?;
    let names = match (me.account(), chosen) {
        (Some(_), _) => Names::of(&me, &found.orders.rows).await?,
        (None, Some(one)) => Names::of_one(&me, one).await?,
        (None, None) => Names::of_everybody(&me, &found.orders.rows).await?,
    };
    me.page("orders/list.html", view(&me, &asked, &found, &names))
}

/// The customer whose orders staff have chosen; not found when the address names nobody there is.
pub(super) async fn chosen(me: &Signed, asked: &Asked) -> Result<Option<AccountName>, Failure> {
    let Some(account) = asked.get("account").filter(|_| me.account().is_none()) else { return Ok(None) };
    let found = me.ask::<ListPlaces>(None, &among([account.to_owned()])).await?.into_iter().next();
    Ok(Some(found.ok_or_else(Problem::not_found)?))
}

pub(super) fn among(accounts: impl IntoIterator<Item = String>) -> Raw {
    Raw::Form(accounts.into_iter().map(|id| ("among".to_owned(), id)).collect())
}

/// The sites of a menu, or one more than it holds.
async fn sites(me: &Signed, of: Option<&AccountName>) -> Result<Vec<String>, Failure> {
    let mut asked = vec![("enough".to_owned(), (MENU + 1).to_string())];
    asked.extend(of.map(|of| ("account".to_owned(), of.account.to_string())));
    me.ask::<ListSites>(None, &Raw::Form(asked)).await
}

/// Who ordered: as many as a menu holds, and more where there are.
async fn buyers(me: &Signed, of: Option<&AccountName>) -> Result<Vec<String>, Failure> {
    let of = of.map(|of| ("account".to_owned(), of.account.to_string()));
    me.ask::<ListBuyers>(None, &Raw::Form(of.into_iter().collect())).await
}

impl Names {
    /// Of one customer, for staff.
    async fn of_one(me: &Signed, one: AccountName) -> Result<Self, Failure> {
        let (sites, buyers) = (sites(me, Some(&one)).await?, buyers(me, Some(&one)).await?);
        Ok(Self { sites, buyers, choices: vec![one], places: Vec::new() })
    }

    /// Of whoever the rows belong to, for staff.
    async fn of_everybody(me: &Signed, rows: &[Order]) -> Result<Self, Failure> {
        let mut accounts: Vec<String> = rows.iter().map(|order| order.account_id.to_string()).collect();
        accounts.sort_unstable();
        accounts.dedup();
        let places =
            if accounts.is_empty() { Vec::new() } else { me.ask::<ListPlaces>(None, &among(accounts)).await? };
        Ok(Self { sites: Vec::new(), buyers: Vec::new(), choices: Vec::new(), places })
    }

    async fn of(me: &Signed, rows: &[Order]) -> Result<Self, Failure> {
        let (sites, buyers) = (sites(me, None).await?, buyers(me, None).await?);
        let choices = match me.stays_here(ListPlaces::NAME) {
            true => Vec::new(),
            false => me.ask::<ListPlaces>(None, &Raw::empty()).await?,
        };
        if choices.len() < 2 {
            return Ok(Self { sites, buyers, choices: Vec::new(), places: Vec::new() });
        }
        let named = |order: &&Order| choices.iter().any(|place| place.account == order.account_id);
        let mut others: Vec<String> =
            rows.iter().filter(|order| !named(order)).map(|order| order.account_id.to_string()).collect();
        if others.is_empty() {
            return Ok(Self { sites, buyers, places: choices.clone(), choices });
        }
        // More accounts than a menu holds: the rows' own are asked for by id, and nobody picks from a list.
        others.sort_unstable();
        others.dedup();
        let mut places = me.ask::<ListPlaces>(None, &among(others)).await?;
        places.extend(choices);
        Ok(Self { sites, buyers, choices: Vec::new(), places })
    }

    fn place(&self, order: &Order) -> Option<String> {
        self.places.iter().find(|place| place.account == order.account_id).map(|place| place.name.clone())
    }
}

fn view(me: &Signed, asked: &Asked, found: &Listed, names: &Names) -> OrderList {
    let rows: Vec<Row> = found.orders.rows.iter().map(|order| row(me, asked, names, order)).collect();
    let say = |id| me.say(&Message::new(id));
    let oldest_first = asked.get("oldest_first").is_some();
    let of_everybody = asked.is_of_everybody();
    let chosen = names.choices.first().filter(|_| me.account().is_none());
    let name = if of_everybody { "number" } else { "words" };
    let exports = me.may(ExportOrders::NAME) && !of_everybody && found.found.rows > 0;
    let totals = || rows.iter().filter(|row| row.total.is_some());
    OrderList {
        title: say("orders-title"),
        trail: chosen.map_or_else(Vec::new, |one| me.back_to_customer(one.account, &one.name)),
        who: chosen.map(|one| one.name.clone()),
        none_yet: say(if me.account().is_some() { "orders-none-text" } else { "orders-none-desk" }),
        search: Search {
            name,
            label: say(if of_everybody { "orders-find-number" } else { "orders-find-hint" }),
            value: asked.get(name).unwrap_or_default().to_owned(),
        },
        path: asked.base().to_owned(),
        all: found.all,
        year: found.first.map(|day| day.year().to_string()),
        tabs: filters::tabs(me, asked, found),
        kept: asked.kept(&["words", "number"]),
        chips: filters::chips(me, asked, found, names),
        sort: filters::sort(me, asked),
        export: exports.then(|| asked.moved(me.address("/orders/orders.csv")).with(&[])),
        clear: asked.leaves_out().then(|| asked.cleared()),
        found: found.found,
        oldest_first,
        other_order: asked.with(&[("oldest_first", (!oldest_first).then_some("on"))]),
        has_state: rows.iter().any(|row| row.progress.state != "unknown"),
        has_site: rows.iter().any(|row| row.site.is_some() || row.place.is_some()),
        has_reference: rows.iter().any(|row| row.reference.is_some()),
        all_derived: totals().count() > 0 && totals().all(|row| row.derived),
        previous: asked.at(found.orders.previous.as_ref()),
        next: asked.at(found.orders.next.as_ref()),
        sources: sources(&found.orders.rows),
        rows,
    }
}

fn row(me: &Signed, asked: &Asked, names: &Names, order: &Order) -> Row {
    Row {
        number: order.number.clone(),
        href: format!("{}/{}", asked.base(), order.id),
        summary: order.summary.clone(),
        more: order.line_count - order.summarised,
        progress: progress(me, order),
        site: order.site.clone(),
        customer: names.place(order).filter(|_| asked.is_of_everybody()),
        place: names.place(order).filter(|place| !asked.is_of_everybody() && order.site.as_ref() != Some(place)),
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
