//! Every operation of the registry, done by everybody to what is not theirs: without pages in between. And no command
//! takes more than it asks for.

use std::collections::BTreeSet;

use access::Acting;
use gateway::{Raw, Shape};
use guard::operations;
use kernel::Problem;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{cast::Cast, clean};

/// What rows have and people would like to say of them.
const ROWS_OWN: [&str; 7] =
    ["account_id", "audience", "created_at", "is_internal", "owner", "person_id", "verified_at"];

#[tokio::test]
async fn a_foreign_id_answers_as_an_absent_one_in_every_target_and_field() {
    let cast = Cast::with(1).await;
    clean(&operations::walk(&cast).await);
}

#[tokio::test]
async fn no_command_takes_what_it_does_not_ask_for() {
    let cast = Cast::with(1).await;
    let gateway = &cast.portal.app.gateway;
    let (mut refused, mut faults) = (BTreeSet::new(), Vec::new());
    for member in cast.members.iter().filter(|member| matches!(member.place, None | Some("northgate"))) {
        let place = member.place.map(|place| Acting::Account(cast.place(place).account));
        for acting in [place.unwrap_or(Acting::Desk), Acting::Oneself] {
            let asked = cast.acting(member, acting).await;
            for operation in gateway.registry().operations().filter(|operation| operation.shape() == Shape::Command) {
                let spec = operation.spec();
                let is_odd = |name: &&str| spec.fields.iter().all(|field| field.name != *name);
                let odd: Vec<&str> = ROWS_OWN.into_iter().filter(is_odd).collect();
                let mut told = cast.told(member, operation, None);
                told.extend(odd.iter().map(|name| ((*name).to_owned(), json!("x"))));
                let near = |kind: &&'static str| cast.nearest(member, kind).id.clone();
                let targets = spec.on.iter().map(|kind| Uuid::try_parse(&near(kind)).expect("an id"));
                let targets: Vec<Uuid> = targets.collect();
                let done = operation.run(gateway, &asked, &targets, &Raw::Json(Value::Object(told))).await;
                let Err(problem) = done else {
                    faults.push(format!("{} does {} with {odd:?}", member.called(), spec.name));
                    continue;
                };
                if problem.kind() != &Problem::INVALID {
                    continue;
                }
                let told_of = |name: &&str| problem.fields().iter().any(|field| field.at == format!("/{name}"));
                if odd.iter().all(told_of) {
                    refused.insert(spec.name.to_string());
                } else {
                    faults.push(format!("{} says not of all {odd:?}: {:?}", spec.name, problem.fields()));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(refused.len() > 25, "only {} commands were come as far as: {refused:?}", refused.len());
}
