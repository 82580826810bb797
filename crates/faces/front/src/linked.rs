use std::{ops::Deref, sync::Arc};

use access::Caller;
use axum::{
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    response::Response,
};
use directory::RecordLink;
use gateway::{Asked, Command, Done, Key, Linkable, Query, Raw};
use journal::Face;
use kernel::{Message, Problem};
use serde::Serialize;
use serde_json::json;
use words::View;

use crate::{
    Failure, Visit, Visitor,
    cookies::Keep,
    drafts,
    failure::status,
    form::Showing,
    opened::{self, LINKS, OPEN, Opened},
    path,
};

/// Whoever opened a link to one record in this browser: a principal like any other, for that record alone. Leads to the
/// [`Visit`].
#[derive(Clone)]
pub struct Linked {
    visitor: Visitor,
    link: Arc<RecordLink>,
    linkable: Linkable,
    caller: Caller,
    confirmed: bool,
    showing: Option<Showing>,
}

/// What every link answers that opens nothing: foreign, run out, revoked, opened elsewhere, or none at all.
pub fn link_gone() -> Problem {
    Problem::of(&Problem::GONE, Message::new("front-link-gone"))
}

impl Linked {
    /// The link.
    pub fn link(&self) -> &RecordLink {
        &self.link
    }

    /// Whether the address was confirmed in this browser.
    pub fn is_confirmed(&self) -> bool {
        self.confirmed
    }

    /// A page below the link's own address: `/invoice`.
    pub fn address(&self, below: &str) -> String {
        format!("{}{below}", home(&self.link))
    }

    /// The record's page below the link's own address.
    pub fn record(&self) -> String {
        self.address(self.linkable.page)
    }

    /// The address the link was sent to, as far as it may be shown to whoever has only the link: `p•••@example.org`.
    pub fn masked_email(&self) -> String {
        masked(&self.link.email)
    }

    /// Asks `Q` of the link's record, and of nothing else. A record that is not there any more, or another account's by
    /// now, answers as a link that opens nothing.
    ///
    /// # Errors
    /// The gate's, and the query's own.
    pub async fn ask<Q: Query>(&self, raw: &Raw) -> Result<Q::Output, Failure> {
        let asked = self.site.gateway.ask::<Q>(&self.asked(), Some(self.link.target.id), raw).await;
        Ok(asked.map_err(or_gone)?)
    }

    /// Does `C` to the link's record. The same form sent again from the same showing of its page does nothing again.
    ///
    /// # Errors
    /// The gate's, and the command's own.
    pub async fn execute<C: Command>(&self, raw: &Raw) -> Result<Done<C::Output>, Failure> {
        let targets = [self.link.target.id];
        let mut asked = self.asked();
        asked.key = self.showing.as_ref().and_then(|Showing(showing)| {
            let is_plain = raw.names().into_iter().all(drafts::may_keep);
            is_plain.then(|| Key::of_form(showing, &targets, raw))
        });
        Ok(self.site.gateway.execute::<C>(&asked, &targets, raw).await.map_err(or_gone)?)
    }

    /// A page in the frame of records that are opened by a link.
    ///
    /// # Errors
    /// As [`Visit::page`].
    pub fn page(&self, template: &str, view: impl Serialize) -> Result<Response, Failure> {
        self.visitor.show(StatusCode::OK, template, self.framed(view)?, Vec::new())
    }

    /// The page of a form that came back, in the same frame.
    ///
    /// # Errors
    /// As [`Visit::page`].
    pub fn form_page(
        &self,
        template: &str,
        view: impl Serialize,
        problem: &Problem,
        raw: &Raw,
    ) -> Result<Response, Failure> {
        let mut view = self.framed(view)?;
        view.set("form", self.visitor.form_again(problem, raw));
        self.visitor.show(status(problem), template, view, Vec::new())
    }

    fn framed(&self, view: impl Serialize) -> Result<View, Failure> {
        let mut view = View::of(view)?;
        view.set("layout", "record");
        let account = self.link.account_id;
        let own = format!("/a/{account}{}/{}", self.linkable.list, self.link.target.id.simple());
        view.set("linked", json!({ "email": self.masked_email(), "sign_in": path::sign_in_path(&own) }));
        Ok(view)
    }

    fn asked(&self) -> Asked {
        let mut asked = Asked::by(self.caller.principal.clone(), Face::Page, self.formats.clone());
        asked.trace.clone_from(&self.request_id);
        asked
    }
}

impl Deref for Linked {
    type Target = Visit;

    fn deref(&self) -> &Visit {
        &self.visitor
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Linked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let showing = parts.extensions.get::<Showing>().cloned();
        let Opened { link, confirmed } = visitor.opened.ok_or_else(link_gone)?;
        let (gateway, now) = (&visitor.site.gateway, visitor.formats.now());
        let link = directory::admit_link(gateway.db(), link, now).await?.ok_or_else(link_gone)?;
        let linkable = gateway.registry().linkable(&link.target.kind).ok_or_else(link_gone)?;
        let caller = gateway.caller(&link.principal(linkable.actions(confirmed)), None).await?;
        if let Err(error) = directory::note_link_use(gateway.db(), &link, now).await {
            // Failing here fails no request: it is tried again with the next one.
            tracing::warn!(error = &error as &dyn std::error::Error, "Could not note that a link is in use");
        }
        Ok(Self { visitor, link: Arc::new(link), linkable, caller, confirmed, showing })
    }
}

impl Visit {
    /// Lets this browser go on with a link that was opened in it, and notes in the log of views that it was; gives the
    /// address of the record's page.
    ///
    /// # Errors
    /// A link to a kind of record that no link opens; the database's.
    pub async fn open_link(&self, link: &RecordLink, confirmed: bool) -> Result<String, Failure> {
        let gateway = &self.site.gateway;
        let linkable = gateway.registry().linkable(&link.target.kind).ok_or_else(link_gone)?;
        let principal = link.principal(linkable.actions(confirmed));
        let action = if confirmed { "links.confirm" } else { "links.open" };
        let (target, now) = (Some(link.target.clone()), self.formats.now());
        gateway.logs().view(now, &principal, action, target, Some(link.account_id));
        gateway.logs().flush(gateway.db()).await?;
        let opened = Opened { link: link.id, confirmed };
        let value = opened::written(&self.site.secret, &self.browser, opened, now);
        let cookies = self.cookies();
        self.send(cookies.set_below(&home(link), cookies.link(), &value, Keep::Seconds(OPEN.as_secs())));
        Ok(format!("{}{}", home(link), linkable.page))
    }
}

fn home(link: &RecordLink) -> String {
    format!("{LINKS}{}", link.id)
}

/// An address of which only its first letter and its domain are told, for whoever has not shown that it is theirs.
pub fn masked(email: &str) -> String {
    let (name, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    let first: String = name.chars().take(1).collect();
    format!("{first}•••@{domain}")
}

fn or_gone(problem: Problem) -> Problem {
    if problem.kind() == &Problem::NOT_FOUND { link_gone() } else { problem }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_is_told_by_its_first_letter_and_domain() {
        assert_eq!(masked("priya.raman@northgate.example"), "p•••@northgate.example");
        assert_eq!(masked("élan@x.example"), "é•••@x.example");
    }
}
