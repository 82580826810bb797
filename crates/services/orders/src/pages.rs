//! The pages of orders: all of them, and one.

mod address;
mod export;
mod figures;
mod filters;
mod list;
mod order;
mod placed;
mod progress;
mod views;

use front::{AccountLink, Audience, MenuItem, Pages};
use gateway::Query as _;

use crate::{CountOrders, ExportOrders, ListOrders, NewestOrder, ShowOrder};

/// The pages of orders.
pub fn pages() -> Pages {
    let line = MenuItem {
        label: "orders-menu",
        icon: "package",
        path: "/orders",
        audience: Audience::Customer,
        action: ListOrders::NAME,
        order: 310,
        group: Some("front-group-buying"),
    };
    let desk = MenuItem { audience: Audience::Desk, order: 31, group: None, ..line.clone() };
    Pages::new()
        .reader("GET", "/orders", list::show, Some(ListOrders::NAME))
        .reader("GET", "/orders/orders.csv", export::csv, Some(ExportOrders::NAME))
        .reader("GET", "/orders/{order}", order::show, Some(ShowOrder::NAME))
        .linked("GET", "/order", order::linked, ShowOrder::NAME)
        .account_link(AccountLink {
            label: "orders-menu",
            icon: "package",
            path: "/orders?account=",
            action: ListOrders::NAME,
            count: Some(CountOrders::NAME),
            newest: Some(NewestOrder::NAME),
            order: 10,
        })
        .menu(line)
        .menu(desk)
}
