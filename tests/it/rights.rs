//! Role by action, as a table anybody can read. When it changes, somebody has to look and say yes.

use std::fmt::Write as _;

use access::{Acting, Actor, Holding, Principal};
use kernel::Id;

use crate::{toy, world::World};

const SNAPSHOT: &str = include_str!("../snapshots/rights.txt");

#[tokio::test]
async fn the_table_of_roles_and_actions_is_as_agreed() {
    let world = World::new().await;
    let mut table = String::from("What each role may do, and how far. Generated from the registry.\n");
    let rights = world.gateway.caller(&nobody(), None).await.unwrap().rights;
    for role in rights.book.roles() {
        let side = if role.staff { "staff" } else { "customers" };
        let _ = writeln!(table, "\n{} ({side})", role.name);
        for action in world.gateway.registry().actions() {
            let account = (!role.staff).then_some(world.cast.northgate);
            let acting = account.map_or(Acting::Desk, Acting::Account);
            let person = Actor::Person(world.cast.ben.person);
            let principal = Principal::vouch(person, acting, vec![Holding::of(role.name.clone(), account)]);
            let facts = rights.book.facts(&principal, &action.name, crate::world::START);
            let mut reach: Vec<String> = Vec::new();
            reach.extend(facts.all.then(|| "everything".to_owned()));
            reach.extend(facts.whole.then(|| "the account's".to_owned()));
            reach.extend(facts.own.then(|| "their own".to_owned()));
            reach.extend(facts.linked.iter().map(|kind| format!("by {kind}")));
            if !reach.is_empty() {
                let _ = writeln!(table, "  {:<22} {}", action.name, reach.join(", "));
            }
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots/rights.txt");
    if std::env::var_os("PORTICO_ACCEPT").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    assert_eq!(
        table, SNAPSHOT,
        "the rights have changed; if that is meant, run with PORTICO_ACCEPT=1 and commit {path}"
    );
}

#[tokio::test]
async fn nobody_grants_more_than_they_hold() {
    let book = access::RoleBook::new(toy::roles());
    for (held, wanted, may) in [
        ("admin", "member", false), // a member may note what they watch; an admin's reach does not name watching
        ("admin", "admin", true),
        ("member", "admin", false),
        ("group", "engineer", false),
        ("agent", "admin", false), // staff do not hold customers' roles
        ("agent", "clerk", true),
        ("clerk", "agent", false),
    ] {
        assert_eq!(book.may_grant(&[held], wanted), may, "{held} granting {wanted}");
    }
    assert!(!book.may_grant(&["admin"], "a role nobody knows"));
}

fn nobody() -> Principal {
    Principal::vouch(Actor::Person(Id::from_uuid(uuid::Uuid::nil())), Acting::Oneself, Vec::new())
}
