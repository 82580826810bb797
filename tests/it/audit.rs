//! The journal at the desk: what is asked for and nothing else, to whom it may be shown and nobody else.

mod desk;
mod numbers;

use std::collections::BTreeSet;

use audit::{Exporting, Listed, Listing, ShowEntry, Told};
use axum::http::StatusCode;
use gateway::{Asked, Raw};
use journal::{Attempt, Audience, Entry, Outcome, View};
use kernel::{Id, Problem, Ref, Timestamp};
use store::{Backend, Condition, Direction, List, Order, counted};
use uuid::Uuid;

use crate::world::{START, form, fresh, member};
use desk::Desk;

const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Every line of a list, page by page.
async fn all<R: Told>(desk: &Desk, who: &Asked, told: &[(&str, &str)]) -> Vec<R::Line> {
    let mut lines = Vec::new();
    let mut from: Option<String> = None;
    loop {
        let mut pairs = told.to_vec();
        pairs.extend(from.as_deref().map(|from| ("from", from)));
        let listed: Listed<R::Line> = desk.ask::<Listing<R>>(who, None, &form(&pairs)).await.unwrap();
        lines.extend(listed.page.rows);
        match listed.page.next {
            Some(next) => from = Some(next.into()),
            None => return lines,
        }
    }
}

async fn ids(desk: &Desk, who: &Asked, told: &[(&str, &str)]) -> BTreeSet<Id<Entry>> {
    all::<Entry>(desk, who, told).await.into_iter().map(|entry| entry.id).collect()
}

/// What happened in a few days: by people and systems, for customers and nobody, told to all or to the desk.
async fn a_few_days(desk: &Desk) -> Vec<Entry> {
    let [feed, invoice] = ["feed", "invoice"].map(|kind| Ref { kind: kind.into(), id: Uuid::now_v7() });
    let mut told = Vec::new();
    for day in 0..4_i64 {
        let at = Timestamp::from_micros(START.micros() - day * DAY);
        told.push(desk.tell(|draft| draft.at = at).await);
        told.push(
            desk.tell(|draft| {
                draft.at = at;
                draft.principal = Desk::importer();
                draft.command = "billing.ingest_invoice".to_owned();
                draft.event.name = "billing.invoice_received".to_owned();
                draft.target = feed.clone();
                draft.event.refs = vec![invoice.clone()];
                draft.account = Some(desk.meridian);
            })
            .await,
        );
        told.push(
            desk.tell(|draft| {
                draft.at = at;
                draft.account = None;
                draft.event.name = "jobs_old.noted".to_owned();
                draft.event.audience = Audience::Desk;
            })
            .await,
        );
    }
    told
}

#[tokio::test]
async fn a_filter_gives_exactly_what_it_says() {
    let desk = Desk::new().await;
    let hannah = desk.staff(desk.hannah).await;
    let told = a_few_days(&desk).await;
    let (northgate, meridian) = (desk.northgate.to_string(), desk.meridian.to_string());
    let priya = format!("person:{}", desk.priya.person);
    let feed = told[1].target.to_string();
    let invoice = told[1].refs.0[0].to_string();
    let bare = told[1].target.id.to_string();
    let nobody = Uuid::now_v7().to_string();
    type Fits<'a> = Box<dyn Fn(&Entry) -> bool + 'a>;
    let by_import = |entry: &Entry| entry.actor == "system:import";
    let day = |entry: &Entry| (START.micros() - entry.at.micros()) / DAY;
    let cases: Vec<(Vec<(&str, &str)>, Fits<'_>)> = vec![
        (vec![], Box::new(|_| true)),
        (vec![("account", &northgate)], Box::new(|entry| entry.account_id == Some(desk.northgate))),
        (vec![("account", &meridian)], Box::new(|entry| entry.account_id == Some(desk.meridian))),
        (vec![("who", &priya)], Box::new(|entry| !by_import(entry))),
        (vec![("who", "people")], Box::new(|entry| !by_import(entry))),
        (vec![("who", "systems")], Box::new(by_import)),
        (vec![("who", "system:import")], Box::new(by_import)),
        (vec![("what", "billing.")], Box::new(by_import)),
        (vec![("what", "Billing.Invoice_Received")], Box::new(by_import)),
        (vec![("what", "billing.ingest")], Box::new(by_import)),
        // A sign of LIKE is a letter like any other: `jobs_` does not find `jobs.`.
        (vec![("what", "jobs_")], Box::new(|entry| entry.event == "jobs_old.noted")),
        (vec![("kind", "feed")], Box::new(by_import)),
        (vec![("kind", "fee")], Box::new(|_| false)),
        (vec![("object", &feed)], Box::new(by_import)),
        // What an entry names beside its target is found too.
        (vec![("object", &invoice)], Box::new(by_import)),
        (vec![("object", &bare)], Box::new(|_| false)),
        (vec![("since", "2026-03-11")], Box::new(|entry| day(entry) <= 1)),
        (vec![("until", "2026-03-10")], Box::new(|entry| day(entry) >= 2)),
        (vec![("since", "2026-03-11"), ("until", "11 3 2026")], Box::new(|entry| day(entry) == 1)),
        (vec![("account", &nobody)], Box::new(|_| false)),
        (vec![("who", "person:nobody")], Box::new(|_| false)),
        (vec![("outcome", "hidden")], Box::new(|_| false)),
        (
            vec![("who", "people"), ("account", &northgate), ("since", "2026-03-10")],
            Box::new(|entry| entry.account_id == Some(desk.northgate) && day(entry) <= 2),
        ),
    ];
    for (filter, fits) in cases {
        let expected: BTreeSet<_> = told.iter().filter(|entry| fits(entry)).map(|entry| entry.id).collect();
        assert_eq!(ids(&desk, &hannah, &filter).await, expected, "{filter:?}");
        let listed = desk.ask::<Listing<Entry>>(&hannah, None, &form(&filter)).await.unwrap();
        assert_eq!(listed.found.rows, expected.len() as u64, "{filter:?}");
    }
    let wrong = desk.ask::<Listing<Entry>>(&hannah, None, &form(&[("account", "nobody")])).await.err().unwrap();
    assert_eq!((wrong.kind(), &*wrong.fields()[0].at), (&Problem::INVALID, "/account"));
}

#[tokio::test]
async fn views_and_attempts_are_narrowed_in_the_same_words() {
    let desk = Desk::new().await;
    let (hannah, tom) = (desk.staff(desk.hannah).await, desk.staff(desk.tom).await);
    let entry = desk.tell(|_| {}).await;
    desk.ask::<ShowEntry>(&hannah, Some(entry.id.uuid()), &Raw::empty()).await.unwrap();
    desk.ask::<Listing<View>>(&hannah, None, &Raw::empty()).await.unwrap();
    desk.ask::<ShowEntry>(&tom, Some(entry.id.uuid()), &Raw::empty()).await.err().unwrap();
    desk.gateway.logs().flush(&desk.db).await.unwrap();
    let northgate = desk.northgate.to_string();
    let by_hannah = format!("person:{}", desk.hannah);
    let object = Ref::new("journal_entry", entry.id).to_string();
    // Whose record was opened is kept, although the desk acts for no customer.
    for told in [("account", northgate.as_str()), ("object", object.as_str()), ("kind", "journal_entry")] {
        let seen = all::<View>(&desk, &hannah, &[told]).await;
        let actions: Vec<&str> = seen.iter().map(|view| view.action.as_str()).collect();
        assert_eq!(actions, ["journal.read"], "{told:?}");
    }
    assert!(all::<View>(&desk, &hannah, &[("who", &by_hannah), ("what", "journal.list_v")]).await.len() == 1);
    assert!(all::<View>(&desk, &hannah, &[("who", "systems")]).await.is_empty());
    // A list that staff narrow to one customer is a look at that customer.
    let meridian = desk.meridian.to_string();
    desk.ask::<Listing<Entry>>(&hannah, None, &form(&[("account", &meridian)])).await.unwrap();
    desk.gateway.logs().flush(&desk.db).await.unwrap();
    assert_eq!(all::<View>(&desk, &hannah, &[("account", &meridian)]).await.len(), 1);
    let tried = all::<Attempt>(&desk, &hannah, &[("outcome", "hidden"), ("object", &object)]).await;
    assert_eq!(tried.iter().map(|attempt| attempt.outcome).collect::<Vec<_>>(), [Outcome::Hidden]);
    assert!(all::<Attempt>(&desk, &hannah, &[("outcome", "forbidden")]).await.is_empty());
    assert!(all::<Attempt>(&desk, &hannah, &[("who", &by_hannah)]).await.is_empty());
}

#[tokio::test]
async fn a_file_holds_exactly_what_the_list_shows_and_nothing_that_runs() {
    let desk = Desk::new().await;
    for number in 0..260_i64 {
        let at = Timestamp::from_micros(START.micros() - number);
        desk.tell(|draft| {
            draft.at = at;
            draft.account = Some(if number % 3 == 0 { desk.meridian } else { desk.northgate });
            draft.event.name = "=cmd()".to_owned();
        })
        .await;
    }
    let browser = desk.browser(desk.hannah).await;
    let hannah = desk.staff(desk.hannah).await;
    let meridian = desk.meridian.to_string();
    for told in [vec![], vec![("account", meridian.as_str())], vec![("what", "nothing.")], vec![("who", "people")]] {
        let query: Vec<String> = told.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let file = browser.get(&format!("/desk/journal/entries.csv?{}", query.join("&"))).await;
        assert_eq!(file.status, StatusCode::OK);
        let lines: Vec<&str> = file.body.lines().skip(1).collect();
        let listed: Vec<String> =
            all::<Entry>(&desk, &hannah, &told).await.iter().map(|entry| entry.id.to_string()).collect();
        let written: Vec<&str> = lines.iter().filter_map(|line| line.split(',').next()).collect();
        assert_eq!(written, listed, "{told:?}");
        assert!(lines.iter().all(|line| line.contains(",'=cmd(),") && line.contains("Priya Raman")), "{told:?}");
    }
}

#[tokio::test]
async fn whoever_takes_a_file_away_is_written_down_before_they_get_it() {
    let desk = Desk::new().await;
    desk.tell(|_| {}).await;
    let browser = desk.browser(desk.hannah).await;
    for (name, action) in [("entries", Entry::EXPORT), ("views", View::EXPORT), ("attempts", Attempt::EXPORT)] {
        browser.get(&format!("/desk/journal/{name}.csv")).await;
        // Read from the table itself: nothing is left waiting in memory.
        let noted = desk.db.unguarded().find(View::ACTION.is(&action.to_owned())).await.unwrap();
        let by: Vec<&str> = noted.iter().map(|view| view.actor.as_str()).collect();
        assert_eq!(by, [format!("person:{}", desk.hannah)], "{name}");
    }
    let page = browser.get("/desk/journal/views?what=journal.export_views").await;
    assert!(page.body.contains("Hannah Okafor") && page.body.contains("Exported who looked at what"));
}

#[tokio::test]
async fn an_agent_sees_nothing_of_the_journal() {
    let desk = Desk::new().await;
    let entry = desk.tell(|_| {}).await;
    let tom = desk.staff(desk.tom).await;
    assert!(ids(&desk, &tom, &[]).await.is_empty());
    assert!(desk.ask::<Exporting<Entry>>(&tom, None, &Raw::empty()).await.unwrap().lines.is_empty());
    let refused = desk.ask::<ShowEntry>(&tom, Some(entry.id.uuid()), &Raw::empty()).await.err().unwrap();
    let absent = desk.ask::<ShowEntry>(&tom, Some(Uuid::now_v7()), &Raw::empty()).await.err().unwrap();
    assert_eq!((refused.kind().slug, refused.says()), (absent.kind().slug, absent.says()));
    let browser = desk.browser(desk.tom).await;
    for path in ["/desk/journal", "/desk/journal/views", "/desk/journal/attempts", "/desk/journal/entries.csv"] {
        let body = browser.get(path).await.body;
        assert!(!body.contains("jobs.noted") && !body.contains("Priya"), "{path}");
    }
    let path = format!("/desk/journal/entries/{}", entry.id);
    assert_eq!(browser.get(&path).await.status, StatusCode::NOT_FOUND);
    assert_eq!(desk.browser(desk.priya.person).await.get(&path).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn what_is_for_the_desk_stays_there_whatever_a_customer_s_role_says() {
    let desk = Desk::new().await;
    let told = a_few_days(&desk).await;
    let secret = desk.tell(|draft| draft.event.audience = Audience::Desk).await;
    let priya = desk.customer(desk.priya).await;
    let own: BTreeSet<_> =
        told.iter().filter(|entry| entry.account_id == Some(desk.northgate)).map(|entry| entry.id).collect();
    assert_eq!(own.len(), 4);
    assert_eq!(ids(&desk, &priya, &[]).await, own);
    assert!(desk.ask::<ShowEntry>(&priya, own.first().map(|id| id.uuid()), &Raw::empty()).await.is_ok());
    for hidden in [secret.id, told[1].id, told[2].id, fresh()] {
        let refused = desk.ask::<ShowEntry>(&priya, Some(hidden.uuid()), &Raw::empty()).await.err().unwrap();
        assert_eq!(refused.kind().slug, "not-found");
    }
}

#[tokio::test]
async fn pages_join_both_ways_without_gap_or_repeat() {
    let desk = Desk::new().await;
    let hannah = desk.staff(desk.hannah).await;
    for number in 0..130_i64 {
        // Seven at a time in the same instant.
        let at = Timestamp::from_micros(START.micros() + number / 7);
        desk.tell(|draft| draft.at = at).await;
    }
    let mut pages: Vec<Vec<Id<Entry>>> = Vec::new();
    let mut told = Raw::empty();
    let mut back = None;
    loop {
        let page = desk.ask::<Listing<Entry>>(&hannah, None, &told).await.unwrap().page;
        pages.push(page.rows.iter().map(|entry| entry.id).collect());
        back = page.previous.or(back);
        let Some(next) = page.next else { break };
        told = form(&[("from", &String::from(next))]);
    }
    assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [25, 25, 25, 25, 25, 5]);
    assert_eq!(pages.concat().iter().collect::<BTreeSet<_>>().len(), 130);
    for forth in pages.iter().rev().skip(1) {
        let from = String::from(back.clone().expect("a page before"));
        let page = desk.ask::<Listing<Entry>>(&hannah, None, &form(&[("from", &from)])).await.unwrap().page;
        assert_eq!(&page.rows.iter().map(|entry| entry.id).collect::<Vec<_>>(), forth);
        back = page.previous;
    }
    assert!(back.is_none(), "the first page has none before it");
    let lost = desk.ask::<Listing<Entry>>(&hannah, None, &form(&[("from", "no place")])).await.unwrap();
    assert_eq!(lost.page.rows.first().map(|entry| entry.id), pages[0].first().copied());
}

#[tokio::test]
async fn lists_stay_on_their_indexes_in_a_large_journal() {
    let desk = Desk::new().await;
    let import = desk.tell(|draft| draft.principal = Desk::importer()).await;
    let import = Entry { account_id: Some(desk.meridian), on_behalf_of: None, ..import };
    let sea: Vec<Entry> = (0..20_000_i64)
        .map(|number| Entry {
            id: fresh(),
            at: Timestamp::from_micros(number),
            target: Ref { kind: "invoice".into(), id: Uuid::now_v7() },
            ..import.clone()
        })
        .collect();
    desk.db.unguarded().insert_all(&sea).await.unwrap();
    desk.tell(|_| {}).await;
    desk.db.unguarded().script("ANALYZE").await.unwrap();
    let hannah = desk.staff(desk.hannah).await;
    let caller = desk.gateway.caller(&hannah.principal, None).await.unwrap();
    let scope = desk.db.scope::<(), Entry>(&caller, Entry::LIST).await.unwrap();
    let cases: [(Option<Condition<Entry>>, &str); 5] = [
        (None, "journal_entries_by_time"),
        (Some(Entry::ACCOUNT_ID.is(&Some(desk.northgate))), "journal_entries_by_account"),
        (Some(Entry::ON_BEHALF_OF.is(&Some(desk.priya.person))), "journal_entries_by_person"),
        (Some(Entry::ON_BEHALF_OF.is_known()), "journal_entries_of_people"),
        (Some(Entry::ACTOR.is(&"system:identity".to_owned())), "journal_entries_by_actor"),
    ];
    for (condition, index) in cases {
        let list = List::by(Order::by(Entry::AT, Direction::Descending)).maybe(condition);
        let plan = scope.plan(list).await.unwrap().join("\n");
        match desk.db.backend() {
            Backend::Sqlite => {
                assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "not on {index}:\n{plan}");
            }
            Backend::Postgres => {
                assert!(!plan.contains("Seq Scan on journal_entries"), "reads the whole table:\n{plan}")
            }
        }
    }
}

#[tokio::test]
async fn a_page_asks_the_same_number_of_questions_however_many_names_it_shows() {
    let desk = Desk::new().await;
    let browser = desk.browser(desk.hannah).await;
    desk.tell(|_| {}).await;
    let (one, few) = counted(browser.get("/desk/journal")).await;
    assert!(one.body.contains("Priya Raman") && one.body.contains("Northgate Water"));
    for number in 0..30 {
        let name = format!("Person {number}");
        let somebody = member(desk.db.unguarded(), &name, desk.meridian, "auditor").await.unwrap();
        desk.tell(|draft| {
            draft.principal = desk.by(somebody);
            draft.account = Some(desk.meridian);
        })
        .await;
    }
    let (page, many) = counted(browser.get("/desk/journal")).await;
    assert!(page.body.contains("Person 29") && page.body.contains("Meridian Foods"));
    assert_eq!(many, few);
}

#[tokio::test]
async fn an_entry_shows_its_seal_and_what_was_erased_is_gone() {
    let desk = Desk::new().await;
    let entry = desk.tell(|draft| draft.event.refs.push(Ref { kind: "tool".into(), id: Uuid::now_v7() })).await;
    let hannah = desk.staff(desk.hannah).await;
    let show = async || desk.ask::<ShowEntry>(&hannah, Some(entry.id.uuid()), &Raw::empty()).await.unwrap();
    assert_eq!(show().await.seal, None);
    journal::seal::seal(&desk.db).await.unwrap();
    let sealed = show().await;
    assert_eq!(sealed.seal.map(|(number, hash)| (number, hash.len())), Some((1, 64)));
    assert_eq!((sealed.entry.digest, sealed.entry.payload), (entry.digest, Some(r#"{"note":7}"#.to_owned())));
    let work = desk.db.begin().await.unwrap();
    journal::erase(&work, entry.id, Desk::importer(), START).await.unwrap();
    work.commit().await.unwrap();
    let page = desk.browser(desk.hannah).await.get(&format!("/desk/journal/entries/{}", entry.id)).await;
    assert!(page.body.contains("What it said was erased") && !page.body.contains("note</dt>"));
}

#[tokio::test]
async fn a_search_leads_to_who_was_meant_and_no_name_stands_in_an_address() {
    let desk = Desk::new().await;
    let entry = desk.tell(|_| {}).await;
    let browser = desk.browser(desk.hannah).await;
    let find = async |words: &str| {
        browser.get("/desk/journal").await;
        browser.post("/desk/journal/search", &[("find", words)]).await
    };
    assert_eq!(find("meridian").await.to, format!("/desk/journal?account={}", desk.meridian));
    assert_eq!(find("hannah okafor").await.to, format!("/desk/journal?who=person%3A{}", desk.hannah));
    assert_eq!(find("jobs.noted").await.to, "/desk/journal?what=jobs.noted");
    assert_eq!(
        find(&entry.target.to_string()).await.to,
        format!("/desk/journal?object=job%3A{}", entry.target.id.simple())
    );
    crate::world::person(desk.db.unguarded(), "Northgate Nora").await.unwrap();
    let several = find("northgate").await;
    assert_eq!(several.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(several.body.contains("Choose what is meant") && several.body.contains(">Northgate Nora</a>"));
    for number in 0..21 {
        crate::world::person(desk.db.unguarded(), &format!("Northgate Number {number:02}")).await.unwrap();
    }
    let many = find("northgate").await.body;
    assert!(many.contains("More are called that than are shown here") && !many.contains("Northgate Number 20"));
    let nobody = find("zebedee").await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(nobody.body.contains("value=\"zebedee\""), "what was typed is kept");
    // Whoever may not read the journal learns no names from it.
    let tom = desk.browser(desk.tom).await;
    tom.get("/desk/journal").await;
    let told = tom.post("/desk/journal/search", &[("find", "hannah okafor")]).await;
    assert!(told.to.is_empty() && !told.body.contains("who=person"));
}

/// Every address of ours that a page shows.
fn shown(page: &str) -> Vec<String> {
    let links = page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links = links.map(|link| link.replace("&amp;", "&").replace("&#61;", "="));
    links.filter(|link| link.starts_with("/desk/journal")).collect()
}

#[tokio::test]
async fn whatever_a_page_shows_can_be_opened() {
    let desk = Desk::new().await;
    a_few_days(&desk).await;
    for _ in 0..30 {
        desk.tell(|_| {}).await;
    }
    let browser = desk.browser(desk.hannah).await;
    let mut todo = vec!["/desk/journal?utm=x&what=nothing".to_owned(), "/desk/journal".to_owned()];
    let mut opened = Vec::new();
    while let Some(path) = todo.pop() {
        if opened.contains(&path) || opened.len() > 120 {
            continue;
        }
        let answer = browser.get(&path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        assert!(!answer.body.contains('⟦'), "{path} lacks a message");
        todo.extend(shown(&answer.body));
        opened.push(path);
    }
    assert!(opened.len() > 60, "only {} pages were found", opened.len());
    let wrong = browser.get("/desk/journal?since=31+2+2026").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.body.contains("value=\"31 2 2026\""), "what was typed is kept");
}
