//! Screens: the list, asking, one case. Customers and staff have the same ones, each behind their own door.

mod address;
mod case;
mod filters;
mod linked;
mod list;
mod progress;
mod quoted;
mod raise;
mod thread;
mod views;

use front::{AccountLink, Audience, MenuItem, Pages, RecordAction, Signed};
use gateway::{Command as _, Query as _};

use crate::{CloseCase, CountCases, ListCases, NewestCase, RaiseCase, ReadCase, ReopenCase, ReplyToCase};

/// The pages of cases.
pub fn pages() -> Pages {
    let (reads, replies) = (Some(ReadCase::NAME), Some(ReplyToCase::NAME));
    let (closes, reopens) = (Some(CloseCase::NAME), Some(ReopenCase::NAME));
    // A form that came back stands at the address it was sent to, so that address shows the case too.
    Pages::new()
        .reader("GET", "/cases", list::show, Some(ListCases::NAME))
        .customer("GET", "/cases/new", raise::show, None)
        .customer("POST", "/cases/new", raise::send, Some(RaiseCase::NAME))
        .reader("GET", "/cases/{case}", case::show, reads)
        .reader("GET", "/cases/{case}/messages", case::show, reads)
        .reader("POST", "/cases/{case}/messages", case::reply, replies)
        .reader("POST", "/cases/{case}/closure", case::close, closes)
        .reader("GET", "/cases/{case}/reopening", case::show, reads)
        .reader("POST", "/cases/{case}/reopening", case::reopen, reopens)
        .linked("GET", "/case", linked::show, ReadCase::NAME)
        .linked("GET", "/case/messages", linked::show, ReadCase::NAME)
        .linked("POST", "/case/messages", linked::reply, ReplyToCase::NAME)
        .account_link(AccountLink {
            label: "cases-menu",
            icon: "life-buoy",
            path: "/cases?view=open&account=",
            action: ListCases::NAME,
            count: Some(CountCases::NAME),
            newest: Some(NewestCase::NAME),
            order: 10,
        })
        .menu(line(Audience::Customer, 210, Some("cases-group")))
        .menu(line(Audience::Desk, 10, None))
        .quick_action(MenuItem {
            label: "cases-raise",
            icon: "life-buoy",
            path: "/cases/new",
            audience: Audience::Customer,
            action: RaiseCase::NAME,
            order: 10,
            group: None,
        })
        .record_action(RecordAction {
            label: "cases-ask-about",
            label_part: Some("cases-ask-about-part"),
            icon: "message-circle-question-mark",
            path: "/cases/new",
            audience: Audience::Customer,
            action: RaiseCase::NAME,
        })
}

fn line(audience: Audience, order: u16, group: Option<&'static str>) -> MenuItem {
    let label = "cases-menu";
    MenuItem { label, icon: "life-buoy", path: "/cases", audience, action: ListCases::NAME, order, group }
}

/// Whether whoever asks may raise a case at all.
fn may_raise(me: &Signed) -> bool {
    me.account().is_some() && me.may(RaiseCase::NAME)
}
