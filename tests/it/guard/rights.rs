//! What each role may do, as a table anybody can read. When it changes, somebody has to look and say yes.

use std::{collections::BTreeMap, fmt::Write as _};

use access::{Reach, Role};
use gateway::Registry;
use portico::compose;

use super::snapshot;

#[test]
fn what_each_role_may_do_is_as_agreed() {
    let registry = Registry::of(compose::services()).expect("the services fit together");
    let mut table = String::from(
        "What each role may do in a new portal, and whose things it may do it to. Generated from the services.\n\
         Roles for customers' people and for staff are the administrator's to change; the last ones are built in.\n",
    );
    let stock = compose::stock_roles();
    let own = compose::own_roles();
    for role in stock.iter().filter(|role| !role.staff) {
        describe(&mut table, role, "a customer's person", &registry);
    }
    for role in stock.iter().filter(|role| role.staff) {
        describe(&mut table, role, "staff", &registry);
    }
    for role in &own {
        describe(&mut table, role, "built in", &registry);
    }
    snapshot("roles.txt", &table);
}

fn describe(table: &mut String, role: &Role, of: &str, registry: &Registry) {
    let _ = writeln!(table, "\n{} ({of})", role.name);
    let mut services: BTreeMap<&str, Vec<(String, String)>> = BTreeMap::new();
    for action in registry.actions() {
        let reaches: Vec<String> = role
            .grants
            .iter()
            .filter(|grant| grant.action.names(&action.name))
            .map(|grant| words(&grant.reach))
            .collect();
        let (service, verb) = action.name.split_once('.').unwrap_or(("", &action.name));
        if !reaches.is_empty() {
            services.entry(service).or_default().push((verb.replace('_', " "), once(reaches)));
        }
    }
    for (service, actions) in services {
        let _ = writeln!(table, "  {service}");
        for (verb, reach) in actions {
            let _ = writeln!(table, "    {verb:<28} {reach}");
        }
    }
}

fn once(mut reaches: Vec<String>) -> String {
    reaches.sort();
    reaches.dedup();
    reaches.join(", ")
}

fn words(reach: &Reach) -> String {
    match reach {
        Reach::Own => "their own".to_owned(),
        Reach::Account => "the account's".to_owned(),
        Reach::Tree => "the account's and those of accounts below it".to_owned(),
        Reach::Linked(relation) => format!("those they are bound to as {relation}"),
        Reach::All => "everybody's".to_owned(),
    }
}
