//! Links to one record: those there are, and sending one more.

use axum::response::Response;
use front::{Blank, Failure, Form, Narrowed, Reader, Signed, Staff, Targets};
use gateway::{Card, Command as _, Quote, Raw};
use kernel::{Message, Problem};

use super::{
    form::email,
    views::{LinkNew, LinkRow, LinksPage, day, say},
};
use crate::{
    SignInError, limits,
    links::{LinkLine, ListLinks, RevokeLink, SendLink},
    throttles,
};

/// The links to records of the account acted for or, at the desk, of all.
pub(super) async fn show(me: Reader, Form(raw): Form) -> Result<Response, Failure> {
    let asked = Narrowed::read(me.address("/links"), &[], &raw);
    let whose = me.account().map(|account| ("account".to_owned(), account.to_string()));
    let from = raw.text("from").map(|from| ("from".to_owned(), from));
    let found = me.ask::<ListLinks>(None, &Raw::Form(whose.into_iter().chain(from).collect())).await?;
    let view = LinksPage {
        title: say(&me, "links-title"),
        lede: say(&me, if me.account().is_some() { "links-lede" } else { "links-lede-desk" }),
        rows: rows(&me, &found.rows),
        previous: asked.at(found.previous.as_ref()),
        next: asked.at(found.next.as_ref()),
    };
    me.page("identity/links.html", view)
}

/// Whom to send a link to the record that the address names, and who has one already.
pub(super) async fn new(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let (quote, card) = record(&me, &raw).await?;
    me.page("identity/link_new.html", view(&me, &quote, &card).await?)
}

/// Sends it.
pub(super) async fn send(me: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let (quote, card) = record(&me, &raw).await?;
    let account = card.account.ok_or_else(Problem::not_found)?;
    // What is no address is told so by the command.
    if let Ok(email) = email(&raw) {
        let buckets = limits::record_link(&me.person().to_string(), &directory::fold(email.as_str()));
        let taken = throttles::take(me.site().gateway.db(), &buckets, me.formats.now()).await;
        taken.map_err(|throttled| Problem::from(SignInError::from(throttled)))?;
    }
    match me.execute::<SendLink>(&[account.uuid()], &raw).await {
        Ok(_) => {
            let to = raw.text("email").unwrap_or_default();
            me.toast(&Message::new("links-sent").with("record", card.name.as_str()).with("email", to));
            Ok(me.redirect(&me.address(&card.path)))
        }
        Err(failure) if failure.is_mendable() => {
            me.form_page("identity/link_new.html", view(&me, &quote, &card).await?, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// Revokes a link.
pub(super) async fn revoke(me: Reader, targets: Targets) -> Result<Response, Failure> {
    me.execute::<RevokeLink>(&targets.0, &Raw::empty()).await?;
    me.toast(&Message::new("links-revoked"));
    Ok(me.redirect(&me.address("/links")))
}

/// The record that is to be sent, if there are links to such records and whoever asks may send and read it.
async fn record(me: &Staff, raw: &Raw) -> Result<(Quote, Card), Failure> {
    let quote: Option<Quote> = raw.text("about").and_then(|about| about.parse().ok());
    let quote = quote.filter(|quote| quote.part.is_none() && me.may(SendLink::NAME)).ok_or_else(Problem::not_found)?;
    let gateway = &me.site().gateway;
    gateway.registry().linkable(&quote.target.kind).ok_or_else(Problem::not_found)?;
    let card = gateway.card(&me.asked(), &quote).await?;
    Ok((quote, card))
}

async fn view(me: &Staff, quote: &Quote, card: &Card) -> Result<LinkNew, Failure> {
    let about = Raw::Form(vec![("about".to_owned(), quote.to_string())]);
    let found = me.ask::<ListLinks>(None, &about).await?;
    let linkable = me.site().gateway.registry().linkable(&quote.target.kind);
    Ok(LinkNew {
        title: me.say(&Message::new("links-new").with("record", card.name.as_str())),
        record: card.name.clone(),
        back: me.address(&card.path),
        action: me.address("/links/new"),
        about: quote.to_string(),
        answers: linkable.is_some_and(|linkable| !linkable.acts.is_empty()),
        rows: rows(me, &found.rows),
        form: Blank::of([("email", String::new()), ("note", String::new())]),
    })
}

fn rows(me: &Signed, links: &[LinkLine]) -> Vec<LinkRow> {
    links.iter().map(|link| row(me, link)).collect()
}

fn row(me: &Signed, link: &LinkLine) -> LinkRow {
    let linkable = me.site().gateway.registry().linkable(&link.target.kind);
    let opens = linkable.filter(|linkable| linkable.reads.first().is_some_and(|reads| me.may(reads)));
    LinkRow {
        record: link.name.clone(),
        href: opens.map(|opens| me.address(&format!("{}/{}", opens.list, link.target.id.simple()))),
        email: link.email.clone(),
        used: link.used,
        expires: day(me, link.expires),
        over: link.expires <= me.formats.now(),
        suspended: link.suspended,
        revocation: me.may(RevokeLink::NAME).then(|| me.address(&format!("/links/{}/revocation", link.link))),
    }
}
