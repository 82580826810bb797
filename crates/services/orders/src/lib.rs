//! Orders: what was ordered, how far it is, and where that is known from.
//!
//! Orders are kept by a system of record. They come in through [`IngestOrder`] and nowhere else; what a source does not
//! say stays unknown, and what was worked out on the way is marked as such. Customers list, search and read them.

mod amounts;
mod card;
#[cfg(test)]
mod example;
mod grants;
mod pages;
mod queries;
mod records;
mod rows;
mod texts;
mod track;

use gateway::{Linkable, Query as _, Service};
use store::{Migration, Migrations, Object as _};

pub use grants::grants;
pub use pages::pages;
pub use queries::{
    AttendOrders, CountOrders, ExportOrders, ExportedOrders, ListBuyers, ListOrders, ListPlaces, ListSites, Listed,
    NewestOrder, OpenOrders, OrderView, ShowOrder, Sought, View, ViewCounts,
};
pub use records::{IngestError, IngestOrder, LineDocument, OrderDocument};
pub use rows::{Order, OrderBuyer, OrderLine, OrderSite, OrderState, OrderWords};
pub use texts::TEXTS;

/// The tables of orders; they point into the directory's and sync's.
pub const MIGRATIONS: Migrations = Migrations {
    part: "orders",
    steps: &[
        Migration { name: "001_orders", sql: include_str!("../migrations/001_orders.sql") },
        Migration { name: "002_desk", sql: include_str!("../migrations/002_desk.sql") },
        Migration { name: "003_buyers", sql: include_str!("../migrations/003_buyers.sql") },
    ],
};

/// Orders, as they are listed, read and taken in.
pub fn service() -> Service {
    Service::named("orders")
        .migrations(MIGRATIONS)
        .object::<Order>()
        .object::<OrderSite>()
        .object::<OrderBuyer>()
        .command::<IngestOrder>()
        .query::<ListOrders>()
        .query::<CountOrders>()
        .query::<NewestOrder>()
        .query::<ExportOrders>()
        .query::<ShowOrder>()
        .query::<ListSites>()
        .query::<ListBuyers>()
        .query::<ListPlaces>()
        .attention::<AttendOrders>()
        .open_with::<OpenOrders>()
        .quotable::<Order>()
        .numbered::<Order>()
        .linkable(Linkable { kind: Order::KIND, list: "/orders", page: "/order", reads: &[ShowOrder::NAME], acts: &[] })
        .announces::<records::Taken, Order>("order.received")
}
