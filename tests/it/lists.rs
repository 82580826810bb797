//! Lists, counts and sums: complete, in order, and never more than may be seen.

use access::KnownTree;
use directory::AccountKind;
use gateway::{Asked, Raw};
use kernel::{Date, Limit, Money, Timestamp};
use store::{Condition, Count, Direction, List, Order, counted};

use crate::{
    toy::{
        queries::{ListJobs, SumJobs},
        rows::{Job, Note},
    },
    world::{World, account, form, fresh},
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[tokio::test]
async fn pages_join_without_gap_or_repeat_forwards_and_back_with_ties_and_unknowns() {
    let world = World::new().await;
    for number in 0..23 {
        let due = (number % 3 > 0).then(|| day("2026-03-01").plus_days(number / 5));
        world.job(world.cast.northgate, None, |job| job.due_on = due).await;
    }
    let amelia = world.signed_in(world.as_member(world.cast.amelia)).await;
    let caller = world.gateway.caller(&amelia.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Job>(&caller, "jobs.list").await.unwrap();
    for direction in [Direction::Ascending, Direction::Descending] {
        let list = |cursor| List::by(Order::by(Job::DUE_ON, direction)).from(cursor).rows(Limit::clamp(4));
        let mut forwards = Vec::new();
        let mut pages = Vec::new();
        let mut cursor = None;
        loop {
            let page = scope.page(list(cursor)).await.unwrap();
            forwards.extend(page.rows.iter().map(|job| (job.due_on, job.id)));
            pages.push(page.clone());
            match page.next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(forwards.len(), 23);
        let known: Vec<Date> = forwards.iter().filter_map(|(due, _)| *due).collect();
        let mut sorted = known.clone();
        sorted.sort();
        if direction == Direction::Descending {
            sorted.reverse();
        }
        assert_eq!(known, sorted);
        assert!(forwards[known.len()..].iter().all(|(due, _)| due.is_none()), "what is unknown comes last");
        // And back again, page by page, to the very first.
        for at in (1..pages.len()).rev() {
            let back = scope.page(list(pages[at].previous.clone())).await.unwrap();
            assert_eq!(back.rows, pages[at - 1].rows);
        }
        assert_eq!(pages[0].previous, None);
    }
}

#[tokio::test]
async fn a_group_sees_its_tree_in_one_list_and_nothing_else() {
    let world = World::new().await;
    let cast = &world.cast;
    for (at, account) in [cast.group, cast.northgate, cast.depot, cast.meridian, cast.depot].into_iter().enumerate() {
        let raised = i64::try_from(at).unwrap();
        world.job(account, None, |job| job.raised_at = kernel::Timestamp::from_micros(raised)).await;
    }
    let greta = world.as_member(cast.greta);
    let page = world.asks::<ListJobs>(&greta, None, &form(&[("latest_first", "on")])).await.unwrap();
    let accounts: Vec<_> = page.jobs.rows.iter().map(|job| job.account_id).collect();
    assert_eq!(accounts, [cast.depot, cast.depot, cast.northgate, cast.group]);
    assert_eq!((page.count.rows, page.count.more), (4, false));
    // Acting at the site, the group's own work is out of sight.
    let at_depot = world.acting(cast.greta.person, access::Acting::Account(cast.depot));
    let page = world.asks::<ListJobs>(&at_depot, None, &Raw::empty()).await.unwrap();
    assert_eq!(page.jobs.rows.len(), 2);
}

#[tokio::test]
async fn a_tree_of_many_accounts_is_listed_as_well() {
    let world = World::new().await;
    let cast = &world.cast;
    let work = world.db.begin().await.unwrap();
    let mut sites = Vec::new();
    for number in 0..70 {
        let name = format!("Site {number}");
        let site = directory::Account {
            id: fresh(),
            parent_id: Some(cast.northgate),
            kind: directory::AccountKind::Site,
            name_fold: directory::fold(&name),
            name,
            reference: None,
            created_at: crate::world::START,
            vat_number: None,
            registered_address: None,
        };
        work.unguarded().insert(&site).await.unwrap();
        directory::tree::plant(&work, site.id, Some(cast.northgate)).await.unwrap();
        sites.push(site.id);
    }
    work.commit().await.unwrap();
    for site in &sites {
        world.job(*site, None, |_| {}).await;
    }
    world.job(cast.meridian, None, |_| {}).await;
    let greta = world.as_member(cast.greta);
    let page = world.asks::<ListJobs>(&greta, None, &Raw::empty()).await.unwrap();
    assert_eq!((page.count.rows, page.count.more), (20, true));
    // To the very end: every site's, once, and nobody else's.
    let asked = world.signed_in(greta).await;
    let caller = world.gateway.caller(&asked.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Job>(&caller, "jobs.list").await.unwrap();
    let mut found = Vec::new();
    let mut cursor = None;
    loop {
        let list = List::by(Order::by(Job::RAISED_AT, Direction::Ascending)).from(cursor).rows(Limit::clamp(9));
        let page = scope.page(list).await.unwrap();
        found.extend(page.rows.iter().map(|job| job.account_id));
        match page.next {
            Some(next) => cursor = Some(next),
            None => break,
        }
    }
    found.sort();
    sites.sort();
    assert_eq!(found, sites);
    assert_eq!(scope.count(None, 500).await.unwrap().rows, 70);
}

#[tokio::test]
async fn a_search_in_parts_never_asks_about_somebody_elses() {
    let world = World::new().await;
    let cast = &world.cast;
    let (ours, theirs) = (world.job(cast.northgate, None, |_| {}).await, world.job(cast.meridian, None, |_| {}).await);
    for (job, body) in [(&ours, "gasket"), (&theirs, "canary")] {
        let note = Note {
            id: fresh(),
            job_id: job.id,
            account_id: job.account_id,
            author_id: None,
            body: body.to_owned(),
            tool_id: None,
            written_at: crate::world::START,
        };
        world.raw().insert(&note).await.unwrap();
    }
    let asked = world.signed_in(world.as_member(cast.amelia)).await;
    let caller = world.gateway.caller(&asked.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Job>(&caller, "jobs.list").await.unwrap();
    let either = |one: &str, other: &str| Condition::any_child(Note::BODY.contains(one).or(Note::BODY.contains(other)));
    assert_eq!(scope.count(Some(either("nothing", "canary")), 10).await.unwrap().rows, 0);
    assert_eq!(scope.count(Some(either("nothing", "gasket")), 10).await.unwrap().rows, 1);
}

#[tokio::test]
async fn a_cursor_of_another_list_is_a_clear_error() {
    let world = World::new().await;
    let amelia = world.as_member(world.cast.amelia);
    let cursor = kernel::Cursor { key: "seal".to_owned(), id: uuid::Uuid::nil(), backwards: false };
    let problem = world.asks::<ListJobs>(&amelia, None, &form(&[("from", &String::from(cursor))])).await.err().unwrap();
    assert_eq!((problem.kind(), problem.fields().len()), (&kernel::Problem::INVALID, 1));
}

#[tokio::test]
async fn a_moved_site_is_seen_where_it_now_belongs() {
    let world = World::new().await;
    let cast = &world.cast;
    world.job(cast.depot, None, |_| {}).await;
    let work = world.db.begin().await.unwrap();
    directory::tree::transplant(&work, cast.depot, Some(cast.meridian)).await.unwrap();
    assert!(directory::tree::transplant(&work, cast.group, Some(cast.northgate)).await.is_err(), "no circle");
    work.commit().await.unwrap();
    let greta = world.as_member(cast.greta);
    let page = world.asks::<ListJobs>(&greta, None, &Raw::empty()).await.unwrap();
    assert!(page.jobs.rows.is_empty());
}

#[tokio::test]
async fn totals_are_of_the_rows_in_the_list_apart_by_currency_and_age() {
    let world = World::new().await;
    let cast = &world.cast;
    let (gbp, eur) = (kernel::Currency::GBP, kernel::Currency::EUR);
    for (account, minor, currency, due) in [
        (cast.northgate, 100, gbp, Some("2026-01-01")),
        (cast.northgate, 20, gbp, Some("2026-03-01")),
        (cast.northgate, 3, gbp, Some("2026-04-01")),
        (cast.northgate, 7, gbp, None),
        (cast.northgate, 55, eur, Some("2026-04-01")),
        (cast.meridian, 9999, gbp, Some("2026-01-01")),
    ] {
        world
            .job(account, None, |job| {
                job.cost_minor = minor;
                job.currency = currency;
                job.due_on = due.map(day);
            })
            .await;
    }
    // A secret of somebody else's is in neither list nor sum.
    world.job(cast.northgate, Some(cast.ben.person), |job| job.secret = true).await;
    let amelia = world.as_member(cast.amelia);
    let totals = world.asks::<SumJobs>(&amelia, None, &form(&[("today", "2026-03-12")])).await.unwrap();
    let told: Vec<_> = totals.iter().map(|total| (total.amount, total.bucket)).collect();
    assert_eq!(
        told,
        [
            (Money::new(55, eur), Some(2)),
            (Money::new(7, gbp), None),
            (Money::new(100, gbp), Some(0)),
            (Money::new(20, gbp), Some(1)),
            (Money::new(3, gbp), Some(2)),
        ]
    );
}

#[tokio::test]
async fn a_list_is_narrowed_by_its_rows_and_by_their_parts() {
    let world = World::new().await;
    let cast = &world.cast;
    let job = world.job(cast.northgate, None, |job| job.title = "50% off_ pumps".to_owned()).await;
    world.job(cast.northgate, None, |job| job.title = "50x offx pumps".to_owned()).await;
    let note = Note {
        id: fresh(),
        job_id: job.id,
        account_id: cast.northgate,
        author_id: None,
        body: "bring gasket".to_owned(),
        tool_id: None,
        written_at: crate::world::START,
    };
    world.raw().insert(&note).await.unwrap();
    let amelia = world.as_member(cast.amelia);
    for (field, words, found) in
        [("words", "50% off_", 1), ("words", "pumps", 2), ("noted", "gasket", 1), ("noted", "none", 0)]
    {
        let page = world.asks::<ListJobs>(&amelia, None, &form(&[(field, words)])).await.unwrap();
        assert_eq!(page.jobs.rows.len(), found, "{field} {words}");
    }
}

#[tokio::test]
async fn a_page_costs_the_same_number_of_statements_whatever_it_holds() {
    let world = World::new().await;
    let amelia = world.signed_in(world.as_member(world.cast.amelia)).await;
    let (_, empty) = counted(world.gateway.ask::<ListJobs>(&amelia, None, &Raw::empty())).await;
    for _ in 0..60 {
        world.job(world.cast.northgate, None, |_| {}).await;
    }
    let (_, full) = counted(world.gateway.ask::<ListJobs>(&amelia, None, &Raw::empty())).await;
    assert_eq!((empty, full), (2, 2));
}

#[tokio::test]
async fn the_lists_of_a_request_read_the_tree_once_and_the_next_request_reads_it_anew() {
    let world = World::new().await;
    let greta = world.signed_in(world.as_member(world.cast.greta)).await;
    let request = || Asked { tree: KnownTree::of_request(), ..greta.clone() };
    let jobs = async |asked: &Asked| {
        let (page, statements) = counted(world.gateway.ask::<ListJobs>(asked, None, &Raw::empty())).await;
        (page.unwrap().jobs.rows.len(), statements)
    };
    let page = request();
    assert_eq!([jobs(&page).await, jobs(&page).await], [(0, 3), (0, 2)]);
    let work = world.db.begin().await.unwrap();
    let site = account(&work, "Northgate Weir", AccountKind::Site, Some(world.cast.northgate)).await.unwrap();
    work.commit().await.unwrap();
    world.job(site, None, |_| {}).await;
    assert_eq!(jobs(&request()).await, (1, 3));
}

#[tokio::test]
async fn what_there_is_of_each_account_is_told_of_those_one_may_see_and_no_further_than_the_cap() {
    let world = World::new().await;
    let (northgate, meridian, depot) = (world.cast.northgate, world.cast.meridian, world.cast.depot);
    for number in 0..5 {
        world.job(northgate, None, |job| job.raised_at = Timestamp::from_micros(number)).await;
    }
    world.job(meridian, None, |_| {}).await;
    let amelia = world.signed_in(world.as_member(world.cast.amelia)).await;
    let caller = world.gateway.caller(&amelia.principal, None).await.unwrap();
    let scope = world.db.scope::<(), Job>(&caller, "jobs.list").await.unwrap();
    let told = async |only: Option<Condition<Job>>, cap: u32| {
        let of = [northgate, meridian, depot];
        let shares = scope.shares(Job::ACCOUNT_ID, &of, None, only.as_ref(), cap).await.unwrap();
        shares.into_iter().map(|share| (share.of, share.count)).collect::<Vec<_>>()
    };
    assert_eq!(told(None, 10).await, [(northgate, Count { rows: 5, more: false })], "nothing of Meridian's");
    assert_eq!(told(None, 3).await, [(northgate, Count { rows: 3, more: true })]);
    let early = Job::RAISED_AT.below(&Timestamp::from_micros(2));
    assert_eq!(told(Some(early), 10).await, [(northgate, Count { rows: 2, more: false })]);
}
