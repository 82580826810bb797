//! How people choose what a key may do, and how they see it afterwards.

use std::collections::BTreeSet;

use axum::http::StatusCode;
use gateway::Shape;

use super::{Stage, raised, token};
use crate::{program::Program, world::member};

#[tokio::test]
async fn everything_there_is_to_read_in_a_part_is_chosen_with_one_mark() {
    let stage = Stage::set().await;
    let program = stage.program(&["cases.*", "cases.raise"]).await;
    raised(&program, "Seal leaks").await;
    assert_eq!(program.get("/cases").await.status, StatusCode::OK);
    assert_eq!(program.get("/people").await.status, StatusCode::FORBIDDEN, "of another part");
    let registry = stage.portal.app.gateway.registry();
    let reads = registry.operations().filter(|operation| operation.shape() != Shape::Command);
    let of_staff = ["cases.newest", "cases.open"];
    let reads = reads.map(|operation| operation.spec().name.to_string());
    let reads = reads.filter(|name| name.starts_with("cases.") && !of_staff.contains(&name.as_str()));
    let meant: BTreeSet<String> = reads.chain(["cases.raise".to_owned()]).collect();
    let kept = stage.keys().await.remove(0).actions.0;
    assert_eq!(kept, meant.into_iter().collect::<Vec<_>>(), "what is added later is in no key made before");
}

#[tokio::test]
async fn whoever_makes_a_key_chooses_in_their_own_words() {
    let stage = Stage::set().await;
    let path = format!("/a/{}/keys/new", stage.northgate);
    let page = stage.browser(stage.amelia.person).await.get(&path).await.text();
    for said in ["Read everything", "Raise a ticket", "Invite people", "90 days, 10 June 2026", "value=\"billing.*\""] {
        assert!(page.contains(said), "{said} in {page}");
    }
    assert!(page.contains("value=\"cases.list\""), "experts choose one by one");
    for fed in ["cases.count", "cases.attention", "orders.list_sites", "billing.list_sites"] {
        assert!(!page.contains(&format!("value=\"{fed}\"")), "{fed} only feeds pages");
    }
    assert!(!page.contains("Change the brand"), "what only staff do is not hers to give");
}

#[tokio::test]
async fn what_was_chosen_for_a_key_is_kept_while_something_is_put_right() {
    let stage = Stage::set().await;
    let page = stage.made_for("90", " ", &["cases.*", "cases.raise", "billing.read_invoice"]).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = page.text();
    for chosen in ["cases.*", "cases.raise", "billing.read_invoice"] {
        assert!(page.contains(&format!("value=\"{chosen}\" checked")), "{chosen} in {page}");
    }
    assert!(page.contains("value=\"90\" selected"));
    assert_eq!(page.matches("class=\"data\" open").count(), 1, "where one was chosen by hand");
    assert!(stage.keys().await.is_empty());
}

#[tokio::test]
async fn the_list_says_in_words_which_key_may_do_what_and_until_when() {
    let stage = Stage::set().await;
    let made = stage.made_for("10", "Stock system", &["cases.*", "cases.raise", "orders.list"]).await;
    let token = token(&made.text());
    let path = format!("/a/{}/keys", stage.northgate);
    let hers = stage.browser(stage.amelia.person).await.get(&path).await.text();
    let mask = format!("portico_…{}", &token[token.len() - 4..]);
    let may = "Read tickets · Read orders, in part · Raise a ticket";
    for said in [&*mask, may, "made by you, 12 March 2026", "In 10 days", "Never", "End Stock system"] {
        assert!(hers.contains(said), "{said} in {hers}");
    }
    let raw = stage.portal.app.db.unguarded();
    let ines = member(raw, "Ines", stage.northgate, "admin").await.unwrap();
    let seen = stage.browser(ines.person).await.get(&path).await.text();
    assert!(seen.contains("made by Amelia, 12 March 2026"), "{seen}");
    Program::new(&stage.portal.app.router, &token, stage.northgate).get("/cases").await;
    let used = stage.browser(ines.person).await.get(&path).await.text();
    assert!(!used.contains("Never"), "{used}");
}
