//! The desk's pages: three lists beside each other, one entry, and a file of each list.

mod chain;
mod chips;
mod entry;
mod files;
mod list;
mod names;
mod noted;
mod search;
mod tab;
mod views;
mod way;
mod words;

use front::{AccountLink, Audience, MenuItem, Pages};
use gateway::Query as _;
use journal::{Attempt, Entry, View};

use crate::queries::{NamePeople, ShowEntry, Told as _};

/// The pages of the journal.
pub fn pages() -> Pages {
    Pages::new()
        .desk("GET", "/journal", list::show::<Entry>, Some(Entry::LIST))
        .desk("GET", "/journal/views", list::show::<View>, Some(View::LIST))
        .desk("GET", "/journal/attempts", list::show::<Attempt>, Some(Attempt::LIST))
        .desk("POST", "/journal/search", search::find::<Entry>, Some(NamePeople::NAME))
        .desk("POST", "/journal/views/search", search::find::<View>, Some(NamePeople::NAME))
        .desk("POST", "/journal/attempts/search", search::find::<Attempt>, Some(NamePeople::NAME))
        .desk("GET", "/journal/entries.csv", files::csv::<Entry>, Some(Entry::EXPORT))
        .desk("GET", "/journal/views.csv", files::csv::<View>, Some(View::EXPORT))
        .desk("GET", "/journal/attempts.csv", files::csv::<Attempt>, Some(Attempt::EXPORT))
        .desk("GET", "/journal/entries/{entry}", entry::show, Some(ShowEntry::NAME))
        .files([files::for_programs::<Entry>(), files::for_programs::<View>(), files::for_programs::<Attempt>()])
        .account_link(AccountLink {
            label: "journal-menu",
            icon: "scroll-text",
            path: "/journal?account=",
            action: Entry::LIST,
            count: None,
            newest: None,
            order: 90,
        })
        .menu(MenuItem {
            label: "journal-menu",
            icon: "scroll-text",
            path: "/journal",
            audience: Audience::Desk,
            action: Entry::LIST,
            order: 90,
            group: None,
        })
}
