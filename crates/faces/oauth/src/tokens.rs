//! Where apps are given tokens and give them back (RFC 6749, RFC 7009). No browser asks this, so it is no page; whatever is
//! wrong is told as JSON, by the words of the standard.

use std::{borrow::Cow, collections::BTreeSet};

use axum::{
    body::{Body, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse as _, Response},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use directory::{ApiKey, App, token_hash};
use front::{Shared, Visit};
use gateway::{Asked, Command, Raw};
use journal::Face;
use kernel::Problem;
use serde_json::{Value, json};
use store::StoreError;
use subtle::ConstantTimeEq as _;

use crate::{
    clients::is_address,
    commands::{ACCESS, ExchangeToken, GiveBack, IssueToken, Issued, REFRESH_MARK},
    forms::{Twice, one, told},
    request::scope,
};

/// The most such a form may hold.
const LARGEST: usize = 16 * 1024;

/// Why an app is given nothing: its error by the standard, and what to do about it.
struct Refused {
    status: StatusCode,
    error: &'static str,
    says: &'static str,
}

const fn refused(error: &'static str, says: &'static str) -> Refused {
    Refused { status: StatusCode::BAD_REQUEST, error, says }
}

/// One for all that is wrong with a token: which of it, is for nobody to know who has not got it.
const NO_GRANT: Refused = refused("invalid_grant", "it is not known, has run out, was used, or is another app's");
const NO_CLIENT: Refused = Refused {
    status: StatusCode::UNAUTHORIZED,
    error: "invalid_client",
    says: "the app is not known, or does not show its secret",
};

impl From<Twice> for Refused {
    fn from(_: Twice) -> Self {
        refused("invalid_request", "something is said twice")
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Problem::from(error).into()
    }
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        if problem.kind().status < 500 {
            return NO_GRANT;
        }
        let cause = problem.cause().map(|cause| cause as &(dyn std::error::Error + 'static));
        tracing::error!(error = cause, "An app could not be given a token");
        Self { status: StatusCode::SERVICE_UNAVAILABLE, error: "temporarily_unavailable", says: "try again later" }
    }
}

/// Whoever asks, having shown that it is the app it says.
struct Asker {
    client_id: String,
    /// Its row, if it is registered.
    app: Option<App>,
}

/// Gives tokens for a code, for a refresh token, or for the secret alone.
pub(crate) async fn give(State(site): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match attempt(&site, &parts, body).await {
        Ok(issued) => answer(StatusCode::OK, &given(&issued)),
        Err(refused) => refuse(&refused),
    }
}

/// Takes a token back. One that nobody knows is no mistake: it counts no more.
pub(crate) async fn take_back(State(site): State<Shared>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    match give_back(&site, &parts, body).await {
        Ok(()) => answer(StatusCode::OK, &json!({})),
        Err(refused) if refused.error == NO_GRANT.error => answer(StatusCode::OK, &json!({})),
        Err(refused) => refuse(&refused),
    }
}

async fn attempt(site: &Shared, parts: &Parts, body: Body) -> Result<Issued, Refused> {
    let raw = read(&parts.headers, body).await?;
    let asker = asker(site, &parts.headers, &raw).await?;
    if one(&raw, "resource")?.is_some_and(|resource| resource != api::audience(&site.settings.base_url)) {
        return Err(refused("invalid_target", "resource must be the API of this portal"));
    }
    match one(&raw, "grant_type")?.as_deref() {
        Some("authorization_code") => exchange(site, parts, &asker, &raw, "code").await,
        Some("refresh_token") => exchange(site, parts, &asker, &raw, "refresh_token").await,
        Some("client_credentials") => issue(site, parts, &asker, &raw).await,
        Some(_) => Err(refused("unsupported_grant_type", "ask with a code, a refresh token or client credentials")),
        None => Err(refused("invalid_request", "grant_type is missing")),
    }
}

async fn exchange(
    site: &Shared,
    parts: &Parts,
    asker: &Asker,
    raw: &Raw,
    field: &'static str,
) -> Result<Issued, Refused> {
    let shown = one(raw, field)?.ok_or(refused("invalid_request", "the code or refresh token is missing"))?;
    let is_code = field == "code";
    let verifier = one(raw, "code_verifier")?.filter(|_| is_code);
    if is_code && verifier.is_none() {
        return Err(refused("invalid_request", "code_verifier is missing"));
    }
    if shown.starts_with(REFRESH_MARK) == is_code {
        return Err(NO_GRANT);
    }
    let key = key(site, &shown).await?;
    must_lie_within(&key, raw)?;
    let redirect = one(raw, "redirect_uri")?.filter(|_| is_code);
    let mut pairs = vec![("shown", shown.as_str()), ("client_id", asker.client_id.as_str())];
    pairs.extend(verifier.as_deref().map(|verifier| ("verifier", verifier)));
    pairs.extend(redirect.as_deref().map(|redirect| ("redirect_uri", redirect)));
    // Nothing, if it was shown before: the key has ended then.
    run::<ExchangeToken>(site, parts, &key, &told(&pairs, &[])).await?.ok_or(NO_GRANT)
}

async fn issue(site: &Shared, parts: &Parts, asker: &Asker, raw: &Raw) -> Result<Issued, Refused> {
    let by_itself = asker.app.as_ref().filter(|app| app.secret_hash.is_some());
    let nothing = || refused("unauthorized_client", "nothing was chosen for this app to do by itself");
    let app = by_itself.ok_or_else(nothing)?;
    let key = directory::own_key(site.gateway.db(), app).await?.ok_or_else(nothing)?;
    must_lie_within(&key, raw)?;
    let audience = api::audience(&site.settings.base_url);
    run::<IssueToken>(site, parts, &key, &told(&[("audience", audience.as_str())], &[])).await
}

async fn give_back(site: &Shared, parts: &Parts, body: Body) -> Result<(), Refused> {
    let raw = read(&parts.headers, body).await?;
    let asker = asker(site, &parts.headers, &raw).await?;
    let shown = one(&raw, "token")?.ok_or(refused("invalid_request", "the token is missing"))?;
    let key = key(site, &shown).await?;
    if key.client_id.as_ref() != Some(&asker.client_id) {
        return Err(NO_GRANT);
    }
    run::<GiveBack>(site, parts, &key, &told(&[("shown", shown.as_str())], &[])).await
}

/// What an app does about its own key, at the gate like everything else.
async fn run<C: Command>(site: &Shared, parts: &Parts, key: &ApiKey, raw: &Raw) -> Result<C::Output, Refused> {
    let visit = Visit::begin(site, parts);
    let keeper = directory::keeper(key, BTreeSet::from([Cow::Borrowed(C::NAME)]));
    let mut asked = Asked::by(keeper, Face::Api, visit.formats.clone());
    asked.trace.clone_from(&visit.request_id);
    Ok(site.gateway.execute::<C>(&asked, &[key.id.uuid()], raw).await?.output)
}

async fn key(site: &Shared, shown: &str) -> Result<ApiKey, Refused> {
    let found = directory::key_of_token(site.gateway.db(), &token_hash(shown)).await?;
    found.ok_or(NO_GRANT)
}

/// Refuses what goes beyond what was allowed; less than that is never given, and said so in the answer.
fn must_lie_within(key: &ApiKey, raw: &Raw) -> Result<(), Refused> {
    let asked = scope(&one(raw, "scope")?.unwrap_or_default());
    if asked.iter().all(|action| key.actions.0.contains(action)) {
        return Ok(());
    }
    Err(refused("invalid_scope", "that was not allowed"))
}

/// Finds out which app asks: by its secret in the header or the form; one that could keep none, by its name alone.
async fn asker(site: &Shared, headers: &HeaderMap, raw: &Raw) -> Result<Asker, Refused> {
    let (told, secret) = (one(raw, "client_id")?, one(raw, "client_secret")?);
    let (client_id, secret) = match (basic(headers)?, told, secret) {
        (Some(_), _, Some(_)) => return Err(refused("invalid_request", "the secret is shown twice")),
        (Some((id, secret)), told, None) if told.as_ref().is_none_or(|told| *told == id) => (id, Some(secret)),
        (None, Some(id), secret) => (id, secret),
        (Some(_) | None, _, _) => return Err(NO_CLIENT),
    };
    if is_address(&client_id) {
        return if secret.is_none() { Ok(Asker { client_id, app: None }) } else { Err(NO_CLIENT) };
    }
    let app = directory::app_called(site.gateway.db(), &client_id).await?.ok_or(NO_CLIENT)?;
    let is_it = match (&app.secret_hash, &secret) {
        (Some(known), Some(secret)) => bool::from(token_hash(secret).as_bytes().ct_eq(known.as_bytes())),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    };
    if is_it { Ok(Asker { client_id, app: Some(app) }) } else { Err(NO_CLIENT) }
}

/// Name and secret in the header, each encoded as in a form (RFC 6749, section 2.3.1).
fn basic(headers: &HeaderMap) -> Result<Option<(String, String)>, Refused> {
    let Some(line) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let decoded = |text: &str| -> Option<String> {
        let (name, _) = form_urlencoded::parse(text.as_bytes()).next()?;
        Some(name.into_owned())
    };
    let read = || {
        let (scheme, rest) = line.to_str().ok()?.split_once(' ')?;
        let bytes = STANDARD.decode(rest.trim()).ok().filter(|_| scheme.eq_ignore_ascii_case("basic"))?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        Some((decoded(id)?, decoded(secret)?))
    };
    read().map(Some).ok_or(NO_CLIENT)
}

async fn read(headers: &HeaderMap, body: Body) -> Result<Raw, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return Err(refused("invalid_request", "send a form: application/x-www-form-urlencoded"));
    }
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| refused("invalid_request", "the form is too long"))?;
    Ok(Raw::Form(form_urlencoded::parse(&bytes).into_owned().collect()))
}

fn given(issued: &Issued) -> Value {
    let mut given = json!({
        "access_token": issued.access,
        "token_type": "Bearer",
        "expires_in": ACCESS.as_secs(),
        "scope": issued.actions.join(" "),
    });
    if let (Some(given), Some(refresh)) = (given.as_object_mut(), &issued.refresh) {
        given.insert("refresh_token".to_owned(), Value::from(refresh.as_str()));
    }
    given
}

fn refuse(refused: &Refused) -> Response {
    let told = json!({ "error": refused.error, "error_description": refused.says });
    let mut response = answer(refused.status, &told);
    if refused.status == StatusCode::UNAUTHORIZED {
        let way = HeaderValue::from_static("Basic realm=\"portico\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, way);
    }
    response
}

fn answer(status: StatusCode, told: &Value) -> Response {
    let headers: [(HeaderName, &str); 2] =
        [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "private, no-store")];
    (status, headers, told.to_string()).into_response()
}
