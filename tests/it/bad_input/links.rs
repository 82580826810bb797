//! Links from letters that are used, too old, made up, or somebody else's.

use std::time::Duration;

use directory::{Account, AccountKind, Address, fold};
use gateway::Email;
use kernel::Id;
use mail::Letter;

use crate::{
    guard::portal::{Browser, Portal},
    visitor::{Answer, BASE},
    world::{START, fresh, person},
};

struct Post<'p> {
    portal: &'p Portal,
}

impl Post<'_> {
    /// The link in the newest letter of this kind.
    async fn link(&self, template: &str) -> String {
        let of = Letter::TEMPLATE.is(&format!("identity/mail/{template}"));
        let letter = self.portal.app.db.unguarded().last(of, Letter::CREATED_AT).await.expect("letters");
        // So that the next one is newer.
        self.portal.clock.advance(Duration::from_millis(2));
        let text = letter.expect("a letter").text;
        text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link").to_owned()
    }
}

async fn ben(portal: &Portal) -> Id<access::Person> {
    let raw = portal.app.db.unguarded();
    let id = person(raw, "Ben").await.unwrap();
    let address = Address {
        id: fresh(),
        person_id: id,
        email: EMAIL.into(),
        email_fold: fold(EMAIL),
        verified_at: Some(START),
        primary_since: Some(START),
    };
    raw.insert(&address).await.unwrap();
    id
}

const EMAIL: &str = "ben@northgate.example";

/// Over: it says so, opens nothing, and names a way on.
fn is_over(answer: &Answer, way: &str) {
    let text = answer.text().replace("&#x2f;", "/");
    assert_eq!(answer.status, 410, "{text}");
    assert!(text.contains(&format!("href=\"{way}\">Ask for a new link")), "{way}: {text}");
    lets_nobody_in(answer);
}

fn lets_nobody_in(answer: &Answer) {
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    assert_eq!(cookies.filter(|cookie| cookie.starts_with("portico=")).count(), 0);
}

fn email() -> [(String, String); 1] {
    [("email".to_owned(), EMAIL.to_owned())]
}

#[tokio::test]
async fn a_link_for_signing_in_that_does_not_count_any_more_says_how_to_get_a_new_one() {
    let portal = Portal::open().await;
    ben(&portal).await;
    let (post, browser) = (Post { portal: &portal }, portal.stranger());
    browser.post("/sign-in/link", &email()).await;
    let used = post.link("sign_in").await;
    assert_eq!(browser.post(&used, &[]).await.status, 303);
    is_over(&browser.get(&used).await, "/sign-in");
    is_over(&browser.post(&used, &[]).await, "/sign-in");

    browser.post("/sign-in/link", &email()).await;
    let others = post.link("sign_in").await;
    let elsewhere = portal.stranger();
    let shown = elsewhere.get(&others).await;
    assert_eq!(shown.status, 200, "elsewhere a link only helps to type the code");
    lets_nobody_in(&shown);
    lets_nobody_in(&elsewhere.post(&others, &[]).await);
    portal.clock.advance(Duration::from_mins(15));
    is_over(&browser.get(&others).await, "/sign-in");
    is_over(&browser.post(&others, &[]).await, "/sign-in");
    let cut = browser.get(&others[..others.len() - 4]).await;
    is_over(&cut, "/sign-in");
    assert!(cut.text().contains("It may be incomplete, used up or too old"), "{}", cut.text());
    let made_up = format!("/sign-in/link/{}", front::new_token());
    is_over(&browser.get(&made_up).await, "/sign-in");
}

#[tokio::test]
async fn a_link_for_a_new_password_that_does_not_count_any_more_says_how_to_get_a_new_one() {
    let portal = Portal::open().await;
    ben(&portal).await;
    let (post, browser) = (Post { portal: &portal }, portal.stranger());
    let typed = [("password".to_owned(), "otter vale pump gasket".to_owned())];
    browser.post("/password", &email()).await;
    let used = post.link("password_reset").await;
    assert_eq!(browser.post(&used, &typed).await.status, 303);
    for answer in [browser.get(&used).await, browser.post(&used, &typed).await] {
        is_over(&answer, "/password");
    }
    browser.post("/password", &email()).await;
    let old = post.link("password_reset").await;
    portal.clock.advance(Duration::from_hours(24));
    for link in [old, format!("/password/{}", front::new_token())] {
        is_over(&browser.get(&link).await, "/password");
        is_over(&browser.post(&link, &typed).await, "/password");
    }
    let passwords = portal.app.db.unguarded().find(identity::Password::ID.is_known()).await.unwrap();
    assert_eq!(passwords.len(), 1, "the one that was made");
}

#[tokio::test]
async fn an_invitation_that_does_not_count_any_more_says_whom_to_ask() {
    let portal = Portal::open().await;
    let person = ben(&portal).await;
    let account = Account {
        id: fresh(),
        parent_id: None,
        kind: AccountKind::Company,
        name: "Northgate".into(),
        name_fold: "northgate".into(),
        reference: None,
        created_at: START,
        vat_number: None,
        registered_address: None,
    };
    portal.app.db.unguarded().insert(&account).await.unwrap();
    let invite = async |email: &str| {
        let email = Email::parse(email).unwrap();
        identity::invite(&portal.app.db, Some(account.id), &email, "member", &*portal.clock).await.unwrap()
    };
    let name = [("name".to_owned(), "Eve".to_owned())];
    let accept = async |browser: &Browser<'_>, link: &str| browser.post(&format!("{link}/acceptance"), &name).await;

    let used = invite("eve@northgate.example").await;
    assert_eq!(accept(&portal.stranger(), &used).await.status, 303);
    let old = invite("old@northgate.example").await;
    let others = invite("other@northgate.example").await;
    let signed_in = portal.browser(person).await;
    let answer = accept(&signed_in, &others).await;
    assert_eq!(answer.status, 409, "{}", answer.text());
    portal.clock.advance(directory::INVITATION_LIFETIME);
    for answer in [portal.stranger().get(&old).await, accept(&portal.stranger(), &old).await] {
        let text = answer.text().replace("&#x2f;", "/");
        assert_eq!(answer.status, 410, "{text}");
        assert!(text.contains(&format!("action=\"{old}/request\"")), "what ran out asks for a new link: {text}");
        lets_nobody_in(&answer);
    }
    for link in [used, format!("/invitations/{}", front::new_token())] {
        for answer in [portal.stranger().get(&link).await, accept(&portal.stranger(), &link).await] {
            assert_eq!(answer.status, 410, "{}", answer.text());
            assert!(answer.text().contains("Whoever invited you can send a new one"), "whom to ask: {}", answer.text());
            lets_nobody_in(&answer);
        }
    }
    let members = portal.app.db.unguarded().find(directory::Membership::ID.is_known()).await.unwrap();
    assert_eq!(members.len(), 1, "only Eve came in");
}
