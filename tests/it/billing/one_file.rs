//! The invoices of a list as one file: it holds what the list shows to whoever looks, or what they ticked of it, and
//! nothing else.

use std::{
    collections::BTreeSet,
    io::{Cursor, Read as _},
    time::Duration,
};

use access::{Acting, Actor, Grant, Principal, Reach, Role};
use axum::http::StatusCode;
use billing::{IngestInvoice, Invoice, InvoiceLine, InvoicePapers, ListInvoices};
use directory::{AccountKind, ApiKey, HoldingRow, Membership, Session, VIEW_AS, VIEW_AS_LIFETIME, ViewAs};
use futures::StreamExt as _;
use kernel::Id;
use serde_json::json;
use store::Json;
use zip::ZipArchive;

use super::{drawn, feed, list, takes};
use crate::{
    house::House,
    world::{START, World, account, form, fresh, member},
};

/// Where a box to be ticked names its invoice.
const BOX: &str = "name=\"among\" value=\"";

/// Two invoices and a credit note of Northgate's, and an invoice of Meridian's.
async fn books() -> House {
    let house = House::new().await;
    for (number, account, issued) in [
        ("INV-1", "Northgate Water", "2026-02-10"),
        ("INV-2", "Northgate Water", "2026-03-01"),
        ("INV-3", "Meridian Foods", "2026-03-02"),
    ] {
        house.invoice(number, account, issued, "2026-03-20").await;
    }
    let credit = json!({
        "id": "CN-1", "account": "Northgate Water", "kind": "credit_note", "number": "CN-1", "issued_on": "2026-03-10",
        "currency": "GBP", "total": "-20", "lines": [{ "amount": "-20" }],
    });
    house.takes::<IngestInvoice>(credit).await;
    house
}

async fn invoice(house: &House, number: &str) -> Invoice {
    house.db.unguarded().first(Invoice::NUMBER.is(&number.to_owned())).await.unwrap().unwrap()
}

/// What stands between `begins` and the next quotation mark, wherever it does.
fn quoted<'p>(page: &'p str, begins: &str) -> Vec<&'p str> {
    page.match_indices(begins).filter_map(|(at, _)| page[at + begins.len()..].split('"').next()).collect()
}

/// The form that asks for the file, where there is one.
fn offer(page: &str) -> Option<&str> {
    page.split("<form class=\"cluster\" id=\"chosen\"").nth(1)?.split("</form>").next()
}

/// What a browser asks for when these boxes are ticked and the form is sent.
fn sent(page: &str, ticked: &[&str]) -> String {
    let form = offer(page).unwrap();
    let kept = form.split("<input type=\"hidden\"").skip(1);
    let kept = kept.map(|input| format!("{}={}", quoted(input, " name=\"")[0], quoted(input, " value=\"")[0]));
    let ticked = ticked.iter().map(|id| format!("among={id}"));
    format!("{}?{}", quoted(form, "action=\"")[0], kept.chain(ticked).collect::<Vec<_>>().join("&"))
}

/// A file that has to come.
async fn taken(house: &House, who: &str, path: &str) -> Vec<u8> {
    let (status, bytes) = house.bytes(who, path).await;
    assert_eq!(status, StatusCode::OK, "{path}");
    bytes
}

/// What a file holds: names and bytes, in its order.
fn unzipped(bytes: Vec<u8>) -> Vec<(String, Vec<u8>)> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut held = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        held.push((name, bytes));
    }
    held
}

fn names(bytes: Vec<u8>) -> Vec<String> {
    unzipped(bytes).into_iter().map(|(name, _)| name).collect()
}

#[tokio::test]
async fn one_file_holds_what_the_list_shows_each_document_as_it_is_alone() {
    let house = books().await;
    let (northgate, meridian) = (house.northgate, invoice(&house, "INV-3").await.account_id);
    let (amelia, chidi) = (house.cookie(house.amelia).await, house.cookie(house.chidi).await);
    let (tom, hannah) = (house.cookie(house.tom).await, house.cookie(house.hannah).await);
    let mut found = 0;
    for (who, list) in [
        (&amelia, format!("/a/{northgate}/invoices?")),
        (&chidi, format!("/a/{meridian}/invoices?")),
        (&tom, format!("/desk/invoices?account={northgate}&")),
        (&hannah, format!("/desk/invoices?account={meridian}&")),
    ] {
        for filter in
            ["", "view=all", "view=all&sort=oldest", "view=credit", "view=all&since=2026-02-15", "view=all&words=INV-1"]
        {
            let page = house.page(who, &format!("{list}{filter}")).await;
            let mut shown = quoted(&page, "href=\"");
            shown.retain(|href| href.ends_with("/invoice.pdf"));
            if offer(&page).is_none() {
                assert!(shown.is_empty(), "{list}{filter} offers no file of what it shows");
                continue;
            }
            assert_eq!(quoted(&page, BOX).len(), shown.len(), "{list}{filter}: each row has its box");
            let held = unzipped(taken(&house, who, &sent(&page, &[])).await);
            assert_eq!(held.len(), shown.len(), "{list}{filter}");
            for ((name, bytes), alone) in held.iter().zip(shown) {
                assert!(*bytes == taken(&house, who, alone).await, "{name} is not what {alone} is");
            }
            found += held.len();
        }
    }
    assert!(found > 12, "hardly a list showed anything");
    let page = house.page(&amelia, &format!("/a/{northgate}/invoices?view=all")).await;
    let held = names(taken(&house, &amelia, &sent(&page, &[])).await);
    assert_eq!(held, ["Credit-note-CN-1.pdf", "Invoice-INV-2.pdf", "Invoice-INV-1.pdf"]);
}

#[tokio::test]
async fn what_is_ticked_comes_as_far_as_it_may_be_read() {
    let house = books().await;
    let northgate = house.northgate;
    let (own, foreign) = (invoice(&house, "INV-1").await.id.to_string(), invoice(&house, "INV-3").await.id.to_string());
    let nobodys: Id<Invoice> = fresh();
    let nobodys = nobodys.to_string();
    let (amelia, tom) = (house.cookie(house.amelia).await, house.cookie(house.tom).await);
    let page = house.page(&amelia, &format!("/a/{northgate}/invoices?view=all")).await;
    assert!(page.contains("Choose invoice INV-1<") && quoted(&page, BOX).contains(&own.as_str()));
    let one = taken(&house, &amelia, &sent(&page, &[&own])).await;
    assert_eq!(names(one.clone()), ["Invoice-INV-1.pdf"]);
    assert_eq!(house.get(&amelia, &sent(&page, &[&own, "no-id"])).await.0, StatusCode::UNPROCESSABLE_ENTITY);
    let paid = sent(&page, &[&own]).replace("view=all", "view=paid");
    assert!(taken(&house, &amelia, &paid).await == one, "what is ticked comes, whatever became of it since");
    for other in [foreign.as_str(), nobodys.as_str()] {
        let both = taken(&house, &amelia, &sent(&page, &[&own, other])).await;
        assert!(both == one, "{other} is not as if it were not there");
        let (status, told) = house.get(&amelia, &sent(&page, &[other])).await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{other}");
        assert!(!told.contains("INV-3") && !told.contains("Meridian"), "{other}");
    }
    // At the desk a file is of one customer, and whoever takes it away is written down before they get it.
    let desk = house.page(&tom, &format!("/desk/invoices?account={northgate}&view=all")).await;
    assert_eq!(house.get(&tom, &sent(&desk, &[&foreign])).await.0, StatusCode::NOT_FOUND);
    assert!(taken(&house, &tom, &sent(&desk, &[&own, &foreign])).await == one);
    let looks = journal::View::ACTION.is(&"billing.invoice_papers".to_owned());
    let by_tom = journal::View::ACTOR.is(&format!("person:{}", house.tom));
    let looks = house.db.unguarded().find(looks.and(by_tom)).await.unwrap();
    assert!(!looks.is_empty() && looks.iter().all(|look| look.account_id == Some(northgate)), "{looks:?}");
    let everybodys = house.page(&tom, "/desk/invoices").await;
    assert!(everybodys.contains("INV-3") && offer(&everybodys).is_none() && quoted(&everybodys, BOX).is_empty());
    assert_eq!(house.get(&tom, "/desk/invoices/invoices.zip").await.0, StatusCode::NOT_FOUND);
    // Whoever sees no money, and whoever has no business there, find no file.
    for stranger in [house.cookie(house.ben).await, house.cookie(house.chidi).await] {
        assert_eq!(house.get(&stranger, &sent(&page, &[])).await.0, StatusCode::NOT_FOUND);
        assert_eq!(house.get(&stranger, &sent(&page, &[&own])).await.0, StatusCode::NOT_FOUND);
    }
}

/// Northgate's books with so many invoices more, by their numbers.
async fn long_books(more: usize) -> (House, BTreeSet<String>) {
    let house = House::new().await;
    house.invoice("INV-0", "Northgate Water", "2026-02-10", "2026-03-20").await;
    let template = invoice(&house, "INV-0").await;
    let row = |number: usize| Invoice { id: fresh(), number: format!("INV-{number}"), ..template.clone() };
    let more: Vec<Invoice> = (1..=more).map(row).collect();
    let raw = house.db.unguarded();
    let line = raw.first(InvoiceLine::INVOICE_ID.is(&template.id)).await.unwrap().unwrap();
    let line = |of: &Invoice| InvoiceLine { id: fresh(), invoice_id: of.id, ..line.clone() };
    raw.insert_all(&more).await.unwrap();
    raw.insert_all(&more.iter().map(line).collect::<Vec<_>>()).await.unwrap();
    let numbers = more.into_iter().map(|invoice| invoice.number).chain([template.number]).collect();
    (house, numbers)
}

#[tokio::test]
async fn a_long_list_comes_whole_as_files_and_on_paper() {
    let (house, numbers) = long_books(200).await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}/invoices?view=all", house.northgate)).await;
    assert!(page.contains("All as PDFs of 200 invoices each (zip)"), "{page}");
    let all = names(taken(&house, &amelia, &sent(&page, &[])).await);
    assert_eq!(all.len(), 201);
    let named: BTreeSet<String> = numbers.iter().map(|number| format!("Invoice-{number}.pdf")).collect();
    assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), named);
    let on_paper = format!("/a/{}/invoices/invoices.pdf?view=all", house.northgate);
    let bound = unzipped(taken(&house, &amelia, &on_paper).await);
    assert_eq!(bound.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), ["Invoices-1.pdf", "Invoices-2.pdf"]);
    let said: Vec<BTreeSet<String>> =
        bound.iter().map(|(_, pdf)| drawn::said(pdf).into_iter().flatten().collect()).collect();
    for number in &numbers {
        let title = format!("Invoice {number}");
        let times = said.iter().filter(|words| words.contains(&title)).count();
        assert_eq!(times, 1, "{title} stands in {times} of the files");
    }
}

#[tokio::test]
async fn whoever_loses_their_access_while_a_file_is_on_its_way_gets_no_more_of_it() {
    let (house, _) = long_books(200).await;
    let amelia = house.cookie(house.amelia).await;
    for file in ["invoices.zip", "invoices.pdf"] {
        let raw = house.db.unguarded();
        let hers = raw.first(Membership::PERSON_ID.is(&house.amelia)).await.unwrap().unwrap();
        let mut pieces = house.pieces(&amelia, &format!("/a/{}/invoices/{file}?view=all", house.northgate)).await;
        assert!(pieces.next().await.is_some_and(|piece| piece.is_ok()), "{file} begins");
        raw.update(&Membership { ended_at: Some(START), ..hers.clone() }).await.unwrap();
        assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "{file} ends without its end");
        raw.update(&hers).await.unwrap();
    }
}

#[tokio::test]
async fn whoever_is_signed_out_while_a_file_is_on_its_way_gets_no_more_of_it() {
    let (house, _) = long_books(200).await;
    let amelia = house.cookie(house.amelia).await;
    let raw = house.db.unguarded();
    let hers = raw.first(Session::PERSON_ID.is(&house.amelia)).await.unwrap().unwrap();
    let ended = Session { ended_at: Some(START), ..hers.clone() };
    let run_out = Session { expires_at: START, ..hers.clone() };
    for (over, how) in [(ended, "ended"), (run_out, "ran out")] {
        let mut pieces = house.pieces(&amelia, &format!("/a/{}/invoices/invoices.zip?view=all", house.northgate)).await;
        assert!(pieces.next().await.is_some_and(|piece| piece.is_ok()), "it begins");
        raw.update(&over).await.unwrap();
        assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "it goes on when her session {how}");
        raw.update(&hers).await.unwrap();
    }
}

#[tokio::test]
async fn a_file_for_a_program_ends_with_the_time_of_its_key() {
    let house = House::new().await;
    let key = ApiKey {
        id: fresh(),
        account_id: Some(house.northgate),
        person_id: house.amelia,
        made_by: "Amelia".to_owned(),
        name: "Bookkeeping".to_owned(),
        token_hash: "of a token".to_owned(),
        ending: String::new(),
        actions: Json(Vec::new()),
        created_at: START,
        expires_at: START.plus(Duration::from_hours(1)),
        used_at: None,
        revoked_at: None,
        client_id: None,
    };
    house.db.unguarded().insert(&key).await.unwrap();
    let acting = Acting::Account(house.northgate);
    let mut program = Principal::vouch(Actor::Key(key.id.cast()), acting, Vec::new());
    program.person = Some(house.amelia);
    let roles = async |now| directory::refreshed(&house.db, &program, now).await.unwrap().holdings.len();
    assert_eq!((roles(START).await, roles(key.expires_at).await), (1, 0));
}

#[tokio::test]
async fn a_file_that_is_read_with_somebody_elses_eyes_ends_with_that() {
    let (house, _) = long_books(200).await;
    let raw = house.db.unguarded();
    let everywhere = [VIEW_AS, "accounts.*", "billing.*"].map(|action| Grant::new(action, Reach::All));
    let clerk = Role { name: "clerk".into(), staff: true, grants: everywhere.into() };
    let work = house.db.begin().await.unwrap();
    directory::keep_roles(&work, &[clerk]).await.unwrap();
    work.commit().await.unwrap();
    let held = raw.first(HoldingRow::PERSON_ID.is(&house.tom)).await.unwrap().unwrap();
    let as_clerk = HoldingRow { role: "clerk".to_owned(), ..held.clone() };
    raw.update(&as_clerk).await.unwrap();
    let tom = house.cookie(house.tom).await;
    let session = raw.first(Session::PERSON_ID.is(&house.tom)).await.unwrap().unwrap();
    let amelia = raw.first(Membership::PERSON_ID.is(&house.amelia)).await.unwrap().unwrap();
    let view = ViewAs {
        id: fresh(),
        account_id: house.northgate,
        membership_id: amelia.id,
        subject_id: house.amelia,
        subject_name: "Amelia".to_owned(),
        person_id: house.tom,
        person_name: "Tom".to_owned(),
        session_id: session.id.cast(),
        reason: "T-17".to_owned(),
        began_at: START,
        ends_at: START.plus(VIEW_AS_LIFETIME),
        ended_at: None,
    };
    raw.insert(&view).await.unwrap();
    let begun = async || {
        let mut pieces = house.pieces(&tom, &format!("/a/{}/invoices/invoices.zip?view=all", house.northgate)).await;
        assert!(pieces.next().await.is_some_and(|piece| piece.is_ok()), "it begins");
        pieces
    };
    let mut pieces = begun().await;
    raw.update(&ViewAs { ended_at: Some(START), ..view.clone() }).await.unwrap();
    assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "the view has ended");
    raw.update(&view).await.unwrap();
    let mut pieces = begun().await;
    raw.update(&held).await.unwrap();
    assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "Tom may not look with others' eyes any more");
    raw.update(&as_clerk).await.unwrap();
    let mut pieces = begun().await;
    raw.update(&Session { ended_at: Some(START), ..session }).await.unwrap();
    assert!(pieces.next().await.is_some_and(|piece| piece.is_err()), "Tom has signed out");
}

#[tokio::test]
async fn what_leaves_the_tree_while_a_file_is_on_its_way_is_no_part_of_it() {
    let (house, _) = long_books(200).await;
    let work = house.db.begin().await.unwrap();
    let group = account(&work, "Northgate Group", AccountKind::Company, None).await.unwrap();
    directory::tree::transplant(&work, house.northgate, Some(group)).await.unwrap();
    work.commit().await.unwrap();
    let greta = member(house.db.unguarded(), "Greta", group, "group").await.unwrap().person;
    let greta = house.cookie(greta).await;
    let mut pieces = house.pieces(&greta, &format!("/a/{group}/invoices/invoices.zip?view=all")).await;
    let mut file = pieces.next().await.unwrap().unwrap().to_vec();
    let work = house.db.begin().await.unwrap();
    directory::tree::transplant(&work, house.northgate, None).await.unwrap();
    work.commit().await.unwrap();
    while let Some(piece) = pieces.next().await {
        file.extend(piece.unwrap());
    }
    assert_eq!(names(file).len(), 200, "it goes on with an account that is none of Greta's by now");
}

#[tokio::test]
async fn of_a_long_list_a_part_can_be_ticked() {
    let (house, _) = long_books(200).await;
    let amelia = house.cookie(house.amelia).await;
    let page = house.page(&amelia, &format!("/a/{}/invoices?view=all", house.northgate)).await;
    let boxes = quoted(&page, BOX);
    let (two, few) = store::counted(taken(&house, &amelia, &sent(&page, &boxes[..2]))).await;
    assert_eq!(names(two).len(), 2);
    let (ten, many) = store::counted(taken(&house, &amelia, &sent(&page, &boxes[..10]))).await;
    assert_eq!(names(ten).len(), 10);
    assert_eq!(few, many, "it asks as often for ten as for two");
    // A tick on another page of the list comes along: both pages say of which list they are.
    let next = quoted(&page, "rel=\"next\" href=\"")[0];
    let further = house.page(&amelia, next).await;
    let list = format!("/a/{}/invoices", house.northgate);
    assert_eq!((quoted(&page, "data-ticks=\""), quoted(&further, "data-ticks=\"")), (vec![&*list], vec![&*list]));
    let ticked = [boxes[0], quoted(&further, BOX)[0]];
    assert!(ticked[0] != ticked[1]);
    assert_eq!(names(taken(&house, &amelia, &sent(&further, &ticked)).await).len(), 2);
    // More names than a file can hold are no way around that.
    let named: Vec<&str> = boxes.iter().copied().cycle().take(201).collect();
    assert_eq!(house.get(&amelia, &sent(&page, &named)).await.0, StatusCode::CONFLICT);
}

#[tokio::test]
async fn the_file_and_the_list_agree_whichever_accounts_somebody_sees() {
    let world = World::of_books().await;
    let feed = feed(&world).await;
    let mut all = Vec::new();
    for (number, account) in [("INV-1", "northgate"), ("INV-2", "depot"), ("INV-3", "meridian")] {
        takes::<IngestInvoice>(&world, &feed, super::invoice(number, account, |_| {})).await.unwrap();
        all.push(super::only(&world, number).await.id.to_string());
    }
    let depot = world.cast.depot.to_string();
    let cast = &world.cast;
    for (who, most) in [
        (world.as_member(cast.amelia), 1),
        (world.as_member(cast.greta), 2),
        (world.as_member(cast.chidi), 1),
        (world.as_staff(cast.tom), 3),
    ] {
        for filter in [&[][..], &[("view", "all")], &[("words", "INV-2")], &[("account", depot.as_str())]] {
            let page = world.asks::<ListInvoices>(&who, None, &list(filter)).await.unwrap();
            let mut listed: Vec<_> = page.invoices.rows.iter().map(|invoice| invoice.id).collect();
            listed.sort();
            assert!(listed.len() <= most && (!filter.is_empty() || listed.len() == most), "{filter:?}");
            // Naming every invoice there is takes away what may be seen of the account, and no more.
            let account = filter.iter().filter(|(name, _)| *name == "account").copied();
            let broad: Vec<(&str, &str)> = account.chain([("view", "all")]).collect();
            let broad = world.asks::<ListInvoices>(&who, None, &list(&broad)).await.unwrap();
            let mut visible: Vec<_> = broad.invoices.rows.iter().map(|invoice| invoice.id).collect();
            visible.sort();
            let named: Vec<(&str, &str)> = all.iter().map(|id| ("among", id.as_str())).collect();
            for (among, listed) in [(Vec::new(), &listed), (named, &visible)] {
                let papers = form(&[filter, among.as_slice()].concat());
                let papers = world.asks::<InvoicePapers>(&who, None, &papers).await.unwrap();
                let mut held: Vec<_> = papers.papers.iter().map(|paper| paper.invoice.id).collect();
                held.sort();
                assert_eq!(&held, listed, "{filter:?}, {} named", among.len());
            }
        }
    }
}
