//! Several instances of the program on one PostgreSQL, behind a proxy: each entry is followed once, whoever is signed
//! in is so everywhere, limits count together, and what one of them was doing when it was killed, the others do.

mod proxy;

use std::{net::SocketAddr, thread, time::Duration};

use access::Role;
use tokio::task::block_in_place;

use self::proxy::Proxy;
use crate::{
    kill::{clients::Client, ledger, toml},
    process::{self, Running},
    relay::Relay,
    staged::{self, AMELIA, Staged, number},
    wire::{Tab, ask},
    world::server,
};

/// Whether there can be several.
fn is_shared() -> bool {
    if server().is_none() {
        println!("not tried: one SQLite file is one program's; several instances need PostgreSQL");
    }
    server().is_some()
}

/// So many instances, started at the same moment.
async fn started(stage: &Staged, count: usize) -> Vec<(Running, SocketAddr)> {
    block_in_place(|| {
        thread::scope(|scope| {
            let starting: Vec<_> = (0..count)
                .map(|_| {
                    let port = process::free_port();
                    let command = stage.command(&["serve"]);
                    scope.spawn(move || (process::open(command, port), SocketAddr::from(([127, 0, 0, 1], port))))
                })
                .collect();
            starting.into_iter().map(|starting| starting.join().expect("an instance")).collect()
        })
    })
}

/// Asks until so much was answered; an answer that is lost is asked for again.
fn asks_for(client: &mut Client, at: SocketAddr, answers: usize) {
    while client.told.len() < answers {
        if !client.asks(at) {
            thread::sleep(Duration::from_millis(20));
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_one_of_four_was_doing_when_it_was_killed_the_others_do() {
    if !is_shared() {
        return;
    }
    let relay = Relay::open();
    let stage = Staged::set(&AMELIA, &toml(&relay)).await;
    let (mut clients, mut inviter) = stage.hires(5).await;
    let mut instances = started(&stage, 4).await;
    let proxy = Proxy::before(instances.iter().map(|(_, at)| *at).collect());
    assert!(block_in_place(|| inviter.invites(proxy.at)));
    let (killed, _) = instances.remove(1);
    block_in_place(|| {
        thread::scope(|scope| {
            for client in &mut clients {
                scope.spawn(move || asks_for(client, proxy.at, 30));
            }
            thread::sleep(Duration::from_millis(700));
            drop(killed);
        });
    });
    let db = stage.db().await;
    // Followers go on at once. What the dead one held itself, a letter and four deliveries at the most, waits for the
    // end of its lease.
    ledger::leases_are_left(&db).await;
    let held = async |table: &str| {
        number(&db, &format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE state = 'sending'")).await
    };
    let held = (held("mail_letters").await, held("webhook_deliveries").await);
    assert!(held.0 <= 1 && held.1 <= 4, "{held:?}");
    ledger::leases_end(&db).await;
    ledger::settles(&db).await;
    drop(instances);
    ledger::stands(&db, &clients, &inviter).await;
    ledger::followed(&db, &relay, &stage.receiver).await;
    let again = async |table: &str| {
        number(&db, &format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table} WHERE attempts > 1")).await
    };
    assert_eq!((again("mail_letters").await, again("webhook_deliveries").await), held, "nothing else was tried twice");
    let numbers = "SELECT CAST(MAX(seq) - COUNT(*) AS BIGINT) FROM journal_entries";
    assert_eq!(number(&db, numbers).await, 0, "every entry has a number, and no number is left out");
    db.close().await.expect("closing");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn who_is_signed_in_at_one_is_so_at_all_and_out_at_all_at_once() {
    if !is_shared() {
        return;
    }
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let instances = started(&stage, 3).await;
    let at: Vec<SocketAddr> = instances.iter().map(|(_, at)| *at).collect();
    block_in_place(|| {
        let mut tab = Tab::default();
        // The form is shown by one and sent to another.
        tab.get(at[0], "/sign-in");
        let entered = tab.post(at[1], "/sign-in", &[("email", AMELIA.email), ("password", AMELIA.password)]);
        assert_eq!(entered.status, 303, "{}", entered.body);
        for instance in &at {
            assert_eq!(tab.get(*instance, "/me/sign-in").status, 200);
        }
        // What another browser holds of the same session ends with it.
        let mut copy = Tab::with(tab.cookie("portico"));
        assert_eq!(tab.post(at[2], "/sign-out", &[]).status, 303);
        for instance in &at {
            assert_eq!(copy.get(*instance, "/me/sign-in").status, 303);
        }
    });
    // What somebody may try counts, wherever they try it: six wrong passwords from one network.
    let tries = (0..7).map(|number| {
        let told = [("email", AMELIA.email), ("password", "not her password")];
        Tab::default().post(at[number % at.len()], "/sign-in", &told).status
    });
    let tries: Vec<u16> = block_in_place(|| tries.collect());
    assert_eq!(tries, [422, 422, 422, 422, 422, 422, 429]);
    drop(instances);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_role_that_changes_has_changed_at_every_instance_with_the_next_request() {
    if !is_shared() {
        return;
    }
    let stage = Staged::set(&AMELIA, "log.filter = \"warn\"").await;
    let instances = started(&stage, 2).await;
    let db = stage.db().await;
    let token = staged::signed_in_today(db.unguarded(), stage.admin).await;
    let (cookie, page) = (format!("portico={token}"), format!("/a/{}/cases", stage.northgate));
    let shown = |at: SocketAddr| {
        let heard = block_in_place(|| ask(at, "GET", &page, &[("cookie", cookie.as_str())], ""));
        heard.expect("an answer").status
    };
    for (_, at) in &instances {
        assert_eq!(shown(*at), 200);
    }
    let nothing = Role { name: "admin".into(), staff: false, grants: Vec::new() };
    let work = db.begin().await.expect("a connection");
    directory::keep_roles(&work, &[nothing]).await.expect("roles");
    work.commit().await.expect("roles");
    for (_, at) in &instances {
        assert_ne!(shown(*at), 200);
    }
    db.close().await.expect("closing");
}
