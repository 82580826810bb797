//! A shop with a feed of orders: Northgate, the group above it, and somebody else.

use std::{collections::BTreeMap, sync::Arc};

use access::{Acting, Actor, Holding, Principal, Role};
use gateway::{Asked, Gateway, Parts, Query, Raw, Registry, Service};
use kernel::{Id, ManualClock, Problem};
use orders::{IngestOrder, ListOrders, Listed, Order, OrderLine};
use serde_json::{Value, json};
use store::Db;
use sync::{Feed, Ingested};

use crate::{
    house::taken_in,
    visitor::{Visitor, door, signed_in},
    world::{Member, START, asked, blank, form, fresh, member},
};

pub struct Shop {
    pub db: Db,
    pub gateway: Arc<Gateway>,
    pub feed: Id<Feed>,
    pub northgate: Id<access::Account>,
    /// A member of Northgate, one of the group above it, one of somebody else.
    pub ben: Member,
    pub greta: Member,
    pub chidi: Member,
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
    pub async fn new() -> Self {
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
        let group = taken_in(&work, &feed, "Northgate Group", None).await;
        let northgate = taken_in(&work, &feed, "Northgate Water", Some(group)).await;
        let meridian = taken_in(&work, &feed, "Meridian Foods", None).await;
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

    pub async fn take(&self, document: Value) -> Result<Ingested, Problem> {
        let raw = Raw::Json(json!({ "document": document }));
        let done = self.gateway.execute::<IngestOrder>(&Self::importer(), &[self.feed.uuid()], &raw).await?;
        Ok(done.output)
    }

    pub async fn taken(&self, more: Value) {
        assert_eq!(self.take(order(more)).await.unwrap(), Ingested::Created);
    }

    pub async fn signed_in(&self, who: Member) -> Asked {
        let principal = Principal::vouch(Actor::Person(who.person), Acting::Account(who.account), Vec::new());
        let work = self.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        asked(principal)
    }

    pub async fn ask<Q: Query>(&self, who: Member, id: Option<Id<Order>>, raw: &Raw) -> Result<Q::Output, Problem> {
        self.gateway.ask::<Q>(&self.signed_in(who).await, id.map(Id::uuid), raw).await
    }

    pub async fn list(&self, who: Member, told: &[(&str, &str)]) -> Listed {
        self.ask::<ListOrders>(who, None, &form(told)).await.unwrap()
    }

    pub async fn numbers(&self, who: Member, told: &[(&str, &str)]) -> Vec<String> {
        self.list(who, told).await.orders.rows.into_iter().map(|order| order.number).collect()
    }

    pub async fn stored(&self, number: &str) -> Order {
        self.db.unguarded().first(Order::NUMBER.is(&number.to_owned())).await.unwrap().unwrap()
    }

    pub async fn lines(&self, order: Id<Order>) -> Vec<OrderLine> {
        let mut lines = self.db.unguarded().find(OrderLine::ORDER_ID.is(&order)).await.unwrap();
        lines.sort_by_key(|line| line.ordinal);
        lines
    }

    pub async fn entries(&self) -> usize {
        self.db.unguarded().find(journal::Entry::ID.is_known()).await.unwrap().len()
    }

    /// The pages, with a browser in which somebody is signed in.
    pub async fn visitor(&self, who: Member) -> Visitor {
        let token = signed_in(self.db.unguarded(), who.person).await;
        let router = door(&self.gateway, &[&front::TEXTS, &orders::TEXTS], orders::pages()).await;
        Visitor::with(&router, &token)
    }
}

pub fn order(more: Value) -> Value {
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
pub fn nth(number: i32) -> Value {
    let day = kernel::Date::new(2026, 1, 1).unwrap().plus_days(number / 3);
    json!({ "id": number.to_string(), "number": format!("SO-{number:03}"), "ordered_on": day })
}
