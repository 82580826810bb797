//! A mail server that takes its time holds up nothing but letters.

use std::time::Duration;

use store::Sql;
use tokio::{task::block_in_place, time};

use crate::{
    relay,
    staged::{AMELIA, Staged},
    wire::Tab,
};

/// What follows has so long: far more than it takes, and far less than a mail server is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn nothing_waits_for_a_mail_server_that_says_nothing() {
    let (silent, toml) = relay::silent().await;
    let stage = Staged::set(&AMELIA, &toml).await;
    let (running, at) = stage.serves();
    let db = stage.db().await;
    let asked = block_in_place(|| Tab::default().post(at, "/sign-in/link", &[("email", AMELIA.email)]));
    assert_eq!(asked.status, 303, "{} {}", asked.head, asked.body);
    let _held = time::timeout(PATIENCE, silent.accept()).await.expect("a letter").expect("a connection");
    let mut tab = stage.tab(&db).await;
    let renamed = block_in_place(|| tab.post(at, "/me/name", &[("name", "Amelia Hart")]));
    assert_eq!(renamed.status, 303, "{} {}", renamed.head, renamed.body);
    let follows = async {
        let sql = "SELECT f.position FROM journal_followers AS f JOIN journal_entries AS e ON e.seq <= f.position \
                   WHERE f.name = 'identity.resets' AND e.event = 'identity.renamed'";
        while db.unguarded().query(Sql::new(sql)).await.expect("the place").is_empty() {
            time::sleep(Duration::from_millis(50)).await;
        }
    };
    time::timeout(PATIENCE, follows).await.expect("it followed while the letter was still on its way");
    drop(running);
    db.close().await.expect("closing");
}
