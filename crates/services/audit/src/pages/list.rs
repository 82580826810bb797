use axum::response::Response;
use front::{Blank, Choice, Failure, Form, Signed, Staff, Visit};
use journal::{Attempt, Entry, View};
use kernel::{Date, Problem};
use store::Object;

use super::{
    chain::chain,
    chips,
    names::{Mentioned, Names},
    noted::Noted,
    tab::Tab,
    views::{ListPage, Record, Row},
    way::Way,
    words::{did, say},
};
use crate::queries::{Listed, Listing, Told};

/// The template of all three lists.
pub(super) const LIST: &str = "audit/list.html";

/// As many as a line has room for of what it names beside its record; the entry's own page names all.
const OTHERS: usize = 3;

/// A list as its address narrows it.
pub(super) async fn show<R: Tab>(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let (way, faults) = Way::read(&me, R::PATH, &raw);
    let page = page::<R>(&me, &way, Vec::new()).await?;
    if faults.is_empty() {
        return me.page(LIST, page);
    }
    me.form_page(LIST, page, &Problem::invalid(faults), &raw)
}

/// The list at one place, and the choice of people and customers somebody looked for.
pub(super) async fn page<R: Tab>(me: &Signed, way: &Way, called: Vec<Choice>) -> Result<ListPage, Failure> {
    let found = me.ask::<Listing<R>>(None, &way.raw()).await?;
    let names = Mentioned::by(&found.page.rows).and(way).with_records(me).await?;
    let tabs = [
        me.may(Entry::LIST).then(|| tab::<Entry, R>(me, way)),
        me.may(View::LIST).then(|| tab::<View, R>(me, way)),
        me.may(Attempt::LIST).then(|| tab::<Attempt, R>(me, way)),
    ];
    let chain = match R::WORD == Entry::WORD {
        true => chain(me).await?,
        false => None,
    };
    let export = way.moved(me.address(&format!("/journal/{}.csv", R::WORD))).with(&[]);
    Ok(ListPage {
        title: say(me, "journal-title"),
        tab: R::WORD,
        chain,
        tabs: tabs.into_iter().flatten().collect(),
        search: me.address(&format!("{}/search", R::PATH)),
        path: way.base().to_owned(),
        kept: way.kept(&[]),
        kept_by_days: way.kept(&["since", "until"]),
        chips: chips::all::<R>(me, way, &names),
        clear: way.is_narrowed_beside(&[]).then(|| way.base().to_owned()),
        own_days: chips::has_own_days(me, way),
        previous: way.at(found.page.previous.as_ref()),
        next: way.at(found.page.next.as_ref()),
        export: (found.found.rows > 0 && me.may(R::EXPORT)).then_some(export),
        called,
        form: form(way),
        rows: rows::<R>(me, way, &found, &names),
        found: found.found,
    })
}

fn tab<T: Tab, Here: Tab>(me: &Visit, way: &Way) -> front::Tab {
    let href = way.beside(me.address(T::PATH));
    front::Tab { label: say(me, T::LABEL), href, current: T::WORD == Here::WORD, count: None }
}

fn rows<R: Tab>(me: &Visit, way: &Way, found: &Listed<<R as Told>::Line>, names: &Names) -> Vec<Row> {
    let row = |line: &<R as Told>::Line| {
        let words = did(me, line.called());
        Row {
            at: line.at(),
            clock: me.formats.clock(line.at()),
            who: names.actor(me, line.actor()),
            acting: names.capacity(me, line.acting()),
            on_behalf: names.on_behalf(me, line),
            name: words.is_some().then(|| line.called().to_owned()),
            did: words.unwrap_or_else(|| line.called().to_owned()),
            href: R::href(me, line),
            record: line.target().map(|object| Record {
                label: names.record(me, object),
                href: way.with(&[("object", Some(object.to_string().as_str())), ("kind", None)]),
            }),
            others: others(me, line, names),
            customer: customer(line, names),
            from: R::from(me, line),
            result: R::result(me, line),
        }
    };
    found.page.rows.iter().map(row).collect()
}

/// What the line names beside its record and its customer.
fn others(me: &Visit, line: &impl Noted, names: &Names) -> Vec<String> {
    let records = line.others().iter().filter(|other| other.kind != <directory::Account as Object>::KIND);
    records.take(OTHERS).map(|other| names.record(me, other)).collect()
}

/// Whose record it is, where that is not said already by whom they act for.
fn customer(line: &impl Noted, names: &Names) -> Option<String> {
    let account = line.account().filter(|account| line.acting() != format!("account:{account}"))?;
    names.account(account.uuid()).map(str::to_owned)
}

fn form(way: &Way) -> Blank {
    let typed = |day: Date| format!("{} {} {}", day.day(), day.month(), day.year());
    let value = |name: &'static str| way.day(name).map(|day| (name, typed(day)));
    Blank::of([value("since"), value("until")].into_iter().flatten())
}
