//! What can be asked about orders.

mod list;
mod places;
mod show;
mod sought;
mod today;

pub use self::{
    list::{ListOrders, Listed, View, ViewCounts},
    places::{ListPlaces, ListSites, Place},
    show::{OrderView, ShowOrder},
    sought::Sought,
    today::Today,
};
