//! Two instances, or one that was killed, do what follows from one entry at the same time or once more.

use std::time::Duration;

use journal::Entry;
use store::Sql;

use super::stage::Stage;

/// Both take their turn at the same entries.
pub async fn two_instances_follow(stage: &Stage, name: &str) {
    let app = &stage.portal.app;
    journal::seal::seal(&app.db).await.expect("sealing");
    let follower = app.followers.only(|known| known == name);
    let clock = &*stage.portal.clock;
    let (one, other) = tokio::join!(follower.turn(&app.db, clock), follower.turn(&app.db, clock));
    assert!(one.expect("following") + other.expect("following") > 0);
}

pub async fn entries(stage: &Stage, event: &str) -> usize {
    stage.portal.app.db.unguarded().find(Entry::EVENT.is(&event.to_owned())).await.expect("entries").len()
}

/// The follower was killed after what it did was written down, and before its place was; it goes on from there.
pub async fn is_killed_before_its_place_is_written(stage: &Stage, name: &str) {
    let mut back = Sql::new("UPDATE journal_followers SET position = 0 WHERE name = ");
    back.bind(name);
    stage.portal.app.db.unguarded().execute(back).await.expect("an update");
    stage.portal.settle().await;
}

#[tokio::test]
async fn a_provider_that_two_instances_test_is_told_of_once() {
    let stage = Stage::closed().await;
    stage.admin("/provider", &stage.told()).await;
    stage.admin("/test", &[]).await;
    two_instances_follow(&stage, "sso.testing").await;
    assert_eq!(entries(&stage, "sso.tested").await, 1);
    is_killed_before_its_place_is_written(&stage, "sso.testing").await;
    assert_eq!(entries(&stage, "sso.tested").await, 1);
    stage.admin("/test", &[]).await;
    stage.portal.settle().await;
    assert_eq!(entries(&stage, "sso.tested").await, 2, "asked once more, it is tested once more");
}

#[tokio::test]
async fn a_domain_that_two_instances_look_at_is_proven_once() {
    let stage = Stage::closed().await;
    stage.admin("/provider", &stage.told()).await;
    stage.admin("/domains", &[("domain", "northgate.example")]).await;
    stage.dns_says_so("northgate.example").await;
    stage.admin("/domains/check", &[("domain", "northgate.example")]).await;
    two_instances_follow(&stage, "sso.proving").await;
    assert_eq!(entries(&stage, "sso.domain_proven").await, 1);
}

#[tokio::test]
async fn what_waits_for_servers_outside_is_done_once_for_all_who_asked_before() {
    let stage = Stage::closed().await;
    let domain = [("domain", "northgate.example")];
    stage.admin("/provider", &stage.told()).await;
    stage.admin("/domains", &domain).await;
    stage.portal.settle().await;
    let (asked, tested) = (stage.dns_was_asked(), entries(&stage, "sso.tested").await);
    for _ in 0..5 {
        stage.admin("/domains/check", &domain).await;
        stage.admin("/test", &[]).await;
    }
    stage.portal.clock.advance(Duration::from_secs(1));
    stage.portal.settle().await;
    assert_eq!((stage.dns_was_asked() - asked, entries(&stage, "sso.tested").await - tested), (1, 1));
    stage.admin("/domains/check", &domain).await;
    stage.admin("/test", &[]).await;
    stage.portal.settle().await;
    let again = "asked once more, it is done once more";
    assert_eq!((stage.dns_was_asked() - asked, entries(&stage, "sso.tested").await - tested), (2, 2), "{again}");
}
