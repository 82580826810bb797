//! Lists of invitations that went out in one go, told through the door: what has become of them, and those who wait.

use std::time::Duration;

use access::Acting;
use accounts::{
    InvitePerson, Reinvite,
    desk::{CountWaves, ListWaves},
};
use axum::http::StatusCode;
use directory::Invitation;
use gateway::Raw;

use super::stage::{Desk, words_of};
use crate::{
    visitor::Answer,
    world::{START, form, staff},
};

const LIST: &str = "NWS-0142,priya@northgate.example\nNWS-0142,ravi@northgate.example\nmer-0077,sade@meridian.example";

/// Sends a list; gives what its invitations have in common.
async fn sends(desk: &Desk, cookie: &str, lines: &str) -> String {
    desk.get(cookie, "/desk/invitations/new").await;
    let told = [("lines", lines), ("role", "member")];
    let sent = desk.post(cookie, "/desk/invitations/new/sending?draft=no", &told).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", words_of(&sent.body));
    let email = lines.split([',', '\n']).nth(1).expect("an address");
    of(desk, email).await.wave.expect("it went out with others")
}

async fn of(desk: &Desk, email: &str) -> Invitation {
    desk.db.unguarded().first(Invitation::EMAIL.is(&email.to_owned())).await.unwrap().expect("an invitation")
}

/// Presses "Send again" beside a wave.
async fn presses(desk: &Desk, cookie: &str, wave: &str) -> Answer {
    desk.get(cookie, "/desk/invitations/waves").await;
    desk.post(cookie, "/desk/invitations/waves/renewal", &[("wave", wave)]).await
}

#[tokio::test]
async fn a_wave_says_what_became_of_it_and_goes_out_again_to_who_has_not_answered() {
    let desk = Desk::new().await;
    let (raw, cookie) = (desk.db.unguarded(), desk.door(desk.tom).await);
    let none = words_of(&desk.get(&cookie, "/desk/invitations/waves").await.body);
    assert!(none.contains("No list has been sent yet"), "{none}");
    let wave = sends(&desk, &cookie, LIST).await;
    // Who is invited alone is in no wave.
    let alone = format!("/desk/customers/{}/invite", desk.northgate);
    desk.get(&cookie, &alone).await;
    desk.post(&cookie, &alone, &[("email", "alone@northgate.example"), ("role", "member")]).await;
    for invitation in desk.invitations().await {
        raw.update(&Invitation { sent_at: Some(START), token_hash: Some(invitation.email.clone()), ..invitation })
            .await
            .unwrap();
    }
    raw.update(&Invitation { accepted_at: Some(START), ..of(&desk, "priya@northgate.example").await }).await.unwrap();
    raw.update(&Invitation { expires_at: START, ..of(&desk, "sade@meridian.example").await }).await.unwrap();

    let page = desk.get(&cookie, "/desk/invitations/waves").await.body;
    assert!(words_of(&page).contains("Tom 3 1 1 1 0 Send again"), "{}", words_of(&page));
    let narrowed = words_of(&desk.get(&cookie, &format!("/desk/invitations?wave={wave}")).await.body);
    assert!(narrowed.contains("by Tom") && narrowed.contains("ravi@northgate.example"), "{narrowed}");
    assert!(!narrowed.contains("alone@northgate.example"), "{narrowed}");

    desk.clock.advance(Duration::from_mins(59));
    assert_eq!(presses(&desk, &cookie, &wave).await.status, StatusCode::SEE_OTHER);
    assert!(desk.invitations().await.iter().all(|one| one.token_hash.is_some()), "their letters have just left");
    desk.clock.advance(Duration::from_mins(2));
    let answer = presses(&desk, &cookie, &wave).await;
    assert_eq!((answer.status, answer.to.as_str()), (StatusCode::SEE_OTHER, "/desk/invitations/waves"));
    let mut anew: Vec<String> =
        desk.invitations().await.into_iter().filter(|one| one.token_hash.is_none()).map(|one| one.email).collect();
    anew.sort();
    assert_eq!(anew, ["ravi@northgate.example", "sade@meridian.example"]);
    let entries = raw.find(journal::Entry::ID.is_known()).await.unwrap().len();
    presses(&desk, &cookie, &wave).await;
    assert_eq!(raw.find(journal::Entry::ID.is_known()).await.unwrap().len(), entries, "pressed twice, it is done once");
    let page = words_of(&desk.get(&cookie, "/desk/invitations/waves").await.body);
    assert!(page.contains("Tom 3 1 2 0 0"), "they wait again, in the wave they came with: {page}");
}

#[tokio::test]
async fn who_goes_out_again_with_a_later_list_belongs_to_that() {
    let desk = Desk::new().await;
    let (raw, cookie) = (desk.db.unguarded(), desk.door(desk.tom).await);
    let first = sends(&desk, &cookie, LIST).await;
    let ravi = of(&desk, "ravi@northgate.example").await;
    raw.update(&Invitation { sent_at: Some(START), expires_at: START, ..ravi }).await.unwrap();
    desk.clock.advance(Duration::from_mins(5));
    let later = sends(&desk, &cookie, "NWS-0142,ravi@northgate.example\nNWS-0142,mia@northgate.example").await;
    let waves = desk.ask::<ListWaves>(None, &Raw::empty()).await.unwrap().rows;
    let waves: Vec<_> = waves.into_iter().map(|wave| (wave.wave, wave.invited)).collect();
    assert_eq!(waves, [(later, 2), (first, 2)], "the latest first");
}

#[tokio::test]
async fn nobody_joins_a_wave_that_somebody_else_has_sent() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    let wave = sends(&desk, &cookie, LIST).await;
    let hannah = staff(desk.db.unguarded(), "Hannah", "agent").await.unwrap();
    let hers = desk.asking(hannah, Acting::Desk).await;
    let (account, ravi) = ([desk.northgate.uuid()], of(&desk, "ravi@northgate.example").await);
    let invites = |wave: &str| form(&[("email", "eva@northgate.example"), ("role", "member"), ("wave", wave)]);
    let refused = desk.gateway.execute::<InvitePerson>(&hers, &account, &invites(&wave)).await.unwrap_err();
    assert_eq!((&*refused.fields()[0].at, &*refused.fields()[0].says.id), ("/wave", "people-error-wave"));
    let renewal = form(&[("wave", wave.as_str())]);
    let refused = desk.gateway.execute::<Reinvite>(&hers, &[ravi.id.uuid()], &renewal).await.unwrap_err();
    assert_eq!(refused.fields()[0].says.id, "people-error-wave");
    assert_eq!(of(&desk, "ravi@northgate.example").await, ravi, "it is as Tom sent it");

    desk.gateway.execute::<InvitePerson>(&desk.toms().await, &account, &invites(&wave)).await.unwrap();
    assert_eq!(of(&desk, "eva@northgate.example").await.wave, Some(wave.clone()), "his own goes on");
    desk.gateway.execute::<Reinvite>(&hers, &[ravi.id.uuid()], &form(&[("wave", "hers")])).await.unwrap();
    let waves = desk.ask::<ListWaves>(None, &Raw::empty()).await.unwrap().rows;
    let mut waves: Vec<_> = waves.into_iter().map(|wave| (wave.sent_by.unwrap(), wave.invited)).collect();
    waves.sort();
    assert_eq!(waves, [("Hannah".to_owned(), 1), ("Tom".to_owned(), 3)], "each begins their own");
}

#[tokio::test]
async fn waves_are_the_desks_and_cost_the_same_for_one_and_for_many() {
    let desk = Desk::new().await;
    let cookie = desk.door(desk.tom).await;
    let wave = sends(&desk, &cookie, LIST).await;
    let toms = desk.toms().await;
    let (one, cost) = store::counted(desk.gateway.ask::<ListWaves>(&toms, None, &Raw::empty())).await;
    assert_eq!(one.unwrap().rows.len(), 1);
    let named = form(&[("waves", wave.as_str())]);
    let (_, counting) = store::counted(desk.gateway.ask::<CountWaves>(&toms, None, &named)).await;

    // A customer's admin joins none, and sees none.
    let amelias = desk.amelias().await;
    let told = form(&[("email", "eva@northgate.example"), ("role", "member"), ("wave", wave.as_str())]);
    desk.gateway.execute::<InvitePerson>(&amelias, &[desk.northgate.uuid()], &told).await.unwrap();
    assert_eq!(of(&desk, "eva@northgate.example").await.wave, None);
    assert!(desk.gateway.ask::<ListWaves>(&amelias, None, &Raw::empty()).await.unwrap().rows.is_empty());
    let amelia = desk.door(desk.amelia.person).await;
    assert_eq!(desk.get(&amelia, "/desk/invitations/waves").await.status, StatusCode::NOT_FOUND);

    for name in ["a", "b", "c"] {
        sends(&desk, &cookie, &format!("NWS-0142,{name}@northgate.example")).await;
    }
    let (many, then) = store::counted(desk.gateway.ask::<ListWaves>(&toms, None, &Raw::empty())).await;
    let many = many.unwrap().rows;
    assert_eq!((many.len(), then), (4, cost));
    let named: Vec<_> = many.iter().map(|wave| ("waves", wave.wave.as_str())).collect();
    let (counts, then) = store::counted(desk.gateway.ask::<CountWaves>(&toms, None, &form(&named))).await;
    assert_eq!((counts.unwrap().len(), then), (4, counting), "each has some that are open, and no others");
}
