//! Whoever tries the portal out, without a mail server, reads every letter it would have sent.

use std::{collections::BTreeSet, time::Duration};

use mail::Letter;

use super::Town;
use crate::world::{START, fresh};

/// Letters the town has written beside this many.
const MANY: u64 = 70;

#[tokio::test]
async fn every_letter_is_shown_however_many_there_are() {
    let town = Town::new().await;
    town.invites("ravi@northgate.example", "buyer").await.unwrap();
    town.later(30).await;
    let raw = town.db.unguarded();
    let letter = raw.find(Letter::ID.is_known()).await.unwrap().remove(0);
    let copies: Vec<Letter> = (0..MANY)
        .map(|number| Letter {
            id: fresh(),
            subject: format!("Letter no. {number:02}"),
            // Of two at the same moment, too, none is left out between two pages.
            created_at: START.plus(Duration::from_secs(number / 2)),
            ..letter.clone()
        })
        .collect();
    raw.insert_all(&copies).await.unwrap();

    let (mut path, mut met, mut pages) = (Some("/outbox".to_owned()), BTreeSet::new(), 0);
    while let Some(here) = path {
        let page = town.visitor(town.tom).await.get(&here).await;
        assert_eq!(page.status, 200, "{}", page.body);
        for rest in page.body.split("Letter no. ").skip(1) {
            assert!(met.insert(rest[..2].to_owned()), "{} stands on two pages", &rest[..2]);
        }
        let older = page.body.split("href=\"").find(|rest| rest.contains(">Older letters</a>"));
        path = older.and_then(|rest| rest.split('"').next()).map(str::to_owned);
        pages += 1;
        assert_eq!(page.body.contains(">The latest letters</a>"), pages > 1);
    }
    assert_eq!((met.len() as u64, pages), (MANY, 3));
}
