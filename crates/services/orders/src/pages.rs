//! A customer's pages: all orders, and one.

mod address;
mod figures;
mod filters;
mod list;
mod order;
mod placed;
mod progress;
mod views;

use front::{Audience, MenuItem, Pages};
use gateway::Query as _;

use crate::{ListOrders, ShowOrder};

/// The pages of orders.
pub fn pages() -> Pages {
    Pages::new()
        .customer("GET", "/orders", list::show, Some(ListOrders::NAME))
        .customer("GET", "/orders/{order}", order::show, Some(ShowOrder::NAME))
        .menu(MenuItem {
            label: "orders-menu",
            icon: "package",
            path: "/orders",
            audience: Audience::Customer,
            action: ListOrders::NAME,
            order: 310,
            group: Some("front-group-buying"),
        })
}
