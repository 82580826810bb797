//! The few pages that belong to no service: the front page, the look, drafts.

use axum::{http::StatusCode, response::Response};
use gateway::{Raw, RawField};

use crate::{
    Customer, Failure, Form, Oneself, Pages, Staff, Visit, Visitor, cookies, drafts, menu, outbox, path::own_path,
    undo, visit::theme,
};

/// Where what is being typed is kept, and the files that are chosen meanwhile.
pub(crate) const DRAFTS: &str = "/drafts";

pub(crate) fn pages() -> Pages {
    Pages::new()
        .public("GET", "/", front_page)
        .public("GET", "/outbox", outbox::show)
        .public("POST", "/me/look", choose_look)
        .customer("POST", "/undo", undo::take_back, None)
        .desk("POST", "/undo", undo::take_back, None)
        .oneself("POST", "/undo", undo::take_back_own)
        .oneself("POST", DRAFTS, save_draft)
        .oneself("POST", "/drafts/removal", remove_draft)
}

/// The doors that no service has given a home lead to the first line of their menu.
pub(crate) fn with_homes(mut pages: Pages) -> Pages {
    if !pages.answers("GET", "/a/{account}") {
        pages = pages.customer("GET", "", customers_first_page, None);
    }
    if !pages.answers("GET", "/desk") {
        pages = pages.desk("GET", "", desks_first_page, None);
    }
    pages
}

async fn customers_first_page(customer: Customer) -> Response {
    first_page(&customer)
}

async fn desks_first_page(staff: Staff) -> Response {
    first_page(&staff)
}

fn first_page(visit: &Visit) -> Response {
    visit.redirect(menu::first(visit).as_deref().unwrap_or("/me/sign-in"))
}

/// Whoever comes to the portal's own address is sent to where their work is, or to sign in.
async fn front_page(visitor: Visitor) -> Response {
    visitor.redirect(&visitor.home())
}

/// Light, dark, or as the device says; kept by the browser, so it also holds before sign-in.
async fn choose_look(visitor: Visitor, Form(raw): Form) -> Response {
    visitor.keep(visitor.cookies().theme(), theme(&text(&raw, "theme")), cookies::A_YEAR);
    visitor.redirect(page_of(&visitor, &raw).as_deref().unwrap_or("/"))
}

/// Keeps what is being typed: the fields of a form and the files chosen in it, and in the address (`?form=`) the page it
/// stands on; without it, the page the request came from.
async fn save_draft(me: Oneself, Form(raw): Form) -> Result<StatusCode, Failure> {
    if let Some(page) = page_of(&me, &raw) {
        drafts::keep(me.site.gateway.db(), me.person(), &page, &raw, me.formats.now()).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets what was typed on a page, and shows it afresh.
async fn remove_draft(me: Oneself, Form(raw): Form) -> Result<Response, Failure> {
    let page = page_of(&me, &raw).unwrap_or_else(|| "/".to_owned());
    drafts::forget(me.site.gateway.db(), me.person(), &page).await?;
    Ok(me.redirect(&page))
}

/// The page a request is about: the one it names, else the one it came from.
fn page_of(visit: &Visit, raw: &Raw) -> Option<String> {
    let named = visit.asked_for("form").unwrap_or_else(|| text(raw, "_form"));
    let page = if named.is_empty() { visit.form.as_str() } else { own_path(&named)? };
    let page = page.split(['?', '#']).next().unwrap_or(page);
    (page != visit.path).then(|| page.to_owned())
}

fn text(raw: &Raw, name: &str) -> String {
    match raw.field(name) {
        RawField::Text(text) => text,
        RawField::Absent | RawField::Null | RawField::Json(_) | RawField::Many(_) => String::new(),
    }
}
