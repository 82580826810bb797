use axum::{
    Extension,
    http::{HeaderValue, StatusCode, header},
    response::Response,
};
use front::{Customer, Failure, Form, Kept, Oneself, Signed, Visit};
use gateway::Raw;
use identity::Outside;
use kernel::{Message, Problem};

use super::views::{ConsentPage, PlacePage, PlaceRow, WayBackPage};
use crate::{
    AllowApp, Documents,
    commands::LASTS,
    forms::{one, told},
    redirects,
    request::{Answered, Refused, Request},
};

/// An app sends somebody here; they choose for which of their accounts, if they have several.
pub(super) async fn place(
    me: Oneself,
    Extension(outside): Extension<Outside>,
    Extension(documents): Extension<Documents>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let request = match Request::read(&me, &outside, &documents, &raw).await {
        Ok(request) => request,
        Err(refused) => return refuse(&me, refused),
    };
    let places = me.admission.as_ref().map(|admission| admission.places.as_slice()).unwrap_or_default();
    let query = request.query();
    let rows = places
        .iter()
        .map(|place| PlaceRow { name: place.name.clone(), href: format!("/a/{}/apps/consent?{query}", place.account) });
    let rows: Vec<PlaceRow> = rows.collect();
    match rows.as_slice() {
        [] => way_back(&me, &request.to, request.to.with_error("access_denied", "they act for no account"), false),
        [only] => Ok(me.redirect(&only.href)),
        [_, _, ..] => {
            let view = PlacePage { title: say(&me, "apps-place"), app: request.client.name, places: rows };
            me.page("oauth/place.html", view)
        }
    }
}

/// What the app may do, if somebody says yes.
pub(super) async fn show(
    me: Customer,
    Extension(outside): Extension<Outside>,
    Extension(documents): Extension<Documents>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let request = match Request::read(&me, &outside, &documents, &raw).await {
        Ok(request) => request,
        Err(refused) => return refuse(&me, refused),
    };
    if !me.principal().fresh {
        // Asked for now, since afterwards the request would be lost with the address it stands in.
        let here = format!("{}?{}", me.path, request.query());
        let here: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
        return Ok(me.redirect(&format!("/me/proof?next={here}")));
    }
    me.page("oauth/consent.html", question(&me, &request, false))
}

/// Lets the app in, and goes back to it.
pub(super) async fn allow(
    me: Customer,
    Extension(outside): Extension<Outside>,
    Extension(documents): Extension<Documents>,
    Form(raw): Form,
) -> Result<Response, Failure> {
    let request = match Request::read(&me, &outside, &documents, &raw).await {
        Ok(request) => request,
        Err(refused) => return refuse(&me, refused),
    };
    if !is_as_shown(&me, &request, &raw) {
        let mut page = me.page("oauth/consent.html", question(&me, &request, true))?;
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
        return Ok(page);
    }
    let code = allowed(&me, &request).await?;
    way_back(&me, &request.to, request.to.with_code(&code), true)
}

/// The question; `changed` when something else was shown before.
fn question(me: &Customer, request: &Request, changed: bool) -> ConsentPage {
    let mut kept = request.kept();
    kept.extend(shown(me, request).map(|(name, value)| Kept { name, value }));
    ConsentPage {
        title: me.say(&Message::new("apps-consent").with("app", request.client.name.clone())),
        changed,
        host: redirects::host(&request.to.redirect),
        account: me.here().map(|here| here.name.clone()).unwrap_or_default(),
        may: api::in_words(me, &request.within(me)),
        until: me.formats.day_of(me.formats.now().plus(LASTS)),
        action: me.address("/apps/consent"),
        request: kept,
        decline: request.to.with_error("access_denied", "they said no"),
        app: request.client.name.clone(),
        says_so_at: request.client.says_so_at.clone(),
    }
}

/// What is shown and may be another by the time of the answer: what the app says it is called, and what of its request
/// they may do.
fn shown(me: &Signed, request: &Request) -> [(&'static str, String); 2] {
    [("name", request.client.name.clone()), ("may", request.within(me).join(" "))]
}

/// Whether the form comes from a page that showed what would be allowed now.
fn is_as_shown(me: &Signed, request: &Request, raw: &Raw) -> bool {
    shown(me, request).iter().all(|(name, now)| one(raw, name).ok().flatten().as_ref() == Some(now))
}

/// Does it past `Signed::execute`: under a name the answer would be kept, and it holds the code.
async fn allowed(me: &Signed, request: &Request) -> Result<String, Failure> {
    let gateway = &me.site().gateway;
    let audience = api::audience(&me.site().settings.base_url);
    let pairs = [
        ("client_id", request.client.client_id.as_str()),
        ("name", request.client.name.as_str()),
        ("redirect_uri", request.to.redirect.as_str()),
        ("challenge", request.challenge.as_str()),
        ("audience", audience.as_str()),
    ];
    let raw: Raw = told(&pairs, &request.within(me));
    Ok(gateway.execute::<AllowApp>(&me.asked(), &[], &raw).await?.output.code)
}

fn refuse(me: &Signed, refused: Refused) -> Result<Response, Failure> {
    match refused {
        Refused::Here(failure) => Err(failure),
        Refused::There(to, error, says) => way_back(me, &to, to.with_error(error, says), false),
    }
}

/// A page that leads on to the app by itself, as an answer to a form may not lead to another site.
fn way_back(me: &Signed, to: &Answered, href: String, allowed: bool) -> Result<Response, Failure> {
    let refresh = HeaderValue::try_from(format!("0; url={href}")).map_err(Problem::unexpected)?;
    let title = say(me, if allowed { "apps-back-allowed" } else { "apps-back" });
    let host = redirects::host(&to.redirect);
    let view = WayBackPage { title, app: to.name.clone(), host, href, allowed };
    let mut page = me.page("oauth/way_back.html", view)?;
    // To an address that anybody may have named nobody is led without having said yes.
    if allowed || to.registered {
        page.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(front::done(page))
}

/// The words of a message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}
