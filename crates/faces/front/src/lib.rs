//! Pages: what a browser is shown, and how it is let in.
//!
//! A service brings handlers of a few lines in [`Pages`]; [`router`] puts every service's pages together behind one
//! layer, the *visit*: it reads the cookies, admits the person ([`directory::admit`], one query), refuses what another
//! site sent ([`Problem`](kernel::Problem) 403), and words every [`Failure`] as a page in the right shell.
//!
//! ```ignore
//! pub fn pages() -> front::Pages {
//!     Pages::new()
//!         .public("GET", "/sign-in", show)
//!         .oneself("POST", "/me/password", change)
//!         .customer("GET", "/cases/{case}", case, Some("cases.show"))
//! }
//!
//! async fn change(me: Oneself, Form(raw): Form) -> Result<Response, Failure> {
//!     match me.execute::<ChangePassword>(&[], &raw).await {
//!         Ok(_) => {
//!             me.toast(&Message::new("identity-password-changed"));
//!             Ok(me.redirect("/me/sign-in"))
//!         }
//!         Err(failure) if failure.is_mendable() => me.form_page("identity/password_change.html", view, &failure.0, &raw),
//!         Err(failure) => Err(failure),
//!     }
//! }
//! ```
//!
//! A handler takes one of [`Visitor`], [`Oneself`], [`Customer`], [`Staff`]; each leads (by `Deref`) to the [`Visit`],
//! and the last three to [`Signed`], which asks and executes as that principal. [`Targets`] are the ids of the path, and
//! [`Form`] is what was sent.

mod account_links;
mod actions;
mod answers;
mod assets;
mod below;
mod brand;
mod cookies;
mod csrf;
mod door;
mod drafts;
mod export;
mod failure;
mod file;
mod form;
mod guard;
#[cfg(test)]
mod hostile;
mod icons;
mod invitation;
mod language;
mod layer;
mod letters;
mod linked;
mod menu;
mod multipart;
mod narrowed;
mod opened;
mod outbox;
mod own;
mod page;
mod pages;
mod park;
mod path;
mod problem;
mod refusal;
mod roles;
mod seal;
mod seen;
mod shell;
mod signed;
mod site;
mod texts;
mod toast;
mod token;
mod trail;
mod undo;
mod views;
mod visit;
mod visitor;

use store::{Migration, Migrations};

pub use account_links::{AccountLink, NewestLink, OfferedLink};
pub use actions::{OfferedAction, RecordAction};
pub use answers::{FileAnswer, WrittenFile};
pub use assets::{Assets, AssetsError, asset_routes};
pub use brand::Branding;
pub use csrf::Secret;
pub use door::door;
pub use drafts::sweep;
pub use export::Export;
pub use failure::Failure;
pub use file::file;
pub use form::Form;
pub use invitation::InvitationLetter;
pub use layer::{done, word};
pub use letters::LetterPreview;
pub use linked::{Linked, link_gone, masked};
pub use menu::{Menu, MenuItem, MenuLine};
pub use multipart::sent_file;
pub use narrowed::Narrowed;
pub use pages::{Audience, Pages, PagesError, Route, router};
pub use path::{own_path, sign_in_path};
pub use seal::Seal;
pub use seen::{ABSOLUTE, IDLE};
pub use shell::initials;
pub use signed::{Customer, Oneself, Reader, Signed, Staff, Targets};
pub use site::{Shared, Site, SiteSettings};
pub use texts::{
    Rendered, TEXTS, Texts, check_templates, check_texts, render_samples, render_samples_in_pseudo, templates,
};
pub use token::new_token;
pub use trail::Step;
pub use undo::UNDO;
pub use views::{Blank, Chip, Choice, Fact, Kept, Tab, Tag};
pub use visit::{ClientAddress, RequestId, Visit};
pub use visitor::Visitor;

/// The tables of pages: drafts, and the secret that signs forms.
pub const MIGRATIONS: Migrations = Migrations {
    part: "front",
    steps: &[
        Migration { name: "001_front", sql: include_str!("../migrations/001_front.sql") },
        Migration { name: "002_draft_files", sql: include_str!("../migrations/002_draft_files.sql") },
    ],
};
