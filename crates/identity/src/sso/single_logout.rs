//! What a provider that speaks SAML says about signing out, by a browser on its way (SAML Profiles 2.0, 4.4): its answer
//! to somebody who signed out here, or its wish to have somebody signed out. The browser needs to be nobody's: what counts
//! is the provider's signature, and a wish ends the sessions of whom it names, wherever they are.
#![expect(clippy::disallowed_methods, reason = "what a company says is done in nobody's name")]

use std::time::Duration;

use axum::{
    Extension, Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, Uri, header},
    response::Response,
    routing::get,
};
use front::{ClientAddress, Shared};
use kernel::Id;
use saml::{Brought, Provider, Refusal};
use store::StoreError;
use uuid::Uuid;

use super::{
    answers::{drawn, kept_nowhere},
    back_channel::{self, Meant},
    begun::{Begun, SIGN_OUT, portal, request_id},
    keys::keys,
    rows::{LogoutToken, SsoConnection},
};
use crate::{limits, network::network, throttles};

/// How long a request that was taken is remembered: longer than it could be taken.
const REMEMBERED: Duration = Duration::from_hours(1);

/// Where browsers bring what is said.
pub(super) fn router(site: &Shared) -> Router {
    Router::new().route("/sign-in/saml/{account}/logout", get(by_address).post(by_form)).with_state(Shared::clone(site))
}

async fn by_address(
    State(site): State<Shared>,
    client: Option<Extension<ClientAddress>>,
    Path(account): Path<String>,
    uri: Uri,
) -> Response {
    led(&site, client, &account, Brought::Address(uri.query().unwrap_or_default())).await
}

async fn by_form(
    State(site): State<Shared>,
    client: Option<Extension<ClientAddress>>,
    Path(account): Path<String>,
    body: Bytes,
) -> Response {
    led(&site, client, &account, Brought::Form(&body)).await
}

/// Why nothing is done.
enum Refused {
    /// What is said proves nothing.
    Unproven,
    /// Something of ours.
    Store(StoreError),
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

async fn led(site: &Shared, client: Option<Extension<ClientAddress>>, account: &str, brought: Brought<'_>) -> Response {
    let network = client.map_or_else(|| "unknown".to_owned(), |Extension(client)| network(client.0));
    let (status, to) = match heard(site, &network, account, brought).await {
        Ok(to) => (StatusCode::SEE_OTHER, to),
        Err(Refused::Unproven | Refused::Store(StoreError::Unkept(_))) => (StatusCode::BAD_REQUEST, String::new()),
        Err(Refused::Store(error)) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A company could not sign its people out");
            (StatusCode::SERVICE_UNAVAILABLE, String::new())
        }
    };
    kept_nowhere(status, header::LOCATION, &to, String::new())
}

/// Does what is said, and tells where the browser goes.
async fn heard(site: &Shared, network: &str, account: &str, brought: Brought<'_>) -> Result<String, Refused> {
    let (db, now) = (site.gateway.db(), site.gateway.clock().now());
    let account = Uuid::parse_str(account).map_err(|_| Refused::Unproven)?;
    let open = SsoConnection::ACCOUNT_ID.is(&Id::from_uuid(account)).and(SsoConnection::ENABLED_AT.is_known());
    let connection = db.unguarded().first(open).await?.ok_or(Refused::Unproven)?;
    let provider = connection.saml.0.clone().ok_or(Refused::Unproven)?;
    match throttles::take(db, &limits::sign_outs(&connection.slug, network), now).await {
        Ok(()) => {}
        Err(throttles::Throttled::Empty { .. }) => return Err(Refused::Unproven),
        Err(throttles::Throttled::Store(error)) => return Err(error.into()),
    }
    if brought.is_answer() {
        let said = if is_confirmed(site, &connection, &provider, brought) { "out-there" } else { "out-here" };
        return Ok(format!("/sign-in?said={said}"));
    }
    let portal = portal(&site.settings.base_url, account);
    let asked = portal.asked(&provider, brought, now).map_err(|error| refused(&connection, error))?;
    let work = db.begin().await?;
    let named = format!("{}\0{}\0{}", connection.id, provider.entity_id, asked.id);
    let taken = LogoutToken { id: drawn(&named), expires_at: now.plus(REMEMBERED) };
    if !work.unguarded().insert_if_new(&taken).await? {
        return Err(Refused::Unproven);
    }
    let meant = Meant { subject: Some(&asked.subject), sessions: &asked.sessions };
    let ended = back_channel::end(&work, &connection, meant, now).await?;
    work.commit().await?;
    if ended > 0 {
        site.gateway.wake().notify_one();
    }
    if provider.logout.is_none() {
        return Ok("/sign-in?said=out".to_owned());
    }
    let key = keys(site).await?.signs;
    let id = request_id(&front::new_token());
    portal.answer(&provider, &key, &asked, &id, now).map_err(|error| refused(&connection, error))
}

/// Whether a provider answers that somebody who signed out here is signed out there.
fn is_confirmed(site: &Shared, connection: &SsoConnection, provider: &Provider, brought: Brought<'_>) -> bool {
    let now = site.gateway.clock().now();
    let Some(state) = brought.state() else { return false };
    let Some(begun) = Begun::read(&site.settings.seal, &state, SIGN_OUT, now) else { return false };
    let portal = portal(&site.settings.base_url, connection.account_id.uuid());
    let proven = portal.confirmed(provider, &request_id(&state), brought, now);
    begun.connection == connection.id && proven.map_err(|error| refused(connection, error)).is_ok()
}

fn refused(connection: &SsoConnection, error: Refusal) -> Refused {
    let account = connection.account_id;
    tracing::warn!(%account, %error, "What the provider of account {account} said about signing out is not taken");
    Refused::Unproven
}
