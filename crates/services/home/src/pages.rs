use axum::response::Response;
use front::{Audience, Failure, MenuItem, Pages, Reader};
use gateway::Slot;

use crate::views::HomePage;

/// Home, for a customer's people and for staff.
pub fn pages() -> Pages {
    let line = MenuItem {
        label: "home-menu",
        icon: "house",
        path: "",
        audience: Audience::Customer,
        action: "",
        order: 1,
        group: None,
    };
    let desk = MenuItem { audience: Audience::Desk, ..line.clone() };
    Pages::new().reader("GET", "", show, None).menu(line).menu(desk)
}

/// What deserves attention, from the most urgent to what is only news; beside it, how they stand.
async fn show(me: Reader) -> Result<Response, Failure> {
    let (asked, gateway) = (me.asked(), &me.site().gateway);
    let waiting = gateway.attention(&asked, Slot::Waiting).await?;
    let moving = gateway.attention(&asked, Slot::Moving).await?;
    let changed = gateway.attention(&asked, Slot::Changed).await?;
    let balances = gateway.balances(&asked).await?;
    me.page("home/home.html", HomePage::new(&me, &waiting, &moving, &changed, &balances))
}
