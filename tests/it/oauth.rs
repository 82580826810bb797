//! Programs of others that people let in: what they are given, and every way in which they are refused.

use std::time::Duration;

use axum::http::{Method, StatusCode, header};
use directory::{AppToken, HoldingRow, Membership, token_hash};
use journal::Entry;
use serde_json::json;
use stage::{API, App, BACK, Stage, said, way_back};

use crate::{
    guard::portal::Browser,
    program::{Program, plain, send},
    visitor::{answer, request, signed_in},
    world::START,
};

mod anew;
mod documents;
mod stage;
mod taken_off;

/// An app, what it asks for, and how it is refused.
type Wrong<'a> = (&'a App, &'a [(&'a str, &'a str)], &'a str);

#[tokio::test]
async fn an_app_that_was_let_in_does_what_was_allowed_for_that_account_and_nothing_else() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.amelia, &app, "cases.list cases.raise").await;
    assert_eq!((told.text("token_type").as_str(), told.text("scope").as_str()), ("Bearer", "cases.list cases.raise"));
    assert_eq!(told.answer.header("cache-control"), "private, no-store");
    let program = stage.program(&told);
    let raised = program.post("/cases", &json!({ "subject": "Seal leaks", "body": "Where is it?" })).await;
    assert_eq!(raised.status, StatusCode::OK, "{}", raised.json);
    assert_eq!(program.get("/people").await.status, StatusCode::FORBIDDEN, "it was not asked for");
    let elsewhere = Program::new(&stage.portal.app.router, &told.text("access_token"), stage.meridian);
    assert_eq!(elsewhere.get("/cases").await.status, StatusCode::NOT_FOUND);
    assert_eq!(program.at(Method::GET, "/api/v1/desk/cases", &[], None).await.status, StatusCode::NOT_FOUND);
    let raw = stage.portal.app.db.unguarded();
    let key = stage.keys().await.remove(0);
    for command in ["cases.raise", "apps.exchange"] {
        let entry = raw.first(Entry::COMMAND.is(&command.to_owned())).await.unwrap().unwrap();
        assert_eq!((entry.actor, entry.on_behalf_of), (format!("key:{}", key.id), Some(stage.amelia.person)));
    }
    let allowed = raw.first(Entry::COMMAND.is(&"apps.allow".to_owned())).await.unwrap().unwrap();
    assert_eq!(allowed.actor, format!("person:{}", stage.amelia.person));
    let kept = raw.find(AppToken::ID.is_known()).await.unwrap();
    assert!(kept.iter().any(|token| token.token_hash == token_hash(&told.text("access_token"))), "only its hash");
}

#[tokio::test]
async fn nobody_is_let_in_on_rights_that_are_not_there() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.ben, &app, "cases.list people.list_invitations").await;
    assert_eq!(told.text("scope"), "cases.list", "a member looks after no access");
    let told = stage.let_in(stage.amelia, &app, "cases.list people.list_invitations").await;
    assert_eq!(stage.program(&told).get("/invitations").await.status, StatusCode::OK);
    let raw = stage.portal.app.db.unguarded();
    let held = raw.first(HoldingRow::PERSON_ID.is(&stage.amelia.person)).await.unwrap().unwrap();
    raw.update(&HoldingRow { role: "member".to_owned(), ..held }).await.unwrap();
    assert_eq!(stage.program(&told).get("/invitations").await.status, StatusCode::NOT_FOUND);
    assert!(stage.counts(&told).await);
}

#[tokio::test]
async fn the_question_says_in_words_what_the_app_may_do_and_a_no_is_told_to_it() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let request = stage.request(&app, "cases.list cases.raise", &[]);
    let sent = stage.sent(stage.amelia.person, &request).await;
    let to = sent.header("location");
    assert!(to.starts_with(&format!("/a/{}/apps/consent?", stage.northgate)), "{to}: only one account is theirs");
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let page = amelia.get(&to).await.text();
    for words in ["Stock planner", "Northgate Water", "planner.example", "Raise a ticket", "error=access_denied"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let stranger = stage.portal.stranger().get(&format!("/oauth/authorize?{request}")).await;
    assert!(stranger.header("location").starts_with("/sign-in?next=%2Foauth%2Fauthorize%3F"), "and comes back here");
    let session = signed_in(stage.portal.app.db.unguarded(), stage.amelia.person).await;
    let late = Browser::new(&stage.portal.app.router, Some(&session)).get(&to).await;
    assert!(late.header("location").starts_with("/me/proof?next="), "asked for a proof first");
    assert!(stage.keys().await.is_empty(), "reading a page lets nobody in");
}

#[tokio::test]
async fn nobody_is_sent_to_an_address_that_is_not_the_app_s() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let wrong = [
        ("redirect_uri", "https://evil.example/back"),
        ("redirect_uri", "https://planner.example/back/"),
        ("redirect_uri", "https://planner.example/back?x=1"),
        ("redirect_uri", "http://planner.example/back"),
        ("client_id", "0198f7d8a5c07c0d8e1e2f3a4b5c6d7e"),
        ("client_id", ""),
    ];
    for pair in wrong {
        let answer = stage.sent(stage.amelia.person, &stage.request(&app, "cases.list", &[pair])).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{pair:?}");
        assert!(answer.header("refresh").is_empty() && answer.header("location").is_empty(), "{pair:?}");
    }
    let twice = format!("{}&state=other", stage.request(&app, "cases.list", &[]));
    assert_eq!(stage.sent(stage.amelia.person, &twice).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let local = stage.app("Laptop", &[("redirects", "http://127.0.0.1/back")]).await;
    let here = [("redirect_uri", "http://127.0.0.1:49152/back")];
    let back = stage.says_yes(stage.amelia, &stage.request(&local, "cases.list", &here)).await;
    assert_eq!(back.port(), Some(49_152), "of one's own machine the port is free");
}

#[tokio::test]
async fn what_is_asked_for_wrongly_is_told_to_the_app() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let wrong = [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("resource", "https://elsewhere.example/api", "invalid_target"),
        ("scope", "", "invalid_scope"),
        ("scope", "cases.list keys.create", "invalid_scope"),
        ("scope", "apps.allow", "invalid_scope"),
        ("scope", "identity.rename_oneself", "invalid_scope"),
        ("scope", "nothing.at_all", "invalid_scope"),
    ];
    for (name, value, error) in wrong {
        let request = stage.request(&app, "cases.list", &[(name, value)]);
        let back = way_back(&stage.sent(stage.amelia.person, &request).await);
        assert!(back.as_str().starts_with(BACK), "{back}");
        assert_eq!(said(&back, "error").as_deref(), Some(error), "{name} {value}");
        let fields: Vec<_> = form_urlencoded::parse(request.as_bytes()).into_owned().collect();
        let path = format!("/a/{}/apps/consent", stage.northgate);
        let forced = stage.portal.browser(stage.amelia.person).await.post(&path, &fields).await;
        assert_eq!(said(&way_back(&forced), "code"), None, "{name} {value}");
    }
    assert!(stage.keys().await.is_empty());
}

#[tokio::test]
async fn a_code_counts_for_whoever_began_and_for_a_minute() {
    let stage = Stage::set().await;
    let (app, other) = (stage.planner().await, stage.app("Ledger", &[("redirects", BACK)]).await);
    let code = stage.code(stage.amelia, &app, "cases.list").await;
    let wrong: [Wrong<'_>; 6] = [
        (&app, &[("code_verifier", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM")], "invalid_grant"),
        (&app, &[("code_verifier", "")], "invalid_request"),
        (&app, &[("redirect_uri", "https://planner.example/other")], "invalid_grant"),
        (&app, &[("resource", "https://elsewhere.example")], "invalid_target"),
        (&app, &[("code", "made up")], "invalid_grant"),
        (&other, &[], "invalid_grant"),
    ];
    for (app, but, error) in wrong {
        assert_eq!(stage.exchanges(app, &code, but).await.error(), error, "{but:?}");
    }
    let right = [("redirect_uri", BACK), ("resource", API)];
    assert_eq!(stage.exchanges(&app, &code, &right).await.status, StatusCode::OK, "none of that used it up");
    let late = stage.code(stage.amelia, &app, "cases.list").await;
    stage.portal.clock.advance(Duration::from_mins(1));
    assert_eq!(stage.exchanges(&app, &late, &[]).await.error(), "invalid_grant");
}

#[tokio::test]
async fn a_code_or_refresh_token_that_is_shown_twice_ends_all() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let code = stage.code(stage.amelia, &app, "cases.list").await;
    let told = stage.exchanges(&app, &code, &[]).await;
    assert!(stage.counts(&told).await);
    assert_eq!(stage.exchanges(&app, &code, &[]).await.error(), "invalid_grant");
    assert!(!stage.counts(&told).await, "what the thief or the app was given counts no more");
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.error(), "invalid_grant");
    let first = stage.let_in(stage.amelia, &app, "cases.list").await;
    let second = stage.renews(&app, &first.text("refresh_token")).await;
    assert_eq!(second.status, StatusCode::OK, "{}", second.json);
    assert_ne!(second.text("refresh_token"), first.text("refresh_token"));
    assert!(stage.counts(&second).await);
    assert_eq!(stage.renews(&app, &first.text("refresh_token")).await.error(), "invalid_grant");
    assert!(!stage.counts(&second).await);
    assert_eq!(stage.renews(&app, &second.text("refresh_token")).await.error(), "invalid_grant");
    let raw = stage.portal.app.db.unguarded();
    let replayed = raw.find(Entry::EVENT.is(&"apps.replayed".to_owned())).await.unwrap();
    assert_eq!(replayed.len(), 2);
}

#[tokio::test]
async fn tokens_run_out() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    stage.portal.clock.advance(Duration::from_mins(9));
    assert!(stage.counts(&told).await);
    stage.portal.clock.advance(Duration::from_mins(1));
    assert!(!stage.counts(&told).await);
    let told = stage.renews(&app, &told.text("refresh_token")).await;
    assert!(stage.counts(&told).await);
    stage.portal.clock.advance(Duration::from_hours(30 * 24));
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.error(), "invalid_grant");
}

#[tokio::test]
async fn an_app_that_keeps_coming_is_let_in_anew_after_half_a_year() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let mut told = stage.let_in(stage.amelia, &app, "cases.list").await;
    for _ in 0..6 {
        stage.portal.clock.advance(Duration::from_hours(29 * 24));
        told = stage.renews(&app, &told.text("refresh_token")).await;
        assert!(stage.counts(&told).await, "{}", told.json);
    }
    stage.portal.clock.advance(Duration::from_hours(6 * 24));
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.error(), "invalid_grant");
}

#[tokio::test]
async fn more_than_was_allowed_is_not_given_later() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    let refresh = told.text("refresh_token");
    let mut fields = vec![("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
    fields.push(("scope", "cases.list cases.raise"));
    assert_eq!(stage.asks("/oauth/token", &app, &fields).await.error(), "invalid_scope");
    assert_eq!(stage.renews(&app, &refresh).await.status, StatusCode::OK, "and used nothing up");
    let code = stage.code(stage.amelia, &app, "cases.list").await;
    assert_eq!(stage.renews(&app, &code).await.error(), "invalid_grant", "a code is no refresh token");
    assert_eq!(stage.exchanges(&app, &refresh, &[]).await.error(), "invalid_grant", "nor the other way round");
    let access = told.text("access_token");
    assert_eq!(stage.renews(&app, &access).await.error(), "invalid_grant");
}

#[tokio::test]
async fn a_token_is_no_session_and_counts_where_it_was_made_for() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    let (token, path) = (told.text("access_token"), format!("/a/{}/cases", stage.northgate));
    for (name, value) in [("authorization", format!("Bearer {token}")), ("cookie", format!("portico={token}"))] {
        let shown = request(Method::GET, &path).header(name, value).body(axum::body::Body::empty()).unwrap();
        assert_eq!(answer(&stage.portal.app.router, shown).await.status, StatusCode::SEE_OTHER, "{name}");
    }
    for other in [told.text("refresh_token"), stage.code(stage.ben, &app, "cases.list").await] {
        let program = Program::new(&stage.portal.app.router, &other, stage.northgate);
        assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED);
    }
    let raw = stage.portal.app.db.unguarded();
    let kept = raw.first(AppToken::TOKEN_HASH.is(&token_hash(&token))).await.unwrap().unwrap();
    raw.update(&AppToken { audience: "https://elsewhere.example/api/v1".to_owned(), ..kept }).await.unwrap();
    assert!(!stage.counts(&told).await, "of another portal's tokens none counts here");
}

#[tokio::test]
async fn a_person_sees_their_apps_and_ends_them() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.ben, &app, "cases.list").await;
    let key = stage.keys().await.remove(0);
    let end = format!("/me/apps/{}/end", key.id);
    for other in [stage.amelia, stage.chidi] {
        let browser = stage.portal.browser(other.person).await;
        assert!(!browser.get("/me/apps").await.text().contains("Stock planner"), "it is Ben's");
        assert_eq!(browser.post(&end, &[]).await.status, StatusCode::NOT_FOUND);
    }
    assert!(stage.counts(&told).await);
    let ben = stage.portal.browser(stage.ben.person).await;
    let page = ben.get("/me/apps").await.text();
    assert!(page.contains("Stock planner") && page.contains("Northgate Water"), "{page}");
    assert_eq!(ben.post(&end, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await);
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.error(), "invalid_grant");
    assert!(!ben.get("/me/apps").await.text().contains("Stock planner"));
}

#[tokio::test]
async fn an_account_s_admin_sees_and_ends_what_acts_for_the_account() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.ben, &app, "cases.list").await;
    let key = stage.keys().await.remove(0);
    let amelia = stage.portal.browser(stage.amelia.person).await;
    assert!(amelia.get(&format!("/a/{}/keys", stage.northgate)).await.text().contains("Stock planner"));
    let path = format!("/a/{}/keys/{}/revocation", stage.northgate, key.id);
    let chidi = stage.portal.browser(stage.chidi.person).await;
    assert_ne!(chidi.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(stage.counts(&told).await);
    assert_eq!(amelia.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await);
}

#[tokio::test]
async fn what_an_app_was_allowed_ends_with_the_membership_and_with_the_person() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let (amelias, bens) =
        (stage.let_in(stage.amelia, &app, "cases.list").await, stage.let_in(stage.ben, &app, "cases.list").await);
    let raw = stage.portal.app.db.unguarded();
    let ben = raw.first(Membership::ID.is(&stage.ben.membership)).await.unwrap().unwrap();
    raw.update(&Membership { ended_at: Some(START), ..ben }).await.unwrap();
    assert!(!stage.counts(&bens).await);
    let amelia = raw.first(directory::Person::ID.is(&stage.amelia.person)).await.unwrap().unwrap();
    raw.update(&directory::Person { disabled_at: Some(START), ..amelia }).await.unwrap();
    assert!(!stage.counts(&amelias).await);
    assert_eq!(stage.renews(&app, &amelias.text("refresh_token")).await.error(), "invalid_grant");
}

#[tokio::test]
async fn an_app_gives_its_tokens_back_and_nobody_else_s() {
    let stage = Stage::set().await;
    let (app, other) = (stage.planner().await, stage.app("Ledger", &[("redirects", BACK)]).await);
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    let (access, refresh) = (told.text("access_token"), told.text("refresh_token"));
    for (who, token) in [(&other, refresh.as_str()), (&app, "made up")] {
        assert_eq!(stage.asks("/oauth/revocation", who, &[("token", token)]).await.status, StatusCode::OK);
    }
    assert!(stage.counts(&told).await);
    assert_eq!(stage.asks("/oauth/revocation", &app, &[("token", &access)]).await.status, StatusCode::OK);
    assert!(!stage.counts(&told).await);
    let next = stage.renews(&app, &refresh).await;
    assert!(stage.counts(&next).await);
    let refresh = next.text("refresh_token");
    assert_eq!(stage.asks("/oauth/revocation", &app, &[("token", &refresh)]).await.status, StatusCode::OK);
    assert!(!stage.counts(&next).await, "with the refresh token all ends");
}

#[tokio::test]
async fn an_app_with_a_secret_shows_it_and_acts_by_itself_as_was_chosen() {
    let stage = Stage::set().await;
    let fields = [("redirects", BACK), ("confidential", "on"), ("actions", "cases.list")];
    let app = stage.app("Helpdesk", &fields).await;
    assert!(app.secret.is_some());
    let by_itself = [("grant_type", "client_credentials")];
    for secret in [None, Some("made up".to_owned())] {
        let told = stage.asks("/oauth/token", &App { secret, ..app.clone() }, &by_itself).await;
        assert_eq!((told.status, told.error().as_str()), (StatusCode::UNAUTHORIZED, "invalid_client"));
    }
    let told = stage.asks("/oauth/token", &app, &by_itself).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.json);
    assert!(told.json.get("refresh_token").is_none());
    let program = stage.program(&told);
    assert_eq!(program.at(Method::GET, "/api/v1/desk/cases", &[], None).await.status, StatusCode::OK);
    let customers = program.at(Method::GET, "/api/v1/desk/customers", &[], None).await;
    assert_eq!(customers.status, StatusCode::FORBIDDEN, "it was not chosen");
    assert_eq!(program.get("/cases").await.status, StatusCode::NOT_FOUND, "for no account");
    let beyond = [by_itself[0], ("scope", "cases.list cases.raise")];
    assert_eq!(stage.asks("/oauth/token", &app, &beyond).await.error(), "invalid_scope");
    let planner = stage.planner().await;
    assert_eq!(stage.asks("/oauth/token", &planner, &by_itself).await.error(), "unauthorized_client");
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    assert!(stage.counts(&told).await);
    let public = App { secret: None, ..app.clone() };
    assert_eq!(stage.renews(&public, &told.text("refresh_token")).await.error(), "invalid_client");
}

#[tokio::test]
async fn an_app_that_is_taken_off_is_known_no_more() {
    let stage = Stage::set().await;
    let app = stage.planner().await;
    let told = stage.let_in(stage.amelia, &app, "cases.list").await;
    let row = directory::app_called(&stage.portal.app.db, &app.id).await.unwrap().expect("the app");
    let hannah = stage.portal.browser(stage.hannah).await;
    let removal = format!("/desk/apps/{}/removal", row.id);
    let amelia = stage.portal.browser(stage.amelia.person).await;
    assert_eq!(amelia.post(&removal, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(hannah.post(&removal, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(!stage.counts(&told).await);
    assert_eq!(stage.renews(&app, &told.text("refresh_token")).await.error(), "invalid_client");
    let sent = stage.sent(stage.amelia.person, &stage.request(&app, "cases.list", &[])).await;
    assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn an_app_is_registered_with_addresses_of_its_own_and_with_what_it_can_show() {
    let stage = Stage::set().await;
    let wrong: [(&[(&str, &str)], &str); 5] = [
        (&[], "f-redirects"),
        (&[("redirects", "http://planner.example/back")], "f-redirects"),
        (&[("redirects", "https://planner.example/back#x")], "f-redirects"),
        (&[("actions", "cases.list")], "f-confidential"),
        (&[("confidential", "on"), ("actions", "keys.create")], "f-actions"),
    ];
    for (fields, at) in wrong {
        let page = stage.registered(&[fields, &[("name", "Stock planner")]].concat()).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(page.text().contains(&format!("href=\"#{at}\"")), "{fields:?}: {}", page.text());
        assert!(page.text().contains("value=\"Stock planner\""), "what was typed is kept");
    }
    stage.planner().await;
    let again = stage.registered(&[("name", "Stock planner"), ("redirects", BACK)]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "two apps of one name cannot be told apart");
}

#[tokio::test]
async fn what_stands_where_says_how_to_get_in() {
    let stage = Stage::set().await;
    let router = &stage.portal.app.router;
    let read = async |path: &str| {
        let asked = plain(Method::GET, path).body(axum::body::Body::empty()).unwrap();
        let told = answer(router, asked).await;
        assert_eq!(told.status, StatusCode::OK, "{path}");
        serde_json::from_slice::<serde_json::Value>(&told.bytes).unwrap()
    };
    let path = format!("/api/v1/accounts/{}/cases", stage.northgate);
    let refused = send(router, plain(Method::GET, &path), None).await;
    let way = refused.answer.header(header::WWW_AUTHENTICATE.as_str());
    let named = "resource_metadata=\"http://portal.test/.well-known/oauth-protected-resource/api/v1\"";
    assert!(way.contains(named) && !way.contains("error"), "{way}");
    let wrong = plain(Method::GET, &path).header(header::AUTHORIZATION, "Bearer porticoapp_x");
    let way = send(router, wrong, None).await.answer.header(header::WWW_AUTHENTICATE.as_str());
    assert!(way.contains("error=\"invalid_token\""), "{way}");
    for path in ["/.well-known/oauth-protected-resource", "/.well-known/oauth-protected-resource/api/v1"] {
        let resource = read(path).await;
        assert_eq!(resource["resource"], json!(API), "{path}");
        assert_eq!(resource["authorization_servers"], json!([crate::visitor::BASE]), "{path}");
    }
    let server = read("/.well-known/oauth-authorization-server").await;
    assert_eq!(server["code_challenge_methods_supported"], json!(["S256"]));
    let scopes: Vec<&str> = server["scopes_supported"].as_array().unwrap().iter().filter_map(|s| s.as_str()).collect();
    assert!(scopes.contains(&"cases.list"));
    assert!(scopes.iter().all(|scope| !scope.starts_with("apps.") && !scope.starts_with("keys.")));
}
