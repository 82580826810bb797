//! What can be asked about orders.

mod attention;
mod count;
mod export;
mod filter;
mod list;
mod newest;
mod open;
mod places;
mod show;
mod sought;

pub use self::{
    attention::AttendOrders,
    count::CountOrders,
    export::{ExportOrders, ExportedOrders},
    filter::View,
    list::{ListOrders, Listed, ViewCounts},
    newest::NewestOrder,
    open::OpenOrders,
    places::{ListBuyers, ListPlaces, ListSites},
    show::{OrderView, ShowOrder},
    sought::Sought,
};
