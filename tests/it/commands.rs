//! What the gate does with a command, told as stories.

use std::time::Duration;

use gateway::{ById, Command, Done, Effect, Granted, Input, Key, Path, Raw, Registry, Tx, post};
use journal::{Entry, Outcome};
use kernel::{Id, Problem};
use serde_json::json;

use crate::{
    toy::{
        commands::{AddNote, CiteRecord, CloseJob, MergeJobs, MisplaceNote, MoveJob, RaiseJob, ReopenJob, SlipNote},
        queries::{AttendJobs, ListJobs, ShowJob},
        rows::{Job, Note, State},
    },
    world::{World, form, step},
};

#[tokio::test]
async fn ben_raises_a_job_and_finds_it_in_his_list() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben);
    let done = world.does::<RaiseJob>(&ben, &[], &form(&[("title", "Pump hums"), ("grade", "2")])).await.unwrap();
    let page = world.asks::<ListJobs>(&ben, None, &Raw::empty()).await.unwrap();
    assert_eq!(page.jobs.rows.iter().map(|job| job.id).collect::<Vec<_>>(), [done.output]);
    let shown = world.asks::<ShowJob>(&ben, Some(done.output.uuid()), &Raw::empty()).await.unwrap();
    assert!(shown.may_close);
}

#[tokio::test]
async fn every_error_of_a_form_is_told_at_once() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben);
    let raw = form(&[("title", "  "), ("grade", "9"), ("due_on", "31 2 2026"), ("role", "admin")]);
    let problem = world.does::<RaiseJob>(&ben, &[], &raw).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::INVALID);
    let told: Vec<_> = problem.fields().iter().map(|field| (field.at.as_ref(), field.says.id.as_ref())).collect();
    assert_eq!(
        told,
        [
            ("/title", "input-blank"),
            ("/grade", "input-out-of-range"),
            ("/due_on", "input-not-a-day"),
            ("/role", "input-unknown-field"),
        ]
    );
}

#[tokio::test]
async fn a_day_is_read_as_it_is_written_here_and_in_json_alike() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben);
    let typed = world.does::<RaiseJob>(&ben, &[], &form(&[("title", "a"), ("due_on", "17 3 2026")])).await.unwrap();
    let sent =
        world.does::<RaiseJob>(&ben, &[], &Raw::Json(json!({ "title": "a", "due_on": "2026-03-17" }))).await.unwrap();
    for id in [typed.output, sent.output] {
        let job = world.raw().first(Job::ID.is(&id)).await.unwrap().unwrap();
        assert_eq!(job.due_on.unwrap().to_string(), "2026-03-17");
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_form_is_told_only_to_those_who_may_send_it() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let chidi = world.as_member(world.cast.chidi);
    let problem = world.does::<AddNote>(&chidi, &[job.id.uuid()], &form(&[("body", "")])).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::NOT_FOUND);
}

#[tokio::test]
async fn a_refusal_among_colleagues_names_the_rule() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben);
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |job| job.grade = Some(4)).await;
    let problem = world.does::<CloseJob>(&ben, &[job.id.uuid()], &Raw::empty()).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::FORBIDDEN);
    assert_eq!(format!("{:?}", problem.says().args), r#"[("rules", Text("jobs.close.grade"))]"#);
}

#[tokio::test]
async fn the_same_request_sent_twice_is_done_once() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let key = Key::parse("form-7").unwrap();
    let ben = world.as_member(world.cast.ben).keyed(key);
    let note = form(&[("body", "hello")]);
    let first = world.does::<AddNote>(&ben, &[job.id.uuid()], &note).await.unwrap();
    let second = world.does::<AddNote>(&ben, &[job.id.uuid()], &note).await.unwrap();
    assert_eq!(second, Done { repeated: true, ..first });
    assert_eq!(world.raw().find(Note::JOB_ID.is(&job.id)).await.unwrap().len(), 1);
    let other = world.does::<AddNote>(&ben, &[job.id.uuid()], &form(&[("body", "other words")])).await.unwrap_err();
    assert_eq!(other.says().id, "problem-key-reused");
}

#[tokio::test]
async fn a_key_belongs_to_whoever_sent_it() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |_| {}).await;
    let key = || Key::parse("form-7").unwrap();
    let note = form(&[("body", "hello")]);
    let ben = world.as_member(world.cast.ben).keyed(key());
    let amelia = world.as_member(world.cast.amelia).keyed(key());
    let first = world.does::<AddNote>(&ben, &[job.id.uuid()], &note).await.unwrap();
    let second = world.does::<AddNote>(&amelia, &[job.id.uuid()], &note).await.unwrap();
    assert_ne!(first.output, second.output);
}

#[tokio::test]
async fn a_command_that_fails_leaves_nothing_behind() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben).keyed(Key::parse("k").unwrap());
    let job = world.job(world.cast.northgate, Some(world.cast.ben.person), |job| job.state = State::Closed).await;
    let problem = world.does::<AddNote>(&ben, &[job.id.uuid()], &form(&[("body", "hello")])).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::CONFLICT);
    world.settle().await;
    assert_eq!(journal::seal::head(&world.db).await.unwrap().0, 0);
    // The key was not spent either: once the job is open again, the same request is done.
    world.does::<ReopenJob>(&world.as_staff(world.cast.tom), &[job.id.uuid()], &Raw::empty()).await.unwrap();
    world.does::<AddNote>(&ben, &[job.id.uuid()], &form(&[("body", "hello")])).await.unwrap();
}

#[tokio::test]
async fn two_targets_are_each_permitted() {
    let world = World::new().await;
    let cast = &world.cast;
    let ours = world.job(cast.northgate, None, |_| {}).await;
    let into = world.job(cast.northgate, None, |_| {}).await;
    let theirs = world.job(cast.meridian, None, |_| {}).await;
    let amelia = world.as_member(cast.amelia);
    world.does::<AddNote>(&amelia, &[ours.id.uuid()], &form(&[("body", "x")])).await.unwrap();
    for targets in [[ours.id.uuid(), theirs.id.uuid()], [theirs.id.uuid(), ours.id.uuid()]] {
        let problem = world.does::<MergeJobs>(&amelia, &targets, &Raw::empty()).await.unwrap_err();
        assert_eq!(problem.kind(), &Problem::NOT_FOUND);
    }
    let done = world.does::<MergeJobs>(&amelia, &[ours.id.uuid(), into.id.uuid()], &Raw::empty()).await.unwrap();
    assert_eq!(done.output, 1);
    assert_eq!(world.raw().find(Note::JOB_ID.is(&into.id)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn undo_is_a_named_command_that_the_first_one_returns() {
    let world = World::new().await;
    let tom = world.as_staff(world.cast.tom);
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let done = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap();
    let back = done.undo.expect("closing can be undone");
    world.gateway.take_back(&tom, &back).await.unwrap();
    let job = world.raw().first(Job::ID.is(&job.id)).await.unwrap().unwrap();
    assert_eq!(job.state, State::Open);
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back() {
    let world = World::new().await;
    let tom = world.as_staff(world.cast.tom);
    let amelia = world.as_member(world.cast.amelia);
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let back = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap().undo.unwrap();
    let labels = world.gateway.registry().operation("jobs.set_label").expect("configured").clone();
    labels.run(&world.gateway, &amelia, &[job.id.uuid()], &form(&[("label", "urgent")])).await.unwrap();
    let problem = world.gateway.take_back(&tom, &back).await.unwrap_err();
    assert_eq!((problem.kind(), &*problem.says().id), (&Problem::CONFLICT, "problem-changed-since"));
    let job = world.raw().first(Job::ID.is(&job.id)).await.unwrap().unwrap();
    assert_eq!(job.state, State::Closed);
}

#[tokio::test]
async fn what_happened_elsewhere_or_because_of_it_does_not_close_the_way_back() {
    let world = World::new().await;
    let tom = world.as_staff(world.cast.tom);
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let other = world.job(world.cast.northgate, None, |_| {}).await;
    let back = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap().undo.unwrap();
    world.does::<AddNote>(&tom, &[other.id.uuid()], &form(&[("body", "another job")])).await.unwrap();
    let closing = world.raw().first(Entry::COMMAND.is(&"jobs.close".to_owned())).await.unwrap().expect("an entry");
    let follower = tom.clone().because_of(&closing);
    let labels = world.gateway.registry().operation("jobs.set_label").expect("configured").clone();
    labels.run(&world.gateway, &follower, &[job.id.uuid()], &form(&[("label", "done")])).await.unwrap();
    world.gateway.take_back(&tom, &back).await.unwrap();
    let job = world.raw().first(Job::ID.is(&job.id)).await.unwrap().unwrap();
    assert_eq!(job.state, State::Open);
}

#[tokio::test]
async fn the_way_back_is_gone_once_and_answers_again_as_before() {
    let world = World::new().await;
    let tom = world.as_staff(world.cast.tom);
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let back = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap().undo.unwrap();
    let keyed = tom.clone().keyed(Key::parse("undo-1").unwrap());
    let first = world.gateway.take_back(&keyed, &back).await.unwrap();
    let again = world.gateway.take_back(&keyed, &back).await.unwrap();
    assert_eq!((first.repeated, again.repeated), (false, true));
    let anew = world.gateway.take_back(&tom, &back).await.unwrap_err();
    assert_eq!(anew.kind(), &Problem::CONFLICT, "taking it back was itself a change");
}

#[tokio::test]
async fn an_answer_that_an_earlier_release_kept_is_given_again_without_a_way_back() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let tom = world.as_staff(world.cast.tom).keyed(Key::parse("close-1").unwrap());
    let first = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap();
    // It said by what a command is taken back, and not what is taken back.
    let kept = json!({ "output": first.output, "undo": first.undo.unwrap().undo }).to_string();
    let mut sql = store::Sql::new("UPDATE idempotency_keys SET answer = ");
    sql.bind(kept);
    assert_eq!(world.raw().execute(sql).await.unwrap(), 1);
    let again = world.does::<CloseJob>(&tom, &[job.id.uuid()], &Raw::empty()).await.unwrap();
    assert_eq!((again.repeated, again.undo), (true, None));
    assert_eq!(world.raw().find(Entry::COMMAND.is(&"jobs.close".to_owned())).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_operation_from_configuration_obeys_the_same_gate() {
    let world = World::new().await;
    let operation = world.gateway.registry().operation("jobs.set_label").expect("configured").clone();
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let raw = form(&[("label", "urgent")]);
    let targets = [job.id.uuid()];
    let amelia = world.as_member(world.cast.amelia);
    operation.run(&world.gateway, &amelia, &targets, &raw).await.unwrap();
    let labelled = world.raw().first(Job::ID.is(&job.id)).await.unwrap().unwrap();
    assert_eq!(labelled.label.as_deref(), Some("urgent"));
    let ben = world.as_member(world.cast.ben);
    assert_eq!(operation.run(&world.gateway, &ben, &targets, &raw).await.unwrap_err().kind(), &Problem::FORBIDDEN);
    let chidi = world.as_member(world.cast.chidi);
    assert_eq!(operation.run(&world.gateway, &chidi, &targets, &raw).await.unwrap_err().kind(), &Problem::NOT_FOUND);
    let long = form(&[("label", "more than twenty characters")]);
    assert_eq!(operation.run(&world.gateway, &amelia, &targets, &long).await.unwrap_err().kind(), &Problem::INVALID);
}

#[tokio::test]
async fn bulk_tells_of_each_row() {
    let world = World::new().await;
    let cast = &world.cast;
    let ours = world.job(cast.northgate, None, |_| {}).await;
    let theirs = world.job(cast.meridian, None, |_| {}).await;
    let amelia = world.as_member(cast.amelia);
    let outcomes =
        world.gateway.execute_each::<CloseJob>(&amelia, &[ours.id.uuid(), theirs.id.uuid()], &Raw::empty()).await;
    let told: Vec<_> = outcomes.iter().map(|(_, outcome)| outcome.is_ok()).collect();
    assert_eq!(told, [true, false]);
}

#[tokio::test]
async fn rights_taken_away_do_not_count_in_the_next_request() {
    let world = World::new().await;
    let ben = world.signed_in(world.as_member(world.cast.ben)).await;
    let raise = form(&[("title", "Pump hums")]);
    world.does::<RaiseJob>(&ben, &[], &raise).await.unwrap();
    world.raw().delete(directory::HoldingRow::PERSON_ID.is(&world.cast.ben.person)).await.unwrap();
    // The principal still carries the role it signed in with; the transaction looks again.
    let problem = world.does::<RaiseJob>(&ben, &[], &raise).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::NOT_FOUND);
}

#[tokio::test]
async fn what_was_looked_at_and_what_was_refused_is_written_down() {
    let world = World::new().await;
    let job = world.job(world.cast.northgate, None, |_| {}).await;
    let tom = world.as_staff(world.cast.tom);
    world.asks::<ShowJob>(&tom, Some(job.id.uuid()), &Raw::empty()).await.unwrap();
    // Before the answer left: nothing has flushed the log since.
    let views = world.raw().find(journal::View::ACTION.is(&"jobs.read".to_owned())).await.unwrap();
    assert_eq!(views.iter().map(|view| view.actor.clone()).collect::<Vec<_>>(), [format!("person:{}", world.cast.tom)]);
    // A customer's own people keep nobody waiting for the log; it follows.
    let amelia = world.as_member(world.cast.amelia);
    world.asks::<ShowJob>(&amelia, Some(job.id.uuid()), &Raw::empty()).await.unwrap();
    let own = format!("person:{}", world.cast.amelia.person);
    let seen = async || world.raw().find(journal::View::ACTOR.is(&own)).await.unwrap().len();
    assert_eq!(seen().await, 0);
    let chidi = world.as_member(world.cast.chidi);
    world.asks::<ShowJob>(&chidi, Some(job.id.uuid()), &Raw::empty()).await.err().unwrap();
    world.gateway.logs().flush(&world.db).await.unwrap();
    assert_eq!(seen().await, 1);
    let attempts = world.raw().find(journal::Attempt::OUTCOME.is(&Outcome::Hidden)).await.unwrap();
    assert_eq!(attempts.len(), 1);
}

#[tokio::test]
async fn a_service_that_errs_cannot_put_a_row_into_another_customers_account() {
    let world = World::new().await;
    let cast = &world.cast;
    let amelia = world.as_member(cast.amelia);
    let job = world.job(cast.northgate, None, |_| {}).await;
    let theirs = cast.meridian.to_string();
    let raw = form(&[("account", &theirs)]);
    let misplaced = world.does::<MisplaceNote>(&amelia, &[job.id.uuid()], &raw).await.unwrap_err();
    let moved = world.does::<MoveJob>(&amelia, &[job.id.uuid()], &raw).await.unwrap_err();
    for problem in [misplaced, moved] {
        assert_eq!(problem.kind(), &Problem::UNEXPECTED);
        assert!(problem.cause().unwrap().to_string().starts_with("refused: "), "{:?}", problem.cause());
    }
    assert!(world.raw().find(Note::ACCOUNT_ID.is(&cast.meridian)).await.unwrap().is_empty());
    assert!(world.raw().find(Job::ACCOUNT_ID.is(&cast.meridian)).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_bundle_that_fails_is_undone_alone_and_gives_the_writer_back_in_time() {
    let world = World::new().await;
    let amelia = world.as_member(world.cast.amelia);
    let raise = |account: Id<access::Account>| {
        ["one", "", "three"].map(|title| step("jobs.raise", account.uuid(), form(&[("title", title)]))).into_iter()
    };
    let (northgate, hour) = (world.cast.northgate, Duration::from_hours(1));
    let outcomes = world.bundled(&amelia, &mut raise(northgate), hour).await;
    assert_eq!(outcomes.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert_eq!(world.raw().find(Job::ACCOUNT_ID.is(&world.cast.northgate)).await.unwrap().len(), 2);
    let mut left = raise(northgate);
    let first = world.bundled(&amelia, &mut left, Duration::ZERO).await;
    assert_eq!((first.len(), left.len()), (1, 2), "a budget of nothing still does one");
    let refused = world.bundled(&amelia, &mut raise(world.cast.meridian), hour).await;
    assert!(refused.iter().all(|outcome| outcome.as_ref().is_err_and(|problem| problem.kind() == &Problem::NOT_FOUND)));
}

#[tokio::test]
async fn a_right_taken_from_a_role_does_not_count_in_the_next_bundle() {
    let world = World::new().await;
    let (ben, northgate) = (world.as_member(world.cast.ben), world.cast.northgate);
    let raise = || [step("jobs.raise", northgate.uuid(), form(&[("title", "Pump hums")]))].into_iter();
    let before = world.bundled(&ben, &mut raise(), Duration::from_hours(1)).await;
    assert!(before.iter().all(Result::is_ok));
    let mut roles = crate::toy::roles();
    for role in roles.iter_mut().filter(|role| role.name == "member") {
        role.grants.retain(|grant| !grant.action.names("jobs.raise"));
    }
    let work = world.db.begin().await.unwrap();
    directory::keep_roles(&work, &roles).await.unwrap();
    work.commit().await.unwrap();
    let after = world.bundled(&ben, &mut raise(), Duration::from_hours(1)).await;
    assert_eq!(after.iter().map(Result::is_ok).collect::<Vec<_>>(), [false], "it was the very next transaction");
    assert_eq!(world.raw().find(Job::ACCOUNT_ID.is(&northgate)).await.unwrap().len(), 1);
}

#[tokio::test]
async fn an_answer_is_not_given_again_to_somebody_who_lost_the_right() {
    let world = World::new().await;
    let ben = world.as_member(world.cast.ben).keyed(Key::parse("k").unwrap());
    let raise = form(&[("title", "Pump hums")]);
    world.does::<RaiseJob>(&ben, &[], &raise).await.unwrap();
    // He still reads the account, but may no longer raise jobs in it.
    let mut role =
        world.raw().first(directory::HoldingRow::PERSON_ID.is(&world.cast.ben.person)).await.unwrap().unwrap();
    role.role = "engineer".to_owned();
    world.raw().update(&role).await.unwrap();
    assert_eq!(world.does::<RaiseJob>(&ben, &[], &raise).await.unwrap_err().kind(), &Problem::NOT_FOUND);
}

#[tokio::test]
async fn a_membership_that_ended_gives_no_rights_even_if_its_roles_were_left_behind() {
    let world = World::new().await;
    let membership = world.cast.ben.membership;
    let mut row = world.raw().first(directory::Membership::ID.is(&membership)).await.unwrap().unwrap();
    row.ended_at = Some(crate::world::START);
    world.raw().update(&row).await.unwrap();
    let ben = world.as_member(world.cast.ben);
    let problem = world.does::<RaiseJob>(&ben, &[], &form(&[("title", "Pump hums")])).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::NOT_FOUND);
}

#[tokio::test]
async fn a_note_cannot_be_slipped_into_a_job_that_is_not_held() {
    let world = World::new().await;
    let cast = &world.cast;
    let (ours, theirs) = (world.job(cast.northgate, None, |_| {}).await, world.job(cast.meridian, None, |_| {}).await);
    let raw = form(&[("job", &theirs.id.to_string())]);
    let amelia = world.as_member(cast.amelia);
    let problem = world.does::<SlipNote>(&amelia, &[ours.id.uuid()], &raw).await.unwrap_err();
    assert_eq!(problem.kind(), &Problem::UNEXPECTED);
    assert!(world.raw().find(Note::JOB_ID.is(&theirs.id)).await.unwrap().is_empty());
}

#[tokio::test]
async fn what_two_targets_and_links_were_is_in_the_entry() {
    let world = World::new().await;
    let (one, two) =
        (world.job(world.cast.northgate, None, |_| {}).await, world.job(world.cast.northgate, None, |_| {}).await);
    let amelia = world.as_member(world.cast.amelia);
    world.does::<MergeJobs>(&amelia, &[one.id.uuid(), two.id.uuid()], &Raw::empty()).await.unwrap();
    let entry = world.raw().first(journal::Entry::EVENT.is(&"jobs.merge".to_owned())).await.unwrap().unwrap();
    assert_eq!(entry.target.id, one.id.uuid());
    assert_eq!(entry.refs.0, [kernel::Ref::new("job", two.id)]);
}

#[tokio::test]
async fn a_record_is_quoted_with_the_part_that_is_meant() {
    let world = World::new().await;
    let cast = &world.cast;
    let amelia = world.as_member(cast.amelia);
    let job = world.job(cast.northgate, None, |_| {}).await;
    let other = world.job(cast.northgate, None, |_| {}).await;
    let noted = world.does::<AddNote>(&amelia, &[job.id.uuid()], &form(&[("body", "the gasket")])).await.unwrap();
    let cite = async |about: String| {
        world.does::<CiteRecord>(&amelia, &[other.id.uuid()], &form(&[("about", about.as_str())])).await
    };
    assert_eq!(cite(format!("job:{}", job.id)).await.unwrap().output, "10001 seal leaks 0");
    assert_eq!(cite(format!("job:{}:{}", job.id, noted.output)).await.unwrap().output, "10002 seal leaks 1");
    // A part of another record is no part of this one.
    let problem = cite(format!("job:{}:{}", other.id, noted.output)).await.unwrap_err();
    assert_eq!(problem.fields()[0].at, "/about");
    // What came to nothing took no number.
    assert_eq!(cite(format!("job:{}", job.id)).await.unwrap().output, "10003 seal leaks 0");
}

/// Names a job beside its target, and so that nobody would ask whether it may be used.
#[derive(Input)]
struct NameJob {
    job: ById<Job>,
}

impl Command for NameJob {
    const NAME: &'static str = "jobs.name_job";
    const PATH: Path = post("/jobs/named");
    const EFFECT: Effect = Effect::Changes;
    type On = directory::Account;
    type Writes = ();
    type Output = Id<Job>;
    type Error = Problem;

    async fn run<'t>(self, _: Granted<'t, Self>, tx: &Tx<'t, Self::Writes>) -> Result<Id<Job>, Problem> {
        tx.nothing_happened();
        Ok(self.job.id())
    }
}

#[test]
fn a_command_takes_links_and_no_bare_ids() {
    let error = Registry::of([crate::toy::service().command::<NameJob>()]).err().expect("it is refused").to_string();
    assert!(error.starts_with("the command `jobs.name_job` takes a bare id"), "{error}");
}

#[test]
fn a_service_tells_what_deserves_attention_by_one_query() {
    let twice = crate::toy::service().attention::<AttendJobs>();
    let error = Registry::of([twice]).err().expect("it is refused").to_string();
    assert_eq!(error, "`jobs` tells what deserves attention by `jobs.attention` too; one query tells it");
}

#[tokio::test]
async fn attention_is_told_only_of_what_may_be_seen() {
    let world = World::new().await;
    let cast = &world.cast;
    world.job(cast.northgate, None, |job| job.title = "ours".to_owned()).await;
    world.job(cast.meridian, None, |job| job.title = "theirs".to_owned()).await;
    let amelia = world.signed_in(world.as_member(cast.amelia)).await;
    let told = world.gateway.attention(&amelia, gateway::Slot::Waiting).await.unwrap();
    let titles: Vec<_> = told.iter().map(|one| format!("{:?}", one.title.args)).collect();
    assert_eq!(titles.len(), 1, "{titles:?}");
    assert!(titles[0].contains("ours"));
    assert!(world.gateway.attention(&amelia, gateway::Slot::Moving).await.unwrap().is_empty());
    let nobody = world.acting(cast.amelia.person, access::Acting::Desk);
    assert!(world.gateway.attention(&nobody, gateway::Slot::Waiting).await.unwrap().is_empty());
}
