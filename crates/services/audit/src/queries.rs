//! What can be asked of the journal and of the logs beside it.

mod export;
mod fields;
mod line;
mod list;
mod names;
mod narrowing;
mod show;
mod told;

pub use self::{
    export::{EXPORT_MOST, Exported, Exporting},
    line::EntryLine,
    list::{Listed, Listing},
    names::{NameAccounts, NamePeople, Named},
    show::{EntryView, ShowEntry},
    told::Told,
};
