//! What is explained is what is enforced: over every command with one target, for everybody at Northgate, done to rows in
//! every way in which one can stand to them.

use access::Acting;
use gateway::{Raw, Shape, Why};
use kernel::{Problem, Ref};
use serde_json::json;
use uuid::Uuid;

use super::cast::Cast;

#[tokio::test]
async fn why_somebody_may_or_may_not_agrees_with_what_they_get() {
    let cast = Cast::with(1).await;
    let gateway = &cast.portal.app.gateway;
    let acting = Acting::Account(cast.place("northgate").account);
    let (mut pairs, mut permitted, mut faults) = (0, 0, Vec::new());
    for member in cast.members.iter().filter(|member| member.place == Some("northgate")) {
        let asked = cast.acting(member, acting).await;
        for operation in gateway.registry().operations().filter(|operation| operation.shape() == Shape::Command) {
            let spec = operation.spec();
            let [kind] = spec.on.as_slice() else { continue };
            for (relation, row) in cast.candidates(member, kind) {
                let id = Uuid::try_parse(&row.id).expect("an id");
                let record = Ref { kind: (*kind).into(), id };
                let told = gateway.explain(&asked.principal, &spec.name, Some(&record), None).await;
                let why = told.map(|explained| explained.why);
                let may = matches!(why, Ok(Why::Permitted(_)));
                // No command has such a field; that it has none is told only to those who may do it, and nothing is done.
                let odd = Raw::Json(json!({ "no_such_field": true }));
                let done = operation.run(gateway, &asked, &[id], &odd).await;
                let gets = done.is_err_and(|problem| problem.kind() == &Problem::INVALID);
                if may != gets {
                    faults.push(format!(
                        "{} does {} to {relation}: {why:?}, and gets {gets}",
                        member.called(),
                        spec.name
                    ));
                }
                pairs += 1;
                permitted += usize::from(gets);
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
    assert!(pairs >= 1_000 && permitted > 50, "{pairs} pairs, {permitted} permitted");
}
