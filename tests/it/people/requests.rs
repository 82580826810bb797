//! What was refused is asked for, and granted or declined by whoever looks after access.

use accounts::{GiveRole, GrantAccess, InvitePerson, Reinvite, RemoveMember, RequestAccess, TakeRole};
use axum::http::StatusCode;
use directory::{AccessRequest, HoldingRow};
use gateway::{Asked, Done, Raw};
use kernel::{Id, Problem};

use super::{Town, is};
use crate::{
    visitor::field,
    world::{Member, form, fresh},
};

const WANTED: &str = "people.show";

impl Town {
    async fn asks_for(&self, who: Member, action: &str) -> Result<Done<Id<AccessRequest>>, Problem> {
        let told = [("action", action), ("note", "To see who is who")];
        self.does::<RequestAccess>(&Self::as_member(who), self.northgate.uuid(), &told).await
    }

    async fn request(&self) -> AccessRequest {
        let all = self.db.unguarded().find(AccessRequest::ID.is_known()).await.unwrap();
        all.into_iter().last().expect("a request")
    }

    async fn letters_to(&self, kind: &str, address: &str) -> Vec<String> {
        let written = self.letters(kind).await;
        written.into_iter().filter(|letter| letter.to_address == address).map(|letter| letter.text).collect()
    }
}

#[tokio::test]
async fn who_asks_is_marked_among_the_people_for_those_who_may_answer() {
    let town = Town::new().await;
    town.asks_for(town.ben, WANTED).await.unwrap();
    let people = format!("/a/{}/people", town.northgate);
    let requests = format!("href=\"{people}/requests\"");
    let shown = town.visitor(town.amelia.person).await.get(&people).await.body;
    assert!(shown.contains("Asks for Account admin") && shown.contains("Decide what Ben Okoro asks for"), "{shown}");
    assert!(shown.contains(&requests), "{shown}");
    let shown = town.visitor(town.ben.person).await.get(&people).await.body;
    assert!(!shown.contains("Asks for") && !shown.contains(&requests), "{shown}");
    let shown = town.visitor(town.tom).await.get(&format!("/desk/customers/{}/people", town.northgate)).await.body;
    assert!(shown.contains("Asks for Account admin"), "{shown}");
}

#[tokio::test]
async fn ben_asks_for_what_was_refused_and_amelia_grants_it_for_a_while() {
    let town = Town::new().await;
    town.address(town.amelia.person, "amelia@northgate.example").await;
    town.address(town.ben.person, "ben@northgate.example").await;
    let ben = town.visitor(town.ben.person).await;
    let page = format!("/a/{}/people/{}", town.northgate, town.amelia.membership);
    let refused = ben.get(&page).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    assert!(refused.body.contains("Ask for it"), "{}", refused.body);
    assert_eq!(field(&refused.body, "action").as_deref(), Some(WANTED));
    let asking = format!("/a/{}/access-requests", town.northgate);
    let asked = ben.post(&asking, &[("action", WANTED), ("note", "To see who is who")]).await;
    assert_eq!((asked.status, asked.to), (StatusCode::SEE_OTHER, format!("/a/{}", town.northgate)));
    let request = town.request().await;
    assert_eq!((request.person_id, request.role.as_str()), (town.ben.person, "admin"));
    let again = ben.get(&page).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    for told in ["You have asked for this", "The role Account admin opens it", "Amelia Stone; they look after access"] {
        assert!(again.body.contains(told), "`{told}` is missing: {}", again.body);
    }
    assert!(!again.body.contains("Ask for it"), "{}", again.body);

    town.later(60).await;
    let letters = town.letters_to("access_requested", "amelia@northgate.example").await;
    assert_eq!(letters.len(), 1);
    for told in ["Ben Okoro asks for the role Account admin", "To see who is who", "/people/requests"] {
        assert!(letters[0].contains(told), "{told}: {}", letters[0]);
    }
    assert!(town.letters_to("access_requested", "ben@northgate.example").await.is_empty());

    let amelia = town.visitor(town.amelia.person).await;
    let home = amelia.get(&format!("/a/{}", town.northgate)).await.body;
    assert!(home.contains("Ben Okoro asks for access"), "{home}");
    let list = format!("/a/{}/people/requests", town.northgate);
    let shown = amelia.get(&list).await.body;
    assert!(shown.contains("Ben Okoro") && shown.contains("To see who is who"), "{shown}");
    let grant = format!("{list}/{}/grant", request.id);
    let wrong = amelia.post(&grant, &[("until", "1 3 2026")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("Enter a day that is not over") && wrong.body.contains("1 3 2026"), "{}", wrong.body);
    let granted = amelia.post(&grant, &[("until", "20 3 2026")]).await;
    assert_eq!((granted.status, granted.to), (StatusCode::SEE_OTHER, list.clone()));
    assert_eq!(ben.get(&page).await.status, StatusCode::OK);
    town.later(60).await;
    let told = town.letters_to("access_answered", "ben@northgate.example").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("you have it now") && told[0].contains("20 March"), "{}", told[0]);
    let held = town.held(town.ben).await.into_iter().find(|held| held.role == "admin").expect("the role");
    assert!(held.valid_until.is_some(), "for a while");
    assert!(amelia.get(&list).await.body.contains("Nobody asks for anything"));
    town.later(10 * 24 * 60 * 60).await;
    assert_eq!(ben.get(&page).await.status, StatusCode::FORBIDDEN, "the while is over");
}

#[tokio::test]
async fn nobody_asks_twice_or_for_what_they_have() {
    let town = Town::new().await;
    town.asks_for(town.ben, WANTED).await.unwrap();
    assert!(is(&town.asks_for(town.ben, WANTED).await, &Problem::CONFLICT));
    assert!(is(&town.asks_for(town.ben, "people.list").await, &Problem::CONFLICT), "they have it");
    assert!(is(&town.asks_for(town.ben, "people.fly").await, &Problem::CONFLICT), "no role permits it");
    assert!(is(&town.asks_for(town.ben, "imports.list").await, &Problem::CONFLICT), "no role of a customer's");
    town.later(7 * 24 * 60 * 60).await;
    let listed = town.shows(&format!("/a/{}/people/requests", town.northgate), town.amelia.person).await;
    assert!(listed.contains("Nobody asks for anything"), "it has ended by itself: {listed}");
    let request = town.request().await;
    let targets = [request.id.uuid(), town.ben.membership.uuid()];
    let amelia = Town::as_member(town.amelia);
    let late = town.app.gateway.execute::<GrantAccess>(&amelia, &targets, &Raw::empty()).await;
    assert!(is(&late, &Problem::CONFLICT));
    assert!(town.asks_for(town.ben, WANTED).await.is_ok(), "and may be asked anew");
}

#[tokio::test]
async fn only_whoever_holds_it_grants_it_and_only_to_whoever_asks() {
    let town = Town::new().await;
    let dora = town.member("Dora Finch", town.northgate, "buyer").await;
    let request = town.asks_for(town.ben, WANTED).await.unwrap().output.uuid();
    let grants = |who: Member, membership: Member| {
        let (town, targets) = (&town, [request, membership.membership.uuid()]);
        async move { town.app.gateway.execute::<GrantAccess>(&Town::as_member(who), &targets, &Raw::empty()).await }
    };
    assert!(is(&grants(town.ben, town.ben).await, &Problem::NOT_FOUND), "Ben himself");
    assert!(is(&grants(town.amelia, dora).await, &Problem::CONFLICT), "somebody who did not ask");
    let stranger = town.member("Mira Hale", town.meridian, "admin").await;
    assert!(is(&grants(stranger, town.ben).await, &Problem::NOT_FOUND));
    assert!(grants(town.amelia, town.ben).await.is_ok());
    assert!(is(&grants(town.amelia, town.ben).await, &Problem::CONFLICT), "answered");
}

#[tokio::test]
async fn amelia_declines() {
    let town = Town::new().await;
    town.address(town.ben.person, "ben@northgate.example").await;
    let request = town.asks_for(town.ben, WANTED).await.unwrap().output;
    let list = format!("/a/{}/people/requests", town.northgate);
    let amelia = town.visitor(town.amelia.person).await;
    amelia.get(&list).await;
    let declined = amelia.post(&format!("{list}/{request}/decline"), &[]).await;
    assert_eq!((declined.status, declined.to), (StatusCode::SEE_OTHER, list.clone()));
    assert!(town.request().await.declined_at.is_some());
    assert_eq!(amelia.post(&format!("{list}/{request}/grant"), &[]).await.status, StatusCode::NOT_FOUND);
    let roles: Vec<HoldingRow> = town.held(town.ben).await;
    assert_eq!(roles.len(), 1);
    town.later(60).await;
    let told = town.letters_to("access_answered", "ben@northgate.example").await;
    assert!(told.len() == 1 && told[0].contains("it was declined"), "{told:?}");
    assert!(is(&town.asks_for(town.ben, WANTED).await, &Problem::CONFLICT), "not at once again");
    let page = format!("/a/{}/people/{}", town.northgate, town.amelia.membership);
    let refused = town.shows(&page, town.ben.person).await;
    for told in
        ["Your request for this was declined", "before Fri 13 March, 09:", "Amelia Stone; they look after access"]
    {
        assert!(refused.contains(told), "`{told}` is missing: {refused}");
    }
    assert!(!refused.contains("Ask for it"), "a form that is refused when it is sent: {refused}");
    town.later(24 * 60 * 60).await;
    assert!(town.shows(&page, town.ben.person).await.contains("Ask for it"), "what was declined waits for nobody");
    assert!(town.asks_for(town.ben, WANTED).await.is_ok(), "but a day later");
    let dora = town.member("Dora Finch", town.northgate, "member").await;
    assert!(town.shows(&page, dora.person).await.contains("Ask for it"), "what Ben asks for is his alone");
}

#[tokio::test]
async fn a_note_that_is_too_long_comes_back() {
    let town = Town::new().await;
    let ben = town.visitor(town.ben.person).await;
    ben.get(&format!("/a/{}/people/{}", town.northgate, town.amelia.membership)).await;
    let (asking, long) = (format!("/a/{}/access-requests", town.northgate), "why ".repeat(60));
    let back = ben.post(&asking, &[("action", WANTED), ("note", &long)]).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(back.body.contains(long.trim()) && back.body.contains(WANTED), "{}", back.body);
    assert_eq!(ben.post(&asking, &[("action", WANTED), ("note", "why")]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_looks_after_access_for_a_while_is_not_the_one_who_stays() {
    let town = Town::new().await;
    let amelia = Town::as_member(town.amelia);
    let request = town.asks_for(town.ben, WANTED).await.unwrap().output.uuid();
    let targets = [request, town.ben.membership.uuid()];
    let granted = town.app.gateway.execute::<GrantAccess>(&amelia, &targets, &form(&[("until", "20 3 2026")])).await;
    assert!(granted.is_ok());
    let own = town.amelia.membership.uuid();
    town.does::<GiveRole>(&amelia, own, &[("role", "buyer")]).await.unwrap();
    let left = town.does::<TakeRole>(&amelia, own, &[("role", "admin")]).await;
    assert!(is(&left, &Problem::CONFLICT), "nobody would look after access once Ben no longer does");
    assert!(is(&town.does::<RemoveMember>(&amelia, own, &[]).await, &Problem::CONFLICT));
}

#[tokio::test]
async fn what_is_held_for_a_while_gives_nothing_that_outlasts_it() {
    let town = Town::new().await;
    let (amelia, ben) = (Town::as_member(town.amelia), Town::as_member(town.ben));
    let grants = |by: &Asked, request: Id<AccessRequest>, whose: Member, until: &'static str| {
        let (town, by, targets) = (&town, by.clone(), [request.uuid(), whose.membership.uuid()]);
        async move { town.app.gateway.execute::<GrantAccess>(&by, &targets, &form(&[("until", until)])).await }
    };
    let request = town.asks_for(town.ben, WANTED).await.unwrap().output;
    assert!(grants(&amelia, request, town.ben, "20 3 2026").await.is_ok());
    let own = town.ben.membership.uuid();
    assert!(is(&town.does::<GiveRole>(&ben, own, &[("role", "admin")]).await, &Problem::INVALID), "his own end stays");
    let told = [("email", "other@ben.example"), ("role", "admin")];
    assert!(is(&town.does::<InvitePerson>(&ben, town.northgate.uuid(), &told).await, &Problem::INVALID));
    let dora = town.member("Dora Finch", town.northgate, "buyer").await;
    let request = town.asks_for(dora, WANTED).await.unwrap().output;
    assert!(is(&grants(&ben, request, dora, "").await, &Problem::INVALID), "without an end");
    assert!(is(&grants(&ben, request, dora, "21 3 2026").await, &Problem::INVALID), "a day longer");
    assert!(grants(&ben, request, dora, "20 3 2026").await.is_ok(), "as long as himself");
}

#[tokio::test]
async fn what_is_held_for_a_while_takes_and_renews_nothing_that_stays_and_is_not_offered() {
    let town = Town::new().await;
    let (amelia, ben) = (Town::as_member(town.amelia), Town::as_member(town.ben));
    let invited = town.invites("new@northgate.example", "admin").await.unwrap().output.uuid();
    let plain = town.invites("plain@northgate.example", "member").await.unwrap().output.uuid();
    let request = town.asks_for(town.ben, WANTED).await.unwrap().output.uuid();
    let targets = [request, town.ben.membership.uuid()];
    let granted = town.app.gateway.execute::<GrantAccess>(&amelia, &targets, &form(&[("until", "20 3 2026")])).await;
    assert!(granted.is_ok());
    // Dora's own admin role stays; Emil's ends with Ben's.
    let dora = town.member("Dora Finch", town.northgate, "admin").await;
    let emil = town.member("Emil Park", town.northgate, "member").await;
    let until = town.held(town.ben).await.into_iter().find_map(|held| held.valid_until);
    let admin = HoldingRow {
        id: fresh(),
        person_id: emil.person,
        membership_id: Some(emil.membership),
        account_id: Some(town.northgate),
        role: "admin".to_owned(),
        valid_from: None,
        valid_until: until,
    };
    town.db.unguarded().insert(&admin).await.unwrap();
    town.does::<GiveRole>(&amelia, dora.membership.uuid(), &[("role", "buyer")]).await.unwrap();
    let role = [("role", "admin")];
    assert!(is(&town.does::<TakeRole>(&ben, dora.membership.uuid(), &role).await, &Problem::CONFLICT), "for good");
    assert!(is(&town.does::<RemoveMember>(&ben, dora.membership.uuid(), &[]).await, &Problem::CONFLICT));
    assert!(town.does::<TakeRole>(&ben, emil.membership.uuid(), &role).await.is_ok(), "as long as himself");
    assert!(is(&town.does::<Reinvite>(&ben, invited, &[]).await, &Problem::CONFLICT), "it would outlast him");
    assert!(town.does::<Reinvite>(&ben, plain, &[]).await.is_ok(), "what he holds for good");

    let visitor = town.visitor(town.ben.person).await;
    let invite = visitor.get(&format!("/a/{}/people/invite", town.northgate)).await.body;
    assert!(invite.contains("value=\"member\"") && !invite.contains("value=\"admin\""), "{invite}");
    let page = visitor.get(&format!("/a/{}/people/{}", town.northgate, emil.membership)).await.body;
    assert!(!page.contains("value=\"admin\""), "{page}");
}
