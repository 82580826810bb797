//! PostgreSQL itself keeps accounts apart: with the program's own filter taken away, nothing foreign is seen or
//! written. SQLite has no roles that could be kept apart, so there these stories have nothing to tell.

use access::{Account, Acting, Actor, Caller, Principal};
use directory::{AccountKind, Membership};
use gateway::Raw;
use kernel::{Id, Problem};
use macros::Row;
use store::{Backend, Columns, Db, Direction, Fence, List, Options, Order, RowSecurity, Sql, StoreError};
use uuid::Uuid;

use crate::{
    guard::{cast::Cast, portal::Portal},
    toy::{
        commands::CloseJob,
        queries::{ListJobs, ShowJob},
        rows::{Job, State, Tool},
    },
    world::{Member, World, account, asked, blank, form, migrations, server},
};

/// How many tables have an account and no fence.
const BARE: &str = "SELECT COUNT(*) FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid \
                    WHERE c.relkind = 'r' AND a.attname = 'account_id' AND NOT c.relrowsecurity";

/// A tool, written by a service that forgot to say whose it is.
#[derive(Clone, Debug, Row)]
#[row(table = "tools")]
struct Stray {
    id: Id<Stray>,
    account_id: Id<Account>,
    name: String,
}

/// A world on PostgreSQL with a job for each of Northgate, its depot and Meridian.
async fn fenced() -> Option<(World, [Job; 3])> {
    let world = World::new().await;
    if world.db.backend() == Backend::Sqlite {
        return None;
    }
    let (cast, none) = (&world.cast, |_: &mut Job| {});
    let jobs = [
        world.job(cast.northgate, None, none).await,
        world.job(cast.depot, None, none).await,
        world.job(cast.meridian, None, none).await,
    ];
    Some((world, jobs))
}

async fn caller(world: &World, principal: &Principal) -> Caller {
    let asked = world.signed_in(asked(principal.clone())).await;
    world.gateway.caller(&asked.principal, None).await.unwrap()
}

/// The fence around somebody who acts for their account.
async fn around(world: &World, member: Member) -> Fence {
    Fence::around(&caller(world, &world.as_member(member).principal).await).unwrap()
}

/// Every job there is, asked without any filter of ours.
async fn jobs(db: &Db, fence: Fence) -> Vec<Id<Job>> {
    let found = db.unfiltered(fence).find(Job::ID.is_known()).await.unwrap();
    found.iter().map(|job| job.id).collect()
}

async fn number(raw: store::Unguarded<'_>, sql: &str) -> i64 {
    let found = raw.query(Sql::new(sql)).await.unwrap();
    Columns::of(found.first().unwrap()).take().unwrap()
}

#[tokio::test]
async fn without_any_filter_of_ours_nothing_foreign_is_seen() {
    let Some((world, [own, depot, foreign])) = fenced().await else { return };
    let amelia = around(&world, world.cast.amelia).await;
    assert_eq!(amelia, Fence::Account(world.cast.northgate.uuid()));
    assert_eq!(jobs(&world.db, amelia).await, [own.id]);
    let greta = around(&world, world.cast.greta).await;
    assert_eq!(greta, Fence::Tree(world.cast.group.uuid()));
    assert_eq!(jobs(&world.db, greta).await, [own.id, depot.id], "what lies below is within reach");
    let tom = Fence::around(&caller(&world, &world.as_staff(world.cast.tom).principal).await).unwrap();
    assert_eq!(jobs(&world.db, tom).await, [own.id, depot.id, foreign.id]);
    assert!(jobs(&world.db, Fence::Nothing).await.is_empty());

    // Accounts themselves, people's memberships and what a view shows of them are kept apart alike.
    let raw = world.db.unfiltered(amelia);
    let accounts = raw.find(directory::Account::ID.is_known()).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.id).collect::<Vec<_>>(), [world.cast.northgate]);
    let members = raw.find(Membership::ID.is_known()).await.unwrap();
    assert!(!members.is_empty() && members.iter().all(|member| member.account_id == world.cast.northgate));
    assert_eq!(number(raw, "SELECT COUNT(*) FROM member_presences").await, i64::try_from(members.len()).unwrap());
    assert!(number(world.raw(), "SELECT COUNT(*) FROM member_presences").await > i64::try_from(members.len()).unwrap());
}

#[tokio::test]
async fn whoever_acts_for_themselves_sees_what_is_theirs_whichever_account_it_lies_in() {
    let Some((world, _)) = fenced().await else { return };
    let (amelia, chidi) = (world.cast.amelia, world.cast.chidi);
    let own = Fence::Own(amelia.person.uuid());
    let oneself = Principal::vouch(Actor::Person(amelia.person), Acting::Oneself, Vec::new());
    assert_eq!(Fence::around(&caller(&world, &oneself).await), Some(own));
    let raw = world.db.unfiltered(own);
    let members = raw.find(Membership::ID.is_known()).await.unwrap();
    assert!(!members.is_empty() && members.iter().all(|member| member.person_id == amelia.person));
    assert!(raw.first(Membership::ID.is(&chidi.membership)).await.unwrap().is_none());
    assert_eq!(jobs(&world.db, own).await, [], "what is nobody's own stays within its account");
}

#[tokio::test]
async fn every_table_with_an_account_is_within_the_fence() {
    let Some((world, _)) = fenced().await else { return };
    assert_eq!(number(world.raw(), BARE).await, 0);
    let all = "SELECT COUNT(*) FROM pg_class AS c WHERE c.relkind = 'r' AND c.relrowsecurity";
    assert!(number(world.raw(), all).await > 10);
    let shown_as_their_owner = "SELECT COUNT(*) FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                                WHERE c.relkind = 'v' AND n.nspname = current_schema() \
                                AND NOT COALESCE(c.reloptions @> ARRAY['security_invoker=true'], false)";
    assert_eq!(number(world.raw(), shown_as_their_owner).await, 0);
}

#[tokio::test]
async fn no_table_of_the_whole_portal_shows_anything_of_another_account() {
    let portal = Portal::open().await;
    if portal.app.db.backend() == Backend::Sqlite {
        return;
    }
    let cast = Cast::within(portal, 1).await;
    let (db, northgate) = (&cast.portal.app.db, cast.place("northgate").account.uuid());
    assert_eq!(number(db.unguarded(), BARE).await, 0);
    let tables = "SELECT CAST(c.relname AS text), EXISTS (SELECT 1 FROM pg_attribute AS a \
                  WHERE a.attrelid = c.oid AND a.attname = 'account_id' AND NOT a.attisdropped) \
                  FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace \
                  WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relrowsecurity ORDER BY 1";
    let mut kept_apart = 0;
    for row in &db.unguarded().query(Sql::new(tables)).await.unwrap() {
        let mut columns = Columns::of(row);
        let (table, has_account): (String, bool) = (columns.take().unwrap(), columns.take().unwrap());
        let rows = format!("SELECT COUNT(*) FROM {table}");
        // Who works at the desk is nobody's secret.
        if table != "holdings" {
            assert_eq!(number(db.unfiltered(Fence::Nothing), &rows).await, 0, "{table}");
        }
        if !has_account {
            continue;
        }
        let foreign = format!("{rows} WHERE account_id <> '{northgate}'");
        assert_eq!(number(db.unfiltered(Fence::Account(northgate)), &foreign).await, 0, "{table}");
        kept_apart += usize::from(number(db.unguarded(), &foreign).await > 0);
    }
    assert!(kept_apart > 15, "only {kept_apart} tables hold anything foreign, so little was shown");
}

#[tokio::test]
async fn lists_objects_and_commands_are_asked_within_the_fence_and_the_machinery_is_not() {
    let Some((world, [own, ..])) = fenced().await else { return };
    let amelia = world.as_member(world.cast.amelia);
    let under = caller(&world, &amelia.principal).await;
    let scope = world.db.scope::<(), Job>(&under, "jobs.list").await.unwrap();
    let plan = scope.plan(List::by(Order::by(Job::RAISED_AT, Direction::Ascending))).await.unwrap().join("\n");
    assert!(plan.contains("CASE WHEN"), "the policy is a part of the question:\n{plan}");
    assert_eq!(world.asks::<ListJobs>(&amelia, None, &form(&[])).await.unwrap().jobs.rows.len(), 1);

    // A policy that lets nobody through: our own filter still would.
    world.raw().script("CREATE POLICY closed ON jobs AS RESTRICTIVE USING (false)").await.unwrap();
    assert_eq!(world.asks::<ListJobs>(&amelia, None, &form(&[])).await.unwrap().jobs.rows.len(), 0);
    let shown = world.asks::<ShowJob>(&amelia, Some(own.id.uuid()), &Raw::empty()).await.err().unwrap();
    assert_eq!(shown.kind(), &Problem::NOT_FOUND);
    let closed = world.does::<CloseJob>(&amelia, &[own.id.uuid()], &Raw::empty()).await.unwrap_err();
    assert_eq!(closed.kind(), &Problem::NOT_FOUND);
    assert_eq!(world.raw().find(Job::ID.is_known()).await.unwrap().len(), 3, "followers and imports see all");
    let import = Principal::vouch(Actor::System("import".into()), Acting::System, Vec::new());
    let import = world.gateway.caller(&import, None).await.unwrap();
    assert_eq!(Fence::around(&import), None);

    world.raw().script("DROP POLICY closed ON jobs").await.unwrap();
    world.does::<CloseJob>(&amelia, &[own.id.uuid()], &Raw::empty()).await.unwrap();
    world.settle().await;
    let closed = world.raw().first(Job::ID.is(&own.id)).await.unwrap().unwrap();
    assert_eq!(closed.state, State::Closed);
}

#[tokio::test]
async fn nothing_is_written_into_a_foreign_account_even_where_nothing_of_ours_would_keep_it_out() {
    let Some((world, _)) = fenced().await else { return };
    let amelia = caller(&world, &world.as_member(world.cast.amelia).principal).await;
    let stray = |account| Stray { id: Id::from_uuid(Uuid::now_v7()), account_id: account, name: "wrench".to_owned() };
    let foreign = world.tool(world.cast.meridian).await;
    let own = world.tool(world.cast.northgate).await;

    let work = world.db.begin().await.unwrap();
    work.tables::<(Stray,)>(&amelia).insert(stray(world.cast.northgate)).await.expect("it is one's own");
    let refused = work.tables::<(Stray,)>(&amelia).insert(stray(world.cast.meridian)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Statement(_)), "{refused:?}");
    work.roll_back().await.unwrap();

    let fence = Fence::around(&amelia).unwrap();
    let work = world.db.begin().await.unwrap();
    let raw = work.unfiltered(fence);
    assert!(!raw.update(&Tool { name: "theirs no more".to_owned(), ..foreign.clone() }).await.unwrap());
    assert_eq!(raw.delete(Tool::ID.is(&foreign.id)).await.unwrap(), 0);
    let moved = raw.update(&Tool { account_id: world.cast.meridian, ..own }).await.unwrap_err();
    assert!(matches!(moved, StoreError::Statement(_)), "what is one's own is not handed over: {moved:?}");
    work.roll_back().await.unwrap();
    assert_eq!(world.raw().first(Tool::ID.is(&foreign.id)).await.unwrap().unwrap().name, "wrench");
}

#[tokio::test]
async fn a_connection_does_not_carry_one_request_s_account_to_the_next() {
    let Some((world, [own, _, foreign])) = fenced().await else { return };
    let (amelia, chidi) = (around(&world, world.cast.amelia).await, around(&world, world.cast.chidi).await);
    let found = world.raw().query(Sql::new("SELECT CAST(current_database() AS text)")).await.unwrap();
    let name: String = Columns::of(found.first().unwrap()).take().unwrap();
    let url = format!("{}/{name}", server().unwrap());
    let db = Db::open(&Options { connections: 1, ..Options::at(url) }).await.unwrap();
    let connection = "SELECT CAST(pg_backend_pid() AS bigint)";
    let first = number(db.unfiltered(amelia), connection).await;
    assert_eq!(jobs(&db, amelia).await, [own.id]);
    assert_eq!(number(db.unfiltered(chidi), connection).await, first, "it is the same connection");
    assert_eq!(jobs(&db, chidi).await, [foreign.id]);
    assert!(jobs(&db, Fence::Nothing).await.is_empty());
    assert_eq!(jobs(&db, amelia).await, [own.id]);

    // A transaction goes within the fence and out again, whatever part of it is undone; the next begins outside.
    let work = db.begin().await.unwrap();
    let writer = number(work.unguarded(), connection).await;
    let seen = "SELECT COUNT(*) FROM jobs";
    assert_eq!(number(work.unfiltered(amelia), seen).await, 1);
    work.begin_part().await.unwrap();
    assert_eq!(number(work.unguarded(), seen).await, 3);
    work.undo_part().await.unwrap();
    assert_eq!(number(work.unguarded(), seen).await, 3);
    assert_eq!(number(work.unfiltered(Fence::Nothing), seen).await, 0);
    work.commit().await.unwrap();
    let next = db.begin().await.unwrap();
    assert_eq!(number(next.unguarded(), connection).await, writer, "it is the same connection");
    assert_eq!(number(next.unguarded(), seen).await, 3);
    next.roll_back().await.unwrap();
}

#[tokio::test]
async fn a_login_without_the_role_is_told_how_to_get_it_and_is_kept_within_it_then() {
    let (options, _folder) = blank().await;
    let admin = Db::open(&options).await.unwrap();
    if admin.backend() == Backend::Sqlite {
        return;
    }
    let login = format!("plain_{}", Uuid::now_v7().simple());
    let database = options.url.rsplit('/').next().unwrap();
    let made = format!("CREATE ROLE {login} LOGIN; ALTER DATABASE {database} OWNER TO {login}");
    admin.unguarded().script(&made).await.unwrap();
    let url = options.url.replacen("portico@", &format!("{login}@"), 1);
    let plain = |row_security| Options { row_security, ..Options::at(url.clone()) };

    let required = Db::open(&plain(RowSecurity::Required)).await.unwrap();
    let missing = required.migrate(&migrations()).await.unwrap_err().to_string();
    assert!(missing.contains(&format!("CREATE ROLE \"{login}_requests\" NOLOGIN")), "{missing}");
    let db = Db::open(&plain(RowSecurity::WherePossible)).await.unwrap();
    db.migrate(&migrations()).await.expect("it goes without, and says so in the log");
    let work = db.begin().await.unwrap();
    let northgate = account(&work, "Northgate", AccountKind::Company, None).await.unwrap();
    work.commit().await.unwrap();
    let accounts = "SELECT COUNT(*) FROM accounts";
    assert_eq!(number(db.unfiltered(Fence::Nothing), accounts).await, 1, "nothing keeps accounts apart yet");

    let made = format!("CREATE ROLE {login}_requests NOLOGIN; GRANT {login}_requests TO {login}");
    admin.unguarded().script(&made).await.unwrap();
    required.migrate(&migrations()).await.expect("now it can");
    for db in [required, Db::open(&plain(RowSecurity::WherePossible)).await.unwrap()] {
        assert_eq!(number(db.unfiltered(Fence::Nothing), accounts).await, 0);
        assert_eq!(number(db.unfiltered(Fence::Account(northgate.uuid())), accounts).await, 1);
        assert_eq!(number(db.unguarded(), accounts).await, 1, "the owner sees all");
    }
    let off = Db::open(&plain(RowSecurity::Off)).await.unwrap();
    assert_eq!(number(off.unfiltered(Fence::Nothing), accounts).await, 1, "switched off");
}
