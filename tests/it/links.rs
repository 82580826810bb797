//! Links to one record: what whoever opened one may see and do, when it ends, and that it opens nothing else.

use std::{collections::BTreeSet, time::Duration};

use access::{Account, Acting, Actor, Holding, Mandate, Person, Principal};
use axum::{
    body::Body,
    http::{Method, StatusCode},
};
use billing::{IngestInvoice, Invoice, ListInvoices, ShowInvoice};
use cases::{Case, CaseMessage, RaiseCase, ReplyToCase, Side};
use directory::{Address, RecordLink};
use gateway::{Asked, Command as _, Raw};
use identity::ListLinks;
use journal::{Entry, View};
use kernel::{Id, Problem};
use mail::Letter;
use serde_json::json;
use sync::Feed;
use uuid::Uuid;

use crate::{
    guard::portal::Portal,
    house::taken_in,
    program::Program,
    visitor::{BASE, Visitor, answer, request},
    world::{Member, START, asked, form, fresh, member, person, staff},
};

/// Where the links go.
const LENA: &str = "lena@ledger.example";

/// Northgate with two invoices and a case, Amelia, who looks after access there, and Tom at the desk. Lena keeps
/// Northgate's books from elsewhere and has no account.
struct Stage {
    portal: Portal,
    northgate: Id<Account>,
    meridian: Id<Account>,
    amelia: Member,
    tom: Id<Person>,
}

/// A link, opened in a browser of its own.
struct Opened<'s> {
    browser: Visitor,
    stage: &'s Stage,
    /// The record's page.
    page: String,
    /// The link in the mail.
    link: String,
}

impl Stage {
    async fn set() -> Self {
        let portal = Portal::open().await;
        let feed = Feed { id: fresh(), name: "books".to_owned(), system: "Sage 200".to_owned(), created_at: START };
        let work = portal.app.db.begin().await.unwrap();
        work.unguarded().insert(&feed).await.unwrap();
        let northgate = taken_in(&work, &feed, "Northgate Water", None).await;
        let meridian = taken_in(&work, &feed, "Meridian Foods", None).await;
        let amelia = member(work.unguarded(), "Amelia", northgate, "admin").await.unwrap();
        let tom = staff(work.unguarded(), "Tom", "agent").await.unwrap();
        work.commit().await.unwrap();
        let holdings = vec![Holding::of("import", None)];
        let import = asked(Principal::vouch(Actor::System("import".into()), Acting::System, holdings));
        for number in ["INV-1", "INV-2"] {
            let document = json!({
                "id": number, "account": "Northgate Water", "kind": "invoice", "number": number,
                "issued_on": "2026-03-02", "due_on": "2026-04-01", "currency": "GBP", "total": "100.00",
                "settled_by_receipts": true,
                "lines": [{ "code": "DK-40", "description": "Diaphragm kit", "quantity": 2, "unit_price": "50" }],
            });
            let raw = Raw::Json(json!({ "document": document }));
            portal.app.gateway.execute::<IngestInvoice>(&import, &[feed.id.uuid()], &raw).await.unwrap();
        }
        let stage = Self { portal, northgate, meridian, amelia, tom };
        let told = form(&[("subject", "Seal kit binds"), ("body", "Can you check it?")]);
        let amelia = stage.acting(amelia.person, Acting::Account(northgate)).await;
        stage.portal.app.gateway.execute::<RaiseCase>(&amelia, &[], &told).await.unwrap();
        stage
    }

    async fn acting(&self, person: Id<Person>, acting: Acting) -> Asked {
        let work = self.portal.app.db.begin().await.unwrap();
        let principal = Principal::vouch(Actor::Person(person), acting, Vec::new());
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        asked(principal)
    }

    async fn invoice(&self, number: &str) -> Invoice {
        let found = self.portal.app.db.unguarded().first(Invoice::NUMBER.is(&number.to_owned())).await;
        found.unwrap().expect("the invoice")
    }

    async fn case(&self) -> Case {
        self.portal.app.db.unguarded().first(Case::ID.is_known()).await.unwrap().expect("the case")
    }

    async fn link(&self) -> RecordLink {
        self.portal.app.db.unguarded().first(RecordLink::ID.is_known()).await.unwrap().expect("a link")
    }

    async fn letters(&self, template: &str) -> Vec<Letter> {
        let named = Letter::TEMPLATE.is(&format!("identity/mail/{template}"));
        self.portal.app.db.unguarded().find(named).await.unwrap()
    }

    /// Tom sends this record to Lena; gives the address in her mail.
    async fn sent(&self, about: String) -> String {
        let fields = [("about", about), ("email", LENA.to_owned()), ("note", "As agreed.".to_owned())];
        let fields = fields.map(|(name, value)| (name.to_owned(), value));
        let answer = self.portal.browser(self.tom).await.post("/desk/links/new", &fields).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
        self.portal.settle().await;
        let letter = self.letters("link").await.pop().expect("a letter");
        assert!(letter.to_address.ends_with(LENA) && letter.text.contains("As agreed."));
        letter.text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link").to_owned()
    }

    async fn opened(&self, about: String) -> Opened<'_> {
        let link = self.sent(about).await;
        let browser = Visitor::new(&self.portal.app.router);
        let answer = browser.post(&link, &[]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
        Opened { browser, stage: self, page: answer.to, link }
    }

    async fn opened_invoice(&self) -> Opened<'_> {
        self.opened(format!("invoice:{}", self.invoice("INV-1").await.id)).await
    }

    async fn opened_case(&self) -> Opened<'_> {
        self.opened(format!("case:{}", self.case().await.id)).await
    }

    async fn views(&self) -> Vec<View> {
        self.portal.app.gateway.logs().flush(&self.portal.app.db).await.unwrap();
        let key = format!("link:{}", self.link().await.id);
        self.portal.app.db.unguarded().find(View::ACTOR.is(&key)).await.unwrap()
    }
}

impl Opened<'_> {
    async fn status(&self, path: &str) -> StatusCode {
        self.browser.get(path).await.status
    }

    /// A page below the link's own address.
    fn below(&self, path: &str) -> String {
        let home = self.page.rsplit_once('/').expect("a page below the link").0;
        format!("{home}{path}")
    }

    /// Confirms Lena's address by the code that is sent to it.
    async fn confirms(&self) {
        // So that her letter is later than anybody else's.
        self.stage.portal.clock.advance(Duration::from_secs(1));
        let sent = self.browser.post(&self.below("/code/sending"), &[]).await;
        assert_eq!((sent.status, sent.to), (StatusCode::SEE_OTHER, self.below("/code")));
        let letter = self.stage.letters("link_code").await.pop().expect("a letter with a code");
        let code: String = letter.subject.chars().filter(char::is_ascii_digit).collect();
        let wrong = if code == "111111" { "222222" } else { "111111" };
        let typed = self.browser.post(&self.below("/code"), &[("code", wrong)]).await;
        assert_eq!(typed.status, StatusCode::UNPROCESSABLE_ENTITY);
        let typed = self.browser.post(&self.below("/code"), &[("code", &code)]).await;
        assert_eq!((typed.status, typed.to), (StatusCode::SEE_OTHER, self.page.clone()));
    }
}

#[tokio::test]
async fn lena_opens_the_invoice_she_was_sent_and_nothing_else() {
    let stage = Stage::set().await;
    let lena = stage.opened_invoice().await;
    let page = lena.browser.get(&lena.page).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains("INV-1") && page.body.contains("l•••@ledger.example") && !page.body.contains(LENA));
    let pdf = lena.browser.get(&format!("{}/invoice.pdf", lena.page)).await;
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, "application/pdf".to_owned()));
    let (account, other) = (stage.northgate, stage.invoice("INV-2").await.id);
    for path in ["".to_owned(), "/invoices".to_owned(), format!("/invoices/{other}"), "/statement".to_owned()] {
        let answer = lena.browser.get(&format!("/a/{account}{path}")).await;
        assert!(answer.to.starts_with("/sign-in"), "{path}: {} {}", answer.status, answer.to);
    }
    let own = stage.invoice("INV-1").await.id;
    assert!(lena.browser.get(&format!("/a/{account}/invoices/{own}")).await.to.starts_with("/sign-in"));
    for path in ["/case", "/order", "/invoice/lines.csv"] {
        let status = lena.status(&lena.below(path)).await;
        assert!([StatusCode::GONE, StatusCode::NOT_FOUND].contains(&status), "{path}: {status}");
    }
    assert_eq!(lena.status(&format!("/l/{}/invoice", Uuid::now_v7().simple())).await, StatusCode::GONE);
}

#[tokio::test]
async fn the_gate_lets_a_link_reach_its_record_whatever_it_were_let_do() {
    let stage = Stage::set().await;
    stage.opened_invoice().await;
    let (own, other) = (stage.invoice("INV-1").await, stage.invoice("INV-2").await);
    let every = stage.portal.app.gateway.registry().actions().map(|action| action.name.clone());
    let link = asked(stage.link().await.principal(every.collect()));
    let gateway = &stage.portal.app.gateway;
    gateway.ask::<ShowInvoice>(&link, Some(own.id.uuid()), &Raw::empty()).await.unwrap();
    let sibling = gateway.ask::<ShowInvoice>(&link, Some(other.id.uuid()), &Raw::empty()).await.unwrap_err();
    assert_eq!(sibling.kind(), &Problem::NOT_FOUND);
    let told = form(&[("view", "all"), ("today", "2026-03-12")]);
    let list = gateway.ask::<ListInvoices>(&link, None, &told).await.unwrap();
    let told = serde_json::to_string(&list).unwrap();
    assert!(told.contains("INV-1") && !told.contains("INV-2"), "{told}");
    let case = stage.case().await.id.uuid();
    let reply = gateway.execute::<ReplyToCase>(&link, &[case], &form(&[("body", "Hello?")])).await.unwrap_err();
    assert_eq!(reply.kind(), &Problem::NOT_FOUND);
}

#[tokio::test]
async fn a_link_goes_on_for_half_a_day_and_is_opened_for_thirty() {
    let stage = Stage::set().await;
    let lena = stage.opened_invoice().await;
    stage.portal.clock.advance(Duration::from_hours(11));
    assert_eq!(lena.status(&lena.page).await, StatusCode::OK);
    stage.portal.clock.advance(Duration::from_hours(2));
    assert_eq!(lena.status(&lena.page).await, StatusCode::GONE);
    assert_eq!(lena.browser.post(&lena.link, &[]).await.status, StatusCode::SEE_OTHER);
    assert_eq!(lena.status(&lena.page).await, StatusCode::OK);
    stage.portal.clock.advance(Duration::from_hours(30 * 24));
    for path in [&lena.page, &lena.link] {
        assert_eq!(lena.status(path).await, StatusCode::GONE);
    }
    assert_eq!(lena.browser.post(&lena.link, &[]).await.status, StatusCode::GONE);
}

#[tokio::test]
async fn a_link_that_is_revoked_opens_nothing_from_the_next_request_on() {
    let stage = Stage::set().await;
    let lena = stage.opened_invoice().await;
    let link = stage.link().await;
    let amelia = stage.portal.browser(stage.amelia.person).await;
    let list = amelia.get(&format!("/a/{}/links", stage.northgate)).await.text();
    assert!(list.contains("INV-1") && list.contains(LENA));
    let revoked = amelia.post(&format!("/a/{}/links/{}/revocation", stage.northgate, link.id), &[]).await;
    assert_eq!(revoked.status, StatusCode::SEE_OTHER);
    let answers = [
        lena.browser.get(&lena.page).await,
        lena.browser.get(&lena.link).await,
        lena.browser.get(&format!("/l/{}", front::new_token())).await,
        lena.browser.get("/l/x").await,
        lena.browser.get(&lena.link[..lena.link.len() - 4]).await,
    ];
    let said = |page: &str| page.contains("This link does not work") && page.contains("incomplete, used up or too old");
    for answer in answers {
        assert!(answer.status == StatusCode::GONE && said(&answer.body), "{} {}", answer.status, answer.body);
    }
    assert!(!amelia.get(&format!("/a/{}/links", stage.northgate)).await.text().contains(LENA));
}

#[tokio::test]
async fn a_link_opens_nothing_while_its_sender_or_its_addressee_is_locked_out() {
    let stage = Stage::set().await;
    let lena = stage.opened_case().await;
    lena.confirms().await;
    let raw = stage.portal.app.db.unguarded();
    let known = person(raw, "Lena").await.unwrap();
    let address = Address {
        id: fresh(),
        person_id: known,
        email: "Lena@Ledger.example".to_owned(),
        email_fold: LENA.to_owned(),
        verified_at: Some(START),
        primary_since: Some(START),
    };
    raw.insert(&address).await.unwrap();
    assert_eq!(lena.status(&lena.page).await, StatusCode::OK);
    let (amelia, list) = (stage.portal.browser(stage.amelia.person).await, format!("/a/{}/links", stage.northgate));
    assert!(!amelia.get(&list).await.text().contains("Opens nothing now"));
    let asked = stage.acting(stage.amelia.person, Acting::Account(stage.northgate)).await;
    let told = async || {
        let found = stage.portal.app.gateway.ask::<ListLinks>(&asked, None, &Raw::empty()).await.unwrap();
        found.rows.iter().map(|link| link.suspended).collect::<Vec<_>>()
    };
    assert_eq!(told().await, [false]);
    for somebody in [known, stage.tom] {
        let found = raw.first(directory::Person::ID.is(&somebody)).await.unwrap().expect("somebody");
        raw.update(&directory::Person { disabled_at: Some(START), ..found.clone() }).await.unwrap();
        for path in [&lena.page, &lena.link] {
            let answer = lena.browser.get(path).await;
            assert_eq!(answer.status, StatusCode::GONE, "{path}");
            assert!(answer.body.contains("This link does not work"), "{}", answer.body);
        }
        assert_eq!(lena.browser.post(&lena.link, &[]).await.status, StatusCode::GONE);
        let replies = format!("{}/messages", lena.page);
        assert_eq!(lena.browser.post(&replies, &[("body", "Hello?")]).await.status, StatusCode::GONE);
        // Nor behind the gate's own locks, for whatever was admitted a moment before.
        let principal = stage.link().await.principal(BTreeSet::from([ReplyToCase::NAME.into()]));
        let work = stage.portal.app.db.begin().await.unwrap();
        let refreshed = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        assert_eq!(refreshed.mandate, Mandate::Only(BTreeSet::new()));
        assert!(amelia.get(&list).await.text().contains("Opens nothing now"), "whoever looks through links sees it");
        assert_eq!(told().await, [true], "and so does a program");
        raw.update(&found).await.unwrap();
        assert_eq!(lena.status(&lena.page).await, StatusCode::OK, "let in again, it counts again");
    }
}

#[tokio::test]
async fn reading_a_link_uses_nothing_up_and_opens_nothing() {
    let stage = Stage::set().await;
    let link = stage.sent(format!("invoice:{}", stage.invoice("INV-1").await.id)).await;
    let scanner = Visitor::new(&stage.portal.app.router);
    for _ in 0..20 {
        let page = scanner.get(&link).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.headers.get_all("set-cookie").iter().any(|cookie| cookie.to_str().unwrap().contains("link=")));
    }
    let head = request(Method::HEAD, &link).body(Body::empty()).unwrap();
    assert_eq!(answer(&stage.portal.app.router, head).await.status, StatusCode::OK);
    let row = stage.link().await;
    assert_eq!(scanner.get(&format!("/l/{}/invoice", row.id)).await.status, StatusCode::GONE);
    assert_eq!((row.used_at, stage.views().await.len()), (None, 0));
    let lena = Visitor::new(&stage.portal.app.router);
    assert_eq!(lena.post(&link, &[]).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn whoever_answers_confirms_the_address_first_and_every_use_is_written_down() {
    let stage = Stage::set().await;
    let lena = stage.opened_case().await;
    let (replies, words) = (format!("{}/messages", lena.page), [("body", "I can send you a picture.")]);
    let page = lena.browser.get(&lena.page).await;
    assert!(page.body.contains("Seal kit binds") && page.body.contains("Send me a code"));
    assert!(!page.body.contains("<textarea"));
    assert_eq!(lena.browser.post(&replies, &words).await.status, StatusCode::FORBIDDEN);
    lena.confirms().await;
    assert!(lena.browser.get(&lena.page).await.body.contains("<textarea"));
    let blank = lena.browser.post(&replies, &[("body", " ")]).await;
    assert_eq!(blank.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(lena.browser.post(&replies, &words).await.status, StatusCode::SEE_OTHER);
    let raw = stage.portal.app.db.unguarded();
    let said = CaseMessage::BODY.is(&words[0].1.to_owned());
    let said = raw.first(said).await.unwrap().expect("her words");
    assert_eq!((said.author.as_str(), said.author_id, said.side), (LENA, None, Side::Customer));
    let key = format!("link:{}", stage.link().await.id);
    let entries = raw.find(Entry::ACTOR.is(&key)).await.unwrap();
    let commands: Vec<&str> = entries.iter().map(|entry| entry.command.as_str()).collect();
    assert_eq!(commands, ["cases.reply"]);
    let views = stage.views().await;
    let looked: BTreeSet<&str> = views.iter().map(|view| view.action.as_str()).collect();
    assert_eq!(looked, BTreeSet::from(["cases.read", "links.confirm", "links.open"]));
    assert!(views.iter().all(|view| view.account_id == Some(stage.northgate)));
    let sent = raw.find(Entry::EVENT.is(&"links.sent".to_owned())).await.unwrap();
    assert_eq!(sent.len(), 1);
    assert!(stage.link().await.used_at.is_some());
}

#[tokio::test]
async fn the_code_of_one_browser_confirms_nothing_in_another() {
    let stage = Stage::set().await;
    let lena = stage.opened_case().await;
    let eve = Visitor::new(&stage.portal.app.router);
    assert_eq!(eve.post(&lena.link, &[]).await.status, StatusCode::SEE_OTHER);
    eve.post(&lena.below("/code/sending"), &[]).await;
    lena.confirms().await;
    let replies = format!("{}/messages", lena.page);
    assert_eq!(eve.post(&replies, &[("body", "Pay here instead.")]).await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_link_is_no_way_into_the_interface() {
    let stage = Stage::set().await;
    let lena = stage.opened_invoice().await;
    let path = format!("/api/v1/accounts/{}/invoices/{}", stage.northgate, stage.invoice("INV-1").await.id);
    assert_eq!(lena.status(&path).await, StatusCode::UNAUTHORIZED);
    let token = lena.link.rsplit('/').next().unwrap();
    let program = Program::new(&stage.portal.app.router, token, stage.northgate);
    let told = program.get(&format!("/invoices/{}", stage.invoice("INV-1").await.id)).await;
    assert_eq!(told.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_record_that_becomes_another_account_s_is_not_opened_any_more() {
    let stage = Stage::set().await;
    let lena = stage.opened_invoice().await;
    let invoice = stage.invoice("INV-1").await;
    stage.portal.app.db.unguarded().update(&Invoice { account_id: stage.meridian, ..invoice }).await.unwrap();
    assert_eq!(lena.status(&lena.page).await, StatusCode::GONE);
    assert_eq!(lena.status(&format!("{}/invoice.pdf", lena.page)).await, StatusCode::GONE);
}

#[tokio::test]
async fn what_is_no_address_comes_back_with_what_was_typed_and_nothing_is_sent() {
    let stage = Stage::set().await;
    let about = format!("invoice:{}", stage.invoice("INV-1").await.id);
    let tom = stage.portal.browser(stage.tom).await;
    let page = tom.get(&format!("/desk/links/new?about={}", about.replace(':', "%3A"))).await;
    assert_eq!(page.status, StatusCode::OK);
    let fields = [("about", about.as_str()), ("email", "lena"), ("note", "As agreed.")];
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let answer = tom.post("/desk/links/new", &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer.text().contains("As agreed."));
    stage.portal.settle().await;
    assert!(stage.letters("link").await.is_empty());
    let line = format!("{about}:{}", Uuid::now_v7().simple());
    for about in [line, format!("invoice:{}", Uuid::now_v7()), "receipt:1".to_owned()] {
        let path = format!("/desk/links/new?about={}", about.replace(':', "%3A"));
        assert_eq!(tom.get(&path).await.status, StatusCode::NOT_FOUND, "{about}");
    }
}

#[tokio::test]
async fn the_desk_s_list_of_links_leads_to_their_records() {
    let stage = Stage::set().await;
    let (invoice, case) = (stage.invoice("INV-1").await.id, stage.case().await.id);
    stage.sent(format!("invoice:{invoice}")).await;
    stage.sent(format!("case:{case}")).await;
    let tom = stage.portal.browser(stage.tom).await;
    let list = tom.get("/desk/links").await.text().replace("&#x2f;", "/");
    for record in [format!("/desk/invoices/{invoice}"), format!("/desk/cases/{case}")] {
        assert!(list.contains(&format!("<a href=\"{record}\"")), "{record} is not linked: {list}");
        assert_eq!(tom.get(&record).await.status, StatusCode::OK, "{record}");
    }
}
