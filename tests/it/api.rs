//! Programs with keys: what a key may do, when it ends, and how the interface answers.

use std::collections::BTreeSet;

use access::{Account, Person};
use axum::http::{Method, StatusCode, header};
use cases::{Case, CaseMessage};
use directory::{AccountKind, ApiKey, HoldingRow};
use gateway::Shape;
use journal::{Entry, Face, View};
use kernel::Id;
use portico::compose;
use serde_json::{Value, json};
use store::Sql;

use crate::{
    guard::portal::{Browser, Portal},
    program::{Program, Told, plain, send},
    visitor::signed_in,
    world::{Member, START, account, member, staff},
};

mod choosing;
mod document;
mod files;

/// Northgate with Amelia, who looks after access, and Meridian, of which she knows nothing.
struct Stage {
    portal: Portal,
    northgate: Id<Account>,
    meridian: Id<Account>,
    amelia: Member,
}

impl Stage {
    async fn set() -> Self {
        let portal = Portal::open().await;
        let work = portal.app.db.begin().await.unwrap();
        let northgate = account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let amelia = member(work.unguarded(), "Amelia", northgate, "admin").await.unwrap();
        work.commit().await.unwrap();
        Self { portal, northgate, meridian, amelia }
    }

    async fn browser(&self, person: Id<Person>) -> Browser<'_> {
        self.portal.browser(person).await
    }

    /// The page on which Amelia makes a key for a month, as she is answered.
    async fn made(&self, name: &str, actions: &[&str]) -> crate::visitor::Answer {
        self.made_for("30", name, actions).await
    }

    async fn made_for(&self, days: &str, name: &str, actions: &[&str]) -> crate::visitor::Answer {
        let mut fields = vec![("name".to_owned(), name.to_owned()), ("days".to_owned(), days.to_owned())];
        fields.extend(actions.iter().map(|action| ("actions".to_owned(), (*action).to_owned())));
        let path = format!("/a/{}/keys/new", self.northgate);
        self.browser(self.amelia.person).await.post(&path, &fields).await
    }

    /// A key of Amelia's with these actions.
    async fn key(&self, actions: &[&str]) -> String {
        let page = self.made(&format!("Key {}", front::new_token()), actions).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        token(&page.text())
    }

    async fn program(&self, actions: &[&str]) -> Program<'_> {
        Program::new(&self.portal.app.router, &self.key(actions).await, self.northgate)
    }

    /// A program of the desk on this person's rights, with this action.
    async fn at_desk(&self, person: Id<Person>, action: &str) -> Program<'_> {
        let fields = [("name", "Helpdesk"), ("days", "90"), ("actions", action)];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let page = self.browser(person).await.post("/desk/keys/new", &fields).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text());
        Program::new(&self.portal.app.router, &token(&page.text()), self.northgate)
    }

    async fn keys(&self) -> Vec<ApiKey> {
        self.portal.app.db.unguarded().find(ApiKey::ID.is_known()).await.unwrap()
    }

    async fn cases(&self) -> usize {
        self.portal.app.db.unguarded().find(Case::ID.is_known()).await.unwrap().len()
    }
}

fn token(page: &str) -> String {
    let (_, rest) = page.split_once("<code>portico_").expect("the key is shown");
    format!("portico_{}", rest.split('<').next().unwrap_or_default())
}

fn words(subject: &str) -> Value {
    json!({ "subject": subject, "body": "Where is it?" })
}

async fn raised(program: &Program<'_>, subject: &str) -> String {
    let told = program.post("/cases", &words(subject)).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.json);
    told.json["result"]["case"].as_str().expect("a case").to_owned()
}

#[tokio::test]
async fn a_key_does_what_was_chosen_and_nothing_else() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise", "cases.list"]).await;
    let case = raised(&program, "Seal leaks").await;
    let list = program.get("/cases").await;
    assert_eq!(list.json["cases"]["rows"][0]["id"].as_str(), Some(case.as_str()), "{}", list.json);
    for path in ["/people", "/company"] {
        assert_eq!(program.get(path).await.status, StatusCode::FORBIDDEN, "{path} was not chosen");
    }
    assert_eq!(program.get("/keys").await.status, StatusCode::NOT_FOUND, "no program has to do with keys");
    let reply = program.post(&format!("/cases/{case}/messages"), &json!({ "body": "Hello?" })).await;
    assert_eq!(reply.status, StatusCode::FORBIDDEN);
    assert!(reply.json["title"].as_str().unwrap().contains("cases.reply"), "{}", reply.json);
}

#[tokio::test]
async fn the_journal_names_the_key_and_its_person() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise"]).await;
    raised(&program, "Seal leaks").await;
    let key = stage.keys().await.remove(0);
    let raw = stage.portal.app.db.unguarded();
    let entry = raw.first(Entry::COMMAND.is(&"cases.raise".to_owned())).await.unwrap().unwrap();
    assert_eq!((entry.actor, entry.on_behalf_of), (format!("key:{}", key.id), Some(stage.amelia.person)));
    assert_eq!(entry.face, Face::Api);
    let made = raw.first(Entry::COMMAND.is(&"keys.create".to_owned())).await.unwrap().unwrap();
    assert_eq!(made.actor, format!("person:{}", stage.amelia.person));
    assert!(!made.payload.unwrap().contains("portico_"));
    assert!(key.used_at.is_some(), "its use is noted");
}

#[tokio::test]
async fn the_key_itself_is_shown_once_and_kept_nowhere() {
    let stage = Stage::set().await;
    let page = stage.made("Stock system", &["cases.list"]).await;
    let token = token(&page.text());
    let list = stage.browser(stage.amelia.person).await.get(&format!("/a/{}/keys", stage.northgate)).await;
    assert!(list.text().contains("Stock system") && !list.text().contains(&token));
    let key = stage.keys().await.remove(0);
    assert_eq!(key.token_hash, directory::token_hash(&token));
    let mut sql = Sql::new("SELECT id FROM idempotency_keys WHERE answer LIKE ");
    sql.bind(format!("%{token}%"));
    assert!(stage.portal.app.db.unguarded().query(sql).await.unwrap().is_empty(), "the answer was kept with the key");
    let again = stage.made("Stock system", &["cases.list"]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "two keys of one name cannot be told apart");
}

#[tokio::test]
async fn a_key_acts_for_its_own_account_only() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.list"]).await;
    let nobody: Id<Account> = Id::from_uuid(uuid::Uuid::now_v7());
    let at = |account: Id<Account>| format!("/api/v1/accounts/{account}/cases");
    let absent = program.at(Method::GET, &at(nobody), &[], None).await;
    let foreign = program.at(Method::GET, &at(stage.meridian), &[], None).await;
    assert_eq!((absent.status, absent.unnamed()), (StatusCode::NOT_FOUND, foreign.unnamed()));
    for path in ["/api/v1/desk/cases", "/api/v1/accounts/northgate/cases", "/api/v1/cases", "/api/v1/"] {
        assert_eq!(program.at(Method::GET, path, &[], None).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let removal = program.at(Method::DELETE, &program.address("/cases"), &[], None).await;
    assert_eq!(removal.status, StatusCode::NOT_FOUND, "nothing is removed there");
}

#[tokio::test]
async fn a_key_of_the_desk_acts_there_and_nowhere_else() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
    let tom = staff(raw, "Tom", "agent").await.unwrap();
    let program = stage.at_desk(hannah, "cases.list").await;
    raised(&stage.program(&["cases.raise"]).await, "Seal leaks").await;
    let list = program.at(Method::GET, "/api/v1/desk/cases", &[], None).await;
    assert_eq!(list.json["cases"]["rows"].as_array().map(Vec::len), Some(1), "{}", list.json);
    assert_eq!(program.get("/cases").await.status, StatusCode::NOT_FOUND, "for no account");
    let customers = program.at(Method::GET, "/api/v1/desk/customers", &[], None).await;
    assert_eq!(customers.status, StatusCode::FORBIDDEN, "it was not chosen");
    assert!(stage.browser(hannah).await.get("/desk/keys").await.text().contains("Helpdesk"));
    assert_eq!(stage.browser(tom).await.get("/desk/keys").await.status, StatusCode::NOT_FOUND);
    assert_eq!(stage.browser(tom).await.post("/desk/keys/new", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_a_program_of_the_desk_reads_is_noted_even_if_pages_read_it_silently() {
    let stage = Stage::set().await;
    let case = raised(&stage.program(&["cases.raise"]).await, "Seal leaks").await;
    let raw = stage.portal.app.db.unguarded();
    let hannah = staff(raw, "Hannah", "desk-admin").await.unwrap();
    let program = stage.at_desk(hannah, "cases.read_message").await;
    let message = raw.find(CaseMessage::ID.is_known()).await.unwrap().remove(0).id;
    let path = format!("/api/v1/desk/cases/{case}/message?message={message}");
    assert_eq!(program.at(Method::GET, &path, &[], None).await.status, StatusCode::OK);
    let view = raw.first(View::ACTION.is(&"cases.read_message".to_owned())).await.unwrap().expect("a note");
    assert!(view.actor.starts_with("key:"), "{view:?}");
}

#[tokio::test]
async fn without_a_key_that_counts_nobody_is_let_in() {
    let stage = Stage::set().await;
    let (router, path) = (&stage.portal.app.router, format!("/api/v1/accounts/{}/cases", stage.northgate));
    let session = stage.portal.session(stage.amelia.person).await;
    let requests = [
        plain(Method::GET, &path),
        plain(Method::GET, &path).header(header::AUTHORIZATION, "Bearer portico_made_up"),
        plain(Method::GET, &path).header(header::AUTHORIZATION, format!("Bearer {session}")),
        plain(Method::GET, &path).header(header::COOKIE, format!("portico={session}")),
    ];
    for request in requests {
        let told = send(router, request, None).await;
        assert_eq!(told.status, StatusCode::UNAUTHORIZED);
        assert!(told.answer.header("www-authenticate").starts_with("Bearer"));
    }
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_its_next_request() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise"]).await;
    raised(&program, "Before").await;
    let key = stage.keys().await.remove(0);
    let path = format!("/a/{}/keys/{}/revocation", stage.northgate, key.id);
    assert_eq!(stage.browser(stage.amelia.person).await.post(&path, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(program.post("/cases", &words("After")).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(stage.cases().await, 1);
}

#[tokio::test]
async fn a_key_ends_with_its_person() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.list"]).await;
    let raw = stage.portal.app.db.unguarded();
    let amelia = raw.first(directory::Person::ID.is(&stage.amelia.person)).await.unwrap().unwrap();
    raw.update(&directory::Person { disabled_at: Some(START), ..amelia }).await.unwrap();
    assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_is_made_after_a_proof_of_a_moment_ago() {
    let stage = Stage::set().await;
    let session = signed_in(stage.portal.app.db.unguarded(), stage.amelia.person).await;
    let amelia = Browser::new(&stage.portal.app.router, Some(&session));
    let fields = [("name", "Late"), ("days", "30"), ("actions", "cases.list")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = amelia.post(&format!("/a/{}/keys/new", stage.northgate), &fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(answer.header("location").starts_with("/me/proof?next="), "{}", answer.header("location"));
    assert!(stage.keys().await.is_empty());
}

#[tokio::test]
async fn a_key_ends_on_its_day() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.list"]).await;
    stage.portal.clock.advance(std::time::Duration::from_hours(30 * 24 - 1));
    assert_eq!(program.get("/cases").await.status, StatusCode::OK);
    stage.portal.clock.advance(std::time::Duration::from_hours(1));
    assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_key_never_does_more_than_its_person_may_at_that_moment() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.list", "people.list_invitations"]).await;
    assert_eq!(program.get("/invitations").await.status, StatusCode::OK);
    let raw = stage.portal.app.db.unguarded();
    let held = raw.first(HoldingRow::PERSON_ID.is(&stage.amelia.person)).await.unwrap().unwrap();
    raw.update(&HoldingRow { role: "member".to_owned(), ..held.clone() }).await.unwrap();
    assert_eq!(program.get("/invitations").await.status, StatusCode::NOT_FOUND, "a member looks after no access");
    assert_eq!(program.get("/cases").await.status, StatusCode::OK);
    raw.delete(HoldingRow::ID.is(&held.id)).await.unwrap();
    assert_eq!(program.get("/cases").await.status, StatusCode::UNAUTHORIZED, "who has left has no programs here");
}

#[tokio::test]
async fn nobody_lets_a_key_do_what_they_cannot_do_or_make_keys() {
    let stage = Stage::set().await;
    let staffs = ["brands.restyle", "imports.replay", "brands.*"];
    for beyond in staffs.into_iter().chain(["keys.create", "keys.revoke", "keys.*", "nothing.at_all"]) {
        let page = stage.made("Too much", &["cases.list", beyond]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{beyond}");
        let text = page.text();
        assert!(text.contains(&format!("do {beyond}:")), "{text}");
        assert!(text.contains("value=\"Too much\""), "what was typed is kept");
        assert!(text.contains("value=\"cases.list\" checked"), "what was chosen is kept");
    }
    assert_eq!(stage.made("Nothing", &[]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(stage.keys().await.is_empty());
    let raw = stage.portal.app.db.unguarded();
    let ben = member(raw, "Ben", stage.northgate, "member").await.unwrap();
    let browser = stage.browser(ben.person).await;
    let path = format!("/a/{}/keys", stage.northgate);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(browser.get(&format!("{path}/new")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_key_gives_nobody_a_role_that_permits_more_than_itself() {
    let stage = Stage::set().await;
    let narrow = stage.program(&["people.invite"]).await;
    for role in ["admin", "member"] {
        let told = narrow.post("/invitations", &json!({ "email": "eve@elsewhere.example", "role": role })).await;
        assert_eq!((told.status, told.pointers()), (StatusCode::UNPROCESSABLE_ENTITY, vec!["/role".to_owned()]));
    }
    let raw = stage.portal.app.db.unguarded();
    let invited = raw.find(directory::Invitation::ID.is_known()).await.unwrap();
    assert!(invited.is_empty(), "who holds such a key would let themselves in");
    // With all that a member may do it can let a member in.
    let roles = compose::stock_roles();
    let member = roles.iter().find(|role| role.name == "member").expect("a role");
    let registry = stage.portal.app.gateway.registry();
    let permitted = member.grants.iter().map(|grant| &*grant.action.0);
    let mut actions: Vec<&str> = permitted.filter(|action| registry.operation(action).is_some()).collect();
    // Which no program does, so no key is made with it.
    actions.retain(|action| *action != "apps.allow");
    actions.push("people.invite");
    let wide = stage.program(&actions).await;
    let told = wide.post("/invitations", &json!({ "email": "ben@northgate.example", "role": "member" })).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.json);
}

#[tokio::test]
async fn what_an_operation_does_not_know_is_refused_with_a_pointer() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise", "cases.list"]).await;
    let mut told = words("Seal leaks");
    for odd in ["account_id", "role", "verified", "_internal", "csrf"] {
        told[odd] = json!("x");
    }
    let refused = program.post("/cases", &told).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let pointers: BTreeSet<String> = refused.pointers().into_iter().collect();
    let odd = ["/_internal", "/account_id", "/csrf", "/role", "/verified"].map(str::to_owned);
    assert_eq!(pointers, BTreeSet::from(odd));
    let narrowed = program.get("/cases?owner=me&_x=1").await;
    assert_eq!(narrowed.pointers(), ["/_x", "/owner"]);
    let blank = program.post("/cases", &json!({ "subject": " " })).await;
    assert_eq!(blank.pointers(), ["/subject", "/body"]);
    assert_eq!(program.post("/cases", &json!(["subject"])).await.pointers(), [""]);
    assert_eq!(stage.cases().await, 0, "nothing of it was done");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_told_where() {
    let stage = Stage::set().await;
    let key = stage.key(&["cases.raise"]).await;
    let path = format!("/api/v1/accounts/{}/cases", stage.northgate);
    let sent = |kind: &'static str, body: &'static str| {
        let request = plain(Method::POST, &path).header(header::AUTHORIZATION, format!("Bearer {key}"));
        request.header(header::CONTENT_TYPE, kind).body(axum::body::Body::from(body)).unwrap()
    };
    let router = &stage.portal.app.router;
    let broken = crate::visitor::answer(router, sent("application/json", "{\"subject\": }")).await;
    assert_eq!(broken.status, StatusCode::BAD_REQUEST);
    assert!(broken.text().contains("line 1, column 13"), "{}", broken.text());
    let form = crate::visitor::answer(router, sent("application/x-www-form-urlencoded", "subject=x&body=y")).await;
    assert_eq!(form.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    assert_eq!(stage.cases().await, 0);
}

#[tokio::test]
async fn a_request_with_a_name_is_done_once() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise"]).await;
    let named = [("idempotency-key", "order-4711")];
    let first = program.post_with("/cases", &named, &words("Seal leaks")).await;
    let again = program.post_with("/cases", &named, &words("Seal leaks")).await;
    assert_eq!((first.status, &first.json), (StatusCode::OK, &again.json), "{}", again.json);
    assert_eq!(again.answer.header("idempotency-replayed"), "true");
    assert_eq!(first.answer.header("idempotency-replayed"), "");
    let other = program.post_with("/cases", &named, &words("Another thing")).await;
    assert_eq!(other.status, StatusCode::CONFLICT);
    assert_eq!(program.post_with("/cases", &[("idempotency-key", "a b")], &words("x")).await.status, 400);
    assert_eq!(stage.cases().await, 1);
}

#[tokio::test]
async fn what_somebody_has_changed_since_is_left_alone() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise", "cases.read", "cases.reply"]).await;
    let case = raised(&program, "Seal leaks").await;
    let path = format!("/cases/{case}/messages");
    let tag = program.get(&format!("/cases/{case}")).await.answer.header("etag");
    assert!(tag.starts_with('"') && tag.len() > 2, "{tag}");
    let reply = |words: &str| json!({ "body": words });
    let seen = [("if-match", tag.as_str())];
    assert_eq!(program.post_with(&path, &seen, &reply("First")).await.status, StatusCode::OK);
    let late = program.post_with(&path, &seen, &reply("Second")).await;
    assert_eq!(late.status, StatusCode::PRECONDITION_FAILED, "{}", late.json);
    let raw = stage.portal.app.db.unguarded();
    let said = raw.find(CaseMessage::ID.is_known()).await.unwrap().len();
    assert_eq!(said, 2, "the case and the first reply");
    let now = program.get(&format!("/cases/{case}")).await.answer.header("etag");
    assert_ne!(now, tag);
    assert_eq!(program.post_with(&path, &[("if-match", &now)], &reply("Second")).await.status, StatusCode::OK);
    assert_eq!(program.post_with(&path, &[("if-match", "\"x\"")], &reply("Third")).await.status, 412);
}

#[tokio::test]
async fn the_pages_of_a_list_lead_to_each_other() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise", "cases.list"]).await;
    let mut all = BTreeSet::new();
    for number in 0..27 {
        all.insert(raised(&program, &format!("Pump {number}")).await);
    }
    let first = program.get("/cases?view=open").await;
    let next = first.json["cases"]["next"].as_str().expect("there are more").to_owned();
    assert!(next.starts_with(&program.address("/cases?view=open&from=")), "{next}");
    assert_eq!(first.json["cases"]["previous"], Value::Null);
    let second = program.at(Method::GET, &next, &[], None).await;
    let back = second.json["cases"]["previous"].as_str().expect("there are some before").to_owned();
    let ids = |told: &Told| -> Vec<String> {
        let rows = told.json["cases"]["rows"].as_array().expect("rows");
        rows.iter().map(|row| row["id"].as_str().expect("an id").to_owned()).collect()
    };
    let seen: Vec<String> = ids(&first).into_iter().chain(ids(&second)).collect();
    assert_eq!((seen.len(), seen.into_iter().collect::<BTreeSet<_>>()), (27, all));
    assert_eq!(ids(&program.at(Method::GET, &back, &[], None).await), ids(&first));
    assert_eq!(program.get("/cases?from=the+third").await.pointers(), ["/from"], "never ignored");
}

#[tokio::test]
async fn a_program_asks_for_the_fields_it_wants_and_for_no_others() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.raise", "cases.list", "cases.read"]).await;
    let case = raised(&program, "Seal leaks").await;
    let list = program.get("/cases?fields=id,subject&view=open").await;
    let row = json!({ "id": case, "subject": "Seal leaks" });
    assert_eq!(list.json["cases"]["rows"], json!([row]), "{}", list.json);
    let whole = program.get("/cases?view=open").await;
    assert!(whole.json["cases"]["rows"][0].as_object().is_some_and(|row| row.len() > 2));
    let refused = program.get("/cases?fields=id,price,secret").await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(refused.pointers(), ["/fields", "/fields"]);
    let path = format!("/cases/{case}");
    let shown = program.get(&path).await.json;
    let (name, value) = shown.as_object().and_then(|shown| shown.iter().next()).expect("a field");
    assert_eq!(program.get(&format!("{path}?fields={name}")).await.json, json!({ name: value }));
    assert_eq!(program.get(&format!("{path}?fields=price")).await.pointers(), ["/fields"]);
    let told = json!({ "subject": "x", "body": "y", "fields": "id" });
    assert_eq!(program.post("/cases", &told).await.pointers(), ["/fields"], "what does something answers whole");
}

#[test]
fn every_list_that_has_pages_is_told_by_one_name_where_they_begin() {
    let registry = gateway::Registry::of(compose::services()).unwrap();
    for operation in registry.operations().filter(|operation| operation.shape() != Shape::Command) {
        let spec = operation.spec();
        let names: Vec<&str> = spec.fields.iter().map(|field| &*field.name).collect();
        assert!(!names.contains(&"fields"), "{} would be told which fields it answers", spec.name);
        let cursors = ["at", "cursor", "page", "after"];
        assert!(!names.iter().any(|name| cursors.contains(name)), "{} has {names:?}", spec.name);
    }
}

#[tokio::test]
async fn the_reference_shows_what_somebody_could_let_a_program_do() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let ben = member(raw, "Ben", stage.northgate, "member").await.unwrap();
    let path = format!("/a/{}/api", stage.northgate);
    let (hers, his) = (stage.browser(stage.amelia.person).await, stage.browser(ben.person).await);
    let (hers, his) = (hers.get(&path).await.text(), his.get(&path).await.text());
    assert!(hers.contains("cases.raise") && his.contains("cases.raise"));
    assert!(hers.contains("people.invite") && !his.contains("people.invite"));
    assert!(!hers.contains("brands.restyle"), "what only staff do is not hers");
}
