use access::{Grant, Reach};
use gateway::Query as _;
use store::Object as _;

use crate::{
    AttendOrders, CountOrders, ExportOrders, ListBuyers, ListOrders, ListPlaces, ListSites, NewestOrder, OpenOrders,
    OrderBuyer, OrderSite, ShowOrder,
};

/// What is read of orders.
const READING: [&str; 9] = [
    ListOrders::NAME,
    CountOrders::NAME,
    ExportOrders::NAME,
    ShowOrder::NAME,
    ListSites::NAME,
    ListPlaces::NAME,
    ListBuyers::NAME,
    OrderSite::READ,
    OrderBuyer::READ,
];

/// What stands on a customer's page at the desk.
const DESK: [&str; 2] = [NewestOrder::NAME, OpenOrders::NAME];

/// What the stock roles may do with orders: everybody in an account reads all of its orders, a group those of its
/// tree, staff those of everybody. Only a feed takes orders in.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let reach = [
        ("admin", Reach::Account),
        ("member", Reach::Account),
        ("billing", Reach::Account),
        ("buyer", Reach::Account),
        ("group", Reach::Tree),
        ("agent", Reach::All),
        ("desk-admin", Reach::All),
    ];
    let each = |(role, reach): (&'static str, Reach)| READING.map(|action| (role, Grant::new(action, reach.clone())));
    // What deserves attention is told to the customers it concerns.
    let customers = reach.clone().into_iter().filter(|(_, reach)| *reach != Reach::All);
    let told = customers.map(|(role, reach)| (role, Grant::new(AttendOrders::NAME, reach)));
    let desk = ["agent", "desk-admin"];
    let desk = desk.into_iter().flat_map(|role| DESK.map(|action| (role, Grant::new(action, Reach::All))));
    reach.into_iter().flat_map(each).chain(told).chain(desk).collect()
}
