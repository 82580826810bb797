//! What a directory may not do to those it knows: leave the account without an admin, end or put back more than its
//! connection gives, open what somebody is elsewhere.

use std::time::Duration;

use directory::{Address, HoldingRow, Membership};
use serde_json::json;

use super::stage::Stage;
use crate::world::{fresh, member};

#[tokio::test]
async fn a_group_that_is_removed_takes_no_last_admin() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    stage.maps("Keepers", "admin").await;
    let id = stage.adds("sade@northgate.example", "Sade").await;
    let made = stage.post("/Groups", json!({ "displayName": "Keepers", "members": [{ "value": id }] })).await;
    let (group, sade) = (format!("/Groups/{}", made.id()), stage.person_at("sade@northgate.example").await);
    assert_eq!(stage.roles(sade).await, ["admin", "member"]);
    let priya = raw.first(HoldingRow::PERSON_ID.is(&stage.priya.person)).await.unwrap().expect("her role");
    raw.update(&HoldingRow { role: "buyer".to_owned(), ..priya.clone() }).await.unwrap();
    // What she holds for a while keeps nobody.
    let own = raw.first(HoldingRow::PERSON_ID.is(&sade)).await.unwrap().expect("a role");
    let until = Some(stage.now().plus(Duration::from_hours(1)));
    let lent = HoldingRow { id: fresh(), role: "group".to_owned(), valid_until: until, ..own };
    raw.insert(&lent).await.unwrap();
    let refused = stage.delete(&group).await;
    assert_eq!(refused.status, 409, "{}", refused.json);
    let path = format!("members[value eq \"{id}\"]");
    assert_eq!(stage.patch(&group, json!([{ "op": "remove", "path": path }])).await.status, 409);
    assert_eq!(stage.roles(sade).await, ["admin", "group", "member"]);
    raw.update(&priya).await.unwrap();
    assert_eq!(stage.delete(&group).await.status, 204);
    assert_eq!(stage.roles(sade).await, ["group", "member"]);
}

#[tokio::test]
async fn nobody_who_holds_more_than_the_connection_gives_leaves_or_comes_back_by_it() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let path = format!("/Users/{}", stage.adds("sade@northgate.example", "Sade").await);
    let sade = stage.person_at("sade@northgate.example").await;
    let own = raw.first(HoldingRow::PERSON_ID.is(&sade)).await.unwrap().expect("a role");
    // From the desk: no admin of Northgate could give it, so neither can what they let in.
    let more = HoldingRow { id: fresh(), role: "group".to_owned(), ..own };
    raw.insert(&more).await.unwrap();
    let is_to_be = |active: bool| {
        let (stage, path) = (&stage, path.clone());
        async move { stage.patch(&path, json!([{ "op": "replace", "path": "active", "value": active }])).await }
    };
    let refused = is_to_be(false).await;
    assert_eq!(refused.status, 409, "{}", refused.json);
    assert!(refused.json["detail"].as_str().unwrap_or_default().contains("does not give"), "{}", refused.json);
    assert_eq!(stage.delete(&path).await.status, 409);
    assert_eq!(stage.get(&path).await.json["active"], true);
    raw.delete(HoldingRow::ID.is(&more.id)).await.unwrap();
    assert_eq!(is_to_be(false).await.status, 200);
    raw.insert(&more).await.unwrap();
    assert_eq!(is_to_be(true).await.status, 409);
    assert_eq!(stage.get(&path).await.json["active"], false);
    raw.delete(HoldingRow::ID.is(&more.id)).await.unwrap();
    assert_eq!(is_to_be(true).await.status, 200);
}

#[tokio::test]
async fn an_address_is_proved_for_whoever_is_their_company_s_alone() {
    let stage = Stage::set().await;
    let raw = stage.portal.app.db.unguarded();
    let path = format!("/Users/{}", stage.adds("sade@northgate.example", "Sade").await);
    let sade = stage.person_at("sade@northgate.example").await;
    let married = json!({ "userName": "sade.bello@northgate.example", "displayName": "Sade", "active": true });
    // She is herself beyond Northgate: by an address of her own, or a place elsewhere.
    stage.address(sade, "sade@home.example").await;
    assert_eq!(stage.put(&path, married.clone()).await.status, 409, "an address of her own");
    raw.delete(Address::EMAIL.is(&"sade@home.example".to_owned())).await.unwrap();
    let elsewhere = member(raw, "Sade too", stage.meridian, "member").await.unwrap();
    let place = raw.first(Membership::ID.is(&elsewhere.membership)).await.unwrap().expect("a place");
    raw.update(&Membership { person_id: sade, ..place.clone() }).await.unwrap();
    assert_eq!(stage.put(&path, married.clone()).await.status, 409, "a place elsewhere");
    raw.update(&place).await.unwrap();
    assert!(raw.first(Address::EMAIL.is(&"sade.bello@northgate.example".to_owned())).await.unwrap().is_none());
    let told = stage.put(&path, married).await;
    assert_eq!(told.json["userName"], "sade.bello@northgate.example", "{}", told.json);
}
