//! Invitations: their letters, and how whoever holds the link of one that has run out asks for a new one.

use std::time::Duration;

use accounts::{AttendInvitations, InvitePerson, Reinvite, RemoveMember, WithdrawInvitation};
use axum::http::StatusCode;
use directory::{INVITATION_LIFETIME, Invitation};
use gateway::Email;
use kernel::Problem;
use mail::{Letter, State};
use store::Sql;

use super::{Town, is};
use crate::guard::portal::Browser;

#[tokio::test]
async fn an_invitation_leaves_once_and_not_when_it_was_undone_in_time() {
    let town = Town::new().await;
    let amelia = Town::as_member(town.amelia);
    let undone = town.invites("ravi@northgate.example", "buyer").await.unwrap();
    town.later(5).await;
    town.takes_back(&amelia, &undone.undo.unwrap()).await.unwrap();
    town.later(30).await;
    assert_eq!(town.links().await, [""; 0], "nothing leaves");
    town.invites("ravi@northgate.example", "buyer").await.unwrap();
    town.later(5).await;
    assert_eq!(town.links().await.len(), 0, "it waits while it can be undone");
    town.later(6).await;
    assert_eq!(town.links().await.len(), 1);
    let mut again = Sql::new("UPDATE journal_followers SET position = ");
    again.bind(0_i64).push(" WHERE name = ").bind("identity.invitations");
    town.db.unguarded().execute(again).await.unwrap();
    town.later(30).await;
    assert_eq!(town.links().await.len(), 1, "asked twice, it is written once");
    let letter = town.db.unguarded().find(Letter::SECRET.is(&true)).await.unwrap().pop().unwrap();
    for words in ["Amelia Stone", "Northgate Water", "Buyer", "26 March"] {
        assert!(letter.text.contains(words) && letter.html.contains(words), "{words}: {}", letter.text);
    }
}

#[tokio::test]
async fn the_letter_that_is_shown_is_the_one_that_leaves() {
    let town = Town::new().await;
    let (amelia, path) = (town.visitor(town.amelia.person).await, format!("/a/{}/people/invite", town.northgate));
    let told = [("email", "ravi@northgate.example"), ("role", "buyer"), ("note", "Welcome aboard")];
    let preview = [&told[..], &[("_preview", "on")]].concat();
    let fills_in = async |told: &[(&str, &str)]| {
        amelia.get(&path).await;
        amelia.post(&path, told).await
    };
    let shown = fills_in(&preview).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.body);
    for typed in ["value=\"ravi@northgate.example\"", "value=\"buyer\" checked", "value=\"Welcome aboard\""] {
        assert!(shown.body.contains(typed), "{typed}: what was typed is kept: {}", shown.body);
    }
    town.later(30).await;
    assert_eq!(town.links().await.len(), 0, "it was only shown");
    let sent = fills_in(&told).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.body);
    let shown = fills_in(&preview).await.body;
    let shown = shown.split_once("<div class=\"mail-b\">").unwrap().1.split_once("</div>").unwrap().0;
    for words in ["Hello,", "Amelia Stone writes: “Welcome aboard”", "Your role: Buyer.", ">Join Northgate Water</a>"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    town.later(11).await;
    let link = town.links().await.remove(0);
    let letter = town.db.unguarded().find(Letter::SECRET.is(&true)).await.unwrap().pop().unwrap();
    let sent = letter.html.replace("&#x2f;", "/").replace(&format!("http://portal.test{link}"), "#preview-note");
    assert!(sent.contains(shown.trim()), "shown:\n{shown}\nsent:\n{sent}");
    // Ben has no right to invite: he is shown nothing either.
    let bens = town.signs_in(town.ben.person).await;
    let people = format!("/a/{}/people", town.northgate);
    assert_eq!(town.gets(&people, &bens).await, StatusCode::OK);
    assert_eq!(town.gets(&path, &bens).await, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_invitation_sent_again_ends_the_old_link() {
    let town = Town::new().await;
    let amelia = Town::as_member(town.amelia);
    let invitation = town.invites("ravi@northgate.example", "buyer").await.unwrap().output.uuid();
    town.later(11).await;
    let old = town.links().await.remove(0);
    assert_eq!(town.gets(&old, "").await, StatusCode::OK);
    town.does::<Reinvite>(&amelia, invitation, &[]).await.unwrap();
    assert_eq!(town.gets(&old, "").await, StatusCode::GONE, "at once, before the new one is there");
    town.later(1).await;
    let new = town.links().await.remove(1);
    assert_eq!(town.gets(&old, "").await, StatusCode::GONE);
    assert_eq!(town.gets(&new, "").await, StatusCode::OK);
    let withdrawn = town.does::<WithdrawInvitation>(&amelia, invitation, &[]).await.unwrap();
    assert_eq!(town.gets(&new, "").await, StatusCode::GONE);
    assert!(is(&town.does::<Reinvite>(&amelia, invitation, &[]).await, &Problem::CONFLICT));
    town.takes_back(&amelia, &withdrawn.undo.unwrap()).await.unwrap();
    town.later(11).await;
    assert_eq!(town.gets(&new, "").await, StatusCode::OK, "the same link as before");
    assert_eq!(town.links().await.len(), 2, "and no letter more");
}

#[tokio::test]
async fn an_invitation_that_could_not_be_delivered_says_so_until_it_goes_out_again() {
    let town = Town::new().await;
    let invitation = town.invites("ravi@northgate.example", "buyer").await.unwrap().output;
    town.invites("sade@northgate.example", "buyer").await.unwrap();
    town.later(11).await;
    let (people, says) = (format!("/a/{}/people/invitations", town.northgate), "Could not be delivered");
    let lists = [(people.as_str(), town.amelia.person), ("/desk/invitations", town.tom)];
    for (list, who) in lists {
        assert!(!town.shows(list, who).await.contains(says), "{list}");
    }
    let letters = town.letters("invitation").await;
    let ravis = letters.into_iter().find(|letter| letter.to_address == "ravi@northgate.example").unwrap();
    town.db.unguarded().update(&Letter { state: State::Failed, next_at: None, ..ravis }).await.unwrap();
    for (list, who) in lists {
        let shown = town.shows(list, who).await;
        assert_eq!(shown.matches(says).count(), 1, "{list} says it of Ravi and not of Sade: {shown}");
        assert!(shown.contains("the right address") || shown.contains("Check the address"), "{list}: {shown}");
    }
    town.does::<Reinvite>(&Town::as_member(town.amelia), invitation.uuid(), &[]).await.unwrap();
    for seconds in [0, 1] {
        town.later(seconds).await;
        for (list, who) in lists {
            assert!(!town.shows(list, who).await.contains(says), "{list}: another letter is on its way");
        }
    }
}

#[tokio::test]
async fn who_is_late_asks_for_a_new_link_and_a_person_decides() {
    let town = Town::new().await;
    let (amelia, waiting) = (Town::as_member(town.amelia), [("slot", "waiting")]);
    town.address(town.amelia.person, "amelia@northgate.example").await;
    let invitation = town.invites("ravi@northgate.example", "buyer").await.unwrap().output;
    town.later(11).await;
    let link = town.links().await.remove(0);
    let (request, ravi) = (format!("{link}/request"), Browser::new(&town.app.router, None));
    assert_eq!(ravi.post(&request, &[]).await.header("location"), link);
    assert_eq!(town.asked_again(invitation).await, None, "what still works needs no new link");

    town.clock.advance(INVITATION_LIFETIME);
    for _ in 0..20 {
        let page = ravi.get(&link).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text().contains("Northgate Water") && page.text().contains("Ask for a new link"));
        assert!(!page.text().contains("ravi@"), "whom it was for stays between whoever asked and them");
        assert!(!ravi.get(&request).await.status.is_success());
    }
    assert_eq!(town.asked_again(invitation).await, None, "mail scanners follow links");
    assert_eq!(ravi.post(&request, &[]).await.header("location"), link);
    let asked = town.asked_again(invitation).await;
    assert!(asked.is_some());
    town.later(3_600).await;
    assert_eq!(ravi.post(&request, &[]).await.header("location"), link, "the same is said");
    town.later(1).await;
    assert_eq!(town.asked_again(invitation).await, asked, "and nothing changes");
    let page = ravi.get(&link).await.text();
    assert!(
        page.contains("You asked for a new link on Thu 26 March") && !page.contains("Ask for a new link"),
        "{page}"
    );
    let noted = journal::Entry::COMMAND.is(&"identity.ask_again".to_owned());
    assert_eq!(town.db.unguarded().find(noted).await.unwrap().len(), 1);

    let (people, home) = (format!("/a/{}/people/invitations", town.northgate), format!("/a/{}", town.northgate));
    let told = town.letters("asked_again").await;
    assert_eq!((told.len(), told[0].to_address.as_str()), (1, "amelia@northgate.example"));
    for words in ["ravi@northgate.example", "Northgate Water", "26 March"] {
        assert!(told[0].text.contains(words) && told[0].html.contains(words), "{words}: {}", told[0].text);
    }
    assert!(told[0].text.contains(&format!("http://portal.test{people}\n")), "{}", told[0].text);
    assert_eq!(town.links().await.len(), 1, "nothing is sent to Ravi before somebody says so");
    let waits = town.asks::<AttendInvitations>(&amelia, None, &waiting).await.unwrap();
    assert_eq!((waits.len(), waits[0].title.id.as_ref()), (1, "people-attention-asked"));
    assert!(town.shows(&home, town.amelia.person).await.contains("ravi@northgate.example asks for a new link"));
    assert!(town.shows(&people, town.amelia.person).await.contains("Asked for a new link, Thu 26 March"));
    assert!(town.shows("/desk/invitations", town.tom).await.contains("Asked for a new link, Thu 26 March"));

    town.does::<Reinvite>(&amelia, invitation.uuid(), &[]).await.unwrap();
    town.later(1).await;
    assert_eq!(town.asked_again(invitation).await, None);
    assert!(!town.shows(&people, town.amelia.person).await.contains("Asked for a new link"));
    assert_eq!(ravi.get(&town.links().await.remove(1)).await.status, StatusCode::OK);
    ravi.post(&request, &[]).await;
    assert_eq!(town.asked_again(invitation).await, None, "the old link asks for nothing any more");
    assert!(ravi.get(&link).await.text().contains("Whoever invited you can send a new one"));
}

#[tokio::test]
async fn a_day_later_a_new_link_is_asked_for_once_more() {
    let town = Town::new().await;
    town.address(town.amelia.person, "amelia@northgate.example").await;
    let invitation = town.invites("ravi@northgate.example", "buyer").await.unwrap().output;
    town.later(11).await;
    let link = town.links().await.remove(0);
    town.invites("forgotten@northgate.example", "buyer").await.unwrap();
    town.clock.advance(INVITATION_LIFETIME);
    let mut asked = Vec::new();
    for _ in 0..2 {
        let ravi = Browser::new(&town.app.router, None);
        assert!(ravi.get(&link).await.text().contains("Ask for a new link"));
        ravi.post(&format!("{link}/request"), &[]).await;
        asked.push(town.asked_again(invitation).await);
        town.later(24 * 3_600).await;
    }
    assert!(asked[0] < asked[1]);
    assert_eq!(town.letters("asked_again").await.len(), 2);
    let amelia = Town::as_member(town.amelia);
    let waits = town.asks::<AttendInvitations>(&amelia, None, &[("slot", "waiting")]).await.unwrap();
    assert_eq!((waits.len(), waits[0].target.id), (1, invitation.uuid()), "who is forgotten stands back for who asks");
    town.clock.advance(Duration::from_hours(90 * 24));
    let late = Browser::new(&town.app.router, None).get(&link).await.text();
    assert!(!late.contains("Northgate") && !late.contains("Ask for a new link"), "a link asks for nothing for ever");
}

#[tokio::test]
async fn only_what_ran_out_is_asked_for_and_only_who_may_still_send_it_is_written_to() {
    let town = Town::new().await;
    let anna = town.member("Anna Reyes", town.northgate, "admin").await;
    town.address(anna.person, "anna@northgate.example").await;
    town.address(town.amelia.person, "amelia@northgate.example").await;
    town.address(town.tom, "tom@harrow.example").await;
    let mut invited = Vec::new();
    for (by, email) in [
        (Town::as_member(anna), "ravi@northgate.example"),
        (town.as_tom(), "sade@northgate.example"),
        (Town::as_member(town.amelia), "gone@northgate.example"),
    ] {
        let told = [("email", email), ("role", "buyer")];
        invited.push(town.does::<InvitePerson>(&by, town.northgate.uuid(), &told).await.unwrap().output);
        town.later(11).await;
    }
    let amelia = Town::as_member(town.amelia);
    town.does::<WithdrawInvitation>(&amelia, invited[2].uuid(), &[]).await.unwrap();
    town.does::<RemoveMember>(&amelia, anna.membership.uuid(), &[]).await.unwrap();
    let email = Email::parse("new@harrow.example").unwrap();
    let desk = identity::invite(&town.db, None, &email, "agent", &*town.clock).await.unwrap();
    town.clock.advance(INVITATION_LIFETIME);

    let (links, stranger) = (town.links().await, Browser::new(&town.app.router, None));
    let made_up = format!("/invitations/{}", front::new_token());
    for link in links.iter().chain([&desk, &made_up]) {
        let answer = stranger.post(&format!("{link}/request"), &[]).await;
        assert_eq!((answer.status, &answer.header("location")), (StatusCode::SEE_OTHER, link), "alike for all");
    }
    for link in [&links[2], &desk, &made_up] {
        let page = stranger.get(link).await;
        assert_eq!(page.status, StatusCode::GONE);
        assert!(page.text().contains("Whoever invited you can send a new one"), "{}", page.text());
        assert!(!page.text().contains("Ask for a new link"), "there is nothing to ask for");
    }
    town.later(1).await;
    let asked = town.db.unguarded().find(Invitation::ASKED_AGAIN_AT.is_known()).await.unwrap();
    assert_eq!(asked.iter().map(|asked| asked.id).collect::<Vec<_>>(), invited[..2]);
    let told = town.letters("asked_again").await;
    assert_eq!((told.len(), told[0].to_address.as_str()), (1, "tom@harrow.example"), "Anna may not invite any more");
    assert!(told[0].text.contains(&format!("http://portal.test/desk/invitations?account={}\n", town.northgate)));
    let waits = town.asks::<AttendInvitations>(&amelia, None, &[("slot", "waiting")]).await.unwrap();
    assert_eq!(waits.len(), 2, "both wait for those who look after access");

    let mut last = StatusCode::OK;
    for _ in 0..20 {
        last = stranger.post(&format!("{made_up}/request"), &[]).await.status;
    }
    assert_eq!(last, StatusCode::TOO_MANY_REQUESTS);

    let at_desk = [("slot", "waiting")];
    assert!(town.asks::<AttendInvitations>(&town.as_tom(), None, &at_desk).await.unwrap().is_empty());
    town.later(24 * 3_600).await;
    let waits = town.asks::<AttendInvitations>(&town.as_tom(), None, &at_desk).await.unwrap();
    let place = format!("/customers/{}/people/invitations", town.northgate);
    assert_eq!(waits.iter().map(|one| one.path.as_str()).collect::<Vec<_>>(), [&place, &place], "a day is enough");
}
