//! The door of a company, and what comes back from there.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
};
use front::{Failure, Form, Visit, Visitor, own_path};
use kernel::Problem;
use url::Url;

use super::{
    form::{encoded, text},
    sign_in::let_in,
    views::{CompanyDoor, CompanyOut, CompanyRefused, say},
};
use crate::{
    SignInError,
    asker::Asker,
    sso::{self, Attempt, Back, ConnectionKind, LIFETIME, Leaves, Outside, SignOnError},
};

/// The door: where the company's people go to show who they are; with `anew` in the address, once more. It writes
/// nothing.
pub(super) async fn show(
    visitor: Visitor,
    headers: HeaderMap,
    Path(slug): Path<String>,
    Form(asked): Form,
) -> Result<Response, Failure> {
    let asker = Asker::of(&visitor, &headers);
    let door = sso::by_slug(asker.db(), &slug).await?.ok_or_else(Problem::not_found)?;
    let next = text(&asked, "next");
    let next = own_path(&next);
    let anew = !text(&asked, "anew").is_empty();
    let connection = &door.connection;
    let href = match connection.kind {
        ConnectionKind::Oidc => {
            let endpoints = connection.endpoints.0.as_ref().ok_or_else(Problem::not_found)?;
            Attempt::new(connection, next, asker.now()).address(&asker, connection, endpoints, anew)
        }
        ConnectionKind::Saml => {
            visitor.keep_way(next, LIFETIME);
            sso::saml_address(&asker, connection, anew).await?
        }
    };
    let href = href.ok_or_else(Problem::not_found)?;
    let instead = next.map_or_else(String::new, |next| format!("&next={}", encoded(next)));
    let view = CompanyDoor {
        title: say(&visitor, "identity-company"),
        company: door.account,
        provider: door.connection.name,
        host: host(&href),
        href,
        instead: format!("/sign-in?instead=mail{instead}"),
        help: None,
    };
    visitor.page("identity/company.html", view)
}

/// Somebody comes back from there.
pub(super) async fn back(
    visitor: Visitor,
    headers: HeaderMap,
    Extension(outside): Extension<Outside>,
    Form(asked): Form,
) -> Result<Response, Failure> {
    let given = |name: &str| Some(text(&asked, name)).filter(|text| !text.is_empty());
    let back =
        Back { state: text(&asked, "state"), code: text(&asked, "code"), issuer: given("iss"), error: given("error") };
    let asker = Asker::of(&visitor, &headers);
    let (finished, way) = match given("saml") {
        Some(state) => (sso::finish_saml(&asker, &state, &text(&asked, "mark")).await, visitor.way.as_deref()),
        None => (sso::finish(&asker, &outside, &back).await, None),
    };
    match finished {
        Ok(entered) => {
            visitor.keep_way(None, LIFETIME);
            Ok(let_in(&visitor, &entered, way, false))
        }
        Err(SignOnError::Over) => Ok(visitor.redirect("/sign-in?said=company")),
        Err(SignOnError::Company { slug }) => refused(&visitor, "identity-company-says-no", &path(&slug, None)),
        Err(SignOnError::Unproven { slug }) => refused(&visitor, "identity-company-unproven", &path(&slug, None)),
        Err(SignOnError::NotTheirs { slug }) => refused(&visitor, "identity-company-not-theirs", &path(&slug, None)),
        // The person was shut out, or the door was shut, in between.
        Err(SignOnError::SignIn(SignInError::Wrong)) => refused(&visitor, "identity-company-not-theirs", "/sign-in"),
        Err(SignOnError::SignIn(error)) => Err(Problem::from(error).into()),
        Err(SignOnError::Store(error)) => Err(error.into()),
    }
}

/// Signed out here: the page leads on to where they sign out of their company. It moves on by itself, as an answer to a
/// form may not lead to another site.
pub(super) fn out(visit: &Visit, leaves: Leaves) -> Result<Response, Failure> {
    let Leaves { provider, href } = leaves;
    let refresh = HeaderValue::try_from(format!("0; url={href}"));
    let view = CompanyOut { title: say(visit, "identity-company-out"), provider, href, help: None };
    let mut page = visit.page("identity/company_out.html", view)?;
    if let Ok(refresh) = refresh {
        page.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(front::done(page))
}

/// The door's address, to be brought to `next` afterwards.
pub(super) fn path(slug: &str, next: Option<&str>) -> String {
    match next {
        Some(next) => format!("/sign-in/company/{slug}?next={}", encoded(next)),
        None => format!("/sign-in/company/{slug}"),
    }
}

/// The same, where they are to show it once more.
pub(super) fn anew(slug: &str, next: &str) -> String {
    format!("/sign-in/company/{slug}?anew=yes&next={}", encoded(next))
}

fn refused(visit: &Visit, lede: &'static str, again: &str) -> Result<Response, Failure> {
    let view = CompanyRefused {
        title: say(visit, "identity-company-refused"),
        lede: say(visit, lede),
        reference: visit.request_id.clone(),
        again: again.to_owned(),
        help: None,
    };
    let mut page = visit.page("identity/company_refused.html", view)?;
    *page.status_mut() = StatusCode::FORBIDDEN;
    Ok(page)
}

fn host(address: &str) -> String {
    let url = Url::parse(address).ok();
    url.and_then(|url| url.host_str().map(str::to_owned)).unwrap_or_default()
}
