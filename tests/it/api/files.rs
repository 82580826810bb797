//! Files for programs: what the page of an operation offers to keep, where `Accept` asks for it.

use axum::http::{Method, StatusCode};
use directory::{ApiKey, token_hash};
use kernel::Timestamp;
use store::Json;

use crate::{
    guard::{
        cast::{Cast, Member},
        portal::Browser,
    },
    program::Program,
    world::{START, fresh},
};

const CSV: &str = "text/csv";
const PDF: &str = "application/pdf";

fn amelia(cast: &Cast) -> &Member {
    let is_she = |member: &&Member| member.role == "admin" && member.place == Some("northgate");
    cast.members.iter().find(is_she).expect("somebody of the cast")
}

/// A program of hers, whose key may do this.
async fn program<'c>(cast: &'c Cast, actions: &[&str]) -> Program<'c> {
    let (amelia, account) = (amelia(cast), cast.place("northgate").account);
    let token = format!("portico_{}", front::new_token());
    let key = ApiKey {
        id: fresh(),
        account_id: Some(account),
        person_id: amelia.person,
        made_by: "Amelia".to_owned(),
        name: format!("Bookkeeping: {}", actions.join(", ")),
        token_hash: token_hash(&token),
        ending: String::new(),
        actions: Json(actions.iter().map(|action| (*action).to_owned()).collect()),
        created_at: START,
        expires_at: Timestamp::from_micros(i64::MAX),
        used_at: None,
        revoked_at: None,
        client_id: None,
    };
    cast.portal.app.db.unguarded().insert(&key).await.unwrap();
    Program::new(&cast.portal.app.router, &token, account)
}

#[tokio::test]
async fn a_program_gets_the_very_file_that_the_page_offers() {
    let cast = Cast::with(2).await;
    let program = program(&cast, &["billing.export_invoices", "billing.list_sites", "billing.invoice_pdf"]).await;
    let session = cast.portal.session(amelia(&cast).person).await;
    let browser = Browser::new(&cast.portal.app.router, Some(&session));
    let export = program.address("/invoices/export");
    let file = program.file(&export, CSV).await;
    assert_eq!((file.status, file.header("content-type").as_str()), (StatusCode::OK, "text/csv; charset=utf-8"));
    let page = browser.get(&format!("/a/{}/invoices/invoices.csv", cast.place("northgate").account)).await;
    assert!(page.text().lines().count() > 1, "{}", page.text());
    assert_eq!(file.text(), page.text());
    assert!(program.get("/invoices/export").await.json["invoices"].is_array(), "without being asked, it is JSON");
    assert!(program.at(Method::GET, &export, &[("accept", "application/json, text/csv")], None).await.json.is_object());

    let invoice = &cast.nearest(amelia(&cast), "invoice").id;
    let paper = program.file(&program.address(&format!("/invoices/{invoice}/invoice.pdf")), PDF).await;
    assert!(paper.status.is_success() && paper.bytes.starts_with(b"%PDF"), "{}", paper.status);
    assert!(paper.header("content-disposition").starts_with("attachment"));
}

#[tokio::test]
async fn a_file_needs_the_same_right_as_what_it_is_made_of() {
    let cast = Cast::with(1).await;
    let other = program(&cast, &["billing.list_invoices"]).await;
    let refused = other.file(&other.address("/invoices/export"), CSV).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert_eq!(refused.header("content-type"), "application/problem+json");

    let program = program(&cast, &["billing.export_invoices", "billing.invoice_pdf"]).await;
    let unknown = program.file(&program.address("/invoices/export?veiw=all"), CSV).await;
    assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY, "what it does not know is refused");
    let foreign = cast
        .of_kind("invoice")
        .into_iter()
        .find(|row| row.place == Some("meridian"))
        .expect("an invoice of Meridian's");
    let hidden = program.file(&program.address(&format!("/invoices/{}/invoice.pdf", foreign.id)), PDF).await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_document_names_the_kinds_of_files() {
    let cast = Cast::with(1).await;
    let session = cast.portal.session(amelia(&cast).person).await;
    let browser = Browser::new(&cast.portal.app.router, Some(&session));
    let document: serde_json::Value = serde_json::from_str(&browser.get("/api/v1/openapi.json").await.text()).unwrap();
    for (path, kinds) in [
        ("/accounts/{acting}/invoices/export", &[CSV][..]),
        ("/accounts/{acting}/invoices/papers", &[PDF, "application/zip"][..]),
        ("/desk/journal/export", &[CSV][..]),
        ("/desk/imports/quarantine/export", &[CSV][..]),
    ] {
        let content = &document["paths"][path]["get"]["responses"]["200"]["content"];
        for kind in ["application/json"].iter().chain(kinds) {
            assert!(content[kind].is_object(), "{path} has no {kind}: {content}");
        }
    }
}
