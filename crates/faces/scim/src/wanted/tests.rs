use kernel::{Id, Timestamp};
use serde_json::{Map, Value, json};

use super::{Group, Person};
use crate::{GroupShown, PersonShown, queries::Named};

fn sade() -> PersonShown {
    PersonShown {
        id: Id::from_uuid(uuid::Uuid::from_u128(1)),
        email: "sade@northgate.example".to_owned(),
        name: "Sade Adeyemi".to_owned(),
        title: None,
        external_id: None,
        active: true,
        created: Timestamp::from_micros(0),
        changed: Timestamp::from_micros(0),
        groups: Vec::new(),
        version: String::new(),
    }
}

fn buyers() -> GroupShown {
    let member = |id: u128| Named { id: uuid::Uuid::from_u128(id).simple().to_string(), name: String::new() };
    GroupShown {
        id: Id::from_uuid(uuid::Uuid::from_u128(9)),
        name: "Buyers".to_owned(),
        external_id: None,
        created: Timestamp::from_micros(0),
        changed: Timestamp::from_micros(0),
        members: vec![member(1), member(2)],
        version: String::new(),
    }
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("{other} is no object"),
    }
}

fn person(changes: Value) -> Person {
    Person::changed(&sade(), &object(json!({ "Operations": changes }))).expect("changes")
}

fn members(changes: Value) -> Vec<u128> {
    let group = Group::changed(&buyers(), &object(json!({ "Operations": changes }))).expect("changes");
    group.members.iter().map(|id| uuid::Uuid::try_parse(id).expect("an id").as_u128()).collect()
}

fn id(of: u128) -> String {
    uuid::Uuid::from_u128(of).to_string()
}

#[test]
fn entra_and_okta_say_it_in_their_own_ways() {
    assert!(!person(json!([{ "op": "Replace", "path": "active", "value": "False" }])).active);
    assert!(!person(json!([{ "op": "replace", "value": { "active": false } }])).active);
    let named = person(json!([{ "op": "Add", "value": { "name.givenName": "Sade", "name.familyName": "Bello" } }]));
    assert_eq!(named.name, "Sade Bello");
    let mail = person(json!([{ "op": "add", "path": "emails[type eq \"work\"].value", "value": "x@y.example" }]));
    assert_eq!((mail.user_name.as_str(), mail.name.as_str()), ("sade@northgate.example", "Sade Adeyemi"));
    assert_eq!(person(json!([{ "op": "add", "path": "title", "value": "Buyer" }])).title.as_deref(), Some("Buyer"));
    assert_eq!(person(json!([{ "op": "remove", "path": "title" }])).title, None);
}

#[test]
fn members_come_and_go() {
    assert_eq!(members(json!([{ "op": "Add", "path": "members", "value": [{ "value": id(3) }] }])), [1, 2, 3]);
    let path = format!("members[value eq \"{}\"]", id(1));
    assert_eq!(members(json!([{ "op": "remove", "path": path }])), [2]);
    assert_eq!(members(json!([{ "op": "Remove", "path": "members", "value": [{ "value": id(2) }] }])), [1]);
    assert_eq!(members(json!([{ "op": "replace", "path": "members", "value": [{ "value": id(7) }] }])), [7]);
    assert_eq!(members(json!([{ "op": "remove", "path": "members" }])), Vec::<u128>::new());
}

#[test]
fn what_cannot_be_is_refused() {
    for changes in [
        json!([]),
        json!([{ "op": "move", "path": "title", "value": "x" }]),
        json!([{ "op": "replace", "path": "active", "value": "perhaps" }]),
        json!([{ "op": "remove", "path": "userName" }]),
        json!([{ "op": "replace", "path": "title[", "value": "x" }]),
        json!([{ "op": "remove" }]),
        json!([{ "op": "replace", "path": "title" }]),
    ] {
        let told = object(json!({ "Operations": changes }));
        assert!(Person::changed(&sade(), &told).is_err(), "{told:?}");
    }
    assert!(Person::of(&object(json!({ "displayName": "Nobody" })), None).is_err());
}

#[test]
fn a_whole_account_takes_away_what_it_leaves_out_and_lets_nobody_in() {
    let told = object(json!({ "userName": "sade@northgate.example", "name": { "givenName": "Sade" } }));
    let mut before = sade();
    before.title = Some("Buyer".to_owned());
    before.active = false;
    let person = Person::of(&told, Some(&before)).expect("a person");
    assert_eq!((person.title.as_deref(), person.active, person.name.as_str()), (None, false, "Sade Adeyemi"));
}
