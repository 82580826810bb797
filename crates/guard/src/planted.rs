//! Where samples are planted, service by service. **A new service adds a function here** and calls it in [`plant`]: it
//! makes rows of its kinds for a place or for somebody there, with the place's word in every field that holds words,
//! and tells of each by [`Cast::keep`]. What is in the name of a route's placeholder and is no registered kind, such as
//! `{device}`, is kept under that name.

use std::ops::Range;

use access::Acting;
use directory::{
    ACCESS_REQUEST_LIFETIME, AccessRequest, Address, Brand, ChangeRequest, Invitation, RoleRow, Session,
    VIEW_AS_LIFETIME, ViewAs,
};
use gateway::{Email, Raw, Shape};
use journal::{Attempt, Entry, View};
use mail::Letter;
use serde_json::json;
use sync::{Mapping, Pace, Quarantined, Run};
use uuid::Uuid;

use crate::{
    Cast, Row,
    browser::BASE,
    cast::{DESK, Member, Place},
    seeds::{self, session},
};

/// How the files of a wholesaler are read.
const RETAIL: &str = include_str!("../../../blueprints/wholesale/online-retail-ii.toml");

/// Plants samples of everything: the rows with these numbers, for each place, each person and the desk.
pub async fn plant(cast: &mut Cast, numbers: Range<usize>) {
    for place in cast.places.clone() {
        if numbers.start == 0 {
            cast.keep("account", Some(&place), None, place.account.uuid());
        }
        for number in numbers.clone() {
            crowd(cast, &place, number).await;
            billing(cast, &place, number).await;
            orders(cast, &place, number).await;
            cases(cast, &place, number).await;
            keys(cast, &place, number).await;
            looks(cast, &place, number).await;
            requests(cast, &place, number).await;
            legal(cast, &place, number).await;
            links(cast, &place, number).await;
            webhooks(cast, Some(&place), number).await;
            directory_groups(cast, &place, number).await;
        }
    }
    if numbers.start == 0 {
        cast.keep("feed", None, None, cast.feed.uuid());
        webhooks(cast, None, 0).await;
        apps(cast).await;
        for member in cast.members.clone() {
            identity(cast, &member).await;
        }
    }
    imports(cast, numbers.clone()).await;
    if numbers.start == 0 {
        journal(cast).await;
    }
}

/// More people and, below a company, more sites; the first ones are the cast itself.
async fn crowd(cast: &Cast, place: &Place, number: usize) {
    if number == 0 || place.parent.is_some() {
        return;
    }
    let (word, name) = (place.word(), format!("{}-{number}", place.name));
    let document = json!({
        "remote_id": name, "reference": format!("NR-{name}"), "name": format!("{word} {number}"), "kind": "site",
        "parent": place.name,
    });
    cast.ingest("accounts.ingest_account", "account", document).await;
    let raw = cast.portal.app.db.unguarded();
    seeds::member(raw, &format!("{word} {number}"), place.account, "member").await.expect("a member");
}

/// Invoices with every field that holds words, and receipts.
async fn billing(cast: &mut Cast, place: &Place, number: usize) {
    let (word, name) = (place.word(), format!("{}-{number}", place.name));
    let invoice = json!({
        "id": format!("INV-{name}"), "account": place.name, "kind": "invoice", "number": format!("INV {word} {number}"),
        "issued_on": format!("2026-02-{:02}", number % 28 + 1), "due_on": "2026-03-09", "currency": "GBP",
        "total": "120.00", "net": "100.00", "settled_by_receipts": true, "purchase_order": format!("PO {word}"),
        "order_number": format!("SO {word} {number}"), "bill_to": [format!("{word} House"), format!("1 {word} Street")],
        "taxes": [{ "name": format!("VAT {word}"), "rate": "0.2", "base": "100.00", "amount": "20.00" }],
        "lines": [
            { "code": format!("{word}-40"), "description": format!("Kit {word}"), "quantity": 2, "unit_price": "40" },
            { "code": format!("{word}-41"), "description": format!("Seal {word}"), "quantity": 1, "unit_price": "20" },
        ],
    });
    let id = cast.ingest("billing.ingest_invoice", "invoice", invoice).await;
    cast.keep("invoice", Some(place), None, id);
    let receipt = json!({
        "id": format!("R-{name}"), "account": place.name, "number": format!("R {word} {number}"),
        "received_on": "2026-02-28", "method": format!("Bank {word}"), "currency": "GBP", "amount": "40.00",
        "allocations": [{ "invoice": format!("INV-{name}"), "amount": "40.00" }],
    });
    let id = cast.ingest("billing.ingest_receipt", "receipt", receipt).await;
    cast.keep("receipt", Some(place), None, id);
}

/// Orders with lines, sent to a site of the customer's.
async fn orders(cast: &mut Cast, place: &Place, number: usize) {
    let (word, name) = (place.word(), format!("{}-{number}", place.name));
    let order = json!({
        "id": format!("SO-{name}"), "account": place.name, "number": format!("SO {word} {number}"),
        "purchase_order": format!("PO {word}"), "ordered_on": format!("2026-02-{:02}", number % 28 + 1),
        "ordered_by": format!("Buyer {word}"), "state": "placed", "site": format!("{word} yard"),
        "ship_to": format!("{word} gate"), "ship_street": format!("2 {word} Road"), "ship_city": word,
        "currency": "GBP", "invoice": format!("INV-{name}"), "invoice_number": format!("INV {word} {number}"),
        "lines": [
            { "code": format!("{word}-40"), "description": format!("Kit {word}"), "quantity": "2", "unit_price": "40" },
        ],
    });
    let id = cast.ingest("orders.ingest_order", "order", order).await;
    cast.keep("order", Some(place), None, id);
    if number == 0 {
        let yard = orders::OrderSite::ACCOUNT_ID.is(&place.account);
        let yard = cast.portal.app.db.unguarded().first(yard).await.expect("yards").expect("the order's yard");
        cast.keep("order_site", Some(place), None, yard.id.uuid());
        let buyer = orders::OrderBuyer::ACCOUNT_ID.is(&place.account);
        let buyer = cast.portal.app.db.unguarded().first(buyer).await.expect("buyers").expect("who ordered");
        cast.keep("order_buyer", Some(place), None, buyer.id.uuid());
    }
}

/// Cases that a member raised about an order, with an answer to each.
async fn cases(cast: &mut Cast, place: &Place, number: usize) {
    let word = place.word();
    let of_place = |member: &&Member| member.place == Some(place.name) && member.role == "member";
    let member = cast.members.iter().find(of_place).expect("a member").clone();
    let agent = cast.members.iter().find(|member| member.role == "agent").expect("an agent").clone();
    let order = cast.rows.iter().rfind(|row| row.kind == "order" && row.place == Some(place.name)).expect("an order");
    let (subject, body) = (format!("Kit {word} {number}"), format!("Where is {word}?"));
    let told = [("about", format!("order:{}", order.id)), ("subject", subject), ("body", body)];
    let told = Raw::Form(told.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let gateway = &cast.portal.app.gateway;
    let asked = cast.acting(&member, Acting::Account(place.account)).await;
    let raised = gateway.execute::<cases::RaiseCase>(&asked, &[], &told).await.expect("a case").output;
    let answer = Raw::Form(vec![("body".to_owned(), format!("At {word} gate."))]);
    let desk = cast.acting(&agent, Acting::Desk).await;
    let case = raised.case.uuid();
    gateway.execute::<cases::ReplyToCase>(&desk, &[case], &answer).await.expect("an answer");
    cast.keep("case", Some(place), Some(member.person), case);
}

/// Keys of an account, each made by its admin.
async fn keys(cast: &mut Cast, place: &Place, number: usize) {
    let of_place = |member: &&Member| member.place == Some(place.name) && member.role == "admin";
    let admin = cast.members.iter().find(of_place).expect("an admin").clone();
    let name = format!("Key {} {number}", place.word());
    let told = [("name", name.as_str()), ("days", "30"), ("actions", "people.list")];
    let told = Raw::Form(told.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    let mut asked = cast.acting(&admin, Acting::Account(place.account)).await;
    asked.principal.fresh = true;
    let made = cast.portal.app.gateway.execute::<api::CreateKey>(&asked, &[], &told).await.expect("a key").output;
    cast.keep("api_key", Some(place), Some(admin.person), made.key.uuid());
}

/// An app that the desk has registered.
async fn apps(cast: &mut Cast) {
    let admin = cast.members.iter().find(|member| member.role == "desk-admin").expect("an admin").clone();
    let told = [("name", format!("App of {DESK}")), ("redirects", format!("https://{DESK}.example/back"))];
    let told = Raw::Form(told.map(|(name, value)| (name.to_owned(), value)).to_vec());
    let mut asked = cast.acting(&admin, Acting::Desk).await;
    asked.principal.fresh = true;
    let (gateway, db) = (&cast.portal.app.gateway, &cast.portal.app.db);
    let brand = directory::first_brand(db).await.expect("brands").expect("a brand");
    let made = gateway.execute::<oauth::RegisterApp>(&asked, &[brand.id.uuid()], &told).await.expect("an app").output;
    cast.keep("app", None, None, made.app.uuid());
}

/// Looks of an agent with the eyes of a place's member.
async fn looks(cast: &mut Cast, place: &Place, number: usize) {
    let of_place = |member: &&Member| member.place == Some(place.name) && member.role == "member";
    let member = cast.members.iter().find(of_place).expect("a member").clone();
    let agent = cast.members.iter().find(|member| member.role == "agent").expect("an agent").clone();
    let (session, _) = session(agent.person);
    let view = ViewAs {
        id: seeds::fresh(),
        account_id: place.account,
        membership_id: member.membership.expect("a membership"),
        subject_id: member.person,
        subject_name: format!("member {}", place.word()),
        person_id: agent.person,
        person_name: "agent of the desk".to_owned(),
        session_id: session.id.cast(),
        reason: format!("Looked into {} {number}", place.word()),
        began_at: seeds::START,
        ends_at: seeds::START.plus(VIEW_AS_LIFETIME),
        ended_at: None,
    };
    let raw = cast.portal.app.db.unguarded();
    raw.insert(&session).await.expect("a session");
    raw.insert(&view).await.expect("a view");
    cast.keep("view_as", Some(place), None, view.id.uuid());
}

/// Requests of a place's member for a role.
async fn requests(cast: &mut Cast, place: &Place, number: usize) {
    let of_place = |member: &&Member| member.place == Some(place.name) && member.role == "member";
    let member = cast.members.iter().find(of_place).expect("a member").clone();
    let request = AccessRequest {
        id: seeds::fresh(),
        account_id: place.account,
        membership_id: member.membership.expect("a membership"),
        person_id: member.person,
        person_name: format!("member {}", place.word()),
        action: "billing.list_invoices".to_owned(),
        role: "billing".to_owned(),
        note: Some(format!("For {} {number}", place.word())),
        asked_at: seeds::START,
        expires_at: seeds::START.plus(ACCESS_REQUEST_LIFETIME),
        granted_at: None,
        declined_at: None,
        answered_by: None,
    };
    cast.portal.app.db.unguarded().insert(&request).await.expect("a request");
    cast.keep("access_request", Some(place), None, request.id.uuid());
}

/// Requests of a place's admin for other legal data; the first waits for an answer.
async fn legal(cast: &mut Cast, place: &Place, number: usize) {
    let of_place = |member: &&Member| member.place == Some(place.name) && member.role == "admin";
    let member = cast.members.iter().find(of_place).expect("an admin").clone();
    let word = place.word();
    let request = ChangeRequest {
        id: seeds::fresh(),
        account_id: place.account,
        company: format!("{word} {number}"),
        proposer_id: member.person,
        proposer: format!("admin {word}"),
        reason: format!("Because of {word}"),
        name: Some(format!("{word} renamed {number}")),
        name_before: Some(word.clone()),
        vat_number: Some(format!("GB {word}")),
        vat_number_before: None,
        registered_address: Some(format!("1 High Street, {word}")),
        registered_address_before: None,
        asked_at: seeds::START,
        approved_at: None,
        declined_at: (number > 0).then_some(seeds::START),
        answered_by: None,
        answerer: (number > 0).then(|| format!("staff of {word}")),
        note: (number > 0).then(|| format!("Not for {word}")),
    };
    cast.portal.app.db.unguarded().insert(&request).await.expect("a request");
    cast.keep("change_request", Some(place), None, request.id.uuid());
}

/// Links to one of each kind of record that can be sent as one, each to somebody outside.
async fn links(cast: &mut Cast, place: &Place, number: usize) {
    let agent = cast.members.iter().find(|member| member.role == "agent").expect("an agent").clone();
    let desk = cast.acting(&agent, Acting::Desk).await;
    for kind in ["invoice", "order", "case"] {
        let of_place = |row: &&Row| row.kind == kind && row.place == Some(place.name);
        let record = cast.rows.iter().rfind(of_place).expect("a record").id.clone();
        let told = [
            ("about", format!("{kind}:{record}")),
            ("email", format!("outside-{kind}-{number}@{}.example", place.word())),
            ("note", format!("Note {}", place.word())),
        ];
        let told = Raw::Form(told.map(|(name, value)| (name.to_owned(), value)).to_vec());
        let gateway = &cast.portal.app.gateway;
        let sent = gateway.execute::<identity::SendLink>(&desk, &[place.account.uuid()], &told).await.expect("a link");
        cast.keep("record_link", Some(place), None, sent.output.uuid());
    }
}

/// Groups of a place's own directory and, by the domain of their addresses, the people it may know of.
async fn directory_groups(cast: &mut Cast, place: &Place, number: usize) {
    if number == 0 {
        let domain = identity::SsoDomain {
            id: seeds::fresh(),
            account_id: place.account,
            domain: format!("{}.example", directory::fold(&place.word())),
            token: front::new_token(),
            claimed_at: seeds::START,
            asked_at: None,
            checked_at: None,
            fault: None,
            verified_at: Some(seeds::START),
            missed_at: None,
        };
        cast.portal.app.db.unguarded().insert(&domain).await.expect("a domain");
        let members: Vec<Uuid> = cast
            .members
            .iter()
            .filter(|member| member.place == Some(place.name))
            .filter_map(|member| member.membership.map(kernel::Id::uuid))
            .collect();
        for member in members {
            cast.keep("scim_person", Some(place), None, member);
        }
    }
    let name = format!("Group {} {number}", place.word());
    let group = scim::ScimGroup {
        id: seeds::fresh(),
        account_id: place.account,
        name_fold: directory::fold(&name),
        name,
        external_id: Some(format!("{} {number}", place.word())),
        created_at: seeds::START,
        changed_at: seeds::START,
    };
    cast.portal.app.db.unguarded().insert(&group).await.expect("a group");
    cast.keep("scim_group", Some(place), None, group.id.uuid());
}

/// Webhooks of an account or of the desk, each made by the admin there, and something that was sent to each. They are told
/// of what never happens here.
async fn webhooks(cast: &mut Cast, place: Option<&Place>, number: usize) {
    let role = if place.is_some() { "admin" } else { "desk-admin" };
    let here = |member: &&Member| member.place == place.map(|place| place.name) && member.role == role;
    let admin = cast.members.iter().find(here).expect("an admin").clone();
    let (word, acting) = match place {
        Some(place) => (place.word(), Acting::Account(place.account)),
        None => (DESK.to_owned(), Acting::Desk),
    };
    let url = format!("https://hooks.{word}.example/{number}");
    let told = [("url", url.as_str()), ("events", "case.closed"), ("secret", "sealed")];
    let told = Raw::Form(told.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    let mut asked = cast.acting(&admin, acting).await;
    asked.principal.fresh = true;
    let (gateway, db) = (&cast.portal.app.gateway, &cast.portal.app.db);
    let made = if place.is_some() {
        gateway.execute::<webhooks::CreateWebhook>(&asked, &[], &told).await
    } else {
        let brand = directory::first_brand(db).await.expect("brands").expect("a brand");
        gateway.execute::<webhooks::CreateDeskWebhook>(&asked, &[brand.id.uuid()], &told).await
    };
    let webhook = made.expect("a webhook").output;
    let delivery = webhooks::Delivery {
        id: seeds::fresh(),
        webhook_id: webhook,
        message: format!("msg_{word}_{number}"),
        event: "case.closed".to_owned(),
        about: None,
        number: Some(format!("T {word}")),
        payload: "{}".to_owned(),
        state: webhooks::Standing::Delivered,
        attempts: 1,
        next_at: None,
        created_at: seeds::START,
        tried_at: Some(seeds::START),
        status: Some(200),
        took_ms: Some(140),
        fault: None,
        answer: Some(format!("Taken by {word}")),
        trace: None,
    };
    db.unguarded().insert(&delivery).await.expect("a delivery");
    cast.keep("webhook", place, None, webhook.uuid());
}

/// What is a person's own: themselves, an address they add through the door, the link that proves it, a device.
async fn identity(cast: &mut Cast, member: &Member) {
    let place = member.place.map(|name| cast.place(name).clone());
    cast.keep("person", place.as_ref(), Some(member.person), member.person.uuid());
    if place.is_none() {
        cast.keep("staff_person", None, None, member.person.uuid());
    }
    if let Some(place) = &place {
        let invited = Email::parse(&format!("invited-{}", member.email)).expect("an address");
        let app = &cast.portal.app;
        let path = identity::invite(&app.db, Some(place.account), &invited, &member.role, &*cast.portal.clock).await;
        assert!(path.is_ok(), "{path:?}");
        let invitation = Invitation::EMAIL.is(&invited.as_str().to_owned());
        let invitation = app.db.unguarded().first(invitation).await.expect("invitations").expect("the invitation");
        cast.keep("invitation", Some(place), None, invitation.id.uuid());
        cast.keep("invitation_delivery", Some(place), None, invitation.id.uuid());
        cast.keep("invitation_wave", None, None, invitation.id.uuid());
        let wave = Some(format!("{} {}", place.word(), member.email));
        let invitation = Invitation { wave, wave_at: Some(seeds::START), ..invitation };
        cast.portal.app.db.unguarded().update(&invitation).await.expect("a wave");
    }
    if let Some(membership) = member.membership {
        cast.keep("membership", place.as_ref(), Some(member.person), membership.uuid());
        cast.keep("member_address", place.as_ref(), Some(member.person), membership.uuid());
        cast.keep("member_presence", place.as_ref(), Some(member.person), membership.uuid());
        cast.keep("member_way", place.as_ref(), Some(member.person), membership.uuid());
    }
    let email = format!("second-{}", member.email);
    let browser = cast.browser(member).await;
    let added = browser.post("/me/addresses", &[("email".to_owned(), email.clone())]).await;
    assert_eq!(added.status, 303, "{}", added.text());
    drop(browser);
    let raw = cast.portal.app.db.unguarded();
    let address = raw.first(Address::EMAIL.is(&email)).await.expect("addresses").expect("the address");
    let letter = raw.first(Letter::TO_ADDRESS.is(&email)).await.expect("letters").expect("a letter with a link");
    let link = letter.text.split_whitespace().find_map(|word| word.strip_prefix(BASE)).expect("a link");
    let token = link.rsplit('/').next().unwrap_or_default().to_owned();
    let device = raw.first(Session::PERSON_ID.is(&member.person)).await.expect("sessions").expect("a session");
    let app = identity::Authenticator {
        id: seeds::fresh(),
        person_id: member.person,
        name: format!("app of {}", place.as_ref().map_or_else(|| DESK.to_owned(), Place::word)),
        secret: String::new(),
        last_step: 0,
        added_at: seeds::START,
        used_at: None,
    };
    raw.insert(&app).await.expect("an authenticator");
    let passkey = identity::Passkey {
        id: seeds::fresh(),
        person_id: member.person,
        name: app.name.clone(),
        credential_id: member.email.clone(),
        key: String::new(),
        added_at: seeds::START,
        used_at: None,
    };
    raw.insert(&passkey).await.expect("a passkey");
    let remembered = identity::Remembered {
        id: seeds::fresh(),
        person_id: member.person,
        token_hash: member.email.clone(),
        device: app.name.clone(),
        since: seeds::START,
        ends_at: seeds::START.plus(std::time::Duration::from_hours(30 * 24)),
    };
    raw.insert(&remembered).await.expect("a remembered browser");
    cast.keep("remembered", place.as_ref(), Some(member.person), remembered.id.uuid());
    cast.keep("passkey", place.as_ref(), Some(member.person), passkey.id.uuid());
    cast.keep("authenticator", place.as_ref(), Some(member.person), app.id.uuid());
    cast.keep("address", place.as_ref(), Some(member.person), address.id.uuid());
    cast.keep("device", place.as_ref(), Some(member.person), device.id.uuid());
    let (place, owner) = (member.place, Some(member.person));
    cast.rows.push(Row { kind: "token", place, owner, id: token });
}

/// What is written down by itself: entries, what was looked at and tried in vain; and the roles and the brand there are.
async fn journal(cast: &mut Cast) {
    let gateway = std::sync::Arc::clone(&cast.portal.app.gateway);
    for place in cast.places.clone() {
        let member = cast.members.iter().find(|member| member.place == Some(place.name)).expect("somebody").clone();
        let asked = cast.acting(&member, Acting::Account(place.account)).await;
        for operation in gateway.registry().operations().filter(|operation| operation.shape() == Shape::Show) {
            let [kind] = operation.spec().on.as_slice() else { continue };
            let own = cast.rows.iter().find(|row| row.kind == *kind && row.place == Some(place.name));
            let own = own.and_then(|row| Uuid::try_parse(&row.id).ok()).unwrap_or_default();
            for id in [own, Uuid::now_v7()] {
                let _ = operation.run(&gateway, &asked, &[id], &Raw::empty()).await;
            }
        }
    }
    cast.portal.settle().await;
    let raw = cast.portal.app.db.unguarded();
    let entries = raw.find(Entry::ID.is_known()).await.expect("entries");
    let views = raw.find(View::ID.is_known()).await.expect("views");
    let attempts = raw.find(Attempt::ID.is_known()).await.expect("attempts");
    let roles = raw.find(RoleRow::ID.is_known()).await.expect("roles");
    let brands = raw.find(Brand::ID.is_known()).await.expect("brands");
    let noted = entries.iter().map(|entry| ("journal_entry", entry.account_id, entry.id.uuid()));
    let noted = noted.chain(views.iter().map(|view| ("journal_view", view.account_id, view.id.uuid())));
    let noted = noted.chain(attempts.iter().map(|attempt| ("journal_attempt", attempt.account_id, attempt.id.uuid())));
    // The latest of each, which stand at the head of their lists.
    let mut noted: Vec<_> = noted.collect();
    noted.sort_by_key(|(.., id)| std::cmp::Reverse(*id));
    for place in cast.places.clone() {
        for kind in ["journal_entry", "journal_view", "journal_attempt"] {
            let own = noted.iter().filter(|(of, account, _)| *of == kind && *account == Some(place.account));
            for (_, _, id) in own.take(2).copied().collect::<Vec<_>>() {
                cast.keep(kind, Some(&place), None, id);
            }
        }
    }
    for role in roles {
        cast.keep("role", None, None, role.id.uuid());
    }
    for brand in brands {
        cast.keep("brand", None, None, brand.id.uuid());
    }
}

/// Files that held documents back; nobody but staff may see a word of them.
async fn imports(cast: &mut Cast, numbers: Range<usize>) {
    let folder = tempfile::tempdir().expect("a folder");
    let mapping = Mapping::parse(RETAIL).expect("a mapping");
    for number in numbers {
        let file = folder.path().join(format!("{DESK}-{number}.csv"));
        let header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country";
        let line = format!("{DESK}-{number},85048,BALL {DESK},12,2009-12-01 07:45:00,6.95,,United Kingdom");
        std::fs::write(&file, format!("{header}\n{line}\n")).expect("a file");
        let summary = sync::import(&cast.portal.app.gateway, &mapping, &[file], &Pace::default(), &|_| {}).await;
        assert_eq!(summary.expect("an import").quarantined, 1);
    }
    let raw = cast.portal.app.db.unguarded();
    let runs = raw.find(Run::ID.is_known()).await.expect("runs");
    let held = raw.find(Quarantined::ID.is_known()).await.expect("what was held back");
    let kept = runs.iter().map(|run| ("import_run", run.id.uuid()));
    for (kind, id) in kept.chain(held.iter().map(|held| ("quarantined", held.id.uuid()))).collect::<Vec<_>>() {
        cast.keep(kind, None, None, id);
    }
}
