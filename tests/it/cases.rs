//! Cases, told through the gate and through the door: asked, answered, closed; and never anybody else's.

mod stage;

use cases::{Case, CloseCase, ListCases, Raised, ReadCase, ReopenCase, ReplyToCase, Side, Standing};
use gateway::{Asked, CardValue, Key, Raw, Slot};
use kernel::{Problem, Turn};
use store::{Backend, Direction, List, Order};

use crate::{
    visitor::field,
    world::{Member, form, fresh},
};
use stage::Stage;

/// In seconds.
const DAY: u64 = 24 * 60 * 60;

#[tokio::test]
async fn a_line_is_asked_about_and_both_sides_see_the_same_figures() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let ben = stage.member(cast.ben);
    let (job, note) = stage.record(cast.northgate, "4 kits at £128.50").await;
    let about = format!("job:{}:{}", job.id, note.id);
    let case = stage.raises(&ben, &[("about", &about)]).await.unwrap();
    assert_eq!(case.reference, "T-10001");
    // The books move on; what was asked about stays as it stood.
    stage.world.raw().update(&crate::toy::rows::Note { body: "4 kits at £118.00".into(), ..note }).await.unwrap();
    for who in [&ben, &stage.tom()] {
        let card = stage.reads(who, &case).await.unwrap().case.card.unwrap().0;
        assert_eq!((card.name.as_str(), card.path), ("INV-20418", format!("/jobs/{}", job.id)));
        assert_eq!(card.facts[0].value, CardValue::Text("4 kits at £128.50".to_owned()));
    }
    for page in [
        stage.browser(cast.ben.person).await.get(&format!("/a/{}/cases/{}", cast.northgate, case.case)).await,
        stage.browser(cast.tom).await.get(&format!("/desk/cases/{}", case.case)).await,
    ] {
        assert_eq!(page.status, 200);
        assert!(page.body.contains("4 kits at £128.50") && !page.body.contains("£118.00"));
        assert!(page.body.contains("Can you check the price?"));
    }
    // Found by the record's name and by its own number, by those who may see it.
    for words in ["inv-20418", "t-10001", "10001", "SEAL binds"] {
        assert_eq!(stage.references(&ben, &[("words", words)]).await, ["T-10001"], "{words}");
        assert!(stage.references(&stage.member(cast.chidi), &[("words", words)]).await.is_empty());
    }
    let ninth = "s e a l b i n d zzz";
    assert!(stage.references(&ben, &[("words", ninth)]).await.is_empty(), "the ninth word counts like the first");
}

#[tokio::test]
async fn a_moment_is_told_as_people_do_and_in_full_behind_it() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let case = stage.raises(&stage.member(cast.ben), &[]).await.unwrap();
    let browser = stage.browser(cast.ben.person).await;
    let list = format!("/a/{}/cases", cast.northgate);
    for (later, in_list, in_thread) in [
        (0, ">Today, 09:00</time>", ">Today, 09:00</time>"),
        (DAY, ">Yesterday, 09:00</time>", ">Yesterday, 09:00</time>"),
        (DAY, ">12 Mar</time>", ">12 Mar, 09:00</time>"),
    ] {
        stage.world.advance(later);
        for (path, words) in [(list.clone(), in_list), (format!("{list}/{}", case.case), in_thread)] {
            let page = browser.get(&path).await;
            assert_eq!(page.status, 200);
            assert!(page.body.contains(words), "{path} has no {words}");
            assert!(page.body.contains("title=\"Thu 12 March 2026, 09:00 UTC\""), "{path}");
        }
    }
}

#[tokio::test]
async fn what_is_another_account_s_cannot_be_quoted() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let (own, _) = stage.record(cast.northgate, "ours").await;
    let (foreign, theirs) = stage.record(cast.meridian, "theirs").await;
    let told = |about: &str| vec![("about", about.to_owned())];
    let ben = stage.member(cast.ben);
    let refused = async |asked, about: String| {
        let told = told(&about);
        let told: Vec<(&str, &str)> = told.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let problem = stage.raises(asked, &told).await.unwrap_err();
        format!("{} {:?}", problem.kind().slug, problem.fields())
    };
    let absent = refused(&ben, format!("job:{}", fresh::<Case>())).await;
    assert!(absent.starts_with("invalid") && absent.contains("/about"), "{absent}");
    assert_eq!(refused(&ben, format!("job:{}:{}", foreign.id, theirs.id)).await, absent);
    assert_eq!(refused(&ben, format!("job:{}:{}", own.id, theirs.id)).await, absent);
    // Greta reads Northgate's records; but the group's own people would see them in a case of the group.
    let greta = stage.member(cast.greta);
    assert_eq!(refused(&greta, format!("job:{}", own.id)).await, absent);
    let page = stage.browser(cast.ben.person).await;
    assert_eq!(page.get(&format!("/a/{}/cases/new?about=job:{}", cast.northgate, foreign.id)).await.status, 404);
    // From her own door the case becomes Northgate's.
    let page = stage.browser(cast.greta.person).await;
    let door = format!("/a/{}/cases/new", cast.group);
    let about = format!("job:{}", own.id);
    assert_eq!(page.get(&format!("{door}?about={about}")).await.status, 200);
    // The record was shown to her, so that is written down like any other look at it.
    stage.world.gateway.logs().flush(&stage.world.db).await.unwrap();
    let seen = stage.world.raw().find(journal::View::TARGET.is(&Some(kernel::Ref::new("job", own.id)))).await.unwrap();
    let by_greta = format!("person:{}", cast.greta.person);
    assert!(seen.iter().any(|view| view.actor == by_greta), "{seen:?}");
    let fields = [("about", about.as_str()), ("subject", "The price"), ("body", "Is it right?")];
    assert_eq!(page.post(&door, &fields).await.status, 303);
    assert_eq!(stage.references(&stage.member(cast.amelia), &[]).await, ["T-10001"]);
}

#[tokio::test]
async fn a_case_is_seen_by_whoever_asked_their_administrators_their_group_and_staff() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let bo = stage.colleague("Bo").await;
    let mut cases = Vec::new();
    for who in [cast.ben, bo, cast.dev, cast.chidi] {
        stage.world.advance(1);
        cases.push((who, stage.raises(&stage.member(who), &[]).await.unwrap()));
    }
    let sees = |who: Member| -> Vec<&str> {
        let may = |asker: Member| {
            asker.person == who.person
                || (who.person == cast.amelia.person && asker.account == cast.northgate)
                || (who.person == cast.greta.person && asker.account != cast.meridian)
        };
        cases.iter().rev().filter(|(asker, _)| may(*asker)).map(|(_, case)| case.reference.as_str()).collect()
    };
    // What is listed is what opens; what does not open takes no word, and answers as what is absent.
    let everybody = [cast.ben, bo, cast.amelia, cast.dev, cast.greta, cast.chidi, cast.dana, cast.petra, cast.eve];
    for who in everybody {
        let asked = stage.member(who);
        let expected = sees(who);
        assert_eq!(stage.references(&asked, &[("view", "open")]).await, expected);
        for (_, case) in &cases {
            let opens = stage.reads(&asked, case).await;
            assert_eq!(opens.is_ok(), expected.contains(&case.reference.as_str()));
            if let Err(problem) = opens {
                assert_eq!(shown(&problem), shown(&stage.reads(&asked, &nowhere()).await.unwrap_err()));
                let told = form(&[("body", "hi")]);
                let replied = stage.world.does::<ReplyToCase>(&asked, &[case.case.uuid()], &told).await;
                let closed = stage.world.does::<CloseCase>(&asked, &[case.case.uuid()], &Raw::empty()).await;
                assert_eq!((replied.unwrap_err().kind().status, closed.unwrap_err().kind().status), (404, 404));
            }
        }
    }
    assert_eq!(stage.references(&stage.tom(), &[]).await.len(), 4);
    let northgate = cast.northgate.to_string();
    assert_eq!(stage.references(&stage.tom(), &[("account", &northgate)]).await.len(), 2);
    assert!(stage.references(&stage.member(cast.chidi), &[("account", &northgate)]).await.is_empty());
    // An administrator answers a colleague's.
    let (_, bens) = &cases[0];
    let told = form(&[("body", "Ben is away, ask me.")]);
    stage.world.does::<ReplyToCase>(&stage.member(cast.amelia), &[bens.case.uuid()], &told).await.unwrap();
    assert_eq!(stage.reads(&stage.member(cast.ben), bens).await.unwrap().messages.len(), 2);
}

#[tokio::test]
async fn whose_turn_it_is_follows_from_who_moved_last() {
    let stage = Stage::new().await;
    let (ben, tom) = (stage.member(stage.world.cast.ben), stage.tom());
    let case = stage.raises(&ben, &[]).await.unwrap();
    let id = [case.case.uuid()];
    let turn = async || stage.reads(&tom, &case).await.unwrap().case.turn;
    assert_eq!(turn().await, Some(Side::Staff));
    stage.world.does::<ReplyToCase>(&tom, &id, &form(&[("body", "We look."), ("ours", "on")])).await.unwrap();
    assert_eq!(turn().await, Some(Side::Staff), "staff go on working on it");
    stage.world.does::<ReplyToCase>(&tom, &id, &form(&[("body", "Which order?"), ("ours", "")])).await.unwrap();
    assert_eq!(turn().await, Some(Side::Customer));
    for (asked, yours, theirs) in [(&ben, 1, 0), (&tom, 0, 1)] {
        let views = stage.lists(asked, &[]).await.views;
        assert_eq!((views.yours.rows, views.theirs.rows, views.open.rows, views.closed.rows), (yours, theirs, 1, 0));
    }
    let since = stage.reads(&tom, &case).await.unwrap().case.turn_at;
    stage.world.advance(60);
    // A customer cannot say that it stays theirs.
    stage.world.does::<ReplyToCase>(&ben, &id, &form(&[("body", "SO-77041"), ("ours", "on")])).await.unwrap();
    assert_eq!(turn().await, Some(Side::Staff));
    assert!(stage.reads(&tom, &case).await.unwrap().case.turn_at > since);
    stage.world.does::<CloseCase>(&ben, &id, &Raw::empty()).await.unwrap();
    assert_eq!(turn().await, None);
    let problem = stage.world.does::<ReplyToCase>(&ben, &id, &form(&[("body", "One more")])).await.unwrap_err();
    assert_eq!((problem.kind().slug, &*problem.says().id), ("conflict", "cases-is-closed"));
    stage.world.advance(1);
    stage.world.does::<ReopenCase>(&ben, &id, &form(&[("body", "It came back")])).await.unwrap();
    let view = stage.reads(&ben, &case).await.unwrap();
    assert_eq!((view.case.turn, view.case.standing(Side::Customer)), (Some(Side::Staff), Standing::Theirs));
    assert_eq!(view.messages.iter().map(|said| said.body.as_str()).next_back(), Some("It came back"));
    assert_eq!((view.case.messages, view.moves.len()), (5, 3));
    let problem = stage.world.does::<ReopenCase>(&ben, &id, &form(&[("body", "Again")])).await.unwrap_err();
    assert_eq!(&*problem.says().id, "cases-is-open");
    // What was written stands in the rows; the journal only knows that it was.
    let entries = stage.world.raw().find(journal::Entry::ID.is_known()).await.unwrap();
    let events: Vec<&str> = entries.iter().map(|entry| entry.event.as_str()).collect();
    for event in ["cases.raised", "cases.replied", "cases.closed", "cases.reopened"] {
        assert!(events.contains(&event), "{event}");
    }
    let payloads: String = entries.iter().filter_map(|entry| entry.payload.clone()).collect();
    assert!(!["price", "binds", "came back", "order", "Ben"].iter().any(|word| payloads.contains(word)), "{payloads}");
}

#[tokio::test]
async fn closing_is_taken_back_from_the_toast_and_from_the_history() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let ben = stage.member(cast.ben);
    let case = stage.raises(&ben, &[]).await.unwrap();
    let told = form(&[("body", "Which order?")]);
    stage.world.does::<ReplyToCase>(&stage.tom(), &[case.case.uuid()], &told).await.unwrap();
    let page = stage.browser(cast.ben.person).await;
    let (door, here) = (format!("/a/{}", cast.northgate), format!("/a/{}/cases/{}", cast.northgate, case.case));
    for seconds in [5, 300] {
        page.get(&here).await;
        let answer = page.post(&format!("{here}/closure"), &[]).await;
        assert_eq!((answer.status.as_u16(), answer.to.as_str()), (303, here.as_str()));
        let shown = page.get(&here).await.body;
        let toast = shown.split_once("class=\"toast\"").expect("it says so").1;
        assert!(field(toast, "undo").is_some(), "and offers the way back");
        stage.world.advance(seconds);
        // By then the toast may be gone; the history still has it.
        let shown = page.get(&here).await.body;
        let offer = field(&shown, "undo").expect("a way back");
        assert_eq!(page.post(&format!("{door}/undo"), &[("undo", &offer)]).await.to, here);
        let now = stage.reads(&ben, &case).await.unwrap().case;
        assert_eq!(now.turn, Some(Side::Customer), "as it was before");
    }
    page.get(&here).await;
    page.post(&format!("{here}/closure"), &[]).await;
    page.get(&here).await;
    stage.world.advance(601);
    let shown = page.get(&here).await.body;
    assert!(field(&shown, "undo").is_none() && shown.contains("Reopen ticket"));
    // Closed behind one's back: the words come back with what to do.
    let answer = page.post(&format!("{here}/messages"), &[("body", "One more thing")]).await;
    assert_eq!(answer.status, 409);
    assert!(answer.body.contains("T-10001 is closed. Reopen it") && answer.body.contains("One more thing</textarea>"));
}

#[tokio::test]
async fn what_ben_wrote_is_still_there_when_his_session_has_ended() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let (job, note) = stage.record(cast.northgate, "4 kits at £128.50").await;
    let page = stage.browser(cast.ben.person).await;
    let here = format!("/a/{}/cases/new", cast.northgate);
    let about = format!("job:{}:{}", job.id, note.id);
    let shown = page.get(&format!("{here}?about={about}")).await.body;
    assert_eq!(field(&shown, "about").as_deref(), Some(about.as_str()));
    stage.all_are_signed_out().await;
    let typed = [("about", about.as_str()), ("subject", "Price of the kits"), ("body", "A long story about kits")];
    let answer = page.post(&here, &typed).await;
    assert!(answer.to.starts_with("/sign-in?next="), "{}", answer.to);
    page.signs_in(&stage.signs_in(cast.ben.person).await);
    // Another line's form is not filled with it; his own is, with the line he asked about.
    let (other, _) = stage.record(cast.northgate, "2 pumps").await;
    let shown = page.get(&format!("{here}?about=job:{}", other.id)).await.body;
    assert!(!shown.contains("A long story about kits"));
    let shown = page.get(&here).await.body;
    assert!(shown.contains("A long story about kits</textarea>") && shown.contains("4 kits at £128.50"));
    assert_eq!(field(&shown, "about").as_deref(), Some(about.as_str()));
    assert_eq!(page.post(&here, &typed).await.status, 303);
    let shown = page.get(&here).await.body;
    assert!(!shown.contains("A long story about kits"), "what was sent is no draft any more");
}

#[tokio::test]
async fn whoever_asked_is_mailed_the_answer_once_and_nobody_their_own_words() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    stage.has_address(cast.ben, "ben@northgate.example").await;
    stage.has_address(cast.amelia, "amelia@northgate.example").await;
    let (ben, tom) = (stage.member(cast.ben), stage.tom());
    let case = stage.raises(&ben, &[]).await.unwrap();
    let id = [case.case.uuid()];
    stage.world.does::<ReplyToCase>(&ben, &id, &form(&[("body", "And soon?")])).await.unwrap();
    stage.settle().await;
    assert!(stage.letters().await.is_empty(), "nobody is mailed what a customer wrote");
    stage.world.does::<ReplyToCase>(&tom, &id, &form(&[("body", "You are right.\n\nWe credit it.")])).await.unwrap();
    stage.settle().await;
    stage.forget_what_was_followed().await;
    stage.settle().await;
    let letters = stage.letters().await;
    assert_eq!(letters.len(), 1, "one answer, one letter, however often the journal is read");
    let letter = &letters[0];
    assert_eq!(letter.to_address, "ben@northgate.example");
    assert_eq!(letter.subject, "Portico replied to T-10001: Seal kit binds");
    assert!(letter.text.contains("We credit it.") && letter.text.contains("Tom, Portico, writes:"));
    assert!(letter.text.contains(&format!("http://portal.test/a/{}/cases/{}", cast.northgate, case.case)));
    stage.world.does::<ReplyToCase>(&tom, &id, &form(&[("body", "Done."), ("ours", "on")])).await.unwrap();
    stage.settle().await;
    let letters = stage.letters().await;
    assert_eq!(letters.len(), 2);
    assert!(letters[0].thread.is_some() && letters[0].thread == letters[1].thread, "they belong together");
    // Who has left is told nothing more.
    let memberships = stage.world.raw().find(directory::Membership::PERSON_ID.is(&cast.ben.person)).await.unwrap();
    for membership in memberships {
        let ended_at = Some(crate::world::START);
        stage.world.raw().update(&directory::Membership { ended_at, ..membership }).await.unwrap();
    }
    stage.world.does::<ReplyToCase>(&tom, &id, &form(&[("body", "Are you there?")])).await.unwrap();
    stage.settle().await;
    assert_eq!(stage.letters().await.len(), 2);
}

#[tokio::test]
async fn a_form_sent_twice_is_one_case_and_numbers_have_no_gap() {
    let stage = Stage::new().await;
    let ben = stage.member(stage.world.cast.ben).keyed(Key::parse("form-7").unwrap());
    let first = stage.raises(&ben, &[]).await.unwrap();
    assert_eq!(stage.raises(&ben, &[]).await.unwrap(), first);
    let problem = stage.raises(&stage.member(stage.world.cast.ben), &[("subject", "")]).await.unwrap_err();
    assert_eq!(problem.kind().slug, "invalid");
    let chidi = stage.member(stage.world.cast.chidi);
    assert_eq!(stage.raises(&chidi, &[]).await.unwrap().reference, "T-10002");
    // Closing twice, or opening what is open, changes nothing.
    for asked in [&stage.member(stage.world.cast.ben), &stage.tom()] {
        stage.world.does::<CloseCase>(asked, &[first.case.uuid()], &Raw::empty()).await.unwrap();
    }
    assert_eq!(stage.reads(&stage.tom(), &first).await.unwrap().moves.len(), 2);
}

#[tokio::test]
async fn what_is_open_with_a_customer_is_told_at_the_desk_the_latest_first() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let (ben, tom) = (stage.member(cast.ben), stage.tom());
    let first = stage.raises(&ben, &[("subject", "first")]).await.unwrap();
    stage.world.advance(DAY);
    let then = stage.raises(&ben, &[("subject", "then")]).await.unwrap();
    let done = stage.raises(&ben, &[("subject", "done")]).await.unwrap();
    stage.world.does::<CloseCase>(&ben, &[done.case.uuid()], &Raw::empty()).await.unwrap();
    stage.raises(&stage.member(cast.chidi), &[("subject", "elsewhere")]).await.unwrap();
    let told = async |asked: &Asked| {
        let asked = stage.world.signed_in(asked.clone()).await;
        let told = stage.world.gateway.open_with(&asked, cast.northgate).await.unwrap();
        told.into_iter().filter(|one| one.target.kind == "case").map(|one| one.target.id).collect::<Vec<_>>()
    };
    assert_eq!(told(&tom).await, [then.case.uuid(), first.case.uuid()]);
    assert!(told(&ben).await.is_empty());
}

#[tokio::test]
async fn each_side_is_told_what_waits_for_it() {
    let stage = Stage::new().await;
    let (ben, tom) = (stage.member(stage.world.cast.ben), stage.tom());
    let waits = stage.raises(&ben, &[("subject", "waits")]).await.unwrap();
    let moves = stage.raises(&ben, &[("subject", "moves")]).await.unwrap();
    let done = stage.raises(&ben, &[("subject", "done")]).await.unwrap();
    stage.world.does::<ReplyToCase>(&tom, &[waits.case.uuid()], &form(&[("body", "Which?")])).await.unwrap();
    stage.world.does::<CloseCase>(&tom, &[done.case.uuid()], &Raw::empty()).await.unwrap();
    let told = async |asked, slot| {
        let asked = stage.world.signed_in(Clone::clone(asked)).await;
        let told = stage.world.gateway.attention(&asked, slot).await.unwrap();
        let cases = told.into_iter().filter(|one| one.target.kind == "case");
        cases.map(|one| (one.target.id, one.turn)).collect::<Vec<_>>()
    };
    assert_eq!(told(&ben, Slot::Waiting).await, [(waits.case.uuid(), Turn::Customer)]);
    assert_eq!(told(&ben, Slot::Moving).await, [(moves.case.uuid(), Turn::Staff)]);
    assert_eq!(told(&tom, Slot::Waiting).await, [(moves.case.uuid(), Turn::Staff)]);
    assert_eq!(told(&tom, Slot::Moving).await, [(waits.case.uuid(), Turn::Customer)]);
    for asked in [&ben, &tom] {
        assert_eq!(told(asked, Slot::Changed).await, [(done.case.uuid(), Turn::Nobody)]);
    }
    stage.world.advance(15 * 24 * 3600);
    assert!(told(&ben, Slot::Changed).await.is_empty(), "that is no news any more");
}

#[tokio::test]
async fn a_long_conversation_is_read_from_its_end_and_loses_nothing() {
    let stage = Stage::new().await;
    let (ben, tom) = (stage.member(stage.world.cast.ben), stage.tom());
    let case = stage.raises(&ben, &[("body", "1")]).await.unwrap();
    let id = [case.case.uuid()];
    for number in 2..=120 {
        stage.world.advance(1);
        if number == 60 {
            stage.world.does::<CloseCase>(&tom, &id, &Raw::empty()).await.unwrap();
            stage.world.advance(1);
            stage.world.does::<ReopenCase>(&ben, &id, &form(&[("body", "60")])).await.unwrap();
            continue;
        }
        let who = if number % 2 == 0 { &tom } else { &ben };
        stage.world.does::<ReplyToCase>(who, &id, &form(&[("body", &number.to_string())])).await.unwrap();
    }
    let (mut said, mut moves, mut told) = (Vec::new(), 0, Raw::empty());
    loop {
        let (view, statements) = store::counted(stage.world.asks::<ReadCase>(&ben, Some(id[0]), &told)).await;
        let view = view.unwrap();
        assert!(statements <= 12, "{statements} statements");
        let page: Vec<String> = view.messages.iter().map(|message| message.body.clone()).collect();
        said.splice(0..0, page);
        moves += view.moves.len();
        let Some(earlier) = view.earlier else { break };
        told = form(&[("from", &String::from(earlier))]);
    }
    assert_eq!(said, (1..=120).map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(moves, 3, "each on exactly one page");
}

#[tokio::test]
async fn lists_stay_on_their_indexes_when_one_s_own_are_few() {
    let stage = Stage::new().await;
    let cast = &stage.world.cast;
    let first = stage.raises(&stage.member(cast.ben), &[]).await.unwrap();
    let sample = stage.reads(&stage.tom(), &first).await.unwrap().case;
    let rows: Vec<Case> = (0..20_000)
        .map(|number| Case {
            id: fresh(),
            account_id: if number % 500 == 0 { cast.northgate } else { cast.meridian },
            requester_id: Some(if number % 500 == 0 { cast.ben.person } else { cast.chidi.person }),
            number: 20_000 + number,
            turn: (number % 50 == 0).then_some(Side::Staff),
            touched_at: kernel::Timestamp::from_micros(number),
            ..sample.clone()
        })
        .collect();
    stage.world.raw().insert_all(&rows).await.unwrap();
    stage.world.raw().script("ANALYZE").await.unwrap();
    for asked in [stage.member(cast.ben), stage.member(cast.amelia), stage.member(cast.greta), stage.tom()] {
        let asked = stage.world.signed_in(asked).await;
        let caller = stage.world.gateway.caller(&asked.principal, None).await.unwrap();
        let scope = stage.world.db.scope::<ListCases, Case>(&caller, "cases.list").await.unwrap();
        for narrowed in [None, Some(Case::TURN.is_known()), Some(Case::TURN.is(&Some(Side::Staff)))] {
            let by = Order::by(Case::TOUCHED_AT, Direction::Descending);
            let plan = scope.plan(List::by(by).maybe(narrowed)).await.unwrap().join("\n");
            match stage.world.db.backend() {
                Backend::Sqlite => assert!(!plan.contains("SCAN t\n") && !plan.ends_with("SCAN t"), "{plan}"),
                Backend::Postgres => assert!(!plan.contains("Seq Scan on cases"), "{plan}"),
            }
        }
    }
}

fn shown(problem: &Problem) -> String {
    format!("{} {:?}", problem.kind().slug, problem.says())
}

fn nowhere() -> Raised {
    Raised { case: fresh(), reference: String::new() }
}
