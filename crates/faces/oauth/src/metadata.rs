//! What apps read of this server before they ask it (RFC 8414, RFC 9728).

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse as _, Response},
};
use front::Shared;
use serde_json::{Value, json};

use crate::{AUTHORIZE, REVOCATION, TOKEN, pkce};

/// How an app shows who it is; not at all, if it could keep no secret.
const WAYS: [&str; 3] = ["none", "client_secret_basic", "client_secret_post"];

/// Who gives tokens out, and how.
pub(crate) async fn server(State(site): State<Shared>) -> Response {
    let base = &site.settings.base_url;
    told(&json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}{AUTHORIZE}"),
        "token_endpoint": format!("{base}{TOKEN}"),
        "revocation_endpoint": format!("{base}{REVOCATION}"),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "refresh_token", "client_credentials"],
        "token_endpoint_auth_methods_supported": WAYS,
        "revocation_endpoint_auth_methods_supported": WAYS,
        "code_challenge_methods_supported": [pkce::METHOD],
        "authorization_response_iss_parameter_supported": true,
        "client_id_metadata_document_supported": true,
        "scopes_supported": scopes(&site),
        "protected_resources": [api::audience(base)],
    }))
}

/// For what tokens are good, and who gives them out.
pub(crate) async fn resource(State(site): State<Shared>) -> Response {
    let base = &site.settings.base_url;
    told(&json!({
        "resource": api::audience(base),
        "authorization_servers": [base],
        "bearer_methods_supported": ["header"],
        "scopes_supported": scopes(&site),
    }))
}

fn told(told: &Value) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], told.to_string()).into_response()
}

/// What can be allowed: operations, by their names.
fn scopes(site: &Shared) -> Vec<String> {
    let registry = site.gateway.registry();
    let names = registry.operations().map(|operation| operation.spec().name.to_string());
    names.filter(|name| api::offers(registry, name)).collect()
}
