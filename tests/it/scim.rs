//! A company's directory tells who its people are, as Microsoft Entra and Okta do it.

pub mod bounds;
pub mod stage;

use std::time::Duration;

use axum::http::{Method, StatusCode};
use directory::{ApiKey, Membership, Session};
use journal::Entry;
use serde_json::json;

use crate::{
    program::Program,
    world::{holding, member, staff},
};
use stage::{Stage, by};

#[tokio::test]
async fn somebody_is_looked_for_added_and_found() {
    let stage = Stage::set().await;
    let none = stage.get(&format!("/Users?{}", by("userName eq \"sade@northgate.example\""))).await;
    assert_eq!((none.status, none.json["totalResults"].as_u64()), (200, Some(0)));
    let body = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "userName": "Sade@northgate.example", "externalId": "e-1", "active": true, "title": "Buyer",
        "name": { "givenName": "Sade", "familyName": "Adeyemi" },
        "emails": [{ "value": "Sade@northgate.example", "type": "work", "primary": true }],
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": { "department": "Stores" },
    });
    let made = stage.post("/Users", body.clone()).await;
    assert_eq!(made.status, 201, "{}", made.json);
    assert_eq!(made.answer.header("location"), format!("http://portal.test/scim/v2/Users/{}", made.id()));
    assert_eq!(made.json["displayName"], "Sade Adeyemi");
    assert_eq!((&made.json["title"], &made.json["externalId"]), (&json!("Buyer"), &json!("e-1")));
    let found = stage.get(&format!("/Users?{}", by("userName eq \"SADE@northgate.example\""))).await;
    assert_eq!(found.json["Resources"][0]["id"], made.json["id"]);
    let sade = stage.person_at("sade@northgate.example").await;
    assert_eq!(stage.roles(sade).await, ["member"], "the role of whoever comes in");
    let again = stage.post("/Users", body).await;
    assert_eq!((again.status, again.word()), (409, "uniqueness"));
    let raw = stage.portal.app.db.unguarded();
    let entry = raw.first(Entry::COMMAND.is(&"scim.add_person".to_owned())).await.unwrap().expect("an entry");
    let connection = stage.tokens().await.remove(0).connection_id;
    assert_eq!((entry.actor, entry.account_id), (format!("connection:{connection}"), Some(stage.northgate)));
}

#[tokio::test]
async fn whoever_leaves_is_out_at_once_and_comes_back_as_they_were() {
    let stage = Stage::set().await;
    let id = stage.adds("sade@northgate.example", "Sade Adeyemi").await;
    let sade = stage.person_at("sade@northgate.example").await;
    let browser = stage.portal.browser(sade).await;
    let home = format!("/a/{}", stage.northgate);
    assert_eq!(browser.get(&home).await.status, StatusCode::OK);
    // A key on her rights, too.
    let raw = stage.portal.app.db.unguarded();
    let token = front::new_token();
    let key = ApiKey {
        id: crate::world::fresh(),
        account_id: Some(stage.northgate),
        person_id: sade,
        made_by: "Sade".to_owned(),
        name: "Stock".to_owned(),
        token_hash: directory::token_hash(&token),
        ending: "abcd".to_owned(),
        actions: store::Json(vec!["people.list".to_owned()]),
        created_at: stage.now(),
        expires_at: stage.now().plus(Duration::from_hours(24)),
        used_at: None,
        revoked_at: None,
        client_id: None,
    };
    raw.insert(&key).await.unwrap();
    let program = Program::new(&stage.portal.app.router, &token, stage.northgate);
    assert_eq!(program.get("/people").await.status, StatusCode::OK);
    // As Entra says it.
    let left = json!([{ "op": "Replace", "path": "active", "value": "False" }]);
    let told = stage.patch(&format!("/Users/{id}"), left).await;
    assert_eq!((told.status, &told.json["active"]), (200, &json!(false)), "{}", told.json);
    assert!(browser.get(&home).await.to.starts_with("/sign-in"), "the session has ended");
    assert_eq!(program.get("/people").await.status, StatusCode::UNAUTHORIZED);
    let sessions = raw.find(Session::PERSON_ID.is(&sade)).await.unwrap();
    assert!(sessions.iter().all(|session| session.ended_at.is_some()));
    // And back.
    let told = stage.patch(&format!("/Users/{id}"), json!([{ "op": "replace", "value": { "active": true } }])).await;
    assert_eq!(told.json["active"], true, "{}", told.json);
    assert_eq!(stage.roles(sade).await, ["member"]);
    assert_eq!(stage.portal.browser(sade).await.get(&home).await.status, StatusCode::OK);
    // Gone for good, and provisioned anew.
    assert_eq!(stage.delete(&format!("/Users/{id}")).await.status, 204);
    assert_eq!(stage.get(&format!("/Users/{id}")).await.status, 404);
    assert_eq!(stage.delete(&format!("/Users/{id}")).await.status, 404);
    assert_eq!(stage.adds("sade@northgate.example", "Sade Adeyemi").await, id);
}

#[tokio::test]
async fn who_was_removed_by_hand_the_directory_does_not_let_in_again() {
    let stage = Stage::set().await;
    let id = stage.adds("sade@northgate.example", "Sade").await;
    let raw = stage.portal.app.db.unguarded();
    let sade = raw.find(Membership::NAME.is(&"Sade".to_owned())).await.unwrap().remove(0);
    raw.update(&Membership { ended_at: Some(stage.now()), ..sade }).await.unwrap();
    let told =
        stage.patch(&format!("/Users/{id}"), json!([{ "op": "replace", "path": "active", "value": true }])).await;
    assert_eq!((told.status, told.word()), (409, ""), "{}", told.json);
    assert_eq!(stage.get(&format!("/Users/{id}")).await.json["active"], false);
}

#[tokio::test]
async fn groups_give_roles_and_take_none_that_was_given_by_hand() {
    let stage = Stage::set().await;
    stage.maps("Purchasing", "buyer").await;
    let (sade, ben) =
        (stage.adds("sade@northgate.example", "Sade").await, stage.adds("ben@northgate.example", "Ben").await);
    let made = stage.post("/Groups", json!({ "displayName": "Purchasing", "members": [{ "value": sade }] })).await;
    assert_eq!(made.status, 201, "{}", made.json);
    let group = format!("/Groups/{}", made.id());
    let (to_sade, to_ben) =
        (stage.person_at("sade@northgate.example").await, stage.person_at("ben@northgate.example").await);
    assert_eq!(stage.roles(to_sade).await, ["buyer", "member"]);
    stage.patch(&group, json!([{ "op": "Add", "path": "members", "value": [{ "value": ben }] }])).await;
    assert_eq!(stage.roles(to_ben).await, ["buyer", "member"]);
    let shown = stage.get(&format!("/Users/{ben}")).await;
    assert_eq!(shown.json["groups"][0]["display"], "Purchasing");
    let path = format!("members[value eq \"{sade}\"]");
    let told = stage.patch(&group, json!([{ "op": "Remove", "path": path }])).await;
    assert_eq!(told.json["members"].as_array().map(Vec::len), Some(1), "{}", told.json);
    assert_eq!(stage.roles(to_sade).await, ["member"]);
    // A role of the group's own name; and none that is more than the admin's who made the token.
    let billing = stage.post("/Groups", json!({ "displayName": "Billing", "members": [{ "value": sade }] })).await;
    assert_eq!(stage.roles(to_sade).await, ["billing", "member"]);
    for name in ["group", "agent", "desk-admin"] {
        stage.post("/Groups", json!({ "displayName": name, "members": [{ "value": sade }] })).await;
    }
    assert_eq!(stage.roles(to_sade).await, ["billing", "member"]);
    assert_eq!(stage.delete(&format!("/Groups/{}", billing.id())).await.status, 204);
    assert_eq!(stage.roles(to_sade).await, ["member"]);
    let taken = stage.post("/Groups", json!({ "displayName": "PURCHASING" })).await;
    assert_eq!((taken.status, taken.word()), (409, "uniqueness"));
    let list = stage.get(&format!("/Groups?{}&excludedAttributes=members", by("displayName eq \"purchasing\""))).await;
    assert_eq!(list.json["totalResults"], 1);
    assert!(list.json["Resources"][0].get("members").is_none());
    let hand = stage.get(&format!("/Users?{}", by("userName sw \"priya\""))).await;
    let priya = hand.json["Resources"][0]["id"].as_str().expect("Priya").to_owned();
    stage.patch(&group, json!([{ "op": "add", "path": "members", "value": [{ "value": priya }] }])).await;
    stage.delete(&group).await;
    assert_eq!(stage.roles(stage.priya.person).await, ["admin", "member"], "what was given by hand stays");
}

#[tokio::test]
async fn the_last_admin_stays_and_the_directory_is_told_what_to_do() {
    let stage = Stage::set().await;
    let found = stage.get(&format!("/Users?{}", by("emails.value eq \"priya@northgate.example\""))).await;
    let priya = format!("/Users/{}", found.json["Resources"][0]["id"].as_str().expect("Priya"));
    let refused = stage.delete(&priya).await;
    assert_eq!(refused.status, 409);
    assert!(refused.json["detail"].as_str().unwrap_or_default().contains("Give somebody else"), "{}", refused.json);
    let refused = stage.patch(&priya, json!([{ "op": "replace", "path": "active", "value": false }])).await;
    assert_eq!(refused.status, 409);
    member(stage.portal.app.db.unguarded(), "Anna", stage.northgate, "admin").await.unwrap();
    assert_eq!(stage.delete(&priya).await.status, 204);
}

#[tokio::test]
async fn a_directory_knows_its_own_people_and_nobody_else() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let chidi = member(raw, "Chidi", stage.meridian, "admin").await.unwrap();
    stage.address(chidi.person, "chidi@meridian.example").await;
    let agent = staff(raw, "Tom", "agent").await.unwrap();
    stage.address(agent, "tom@northgate.example").await;
    // Somebody of Northgate with an address of another domain.
    let outside = member(raw, "Olga", stage.northgate, "member").await.unwrap();
    stage.address(outside.person, "olga@elsewhere.example").await;
    // Somebody who works at the desk as well.
    let rosa = member(raw, "Rosa", stage.northgate, "member").await.unwrap();
    raw.insert(&holding(rosa.person, None, "agent")).await.unwrap();
    stage.address(rosa.person, "rosa@northgate.example").await;
    assert_eq!(stage.get("/Users").await.names(), ["priya@northgate.example"]);
    for membership in [chidi.membership, outside.membership, rosa.membership] {
        let path = format!("/Users/{membership}");
        for told in [
            stage.get(&path).await,
            stage.delete(&path).await,
            stage.patch(&path, json!([{ "op": "replace", "path": "active", "value": false }])).await,
            stage.put(&path, json!({ "userName": "x@northgate.example" })).await,
        ] {
            assert_eq!(told.status, 404, "{}", told.json);
        }
        let group = json!({ "displayName": format!("G {membership}"), "members": [{ "value": membership }] });
        assert_eq!(stage.post("/Groups", group).await.status, 400);
    }
    // Whose address it is already, and of which domain, is answered alike for staff and strangers.
    let staff = stage.post("/Users", json!({ "userName": "tom@northgate.example" })).await;
    assert_eq!((staff.status, staff.word()), (409, ""));
    for email in ["chidi@meridian.example", "new@meridian.example", "olga@elsewhere.example", "nobody"] {
        let told = stage.post("/Users", json!({ "userName": email })).await;
        assert_eq!((told.status, told.word()), (400, "invalidValue"), "{email}");
    }
    // Meridian's directory sees nothing of Northgate's.
    let sade = stage.adds("sade@northgate.example", "Sade").await;
    let group = stage.post("/Groups", json!({ "displayName": "Purchasing" })).await.id();
    let meridian = stage.of_meridian().await;
    for path in [format!("/Users/{sade}"), format!("/Groups/{group}")] {
        for method in [Method::GET, Method::DELETE] {
            assert_eq!(stage.with(&meridian, method, &path, &[], None).await.status, 404, "{path}");
        }
    }
    assert_eq!(stage.with(&meridian, Method::GET, "/Users", &[], None).await.names(), ["chidi@meridian.example"]);
}

#[tokio::test]
async fn filters_find_what_they_say() {
    let stage = Stage::set().await;
    for (email, name) in
        [("ada@northgate.example", "Ada"), ("ben@northgate.example", "Ben"), ("cid@northgate.example", "Cid")]
    {
        stage.adds(email, name).await;
    }
    for (filter, found) in [
        ("displayName eq \"ben\"", vec!["ben@northgate.example"]),
        ("userName sw \"a\" or userName co \"cid\"", vec!["ada@northgate.example", "cid@northgate.example"]),
        ("active eq true and not (userName ew \"northgate.example\")", vec![]),
        ("active eq false", vec![]),
        (
            "(displayName eq \"Ada\" or displayName eq \"Ben\") and userName ne \"ada@northgate.example\"",
            vec!["ben@northgate.example"],
        ),
        ("emails[type eq \"work\" and value eq \"cid@northgate.example\"]", vec!["cid@northgate.example"]),
        ("externalId pr", vec![]),
        ("not (externalId eq \"7\") and displayName eq \"Ada\"", vec!["ada@northgate.example"]),
    ] {
        assert_eq!(stage.get(&format!("/Users?{}", by(filter))).await.names(), found, "{filter}");
    }
    for wrong in ["userName eq", "shoeSize eq \"9\"", "userName eq \"a", "active co true", "name.nick pr"] {
        let told = stage.get(&format!("/Users?{}", by(wrong))).await;
        assert_eq!((told.status, told.word()), (400, "invalidFilter"), "{wrong}");
    }
    let second = stage.get("/Users?startIndex=3&count=1&attributes=userName").await;
    assert_eq!(second.names(), ["ben@northgate.example"]);
    assert_eq!((&second.json["totalResults"], &second.json["startIndex"]), (&json!(4), &json!(3)));
    assert!(second.json["Resources"][0].get("displayName").is_none());
    assert_eq!(stage.get("/Users?count=0").await.json["totalResults"], 4);
    assert_eq!(stage.get("/Users?startIndex=9").await.names(), Vec::<String>::new());
    assert_eq!(stage.get("/Users?count=many").await.status, 400);
}

#[tokio::test]
async fn what_was_changed_since_it_was_read_is_left_alone() {
    let stage = Stage::set().await;
    let id = stage.adds("sade@northgate.example", "Sade").await;
    let path = format!("/Users/{id}");
    let read = stage.get(&path).await;
    let tag = read.answer.header("etag");
    assert!(tag.starts_with("W/\""), "{tag}");
    assert_eq!(read.json["meta"]["version"].as_str(), Some(tag.as_str()));
    let unchanged = stage.with(&stage.token, Method::GET, &path, &[("if-none-match", tag.as_str())], None).await;
    assert_eq!(unchanged.status, 304);
    let body = json!({ "userName": "sade@northgate.example", "displayName": "Sade Bello", "active": true });
    let put = stage.with(&stage.token, Method::PUT, &path, &[("if-match", tag.as_str())], Some(body.clone())).await;
    assert_eq!((put.status, &put.json["displayName"]), (200, &json!("Sade Bello")), "{}", put.json);
    let stale = stage.with(&stage.token, Method::PUT, &path, &[("if-match", tag.as_str())], Some(body)).await;
    assert_eq!(stale.status, 412);
    let stale = stage.with(&stage.token, Method::DELETE, &path, &[("if-match", tag.as_str())], None).await;
    assert_eq!(stale.status, 412);
    // Under another address of the domain she is the same.
    let moved =
        stage.put(&path, json!({ "userName": "sade.bello@northgate.example", "displayName": "Sade Bello" })).await;
    assert_eq!(moved.json["userName"], "sade.bello@northgate.example", "{}", moved.json);
    let taken = stage.put(&path, json!({ "userName": "priya@northgate.example" })).await;
    assert_eq!(taken.status, 409);
}

#[tokio::test]
async fn a_token_ends_when_it_is_revoked_or_runs_out() {
    let stage = Stage::set().await;
    assert_eq!(stage.get("/ServiceProviderConfig").await.json["patch"]["supported"], true);
    for path in
        ["/ResourceTypes", "/Schemas", "/ResourceTypes/User", "/Schemas/urn:ietf:params:scim:schemas:core:2.0:Group"]
    {
        assert_eq!(stage.get(path).await.status, 200, "{path}");
    }
    assert_eq!(stage.get("/Me").await.status, 501);
    assert_eq!(stage.get("/Shoes").await.status, 404);
    let nobody = stage.with("nonsense", Method::GET, "/Users", &[], None).await;
    assert_eq!(nobody.status, 401);
    assert_eq!(nobody.answer.header("www-authenticate"), "Bearer realm=\"portico\"");
    let token = stage.tokens().await.remove(0);
    assert!(token.used_at.is_some() && token.token_hash != stage.token, "its use is noted, and it is kept as a hash");
    let page = stage.portal.browser(stage.priya.person).await;
    let shown = page.get(&format!("/a/{}/company/sign-on", stage.northgate)).await.text();
    assert!(shown.contains("Microsoft Entra") && !shown.contains(&stage.token), "it is shown once");
    let revocation = format!("/a/{}/company/sign-on/tokens/revocation", stage.northgate);
    let done = page.post(&revocation, &[("token".to_owned(), token.id.to_string())]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert_eq!(stage.get("/Users").await.status, 401);
    let late = stage.made().await;
    stage.portal.clock.advance(Duration::from_hours(24 * 91));
    assert_eq!(stage.with(&late, Method::GET, "/Users", &[], None).await.status, 401);
}

#[tokio::test]
async fn a_faulty_request_says_how_to_mend_it() {
    let stage = Stage::set().await;
    let id = stage.adds("sade@northgate.example", "Sade").await;
    for (changes, word) in [
        (json!([]), "invalidSyntax"),
        (json!([{ "op": "replace", "path": "active", "value": "perhaps" }]), "invalidValue"),
        (json!([{ "op": "replace", "path": "members[", "value": 1 }]), "invalidPath"),
        (json!([{ "op": "remove" }]), "noTarget"),
    ] {
        let told = stage.patch(&format!("/Users/{id}"), changes).await;
        assert_eq!((told.status, told.word()), (400, word), "{}", told.json);
        assert_eq!(told.json["schemas"][0], "urn:ietf:params:scim:api:messages:2.0:Error");
        assert_eq!(told.json["status"], "400");
    }
}
