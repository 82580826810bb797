//! Whoever has the portal's machine lets the desk's people in again, locks them out, and changes the portal's key,
//! beside the portal that runs.

use std::net::SocketAddr;

use store::{Columns, Sql};
use tokio::task::block_in_place;

use crate::{
    process::{self, Said},
    staged::{AMELIA, Staged, TOM, number},
    wire::{Heard, Tab},
};

fn says(stage: &Staged, words: &[&str]) -> Said {
    block_in_place(|| process::run(stage.command(&[&["staff"][..], words].concat())))
}

fn signs_in(tab: &mut Tab, at: SocketAddr) -> Heard {
    tab.post(at, "/sign-in", &[("email", TOM.email), ("password", TOM.password)])
}

/// How many entries of the journal say that the command line did this.
async fn noted(stage: &Staged, command: &str) -> i64 {
    let db = stage.db().await;
    let question = format!(
        "SELECT CAST(COUNT(*) AS BIGINT) FROM journal_entries \
         WHERE actor = 'system:command-line' AND command = '{command}'"
    );
    let found = number(&db, &question).await;
    db.close().await.expect("closing");
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_only_admin_who_locked_themselves_out_is_let_in_from_the_machine() {
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let (_running, at) = stage.serves();
    block_in_place(|| {
        let mut tab = Tab::default();
        assert_eq!(signs_in(&mut tab, at).status, 303);
        let locked = tab.post(at, "/me/lock", &[]);
        assert_eq!(locked.to(), "/sign-in?said=locked", "{}", locked.body);
        assert_eq!(signs_in(&mut Tab::default(), at).status, 422, "no way in is open");
    });
    let said = says(&stage, &["list"]);
    let line = said.out.lines().find(|line| line.contains("Tom Ellery")).unwrap_or_default();
    for told in ["tom@harrow.example", "desk-admin", "; locked out since "] {
        assert!(line.contains(told), "{told}: {} {}", said.out, said.err);
    }
    assert!(!said.out.contains("Amelia"), "she is a customer's: {}", said.out);
    let doctor = block_in_place(|| process::run(stage.command(&["doctor"])));
    for told in ["The only one who administers the desk is locked out", "portico staff unlock ADDRESS"] {
        assert!(!doctor.done && doctor.out.contains(told), "{told}: {} {}", doctor.out, doctor.err);
    }
    assert!(!doctor.out.contains(TOM.email), "whom it means is for `portico staff list`: {}", doctor.out);

    let said = says(&stage, &["unlock", "Tom@Harrow.example"]);
    assert!(said.done && said.out.contains("Tom Ellery may sign in again"), "{} {}", said.out, said.err);
    block_in_place(|| {
        let mut tab = Tab::default();
        assert_eq!(signs_in(&mut tab, at).status, 303);
        assert_eq!(tab.get(at, "/desk/staff").status, 200, "he holds what he held");
    });
    let said = says(&stage, &["unlock", TOM.email]);
    assert!(said.done && said.out.contains("not locked out; there is nothing to do"), "{} {}", said.out, said.err);
    assert_eq!(noted(&stage, "persons.unlock").await, 1, "the second time nothing happened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_machine_locks_out_whoever_works_at_the_desk_and_nobody_else() {
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let (_running, at) = stage.serves();
    let mut tab = Tab::default();
    block_in_place(|| assert_eq!(signs_in(&mut tab, at).status, 303));
    for (email, told) in [
        ("nobody@harrow.example", "nobody has the address nobody@harrow.example"),
        (AMELIA.email, "does not work at the desk"),
    ] {
        let said = says(&stage, &["lock", email]);
        assert!(!said.done && said.err.contains(told), "{told}: {} {}", said.out, said.err);
    }
    assert_eq!(noted(&stage, "persons.lock").await, 0);
    assert!(says(&stage, &["list"]).out.contains("desk-admin; not locked out"));

    // He outranks everybody at the desk, and not whoever has the machine.
    let said = says(&stage, &["lock", TOM.email]);
    assert!(said.done && said.out.contains("Tom Ellery is locked out"), "{} {}", said.out, said.err);
    block_in_place(|| {
        assert!(tab.get(at, "/desk/staff").to().starts_with("/sign-in"), "he is still signed in");
        assert_eq!(signs_in(&mut Tab::default(), at).status, 422, "no way in is open");
    });
    let said = says(&stage, &["lock", TOM.email]);
    assert!(said.done && said.out.contains("there is nothing to do"), "{} {}", said.out, said.err);
    assert_eq!(noted(&stage, "persons.lock").await, 1, "the second time nothing happened");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_changed_the_portal_s_key_is_in_the_journal_and_the_key_is_not() {
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let said = block_in_place(|| process::run(stage.command(&["saml-key"])));
    assert!(said.done && said.out.contains("BEGIN CERTIFICATE"), "{} {}", said.out, said.err);
    assert_eq!(noted(&stage, "sso.make_key").await, 1);
    let db = stage.db().await;
    let question = "SELECT payload FROM journal_entries WHERE command = 'sso.make_key'";
    let found = db.unguarded().query(Sql::new(question)).await.expect("an answer");
    let payload: String = Columns::of(&found[0]).take().expect("what it says");
    let payload: serde_json::Value = serde_json::from_str(&payload).expect("JSON");
    let names: Vec<&String> = payload.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["key", "signs_from"], "which key and from when, and nothing of the key");
    db.close().await.expect("closing");
}
