//! Somebody works for two companies and has both open at once.

use axum::http::StatusCode;
use directory::{Invitation, Membership};

use super::Town;
use crate::world::{fresh, holding};

#[tokio::test]
async fn two_tabs_on_two_accounts_never_mix() {
    let town = Town::new().await;
    town.member("Mona Vale", town.meridian, "admin").await;
    let raw = town.db.unguarded();
    let own = raw.first(Membership::ID.is(&town.amelia.membership)).await.unwrap().unwrap();
    let second = Membership { id: fresh(), account_id: town.meridian, ..own };
    raw.insert(&second).await.unwrap();
    raw.insert(&holding(town.amelia.person, Some(&second), "admin")).await.unwrap();
    let amelia = town.visitor(town.amelia.person).await;
    let [northgate, meridian] = [town.northgate, town.meridian].map(|account| format!("/a/{account}/people"));
    for _ in 0..2 {
        let (one, other) = (amelia.get(&northgate).await.body, amelia.get(&meridian).await.body);
        assert!(one.contains("Ben Okoro") && !one.contains("Mona Vale"), "{one}");
        assert!(other.contains("Mona Vale") && !other.contains("Ben Okoro"), "{other}");
    }

    let told = [("email", "ravi@northgate.example"), ("role", "buyer")];
    let [here, there] = [&northgate, &meridian].map(|people| format!("{people}/invite"));
    amelia.get(&here).await;
    let refused = amelia.post(&there, &told).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN, "she may invite into both, but not from one into the other");
    assert!(refused.body.contains("This form is no longer valid"), "{}", refused.body);
    assert_eq!(raw.find(Invitation::ID.is_known()).await.unwrap().len(), 0);
    amelia.get(&there).await;
    amelia.get(&here).await;
    assert_eq!(amelia.post(&here, &told).await.status, StatusCode::SEE_OTHER);
    let invited = raw.find(Invitation::ID.is_known()).await.unwrap();
    assert_eq!(invited.iter().map(|one| one.account_id).collect::<Vec<_>>(), [Some(town.northgate)]);
}
