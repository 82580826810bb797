//! The brand, told through the door: Cleo of the desk makes it, everybody sees it, and nothing hostile comes with it.

use std::sync::Arc;

use access::{Grant, Reach, Role};
use axum::{
    Router,
    body::Body,
    http::{Method, StatusCode, header, request::Builder},
};
use directory::{Brand, Session, fold};
use front::{Shared, Site, SiteSettings};
use gateway::{Gateway, Parts, Registry};
use kernel::{Id, ManualClock};
use mail::Letter;
use store::{Db, Row as _, Sql};
use words::Catalogue;

use crate::{
    visitor::{Answer, BASE, Visitor, answer, request, signed_in},
    world::{START, blank, fresh, staff},
};

const PAGE: &str = "/desk/admin/brand";
const MARK: &str =
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'><path d='M0 0h40v20H0z' fill='#e2761b'/></svg>";

/// A database, and two instances of the portal on it.
struct House {
    db: Db,
    door: Router,
    other: (Router, Shared),
    cleo: String,
    tom: String,
    _folder: Option<tempfile::TempDir>,
}

impl House {
    async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let mut tables = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS];
        tables.extend([mail::MIGRATIONS, front::MIGRATIONS, identity::MIGRATIONS]);
        db.migrate(&tables).await.unwrap();
        let role = |name: &'static str, grants| Role { name: name.into(), staff: true, grants };
        let roles = [role("desk-admin", vec![Grant::new("*", Reach::All)]), role("agent", Vec::new())];
        let work = db.begin().await.unwrap();
        directory::plant_brand(&work, "Portico", START).await.unwrap();
        directory::keep_roles(&work, &[&roles[..], &identity::roles()].concat()).await.unwrap();
        work.commit().await.unwrap();
        let cleo = keeper(&db, "Cleo", "desk-admin").await;
        let tom = keeper(&db, "Tom", "agent").await;
        let (door, _) = instance(&db).await;
        let other = instance(&db).await;
        Self { db, door, other, cleo, tom, _folder: folder }
    }

    async fn get(&self, path: &str, session: &str) -> Answer {
        ask(&self.door, request(Method::GET, path), session, Body::empty()).await
    }

    /// Sends the form of the brand with these fields; one whose name begins with "@" is a file.
    async fn restyle(&self, session: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.get("/me/sign-in", session).await.csrf().expect("a form");
        self.send(session, &[fields, &[("csrf", token.as_str())]].concat()).await
    }

    async fn send(&self, session: &str, fields: &[(&str, &str)]) -> Answer {
        self.send_to(PAGE, session, fields).await
    }

    async fn send_to(&self, path: &str, session: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = String::new();
        for (name, value) in fields {
            let (name, file) = match name.strip_prefix('@') {
                Some(name) => (name, "; filename=\"logo.png\"\r\nContent-Type: image/png"),
                None => (*name, ""),
            };
            body.push_str(&format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{value}\r\n"));
        }
        body.push_str("--x--\r\n");
        let request = request(Method::POST, path).header(header::CONTENT_TYPE, "multipart/form-data; boundary=x");
        ask(&self.door, request, session, body.into()).await
    }

    async fn brand(&self) -> Brand {
        directory::first_brand(&self.db).await.unwrap().unwrap()
    }

    /// The letter that somebody gets who asks for a link.
    async fn letter(&self) -> Letter {
        let answer = Visitor::new(&self.door).post("/sign-in/link", &[("email", "cleo@harrow.example")]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let letter = self.db.unguarded().first(Letter::SUBJECT.is_known()).await.unwrap().unwrap();
        Letter { html: plain(&letter.html), ..letter }
    }
}

/// Somebody of the desk who is signed in; gives the token their browser keeps.
async fn keeper(db: &Db, name: &str, role: &str) -> String {
    let raw = db.unguarded();
    let person = staff(raw, name, role).await.unwrap();
    let email = format!("{}@harrow.example", fold(name));
    let address = directory::Address {
        id: fresh(),
        person_id: person,
        email_fold: email.clone(),
        email,
        verified_at: Some(START),
        primary_since: Some(START),
    };
    raw.insert(&address).await.unwrap();
    signed_in(raw, person).await
}

/// An instance of the portal.
async fn instance(db: &Db) -> (Router, Shared) {
    let registry = Registry::of([identity::service(), branding::service()]).unwrap();
    let parts = Parts { db: db.clone(), registry, clock: Arc::new(ManualClock::at(START)) };
    let gateway = Arc::new(Gateway::open(parts).await.unwrap());
    let texts = [&front::TEXTS, &identity::TEXTS, &branding::TEXTS];
    let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
    let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
    let words = Arc::new(words.build().unwrap());
    let pages = front::templates(texts.iter().copied());
    let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
    let pages = pages.words(Arc::clone(&words)).build().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let settings = SiteSettings {
        base_url: BASE.to_owned(),
        secure_cookies: false,
        shows_letters: false,
        zone,
        seal: front::Seal::of(&[7; 32]),
    };
    let site = Site::open(gateway, words, pages, settings).await.unwrap();
    front::router(site, identity::pages().and(branding::pages())).unwrap()
}

async fn ask(door: &Router, request: Builder, session: &str, body: Body) -> Answer {
    let request = match session {
        "" => request,
        token => request.header(header::COOKIE, format!("portico={token}; portico-browser={token}")),
    };
    answer(door, request.body(body).unwrap()).await
}

/// Templates write every slash in a value as an entity.
fn plain(html: &str) -> String {
    html.replace("&#x2f;", "/")
}

/// The address of the brand's file with this ending that a page asks for.
fn file_of(page: &Answer, ending: &str) -> String {
    let files = page.body.split('"').filter(|part| part.starts_with("/brand/") && part.ends_with(ending));
    files.map(str::to_owned).next().unwrap_or_else(|| panic!("no {ending} on the page:\n{}", page.body))
}

/// A name and a logo that Cleo sends when her session has ended; gives the token of her next one.
async fn interrupted(house: &House) -> String {
    interrupted_with(house, &house.cleo, MARK).await
}

/// The same in the session of this token, with this logo.
async fn interrupted_with(house: &House, session: &str, logo: &str) -> String {
    let (raw, known) = (house.db.unguarded(), session);
    let token = house.get("/me/sign-in", known).await.csrf().expect("a form");
    let hash = directory::token_hash(known);
    let session = raw.first(Session::TOKEN_HASH.is(&hash)).await.unwrap().expect("her session");
    let cleo = session.person_id;
    raw.update(&Session { ended_at: Some(START), ..session }).await.unwrap();
    let sent = house.send(known, &[("name", "Harrow Service"), ("@logo", logo), ("csrf", &token)]).await;
    assert!(sent.status == StatusCode::SEE_OTHER && sent.to.starts_with("/sign-in"), "{}: {}", sent.status, sent.to);
    signed_in(raw, cleo).await
}

#[tokio::test]
async fn a_logo_stays_attached_when_the_session_ended_before_it_was_saved() {
    let house = House::new().await;
    let cleo = interrupted(&house).await;
    let page = house.get(PAGE, &cleo).await.body;
    assert!(page.contains("value=\"Harrow Service\"") && page.contains("logo.png, attached"), "{page}");
    // Something else is to be put right first; the file waits.
    let wrong = house.restyle(&cleo, &[("name", &"x".repeat(61)), ("@logo", ""), ("_kept", "logo")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("logo.png, attached"), "{}", wrong.body);
    let saved = house.restyle(&cleo, &[("name", "Harrow Service"), ("@logo", ""), ("_kept", "logo")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = house.get(PAGE, &cleo).await;
    assert!(!page.body.contains("logo.png"), "what was sent is no draft any more");
    assert!(page.body.contains("The logo as it is now"));
    file_of(&page, ".svg");
}

#[tokio::test]
async fn a_logo_stays_attached_when_something_else_is_to_be_put_right() {
    let house = House::new().await;
    let wrong = house.restyle(&house.cleo, &[("name", &"x".repeat(61)), ("@logo", MARK)]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("logo.png, attached"), "{}", wrong.body);
    for logo in [("_kept", "logo"), ("@logo", MARK)] {
        let saved = house.restyle(&house.cleo, &[("name", "Harrow Service"), logo]).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER);
        let page = house.get(PAGE, &house.cleo).await.body;
        assert!(page.contains("The logo as it is now") && !page.contains("logo.png"), "{page}");
    }
}

#[tokio::test]
async fn a_logo_that_is_kept_while_it_is_chosen_is_kept_once_and_for_its_page() {
    let house = House::new().await;
    let token = house.get("/me/sign-in", &house.cleo).await.csrf().expect("a form");
    let chosen = [("name", "Harrow Service"), ("@logo", MARK), ("csrf", token.as_str())];
    let kept = house.send_to(&format!("/drafts?form={PAGE}"), &house.cleo, &chosen).await;
    assert_eq!(kept.status, StatusCode::NO_CONTENT);
    let drafts = house.db.unguarded().query(Sql::new("SELECT d.id FROM front_drafts AS d")).await.unwrap();
    assert_eq!(drafts.len(), 1, "not for the page as well whose browser sent it");
    let page = house.get(PAGE, &house.cleo).await.body;
    assert!(page.contains("value=\"Harrow Service\"") && page.contains("logo.png, attached"), "{page}");
}

#[tokio::test]
async fn a_file_that_was_kept_is_left_out_without_its_tick_and_is_nobody_elses() {
    let house = House::new().await;
    let cleo = interrupted(&house).await;
    let other = keeper(&house.db, "Grace", "desk-admin").await;
    assert!(!house.get(PAGE, &other).await.body.contains("logo.png"));
    house.restyle(&other, &[("name", "Harrow"), ("@logo", ""), ("_kept", "logo")]).await;
    assert!(!house.get(PAGE, &cleo).await.body.contains("The logo as it is now"), "Grace kept no file");
    let saved = house.restyle(&cleo, &[("name", "Harrow Service"), ("@logo", "")]).await;
    assert_eq!(saved.status, StatusCode::SEE_OTHER);
    let page = house.get(PAGE, &cleo).await.body;
    assert!(!page.contains("The logo as it is now") && !page.contains("logo.png"), "{page}");
}

#[tokio::test]
async fn a_file_too_large_to_keep_leaves_none_that_was_chosen_before_in_its_place() {
    let house = House::new().await;
    let cleo = interrupted(&house).await;
    let cleo = interrupted_with(&house, &cleo, &"x".repeat(1_700_000)).await;
    let page = house.get(PAGE, &cleo).await.body;
    assert!(page.contains("value=\"Harrow Service\"") && !page.contains("logo.png"), "{page}");
}

#[tokio::test]
async fn a_brand_stands_on_every_page_and_in_every_letter() {
    let house = House::new().await;
    let told = [("name", "Harrow Service"), ("postal", "Harrow Ltd, Otterby OT4 7QX"), ("@logo", MARK)];
    let done = house.restyle(&house.cleo, &told).await;
    assert_eq!((done.status, &done.headers[header::LOCATION]), (StatusCode::SEE_OTHER, &PAGE.parse().unwrap()));

    let page = house.get("/sign-in", "").await;
    assert!(page.body.contains("Harrow Service") && !page.body.contains("Portico"), "{}", page.body);
    let sheet = house.get(&file_of(&page, ".css"), "").await;
    assert!(sheet.body.contains("--brand:light-dark(#0d5960,#74c7c4)"), "{}", sheet.body);
    let logo = house.get(&file_of(&page, ".svg"), "").await;
    assert!(logo.body.contains("#e2761b"));
    for file in [&sheet, &logo] {
        assert_eq!(file.headers[header::CACHE_CONTROL], "public, max-age=31536000, immutable");
        assert_eq!(file.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
    assert_eq!(logo.headers[header::CONTENT_TYPE], "image/svg+xml; charset=utf-8");

    let letter = house.letter().await;
    for part in ["Harrow Service", "Harrow Ltd, Otterby OT4 7QX", "#0d5960", "src=\"http://portal.test/brand/"] {
        assert!(letter.html.contains(part), "the letter lacks {part}:\n{}", letter.html);
    }
    let (_, picture) = letter.html.split_once("src=\"http://portal.test").unwrap();
    let picture = house.get(picture.split('"').next().unwrap(), "").await;
    assert_eq!(
        (picture.status, &picture.headers[header::CONTENT_TYPE]),
        (StatusCode::OK, &"image/png".parse().unwrap())
    );
    assert_eq!(picture.headers["cross-origin-resource-policy"], "cross-origin", "mail is read elsewhere");
}

#[tokio::test]
async fn a_colour_that_cannot_be_read_is_replaced_and_the_page_says_so() {
    let house = House::new().await;
    let tried = house.get(&format!("{PAGE}?colour=%23E2761B"), &house.cleo).await;
    assert!(tried.body.contains("#E2761B is too light for light pages: 2.6 to 1"), "{}", tried.body);
    assert_eq!(house.brand().await.colour_given.hex(), "#0d5960", "trying changes nothing");

    assert_eq!(house.restyle(&house.cleo, &[("colour", "#E2761B")]).await.status, StatusCode::SEE_OTHER);
    let brand = house.brand().await;
    assert_eq!(brand.colour_given.hex(), "#e2761b");
    assert_ne!(brand.colour_light, brand.colour_given);
    let page = house.get(PAGE, &house.cleo).await;
    let used = brand.colour_light.hex().to_uppercase();
    assert!(page.body.contains(&format!("{used} is used there")), "{}", page.body);
    let sheet = house.get(&file_of(&page, ".css"), "").await.body;
    assert!(sheet.contains(&format!("light-dark({},{})", brand.colour_light, brand.colour_dark)), "{sheet}");
    assert!(house.letter().await.html.contains(&brand.colour_light.hex()));

    for wrong in ["red", "#fff", "#e2761b;}body{display:none", "url(//evil.example)"] {
        let answer = house.restyle(&house.cleo, &[("colour", wrong)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let to = answer.headers[header::LOCATION].to_str().unwrap();
        let shown = house.get(to, &house.cleo).await;
        assert!(shown.body.contains("Write the colour as a sign and six digits"), "{}", shown.body);
    }
    assert_eq!(house.brand().await, brand);
}

#[tokio::test]
async fn every_instance_shows_the_brand_soon() {
    let house = House::new().await;
    house.restyle(&house.cleo, &[("name", "Harrow Service"), ("colour", "#4a2bd4")]).await;
    let page = house.get("/sign-in", "").await;
    let (door, site) = &house.other;
    assert_eq!(site.brand().name, "Portico");
    // A page of one instance may ask the other for its files.
    let sheet = ask(door, request(Method::GET, &file_of(&page, ".css")), "", Body::empty()).await;
    assert!(sheet.body.contains("#4a2bd4"), "{}", sheet.body);
    assert_eq!(site.brand().name, "Harrow Service");
    house.restyle(&house.cleo, &[("name", "Harrow")]).await;
    assert!(site.renew_brand().await.unwrap(), "it has changed");
    assert_eq!(site.brand().name, "Harrow");
    assert!(!site.renew_brand().await.unwrap(), "and not since");
}

#[tokio::test]
async fn an_old_address_leads_to_what_stands_in_its_place() {
    let house = House::new().await;
    house.restyle(&house.cleo, &[("name", "Harrow"), ("@logo", MARK)]).await;
    let old = file_of(&house.get("/sign-in", "").await, ".svg");
    house.restyle(&house.cleo, &[("name", "Harrow"), ("@logo", &MARK.replace("#e2761b", "#0d5960"))]).await;
    let new = file_of(&house.get("/sign-in", "").await, ".svg");
    let moved = house.get(&old, "").await;
    assert_eq!(
        (moved.status, &moved.headers[header::LOCATION]),
        (StatusCode::TEMPORARY_REDIRECT, &new.parse().unwrap())
    );
    assert_eq!(moved.headers[header::CACHE_CONTROL], "no-store");
    house.restyle(&house.cleo, &[("name", "Harrow"), ("no_logo", "on")]).await;
    assert_eq!(house.get(&new, "").await.status, StatusCode::NOT_FOUND);
    assert!(!house.get("/sign-in", "").await.body.contains("<img"));
}

#[tokio::test]
async fn what_makes_no_logo_is_told_at_its_field_and_changes_nothing() {
    let house = House::new().await;
    let before = house.brand().await;
    let shapes = "Export it with everything turned into outlines";
    for (logo, says) in [
        ("<!doctype html><script>alert(1)</script>", "Choose an SVG, PNG, JPEG or WebP file"),
        ("\u{89}PNG", "Choose an SVG, PNG, JPEG or WebP file"),
        (&MARK.replace("<path", "<image href='file:///etc/passwd'/><path"), shapes),
        (&MARK.replace("<path", "<text>Harrow</text><path"), shapes),
        ("<svg xmlns='http://www.w3.org/2000/svg'><g", "This picture cannot be read"),
    ] {
        let answer = house.restyle(&house.cleo, &[("name", "Harrow"), ("@logo", logo)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{logo}");
        assert!(answer.body.contains(says), "{logo}: {}", answer.body);
        assert!(answer.body.contains("value=\"Harrow\"") && !answer.body.contains("base64"), "{}", answer.body);
    }
    let both = house.restyle(&house.cleo, &[("name", " "), ("@logo", "GIF89a")]).await;
    assert!(both.body.contains("href=\"#f-logo\""), "{}", both.body);
    assert_eq!(house.brand().await, before);
    let hostile = MARK.replace("<path", "<script>alert(1)</script><path onclick='alert(1)'");
    assert_eq!(
        house.restyle(&house.cleo, &[("name", "Harrow"), ("@logo", &hostile)]).await.status,
        StatusCode::SEE_OTHER
    );
    assert!(house.brand().await.logo_svg.is_some_and(|svg| !svg.contains("alert")));
}

#[tokio::test]
async fn whoever_may_not_brand_finds_nothing_and_a_strangers_form_does_nothing() {
    let house = House::new().await;
    let before = house.brand().await;
    for path in [PAGE.to_owned(), format!("{PAGE}/preview.css?colour=%23e2761b")] {
        assert_eq!(house.get(&path, &house.tom).await.status, StatusCode::NOT_FOUND);
    }
    for logo in [MARK, "no picture"] {
        let refused = house.restyle(&house.tom, &[("name", "Tom’s"), ("@logo", logo)]).await;
        assert_eq!(refused.status, StatusCode::NOT_FOUND, "what is wrong with a picture is not told to Tom");
    }
    let forged = house.send(&house.cleo, &[("name", "Evil"), ("csrf", "made up")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
    let without = house.send(&house.cleo, &[("name", "Evil"), ("@csrf", "a file")]).await;
    assert_eq!(without.status, StatusCode::FORBIDDEN);
    assert_eq!(house.brand().await, before);
}

#[tokio::test]
async fn the_journal_says_what_was_changed_and_not_to_what() {
    let house = House::new().await;
    house.restyle(&house.cleo, &[("name", "Secret plans"), ("colour", "#4a2bd4"), ("postal", "")]).await;
    house.restyle(&house.cleo, &[("name", "Secret plans"), ("colour", "#4a2bd4")]).await;
    let entries = house.db.unguarded().find(journal::Entry::ID.is_known()).await.unwrap();
    let told: Vec<_> = entries.iter().filter(|entry| entry.event == "brands.restyled").collect();
    let [entry] = told[..] else { panic!("{} entries: what changes nothing is not written down", told.len()) };
    let said = entry.payload().to_string();
    assert!(said.contains("name") && said.contains("colour") && !said.contains("Secret"), "{said}");
}

#[tokio::test]
async fn two_instances_that_start_at_once_plant_one_brand() {
    let (options, _folder) = blank().await;
    let db = Db::open(&options).await.unwrap();
    db.migrate(&[directory::MIGRATIONS]).await.unwrap();
    let plant = || async {
        let work = db.begin().await.unwrap();
        directory::plant_brand(&work, "Portico", START).await.unwrap();
        work.commit().await.unwrap();
    };
    tokio::join!(plant(), plant(), plant());
    let brands: Vec<Id<access::Brand>> =
        db.unguarded().find(Brand::NAME.is_known()).await.unwrap().iter().map(Brand::id).collect();
    assert_eq!(brands.len(), 1);
}
