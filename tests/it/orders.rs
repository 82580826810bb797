//! Orders, told through the gate and through the door: taken in once, listed in order, seen by nobody else.
//!

use std::{collections::BTreeMap, sync::Arc};

use access::{Acting, Actor, Holding, Principal, Role};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Request, StatusCode, header},
};
use directory::{AccountKind, Session, fold, token_hash};
use front::{Site, SiteSettings};
use gateway::{Asked, Gateway, Parts, Query, Raw, Registry, Service};
use kernel::{Id, ManualClock, Problem, Timestamp};
use orders::{IngestOrder, ListOrders, Listed, Order, OrderLine, ShowOrder};
use serde_json::{Value, json};
use store::{Backend, Db, Direction, List, Order as By};
use sync::{Feed, Ingested, Mark};
use tower::ServiceExt;
use words::Catalogue;

use crate::{
    house::House,
    world::{Member, START, asked, blank, form, fresh, member},
};

struct Shop {
    db: Db,
    gateway: Arc<Gateway>,
    feed: Id<Feed>,
    northgate: Id<access::Account>,
    /// A member of Northgate, one of the group above it, one of somebody else.
    ben: Member,
    greta: Member,
    chidi: Member,
    _folder: Option<tempfile::TempDir>,
}

/// What the portal is put together from here. The account's kind is registered by whoever owns accounts.
fn services() -> Vec<Service> {
    vec![Service::named("accounts").object::<directory::Account>(), sync::service(), orders::service()]
}

fn roles() -> Vec<Role> {
    let mut roles: BTreeMap<&'static str, Role> = BTreeMap::new();
    for (name, grant) in orders::grants() {
        let staff = matches!(name, "agent" | "desk-admin");
        let role = roles.entry(name).or_insert_with(|| Role { name: name.into(), staff, grants: Vec::new() });
        role.grants.push(grant);
    }
    roles.into_values().chain(sync::roles()).collect()
}

impl Shop {
    async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, front::MIGRATIONS];
        tables.extend(services().iter().flat_map(|service| service.tables().to_vec()));
        db.migrate(&tables).await.unwrap();
        let feed = Feed { id: fresh(), name: "shop".into(), system: "Sage 200".into(), created_at: START };
        let work = db.begin().await.unwrap();
        let raw = work.unguarded();
        raw.insert(&feed).await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        let group = account(&work, &feed, "Northgate Group", None).await;
        let northgate = account(&work, &feed, "Northgate Water", Some(group)).await;
        let meridian = account(&work, &feed, "Meridian Foods", None).await;
        let ben = member(raw, "Ben", northgate, "member").await.unwrap();
        let greta = member(raw, "Greta", group, "group").await.unwrap();
        let chidi = member(raw, "Chidi", meridian, "admin").await.unwrap();
        work.commit().await.unwrap();
        let registry = Registry::of(services()).unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let gateway = Gateway::open(Parts { db: db.clone(), registry, clock }).await.unwrap();
        Self { db, gateway: Arc::new(gateway), feed: feed.id, northgate, ben, greta, chidi, _folder: folder }
    }

    fn importer() -> Asked {
        let holdings = vec![Holding::of("import", None)];
        asked(Principal::vouch(Actor::System("import".into()), Acting::System, holdings))
    }

    async fn take(&self, document: Value) -> Result<Ingested, Problem> {
        let raw = Raw::Json(json!({ "document": document }));
        let done = self.gateway.execute::<IngestOrder>(&Self::importer(), &[self.feed.uuid()], &raw).await?;
        Ok(done.output)
    }

    async fn taken(&self, more: Value) {
        assert_eq!(self.take(order(more)).await.unwrap(), Ingested::Created);
    }

    async fn signed_in(&self, who: Member) -> Asked {
        let principal = Principal::vouch(Actor::Person(who.person), Acting::Account(who.account), Vec::new());
        let work = self.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        asked(principal)
    }

    async fn ask<Q: Query>(&self, who: Member, id: Option<Id<Order>>, raw: &Raw) -> Result<Q::Output, Problem> {
        self.gateway.ask::<Q>(&self.signed_in(who).await, id.map(Id::uuid), raw).await
    }

    async fn list(&self, who: Member, told: &[(&str, &str)]) -> Listed {
        self.ask::<ListOrders>(who, None, &form(told)).await.unwrap()
    }

    async fn numbers(&self, who: Member, told: &[(&str, &str)]) -> Vec<String> {
        self.list(who, told).await.orders.rows.into_iter().map(|order| order.number).collect()
    }

    async fn stored(&self, number: &str) -> Order {
        self.db.unguarded().first(Order::NUMBER.is(&number.to_owned())).await.unwrap().unwrap()
    }

    async fn lines(&self, order: Id<Order>) -> Vec<OrderLine> {
        let mut lines = self.db.unguarded().find(OrderLine::ORDER_ID.is(&order)).await.unwrap();
        lines.sort_by_key(|line| line.ordinal);
        lines
    }

    async fn entries(&self) -> usize {
        self.db.unguarded().find(journal::Entry::ID.is_known()).await.unwrap().len()
    }

    /// The pages, with a browser in which somebody is signed in; gives its cookie.
    async fn door(&self, who: Member) -> (Router, String) {
        let token = front::new_token();
        let session = Session {
            id: fresh(),
            person_id: who.person,
            token_hash: token_hash(&token),
            device: String::new(),
            created_at: START,
            seen_at: START,
            expires_at: Timestamp::from_micros(i64::MAX),
            fresh_until: None,
            ended_at: None,
        };
        self.db.unguarded().insert(&session).await.unwrap();
        let texts = [&front::TEXTS, &orders::TEXTS];
        let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to)).build().unwrap();
        let words = Arc::new(words);
        let pages = front::templates(texts.iter().copied());
        let pages = pages.words(Arc::clone(&words)).build().unwrap();
        let zone = jiff::tz::TimeZone::UTC;
        let settings =
            SiteSettings { base_url: "http://portal.test".into(), secure_cookies: false, shows_letters: false, zone };
        let site = Site::open(Arc::clone(&self.gateway), words, pages, settings).await.unwrap();
        let (router, _) = front::router(site, orders::pages()).unwrap();
        (router, format!("portico={token}"))
    }
}

/// An account that has come in from the feed, under its name.
async fn account(
    work: &store::Work,
    feed: &Feed,
    name: &str,
    parent: Option<Id<access::Account>>,
) -> Id<access::Account> {
    let id: Id<access::Account> = fresh();
    let row = directory::Account {
        id,
        parent_id: parent,
        kind: AccountKind::Company,
        name: name.to_owned(),
        name_fold: fold(name),
        reference: None,
        created_at: START,
    };
    work.unguarded().insert(&row).await.unwrap();
    directory::tree::plant(work, id, parent).await.unwrap();
    let mark = Mark {
        id: fresh(),
        feed_id: feed.id,
        kind: "account".into(),
        remote_id: name.to_owned(),
        local_id: id.cast(),
        digest: String::new(),
        observed_at: START,
    };
    work.unguarded().insert(&mark).await.unwrap();
    id
}

fn order(more: Value) -> Value {
    let mut order = json!({
        "id": "1", "account": "Northgate Water", "number": "SO-1", "ordered_on": "2026-03-02", "currency": "GBP",
        "lines": [
            { "code": "DK-40", "description": "Diaphragm kit", "quantity": "12", "unit_price": "128.50" },
            { "code": "DK-40", "description": "Diaphragm kit", "quantity": "12", "unit_price": "128.50" },
            { "code": "SK-65-V", "description": "Seal kit, Viton", "quantity": "6", "unit_price": "214" },
        ],
    });
    order.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    order
}

/// The `number`th of many orders, three to a day.
fn nth(number: i32) -> Value {
    let day = kernel::Date::new(2026, 1, 1).unwrap().plus_days(number / 3);
    json!({ "id": number.to_string(), "number": format!("SO-{number:03}"), "ordered_on": day })
}

#[tokio::test]
async fn an_order_is_taken_in_once_and_a_repeat_changes_nothing() {
    let shop = Shop::new().await;
    assert_eq!(shop.take(order(json!({}))).await.unwrap(), Ingested::Created);
    let entries = shop.entries().await;
    assert_eq!(shop.take(order(json!({}))).await.unwrap(), Ingested::Unchanged);
    assert_eq!(shop.entries().await, entries, "nothing happened, so nothing is told");
    let stored = shop.stored("SO-1").await;
    assert_eq!((stored.total_minor, stored.total_derived), (Some(436_800), true));
    let lines = shop.lines(stored.id).await;
    assert_eq!(lines.len(), 3, "exact repeats are two lines");
    assert!(lines.iter().all(|line| line.amount_derived));
}

#[tokio::test]
async fn what_a_feed_brings_stands_in_the_journal_of_the_customer_it_names() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let entries = shop.db.unguarded().find(journal::Entry::EVENT.is(&"orders.taken".to_owned())).await.unwrap();
    let whose: Vec<_> = entries.iter().map(|entry| (entry.target.kind.as_ref(), entry.account_id)).collect();
    assert_eq!(whose, [("feed", Some(shop.northgate))]);
}

#[tokio::test]
async fn a_change_keeps_the_order_and_the_lines_that_stay() {
    let shop = Shop::new().await;
    shop.taken(json!({ "state": "placed" })).await;
    let before = shop.stored("SO-1").await;
    let lines_before = shop.lines(before.id).await;
    let mut changed = order(json!({ "state": "placed", "shipped_on": "2026-03-05", "site": "Aire Valley works" }));
    let lines = changed["lines"].as_array_mut().unwrap();
    lines[1]["quantity"] = json!("10");
    lines.pop();
    assert_eq!(shop.take(changed).await.unwrap(), Ingested::Changed);
    let after = shop.stored("SO-1").await;
    let lines_after = shop.lines(after.id).await;
    assert_eq!(after.id, before.id);
    assert_eq!(after.state, orders::OrderState::Shipped);
    assert_eq!(lines_after.len(), 2);
    assert_eq!(lines_after[0], lines_before[0]);
    assert_eq!((lines_after[1].id, lines_after[1].quantity), (lines_before[1].id, Some(10_000)));
    // What it is found by has changed with it.
    assert_eq!(shop.numbers(shop.ben, &[("words", "aire valley")]).await, ["SO-1"]);
    assert!(shop.numbers(shop.ben, &[("words", "viton")]).await.is_empty());
}

#[tokio::test]
async fn an_order_of_nobody_or_of_somebody_else_now_is_held_back() {
    let shop = Shop::new().await;
    let refused = shop.take(order(json!({ "account": "Nobody" }))).await.unwrap_err();
    assert_eq!(refused.says().id, "orders-ingest-no-account");
    shop.taken(json!({})).await;
    let moved = shop.take(order(json!({ "account": "Meridian Foods" }))).await.unwrap_err();
    assert_eq!(moved.says().id, "orders-ingest-moved");
    assert_eq!(shop.stored("SO-1").await.account_id, shop.northgate);
    let blank = shop.take(order(json!({ "id": "2", "number": " " }))).await.unwrap_err();
    assert_eq!(blank.says().id, "orders-ingest-blank");
    let fine = shop.take(order(json!({ "id": "3", "total": "1.005" }))).await.unwrap_err();
    assert_eq!(fine.says().id, "orders-ingest-too-fine");
    let unknown = shop.take(order(json!({ "id": "4", "colour": "red" }))).await.unwrap_err();
    assert_eq!(unknown.kind().slug, "invalid");
}

#[tokio::test]
async fn only_a_feed_takes_orders_in() {
    let shop = Shop::new().await;
    let raw = Raw::Json(json!({ "document": order(json!({})) }));
    for who in [shop.ben, shop.greta, shop.chidi] {
        let asked = shop.signed_in(who).await;
        let refused = shop.gateway.execute::<IngestOrder>(&asked, &[shop.feed.uuid()], &raw).await.unwrap_err();
        assert_eq!(refused.kind().slug, "not-found");
    }
}

#[tokio::test]
async fn pages_join_without_gap_or_repeat_in_both_orders() {
    let shop = Shop::new().await;
    for number in 0..60 {
        shop.taken(nth(number)).await;
    }
    for oldest_first in [false, true] {
        let mut seen = Vec::new();
        let mut from: Option<String> = None;
        loop {
            let mut told = Vec::new();
            told.extend(oldest_first.then_some(("oldest_first", "on")));
            told.extend(from.as_deref().map(|from| ("from", from)));
            let listed = shop.list(shop.ben, &told).await;
            assert_eq!((listed.all.rows, listed.found.rows), (60, 60));
            seen.extend(listed.orders.rows.iter().map(|order| (order.ordered_at, order.id)));
            match listed.orders.next {
                Some(next) => from = Some(next.into()),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        if !oldest_first {
            sorted.reverse();
        }
        assert_eq!(seen.len(), 60);
        assert_eq!(seen, sorted);
    }
}

#[tokio::test]
async fn orders_are_found_by_number_product_amount_date_and_site() {
    let shop = Shop::new().await;
    shop.taken(json!({ "site": "Aire Valley works", "purchase_order": "NWS-PO-60233" })).await;
    let one_line = json!([{ "code": "ST-65", "description": "Stator", "quantity": 2, "amount": "1540.80" }]);
    shop.taken(json!({ "id": "2", "number": "SO-2", "ordered_on": "2025-12-24", "lines": one_line })).await;
    for (words, found) in [
        ("so-1", "SO-1"),
        ("nws-po-60233", "SO-1"),
        ("Viton seal", "SO-1"),
        ("dk-40", "SO-1"),
        ("AIRE", "SO-1"),
        ("£4,368.00", "SO-1"),
        ("stator", "SO-2"),
        ("1,540.80", "SO-2"),
        ("24 December 2025", "SO-2"),
        ("24/12/2025", "SO-2"),
    ] {
        assert_eq!(shop.numbers(shop.ben, &[("words", words)]).await, [found], "{words}");
    }
    assert!(shop.numbers(shop.ben, &[("words", "stator viton")]).await.is_empty(), "every word has to be there");
    assert!(
        shop.numbers(shop.ben, &[("words", "seal%kit")]).await.is_empty(),
        "a sign of LIKE is a letter like any other"
    );
    assert_eq!(shop.numbers(shop.ben, &[("number", "so-2")]).await, ["SO-2"]);
    assert_eq!(shop.numbers(shop.ben, &[("site", "aire valley WORKS")]).await, ["SO-1"]);
    assert_eq!(shop.numbers(shop.ben, &[("since", "2026-03-02"), ("until", "2026-03-02")]).await, ["SO-1"]);
    assert_eq!(shop.numbers(shop.ben, &[("until", "2026-03-01")]).await, ["SO-2"]);
}

#[tokio::test]
async fn a_day_is_the_source_s_own_wherever_its_instant_falls() {
    let shop = Shop::new().await;
    // Half past midnight on 10 March in Auckland is still the 9th in UTC.
    shop.taken(json!({ "ordered_on": "2026-03-10", "ordered_at": "2026-03-09T11:30:00Z" })).await;
    for (since, until, found) in [("2026-03-10", "2026-03-10", 1), ("2026-03-09", "2026-03-09", 0)] {
        assert_eq!(shop.list(shop.ben, &[("since", since), ("until", until)]).await.found.rows, found, "{since}");
    }
}

#[tokio::test]
async fn views_hold_what_their_names_say() {
    let shop = Shop::new().await;
    let states = [
        json!({ "state": "placed", "required_on": "2026-03-11" }),
        json!({ "state": "confirmed", "required_on": "2026-03-12" }),
        json!({ "state": "part_shipped" }),
        json!({ "shipped_on": "2026-03-04", "required_on": "2026-03-03" }),
        json!({ "state": "delivered" }),
        json!({ "state": "cancelled", "required_on": "2026-03-01" }),
        json!({ "required_on": "2026-03-01" }),
    ];
    for (number, mut state) in (1..).zip(states) {
        let named = json!({ "id": number.to_string(), "number": format!("SO-{number}") });
        state.as_object_mut().unwrap().extend(named.as_object().unwrap().clone());
        shop.taken(state).await;
    }
    // The world stands on 12 March 2026.
    for (view, found) in [
        ("open", &["SO-3", "SO-2", "SO-1"][..]),
        ("late", &["SO-1"][..]),
        ("sent", &["SO-5", "SO-4"][..]),
        ("cancelled", &["SO-6"][..]),
    ] {
        let mut numbers = shop.numbers(shop.ben, &[("view", view)]).await;
        numbers.sort_by(|one, other| other.cmp(one));
        assert_eq!(numbers, found, "{view}");
    }
    let views = shop.list(shop.ben, &[]).await.views;
    assert_eq!((views.open.rows, views.late.rows, views.sent.rows, views.cancelled.rows), (3, 1, 2, 1));
    assert_eq!(shop.numbers(shop.ben, &[("view", "late"), ("today", "2026-03-11")]).await.len(), 0);
}

#[tokio::test]
async fn nobody_else_learns_of_an_order_and_a_group_sees_its_tree() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    shop.taken(json!({ "id": "2", "number": "SO-2", "account": "Northgate Group", "site": "Head office" })).await;
    let id = shop.stored("SO-1").await.id;
    let foreign = shop.ask::<ShowOrder>(shop.chidi, Some(id), &Raw::empty()).await.err().unwrap();
    let absent = shop.ask::<ShowOrder>(shop.chidi, Some(fresh()), &Raw::empty()).await.err().unwrap();
    assert_eq!((foreign.kind().slug, foreign.says()), (absent.kind().slug, absent.says()));
    let none = shop.list(shop.chidi, &[]).await;
    assert_eq!((none.orders.rows.len(), none.all.rows, none.first), (0, 0, None));
    assert_eq!(shop.numbers(shop.ben, &[]).await, ["SO-1"]);
    // Naming an account only narrows.
    let northgate = shop.northgate.to_string();
    assert!(shop.numbers(shop.chidi, &[("account", &northgate)]).await.is_empty());
    assert_eq!(shop.numbers(shop.greta, &[]).await.len(), 2);
    assert_eq!(shop.numbers(shop.greta, &[("account", &northgate)]).await, ["SO-1"]);
    assert!(shop.ask::<orders::ListSites>(shop.ben, None, &Raw::empty()).await.unwrap().is_empty());
    assert_eq!(shop.ask::<orders::ListSites>(shop.greta, None, &Raw::empty()).await.unwrap(), ["Head office"]);
    let places = shop.ask::<orders::ListPlaces>(shop.greta, None, &Raw::empty()).await.unwrap();
    let names: Vec<&str> = places.iter().map(|place| place.name.as_str()).collect();
    assert_eq!(names, ["Northgate Group", "Northgate Water"]);
}

#[tokio::test]
async fn a_long_order_is_read_page_by_page() {
    let shop = Shop::new().await;
    let line = |number: i32| json!({ "code": format!("P-{number:03}"), "quantity": number, "unit_price": "1" });
    shop.taken(json!({ "lines": (1..=230).map(line).collect::<Vec<_>>() })).await;
    let id = shop.stored("SO-1").await.id;
    let mut ordinals = Vec::new();
    let mut told = Raw::empty();
    loop {
        let page = shop.ask::<ShowOrder>(shop.ben, Some(id), &told).await.unwrap().lines;
        ordinals.extend(page.rows.iter().map(|line| line.ordinal));
        let Some(next) = page.next else { break };
        told = form(&[("from", &String::from(next))]);
    }
    assert_eq!(ordinals, (1..=230).collect::<Vec<i64>>());
}

#[tokio::test]
async fn an_invoice_that_is_here_already_is_pointed_at() {
    let shop = Shop::new().await;
    let local = fresh();
    let mark = Mark {
        id: fresh(),
        feed_id: shop.feed,
        kind: "invoice".into(),
        remote_id: "I-9".into(),
        local_id: local,
        digest: String::new(),
        observed_at: START,
    };
    shop.db.unguarded().insert(&mark).await.unwrap();
    shop.taken(json!({ "invoice": "I-9", "invoice_number": "INV-9" })).await;
    let order = shop.stored("SO-1").await;
    assert_eq!(order.invoice_ref, Some(kernel::Ref { kind: "invoice".into(), id: local.uuid() }));
    shop.taken(json!({ "id": "2", "number": "SO-2", "invoice": "I-10" })).await;
    assert_eq!(shop.stored("SO-2").await.invoice_ref, None);
}

#[tokio::test]
async fn lists_of_one_account_among_many_stay_on_their_index() {
    let shop = Shop::new().await;
    shop.taken(json!({})).await;
    let template = shop.stored("SO-1").await;
    let sea: Vec<Order> = (0..20_000_i64)
        .map(|number| Order {
            id: fresh(),
            account_id: shop.chidi.account,
            ordered_at: Timestamp::from_micros(number),
            ..template.clone()
        })
        .collect();
    shop.db.unguarded().insert_all(&sea).await.unwrap();
    shop.db.unguarded().script("ANALYZE").await.unwrap();
    let asked = shop.signed_in(shop.ben).await;
    let caller = shop.gateway.caller(&asked.principal, None).await.unwrap();
    let scope = shop.db.scope::<(), Order>(&caller, "orders.list").await.unwrap();
    let plan = scope.plan(List::by(By::by(Order::ORDERED_AT, Direction::Descending))).await.unwrap().join("\n");
    match shop.db.backend() {
        Backend::Sqlite => {
            assert!(plan.contains("orders_by_time") && !plan.contains("TEMP B-TREE"), "sorts:\n{plan}");
        }
        Backend::Postgres => assert!(!plan.contains("Seq Scan on orders"), "reads the whole table:\n{plan}"),
    }
}

/// Every address of ours that a page shows.
fn shown(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.replace("&#x2f;", "/").replace("&amp;", "&").replace("&#61;", "="));
    links.filter(|link| link.starts_with("/a/")).collect()
}

#[tokio::test]
async fn whatever_a_page_shows_can_be_opened() {
    let shop = Shop::new().await;
    for number in 0..30 {
        shop.taken(nth(number)).await;
    }
    let extra = json!({ "site": "Aire Valley & Sons", "state": "placed", "required_on": "2026-03-01" });
    let late = order(json!({ "id": "x", "number": "SO-X", "invoice_number": "INV-1" }));
    let mut late = late.as_object().unwrap().clone();
    late.extend(extra.as_object().unwrap().clone());
    shop.take(Value::Object(late)).await.unwrap();
    for who in [shop.ben, shop.greta] {
        let (router, cookie) = shop.door(who).await;
        let home = format!("/a/{}/orders", who.account);
        let mut todo = vec![home.clone(), format!("{home}?words=nothing+at+all"), format!("{home}?site=none&utm=x")];
        let mut opened = Vec::new();
        while let Some(path) = todo.pop() {
            if opened.contains(&path) || opened.len() > 200 {
                continue;
            }
            let request = Request::get(&path).header(header::COOKIE, &cookie).header(header::HOST, "portal.test");
            let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.status(), StatusCode::OK, "{path}");
            let body = to_bytes(answer.into_body(), 1 << 20).await.unwrap();
            let body = String::from_utf8(body.to_vec()).unwrap();
            assert!(!body.contains('⟦'), "{path} lacks a message");
            todo.extend(shown(&body).into_iter().filter(|link| link.starts_with(&home)));
            opened.push(path);
        }
        assert!(opened.len() > 30, "only {} pages were found", opened.len());
    }
}

#[tokio::test]
async fn staff_read_the_same_orders_and_customers_find_no_desk() {
    let house = House::new().await;
    house.order("SO-1", "Northgate Water", json!({ "state": "placed", "required_on": "2026-03-01" })).await;
    house.order("SO-2", "Meridian Foods", json!({ "ordered_on": "2026-03-03" })).await;
    let order = house.db.unguarded().first(Order::NUMBER.is(&"SO-1".to_owned())).await.unwrap().unwrap().id;
    let (northgate, amelia, tom) = (house.northgate, house.cookie(house.amelia).await, house.cookie(house.tom).await);
    let everybody = house.page(&tom, "/desk/orders").await;
    assert!(everybody.find("Meridian Foods").unwrap() < everybody.find("Northgate Water").unwrap());
    for desk in [format!("/desk/orders?account={northgate}"), format!("/desk/orders/{order}")] {
        let seen = house.page(&tom, &desk).await;
        for words in ["SO-1", "Late by 11 days", "£1,284.00"] {
            assert!(seen.contains(words), "{desk} lacks {words}");
        }
        assert!(!seen.contains("SO-2"), "{desk} tells of another customer");
        assert_eq!(house.get(&amelia, &desk).await.0, 404);
    }
    let found = house.page(&tom, "/desk/orders?number=so-2&view=late").await;
    assert!(found.contains("SO-2") && !found.contains("SO-1"));
    let nobody = fresh::<access::Account>();
    assert_eq!(house.get(&tom, &format!("/desk/orders?account={nobody}")).await.0, 404);
    // Whatever a page at the desk leads to can be opened there.
    let mut todo = vec!["/desk/orders".to_owned(), format!("/desk/orders?account={northgate}")];
    let mut opened: Vec<String> = Vec::new();
    while let Some(path) = todo.pop() {
        if opened.contains(&path) {
            continue;
        }
        let page = house.page(&tom, &path).await;
        let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
        todo.extend(links.filter(|link| link.starts_with("/desk")).map(str::to_owned));
        opened.push(path);
    }
    assert!(opened.iter().any(|path| path.contains("/invoices")) && opened.len() > 8, "{opened:?}");
}
