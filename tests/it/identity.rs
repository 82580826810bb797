//! Signing in, told through the door: browsers with cookies against the router.
//!
use std::{cell::RefCell, collections::BTreeMap, net::IpAddr, sync::Arc, time::Duration};

use access::Person;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, StatusCode, header},
};
use directory::{Address, fold};
use front::{ClientAddress, Site, SiteSettings};
use gateway::{Email, Gateway, Parts, Registry};
use kernel::{Id, ManualClock};
use mail::Letter;
use store::Db;
use tower::ServiceExt;
use words::Catalogue;

use crate::world::{START, blank, fresh};

const BASE: &str = "http://portal.test";
const SECRET: &str = "otter vale pump gasket";

struct Portal {
    router: Router,
    db: Db,
    clock: Arc<ManualClock>,
    _folder: Option<tempfile::TempDir>,
}

struct Answer {
    status: StatusCode,
    to: String,
    body: String,
}

/// One browser: its cookies, its address, and the form token of the page it last saw.
struct Browser<'p> {
    portal: &'p Portal,
    address: IpAddr,
    agent: &'static str,
    cookies: RefCell<BTreeMap<String, String>>,
    csrf: RefCell<String>,
}

impl Portal {
    async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.expect("a database");
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS];
        tables.extend([mail::MIGRATIONS, front::MIGRATIONS, identity::MIGRATIONS]);
        db.migrate(&tables).await.expect("the schema");
        let work = db.begin().await.expect("a connection");
        let agent = access::Role { name: "agent".into(), staff: true, grants: Vec::new() };
        let roles: Vec<_> = identity::roles().into_iter().chain([agent]).collect();
        directory::keep_roles(&work, &roles).await.expect("roles");
        work.commit().await.expect("roles");
        let clock = Arc::new(ManualClock::at(START));
        let registry = Registry::of([identity::service()]).expect("the service fits together");
        let parts = Parts { db: db.clone(), registry, clock: Arc::clone(&clock) as _ };
        let gateway = Arc::new(Gateway::open(parts).await.expect("a gateway"));
        let texts = [&front::TEXTS, &identity::TEXTS];
        let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
        let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
        let words = Arc::new(words.build().expect("messages"));
        let pages = front::templates(texts.iter().copied());
        let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
        let pages = pages.words(Arc::clone(&words)).build().expect("templates");
        let zone = jiff::tz::TimeZone::UTC;
        let settings = SiteSettings { base_url: BASE.to_owned(), secure_cookies: false, shows_letters: false, zone };
        let site = Site::open(gateway, words, pages, settings).await.expect("a site");
        let (router, _) = front::router(site, identity::pages()).expect("the pages fit together");
        Self { router, db, clock, _folder: folder }
    }

    /// Somebody with a verified address, who has not signed in yet.
    async fn person(&self, name: &str, email: &str) -> Id<Person> {
        let id = fresh();
        let row =
            directory::Person { id, name: name.into(), name_fold: fold(name), created_at: START, disabled_at: None };
        self.db.unguarded().insert(&row).await.expect("insert");
        self.address(id, email, true).await;
        id
    }

    async fn address(&self, person: Id<Person>, email: &str, verified: bool) {
        let verified_at = verified.then_some(START);
        let row = Address {
            id: fresh(),
            person_id: person,
            email: email.into(),
            email_fold: fold(email),
            verified_at,
            primary_since: None,
        };
        self.db.unguarded().insert(&row).await.expect("insert");
    }

    fn browser(&self, address: &str) -> Browser<'_> {
        Browser {
            portal: self,
            address: address.parse().expect("an address"),
            agent: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            cookies: RefCell::default(),
            csrf: RefCell::default(),
        }
    }

    async fn letters(&self, template: &str) -> Vec<Letter> {
        self.db.unguarded().find(Letter::TEMPLATE.is(&format!("identity/mail/{template}"))).await.expect("letters")
    }

    /// The path after the portal's address in the newest letter, and its code if it has one.
    async fn mail(&self, template: &str) -> (String, String) {
        let letter = self.letters(template).await.pop().expect("a letter");
        let link = letter.text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link").to_owned();
        let code = letter.subject.chars().filter(char::is_ascii_digit).collect();
        (link, code)
    }

    async fn staff_invitation(&self, email: &str) -> String {
        let email = Email::parse(email).expect("an address");
        identity::invite(&self.db, None, &email, "agent", &*self.clock).await.expect("an invitation")
    }

    async fn disable(&self, person: Id<Person>) {
        let raw = self.db.unguarded();
        let found = raw.first(directory::Person::ID.is(&person)).await.expect("a query").expect("the person");
        raw.update(&directory::Person { disabled_at: Some(START), ..found }).await.expect("an update");
    }
}

impl Browser<'_> {
    async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, String::new()).await
    }

    /// Sends a form, with the token of a page seen since the last sign-in or sign-out.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        for page in ["/sign-in", "/me/sign-in"] {
            if self.csrf.borrow().is_empty() {
                self.get(page).await;
            }
        }
        let csrf = self.csrf.borrow().clone();
        let fields = fields.iter().copied().chain([("csrf", csrf.as_str())]);
        let body: Vec<String> = fields.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        self.send(Method::POST, path, body.join("&")).await
    }

    async fn send(&self, method: Method, path: &str, body: String) -> Answer {
        // So that letters, whose ids follow the clock, sort by their writing.
        self.portal.clock.advance(Duration::from_millis(2));
        let cookies: Vec<String> =
            self.cookies.borrow().iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, "portal.test")
            .header(header::ORIGIN, BASE)
            .header("sec-fetch-site", "same-origin")
            .header(header::USER_AGENT, self.agent)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .extension(ClientAddress(self.address))
            .body(Body::from(body))
            .expect("a request");
        let response = self.portal.router.clone().oneshot(request).await.expect("an answer");
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let pair = cookie.to_str().expect("text").split(';').next().expect("a pair");
            let (name, value) = pair.split_once('=').expect("a pair");
            if name == "portico" {
                self.csrf.borrow_mut().clear();
            }
            self.cookies.borrow_mut().insert(name.to_owned(), value.to_owned());
        }
        let to = response.headers().get(header::LOCATION).map(|to| to.to_str().expect("text").to_owned());
        let status = response.status();
        let bytes = to_bytes(response.into_body(), 1 << 20).await.expect("a body");
        let body = String::from_utf8(bytes.to_vec()).expect("text");
        if let Some((_, rest)) = body.split_once("name=\"csrf\" value=\"") {
            *self.csrf.borrow_mut() = rest.split('"').next().unwrap_or_default().to_owned();
        }
        Answer { status, to: to.unwrap_or_default(), body }
    }

    /// Signs in by link, as people do.
    async fn sign_in(&self, email: &str) {
        self.post("/sign-in/link", &[("email", email)]).await;
        let (link, _) = self.portal.mail("sign_in").await;
        self.get(&link).await;
        let answer = self.post(&link, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert!(self.is_in().await);
    }

    /// Makes a password by mail; signs in on the way.
    async fn make_password(&self, email: &str, password: &str) {
        self.post("/password", &[("email", email)]).await;
        let (link, _) = self.portal.mail("password_reset").await;
        self.get(&link).await;
        assert_eq!(self.post(&link, &[("password", password)]).await.status, StatusCode::SEE_OTHER);
        assert!(self.is_in().await);
    }

    async fn password(&self, email: &str, password: &str) -> Answer {
        self.post("/sign-in", &[("email", email), ("password", password)]).await
    }

    async fn is_in(&self) -> bool {
        self.get("/me/sign-in").await.status == StatusCode::OK
    }

    /// Another window that has none of this one's cookies.
    fn elsewhere(&self, address: &str) -> Browser<'_> {
        self.portal.browser(address)
    }
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// A page without what differs from one showing to the next: form tokens, and the address that was typed.
fn masked(answer: &Answer, typed: &str) -> String {
    let mut body = answer.body.replace(typed, "ADDRESS");
    let mark = "name=\"csrf\" value=\"";
    while let Some(start) = body.find(mark) {
        let value = start + mark.len();
        let end = value + body[value..].find('"').expect("it ends");
        body.replace_range(start..end, "TOKEN");
    }
    format!("{} {} {body}", answer.status, answer.to)
}

#[tokio::test]
async fn known_and_unknown_addresses_get_the_same_bytes() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    portal.browser("203.0.113.1").make_password("ben@northgate.example", SECRET).await;
    let mut told = Vec::new();
    for (email, address) in [("ben@northgate.example", "198.51.100.1"), ("eva@northgate.example", "192.0.2.1")] {
        let browser = portal.browser(address);
        let mut pages = Vec::new();
        pages.push(masked(&browser.password(email, "not the password").await, email));
        pages.push(masked(&browser.post("/sign-in/link", &[("email", email)]).await, email));
        pages.push(masked(&browser.get("/sign-in/code").await, email));
        pages.push(masked(&browser.post("/sign-in/code", &[("code", "000 000")]).await, email));
        pages.push(masked(&browser.post("/sign-in/link/again", &[]).await, email));
        pages.push(masked(&browser.post("/password", &[("email", email)]).await, email));
        pages.push(masked(&browser.get("/password/sent").await, email));
        // The limits, too: until they bite, and what is said then.
        for _ in 0..8 {
            pages.push(masked(&browser.password(email, "not the password").await, email));
            pages.push(masked(&browser.post("/sign-in/link", &[("email", email)]).await, email));
        }
        told.push(pages);
    }
    assert_eq!(told[0], told[1]);
    let letters = portal.db.unguarded().find(Letter::ID.is_known()).await.expect("letters");
    assert!(letters.iter().all(|letter| letter.to_address == "ben@northgate.example"));
}

/// The rule is an area under the curve of 0.45 to 0.55; it means nothing on a busy machine or unoptimised.
#[tokio::test]
#[ignore = "takes minutes; run alone, with --release"]
async fn known_and_unknown_addresses_take_as_long() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    portal.browser("203.0.113.1").make_password("ben@northgate.example", SECRET).await;
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for turn in 0..2_000_u32 {
        // A day later nothing of any limit is left, and every browser and network is a strange one.
        portal.clock.advance(Duration::from_hours(24));
        let browser = portal.browser(&format!("10.{}.{}.1", turn / 250 % 250, turn % 250));
        browser.get("/sign-in").await;
        let is_known = (turn.wrapping_mul(2_654_435_761) >> 16) & 1 == 0;
        let email = if is_known { "ben@northgate.example" } else { "eva@northgate.example" };
        let begun = std::time::Instant::now();
        browser.password(email, "not the password").await;
        let took = begun.elapsed();
        if is_known { known.push(took) } else { unknown.push(took) }
    }
    let pairs = known.iter().flat_map(|one| unknown.iter().map(move |other| one > other));
    let (wins, all) = pairs.fold((0_u64, 0_u64), |(wins, all), won| (wins + u64::from(won), all + 1));
    let area = wins as f64 / all as f64;
    assert!((0.45..=0.55).contains(&area), "{area}");
}

#[tokio::test]
async fn a_link_works_once_and_not_for_long() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.sign_in("ben@northgate.example").await;
    let (used, _) = portal.mail("sign_in").await;
    assert_eq!(ben.get(&used).await.status, StatusCode::GONE);
    assert_eq!(ben.post(&used, &[]).await.status, StatusCode::GONE);
    let late = portal.browser("203.0.113.1");
    late.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    portal.clock.advance(Duration::from_mins(15));
    assert_eq!(late.get(&link).await.status, StatusCode::GONE);
    assert_eq!(late.post(&link, &[]).await.status, StatusCode::GONE);
    assert_eq!(late.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::GONE);
    assert!(!late.is_in().await);
    for made_up in ["x", "", &"a".repeat(43)] {
        let path = format!("/sign-in/link/{made_up}");
        assert!([StatusCode::GONE, StatusCode::NOT_FOUND].contains(&late.get(&path).await.status), "{path}");
    }
}

#[tokio::test]
async fn a_newer_link_ends_the_one_before() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (first, _) = portal.mail("sign_in").await;
    ben.post("/sign-in/link/again", &[]).await;
    let (second, _) = portal.mail("sign_in").await;
    assert_ne!(first, second);
    assert_eq!(ben.post(&first, &[]).await.status, StatusCode::GONE);
    assert_eq!(ben.post(&second, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_link_opened_in_another_browser_only_helps_to_type_the_code() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("198.51.100.7"));
    laptop.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    let page = phone.get(&link).await;
    let shown = format!("{} {}", &code[..3], &code[3..]);
    assert!(page.body.contains(&shown) && page.body.contains("Firefox on Linux"));
    phone.post(&link, &[]).await;
    phone.post("/sign-in/code", &[("code", &code)]).await;
    assert!(!phone.is_in().await);
    assert_eq!(laptop.post("/sign-in/code", &[("code", &shown)]).await.status, StatusCode::SEE_OTHER);
    assert!(laptop.is_in().await);
}

#[tokio::test]
async fn twenty_scanners_follow_the_link_and_ben_still_signs_in() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    for scanner in 0..20 {
        let scanner = portal.browser(&format!("192.0.2.{scanner}"));
        scanner.get(&link).await;
        scanner.get(&format!("{link}/refusal")).await;
        // Some press what they find; not "Stop this link", which they could not tell from unsubscribing.
        scanner.post(&link, &[]).await;
        assert!(!scanner.is_in().await);
    }
    ben.get(&link).await;
    assert_eq!(ben.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(ben.is_in().await);
}

#[tokio::test]
async fn a_code_can_be_tried_five_times() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    let wrong = if code == "111111" { "222222" } else { "111111" };
    for _ in 0..5 {
        assert_eq!(ben.post("/sign-in/code", &[("code", wrong)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    assert_eq!(ben.post("/sign-in/code", &[("code", &code)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(!ben.is_in().await);
    // The link is no guess.
    assert_eq!(ben.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_did_not_ask_stops_the_link() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (eve, ben) = (portal.browser("192.0.2.1"), portal.browser("203.0.113.1"));
    eve.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, code) = portal.mail("sign_in").await;
    ben.get(&link).await;
    ben.post(&format!("{link}/refusal"), &[]).await;
    eve.post("/sign-in/code", &[("code", &code)]).await;
    assert!(!eve.is_in().await);
}

#[tokio::test]
async fn ben_signs_in_with_any_address_he_has_proved() {
    let portal = Portal::new().await;
    let ben = portal.person("Ben", "ben@northgate.example").await;
    portal.address(ben, "ben@home.example", true).await;
    portal.address(ben, "ben@elsewhere.example", false).await;
    portal.browser("203.0.113.1").sign_in("Ben@Home.example").await;
    let browser = portal.browser("203.0.113.2");
    let before = portal.letters("sign_in").await.len();
    browser.post("/sign-in/link", &[("email", "ben@elsewhere.example")]).await;
    assert_eq!(portal.letters("sign_in").await.len(), before);
}

#[tokio::test]
async fn an_invitation_is_taken_up_once_by_a_typed_name() {
    let portal = Portal::new().await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    assert!(tom.get(&path).await.body.contains("tom@harrow.example"));
    let acceptance = format!("{path}/acceptance");
    assert_eq!(tom.post(&acceptance, &[("name", " ")]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(tom.post(&acceptance, &[("name", "Tom")]).await.to, "/desk");
    assert!(tom.is_in().await);
    let again = tom.elsewhere("198.51.100.1");
    assert_eq!(again.get(&path).await.status, StatusCode::GONE);
    assert_eq!(again.post(&acceptance, &[("name", "Eve")]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn an_invitation_is_not_for_somebody_else() {
    let portal = Portal::new().await;
    portal.person("Eve", "eve@northgate.example").await;
    portal.person("Cleo", "cleo@harrow.example").await;
    let path = portal.staff_invitation("tom@harrow.example").await;
    let eve = portal.browser("203.0.113.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.get(&path).await.status, StatusCode::CONFLICT);
    assert_eq!(eve.post(&format!("{path}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::CONFLICT);
    // Passed on to a stranger, the link does not open the account of whoever it was for.
    let path = portal.staff_invitation("cleo@harrow.example").await;
    let stranger = portal.browser("192.0.2.1");
    assert!(stranger.get(&path).await.to.starts_with("/sign-in?next="));
    assert!(stranger.post(&format!("{path}/acceptance"), &[("name", "Cleo")]).await.to.starts_with("/sign-in?next="));
    assert!(!stranger.is_in().await);
    let cleo = portal.browser("203.0.113.9");
    cleo.sign_in("cleo@harrow.example").await;
    assert_eq!(cleo.post(&format!("{path}/acceptance"), &[("name", "Cleo")]).await.to, "/desk");
}

#[tokio::test]
async fn an_invitation_ends_with_a_newer_one_with_time_and_with_a_word() {
    let portal = Portal::new().await;
    let first = portal.staff_invitation("tom@harrow.example").await;
    let second = portal.staff_invitation("Tom@Harrow.example").await;
    let tom = portal.browser("203.0.113.1");
    assert_eq!(tom.post(&format!("{first}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::GONE);
    portal.clock.advance(directory::INVITATION_LIFETIME);
    assert_eq!(tom.post(&format!("{second}/acceptance"), &[("name", "Tom")]).await.status, StatusCode::GONE);
    let third = portal.staff_invitation("tom@harrow.example").await;
    tom.get(&format!("{third}/refusal")).await;
    assert_eq!(tom.get(&third).await.status, StatusCode::OK);
    tom.post(&format!("{third}/refusal"), &[]).await;
    assert_eq!(tom.get(&third).await.status, StatusCode::GONE);
    for empty in ["/invitations/", "/invitations//acceptance", "/invitations/x/acceptance"] {
        let status = tom.post(empty, &[("name", "Tom")]).await.status;
        assert!([StatusCode::GONE, StatusCode::NOT_FOUND].contains(&status), "{empty}");
    }
}

#[tokio::test]
async fn nobody_can_use_up_ben_s_tries_for_him() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.make_password("ben@northgate.example", SECRET).await;
    ben.post("/sign-out", &[]).await;
    // From many networks at once: passwords, links and codes.
    for network in 0..60 {
        let eve = portal.browser(&format!("10.0.{network}.1"));
        for _ in 0..3 {
            eve.password("ben@northgate.example", "a wrong password").await;
            eve.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
            eve.post("/sign-in/code", &[("code", "000000")]).await;
        }
    }
    // Strange browsers are sent to their mail, even with the right password …
    let strange = portal.browser("192.0.2.1");
    assert_eq!(strange.password("ben@northgate.example", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // … his own browser is let in as ever, and a new one on his own network by mail.
    let new = portal.browser("203.0.113.77");
    new.sign_in("ben@northgate.example").await;
    assert_eq!(ben.password("ben@northgate.example", SECRET).await.status, StatusCode::SEE_OTHER);
    assert!(ben.is_in().await);
}

#[tokio::test]
async fn ben_signs_out_everywhere_else() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.sign_in("ben@northgate.example").await;
    phone.sign_in("ben@northgate.example").await;
    assert_eq!(portal.letters("new_device").await.len(), 1);
    laptop.get("/me/sign-in").await;
    laptop.post("/me/devices/others/sign-out", &[]).await;
    assert!(laptop.is_in().await);
    assert!(!phone.is_in().await);
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let (laptop, phone) = (portal.browser("203.0.113.1"), portal.browser("203.0.113.2"));
    laptop.make_password("ben@northgate.example", SECRET).await;
    phone.sign_in("ben@northgate.example").await;
    laptop.get("/me/password").await;
    let wrong = [("current", "something else"), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &wrong).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("current", SECRET), ("password", "a gasket for the otter")];
    assert_eq!(laptop.post("/me/password", &right).await.to, "/me/sign-in");
    assert!(laptop.is_in().await);
    assert!(!phone.is_in().await);
    assert_eq!(phone.password("ben@northgate.example", SECRET).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn whoever_is_shut_out_is_so_at_the_next_request() {
    let portal = Portal::new().await;
    let ben = portal.person("Ben", "ben@northgate.example").await;
    let browser = portal.browser("203.0.113.1");
    browser.sign_in("ben@northgate.example").await;
    let late = portal.browser("203.0.113.2");
    late.post("/sign-in/link", &[("email", "ben@northgate.example")]).await;
    let (link, _) = portal.mail("sign_in").await;
    portal.disable(ben).await;
    assert!(!browser.is_in().await);
    assert_eq!(late.post(&link, &[]).await.status, StatusCode::GONE);
    assert!(!late.is_in().await);
}

#[tokio::test]
async fn an_address_is_added_by_following_its_link_and_not_before() {
    let portal = Portal::new().await;
    portal.person("Ben", "ben@northgate.example").await;
    let ben = portal.browser("203.0.113.1");
    ben.sign_in("ben@northgate.example").await;
    ben.get("/me/addresses/new").await;
    ben.post("/me/addresses", &[("email", "ben@home.example")]).await;
    let (link, _) = portal.mail("address_verification").await;
    // Not by somebody else, and not by reading.
    portal.person("Eve", "eve@northgate.example").await;
    let eve = portal.browser("192.0.2.1");
    eve.sign_in("eve@northgate.example").await;
    assert_eq!(eve.post(&link, &[]).await.status, StatusCode::GONE);
    ben.get(&link).await;
    let verified = || async {
        let found = portal.db.unguarded().first(Address::EMAIL.is(&"ben@home.example".to_owned())).await;
        found.expect("a query").expect("the address").verified_at.is_some()
    };
    assert!(!verified().await);
    ben.post(&link, &[]).await;
    assert!(verified().await);
}
