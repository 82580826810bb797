//! A small world with named people, on either database. `PORTICO_TEST_POSTGRES` names a server to use; without it the
//! world lives in SQLite.

use std::{path::PathBuf, sync::Arc, time::Duration};

use access::{Acting, Actor, Principal, Role};
use directory::{Account, AccountKind, fold};
use futures::future::BoxFuture;
use gateway::{Asked, Command, Done, Gateway, Keeper, Operation, Parts, Query, Raw, Registry, Step, Together};
pub use guard::seeds::{Member, START, asked, fresh, holding, member, person, staff};
use journal::follow::Followers;
use kernel::{Currency, Id, ManualClock, Problem};
use store::{Backend, Db, Migrations, Options, StoreError, Unguarded};
use tokio::sync::OnceCell;
use uuid::Uuid;

use crate::toy::{
    self,
    configured::SetLabel,
    rows::{Job, State, Tool, Voucher},
};

pub const LABEL: &str = r#"{ "name": "jobs.set_label", "field": "label", "longest": 20 }"#;

pub struct World {
    pub db: Db,
    pub gateway: Arc<Gateway>,
    pub clock: Arc<ManualClock>,
    pub cast: Cast,
    followers: Followers,
    _folder: Option<tempfile::TempDir>,
}

/// Keeps nothing of how far a bundle's sender has come.
struct Unkept;

impl Keeper for Unkept {
    fn keep<'a>(&'a self, _: &'a store::Work, _: &'a [Together]) -> BoxFuture<'a, Result<(), Problem>> {
        Box::pin(std::future::ready(Ok(())))
    }
}

/// One command as a bundle of its own.
pub fn step(operation: &'static str, target: Uuid, told: Raw) -> Vec<Step> {
    vec![Step { operation: operation.into(), targets: vec![target], told }]
}

/// Who and what there is at the beginning.
#[derive(Clone)]
pub struct Cast {
    /// The group above Northgate.
    pub group: Id<access::Account>,
    /// A customer with a site.
    pub northgate: Id<access::Account>,
    /// Its site.
    pub depot: Id<access::Account>,
    /// An unrelated customer.
    pub meridian: Id<access::Account>,
    pub amelia: Member,
    pub anna: Member,
    pub ben: Member,
    pub eve: Member,
    pub dev: Member,
    pub greta: Member,
    pub petra: Member,
    pub chidi: Member,
    pub dana: Member,
    pub tom: Id<access::Person>,
    pub cleo: Id<access::Person>,
}

pub fn migrations() -> Vec<Migrations> {
    let mut all = vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, mail::MIGRATIONS];
    all.extend(toy::service().tables());
    all
}

pub fn registry() -> Registry {
    let mut registry = Registry::of([toy::service()]).expect("the toy service fits together");
    registry.add(Operation::verb(SetLabel::from_json(LABEL))).expect("its name is free");
    registry
}

impl World {
    pub async fn new() -> Self {
        let (db, folder) = copy().await;
        let cast = CAST.get().expect("the template was made first").clone();
        let clock = Arc::new(ManualClock::at(START));
        let gateway = open(&db, &clock).await;
        let followers = Followers::of(toy::service().take_followers());
        Self { db, gateway, clock, cast, followers, _folder: folder }
    }

    /// Another instance of the program on the same database, as behind a load balancer.
    pub async fn another_instance(&self) -> Arc<Gateway> {
        open(&self.db, &self.clock).await
    }

    pub fn as_member(&self, member: Member) -> Asked {
        self.acting(member.person, Acting::Account(member.account))
    }

    pub fn as_staff(&self, person: Id<access::Person>) -> Asked {
        self.acting(person, Acting::Desk)
    }

    pub fn acting(&self, person: Id<access::Person>, acting: Acting) -> Asked {
        let principal = Principal::vouch(Actor::Person(person), acting, Vec::new());
        asked(principal)
    }

    /// The request with the roles the person holds, as signing in would find them.
    pub async fn signed_in(&self, asked: Asked) -> Asked {
        let work = self.db.begin().await.expect("a connection");
        let principal = directory::refresh(&work, &asked.principal).await.expect("roles");
        work.roll_back().await.expect("roll back");
        Asked { principal, ..asked }
    }

    pub async fn does<C: Command>(
        &self,
        asked: &Asked,
        targets: &[Uuid],
        raw: &Raw,
    ) -> Result<Done<C::Output>, Problem> {
        self.gateway.execute::<C>(asked, targets, raw).await
    }

    pub async fn asks<Q: Query>(&self, asked: &Asked, id: Option<Uuid>, raw: &Raw) -> Result<Q::Output, Problem> {
        let asked = self.signed_in(asked.clone()).await;
        self.gateway.ask::<Q>(&asked, id, raw).await
    }

    /// Does commands one by one in as few transactions as the budget allows, as imports do; tells which were done.
    pub async fn bundled(
        &self,
        asked: &Asked,
        told: &mut (dyn Iterator<Item = Vec<Step>> + Send),
        budget: Duration,
    ) -> Vec<Result<(), Problem>> {
        let outcomes = self.gateway.bundles(asked, told, &Unkept, budget).await.expect("the database");
        outcomes.into_iter().map(|outcome| outcome.map(drop).map_err(|broken| broken.problem)).collect()
    }

    pub fn raw(&self) -> Unguarded<'_> {
        self.db.unguarded()
    }

    /// Seals and follows until nothing is left to do.
    pub async fn settle(&self) {
        while self.followers.seal_and_turn(&self.db, &*self.clock).await.expect("sealing and following") > 0 {}
    }

    pub async fn job(
        &self,
        account: Id<access::Account>,
        requester: Option<Id<access::Person>>,
        change: impl FnOnce(&mut Job),
    ) -> Job {
        let mut job = Job {
            id: fresh(),
            account_id: account,
            requester_id: requester,
            title: "seal leaks".to_owned(),
            state: State::Open,
            secret: false,
            grade: Some(1),
            cost_minor: 1250,
            currency: Currency::GBP,
            due_on: None,
            label: None,
            raised_at: START,
        };
        change(&mut job);
        self.raw().insert(&job).await.expect("insert");
        job
    }

    pub async fn tool(&self, account: Id<access::Account>) -> Tool {
        let tool = Tool { id: fresh(), account_id: account, name: "wrench".to_owned() };
        self.raw().insert(&tool).await.expect("insert");
        tool
    }

    pub async fn voucher(&self, account: Id<access::Account>) -> Voucher {
        let voucher = Voucher { id: fresh(), account_id: account, used_by: None, uses: 0 };
        self.raw().insert(&voucher).await.expect("insert");
        voucher
    }

    pub async fn watch(&self, job: Id<Job>, member: Member) {
        let mut sql = store::Sql::new("INSERT INTO job_watchers (job_id, account_id, person_id) VALUES (");
        sql.bind(job.uuid()).push(", ").bind(member.account.uuid()).push(", ").bind(member.person.uuid()).push(")");
        self.raw().execute(sql).await.expect("insert");
    }

    pub async fn share(&self, job: Id<Job>, account: Id<access::Account>) {
        let mut sql = store::Sql::new("INSERT INTO job_shares (job_id, account_id) VALUES (");
        sql.bind(job.uuid()).push(", ").bind(account.uuid()).push(")");
        self.raw().execute(sql).await.expect("insert");
    }
}

impl World {
    /// A world whose customers have books: invoices from a feed, and the roles to read them.
    pub async fn of_books() -> Self {
        let mut world = Self::new().await;
        let mut tables = migrations();
        tables.extend([sync::MIGRATIONS, billing::MIGRATIONS]);
        world.db.migrate(&tables).await.expect("the books' tables");
        let mut roles = toy::roles();
        roles.extend(sync::roles());
        for (name, grant) in billing::grants() {
            for role in roles.iter_mut().filter(|role| role.name == name) {
                role.grants.push(grant.clone());
            }
        }
        let work = world.db.begin().await.expect("a connection");
        directory::keep_roles(&work, &roles).await.expect("roles");
        work.commit().await.expect("roles");
        let registry = Registry::of([toy::service(), sync::service(), billing::service()]).expect("the books fit");
        let clock: Arc<dyn kernel::Clock> = Arc::clone(&world.clock) as _;
        let parts = Parts { db: world.db.clone(), registry, clock };
        world.gateway = Arc::new(Gateway::open(parts).await.expect("a gateway"));
        world
    }

    /// Moves time on, by seconds.
    pub fn advance(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }
}

pub fn form(pairs: &[(&str, &str)]) -> Raw {
    Raw::Form(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
}

async fn open(db: &Db, clock: &Arc<ManualClock>) -> Arc<Gateway> {
    let clock: Arc<dyn kernel::Clock> = Arc::clone(clock) as _;
    let parts = Parts { db: db.clone(), registry: registry(), clock };
    Arc::new(Gateway::open(parts).await.expect("a gateway"))
}

static CAST: OnceCell<Cast> = OnceCell::const_new();

/// Where the template lies, from which every world is copied.
enum Template {
    File(PathBuf),
    Database { server: String, name: String },
}

static TEMPLATE: OnceCell<Template> = OnceCell::const_new();

pub fn server() -> Option<String> {
    std::env::var("PORTICO_TEST_POSTGRES").ok().filter(|server| !server.is_empty())
}

async fn template() -> Template {
    let template = match server() {
        Some(server) => {
            let name = format!("world_{}", std::process::id());
            create(&server, &name, None).await;
            Template::Database { server, name }
        }
        None => Template::File(std::env::temp_dir().join(format!("portico-world-{}.sqlite", std::process::id()))),
    };
    let url = match &template {
        Template::Database { server, name } => format!("{server}/{name}"),
        Template::File(path) => {
            // Another process may have had this number before.
            for part in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{part}", path.display()));
            }
            format!("sqlite:{}", path.display())
        }
    };
    let db = Db::open(&Options::at(url)).await.expect("a new database");
    db.migrate(&migrations()).await.expect("the schema");
    let cast = populate(&db).await.expect("the cast");
    CAST.set(cast).ok();
    if matches!(template, Template::Database { .. }) {
        db.unguarded().script(toy::LINKED).await.expect("the policies of relations");
    }
    if matches!(template, Template::File(_)) {
        // A copy takes the file alone, so nothing may be left in the log beside it.
        db.unguarded().script("PRAGMA wal_checkpoint(TRUNCATE)").await.expect("a whole file");
    }
    db.close().await.expect("closing the template");
    template
}

/// An empty database of its own, for tests of what happens before there is a world.
pub async fn blank() -> (Options, Option<tempfile::TempDir>) {
    match server() {
        Some(server) => {
            let name = format!("blank_{}", Uuid::now_v7().simple());
            create(&server, &name, None).await;
            (Options::at(format!("{server}/{name}")), None)
        }
        None => {
            let folder = tempfile::tempdir().expect("a folder");
            (Options::at(format!("sqlite:{}", folder.path().join("blank.sqlite").display())), Some(folder))
        }
    }
}

async fn copy() -> (Db, Option<tempfile::TempDir>) {
    match TEMPLATE.get_or_init(template).await {
        Template::File(path) => {
            let folder = tempfile::tempdir().expect("a folder");
            let copy = folder.path().join("world.sqlite");
            std::fs::copy(path, &copy).expect("a copy of the template");
            let db = Db::open(&Options::at(format!("sqlite:{}", copy.display()))).await.expect("the copy");
            assert_eq!(db.backend(), Backend::Sqlite);
            (db, Some(folder))
        }
        Template::Database { server, name } => {
            let copy = format!("w_{}", Uuid::now_v7().simple());
            create(server, &copy, Some(name)).await;
            let db = Db::open(&Options::at(format!("{server}/{copy}"))).await.expect("the copy");
            assert_eq!(db.backend(), Backend::Postgres);
            (db, None)
        }
    }
}

async fn create(server: &str, name: &str, template: Option<&str>) {
    static ONE_AT_A_TIME: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
    let _turn = ONE_AT_A_TIME.lock().await;
    let mut options = Options::at(format!("{server}/postgres"));
    options.connections = 1;
    let db = Db::open(&options).await.expect("the server");
    let from = template.map(|template| format!(" TEMPLATE {template}")).unwrap_or_default();
    db.unguarded().script(&format!("CREATE DATABASE {name}{from}")).await.expect("a new database");
    db.close().await.expect("closing");
}

async fn populate(db: &Db) -> Result<Cast, StoreError> {
    let work = db.begin().await?;
    let raw = work.unguarded();
    let group = account(&work, "Northgate Group", AccountKind::Group, None).await?;
    let northgate = account(&work, "Northgate Water", AccountKind::Company, Some(group)).await?;
    let depot = account(&work, "Northgate Depot", AccountKind::Site, Some(northgate)).await?;
    let meridian = account(&work, "Meridian Foods", AccountKind::Company, None).await?;
    let cast = Cast {
        group,
        northgate,
        depot,
        meridian,
        amelia: member(raw, "Amelia", northgate, "admin").await?,
        anna: member(raw, "Anna", northgate, "admin").await?,
        ben: member(raw, "Ben", northgate, "member").await?,
        eve: member(raw, "Eve", northgate, "engineer").await?,
        dev: member(raw, "Dev", depot, "member").await?,
        greta: member(raw, "Greta", group, "group").await?,
        petra: member(raw, "Petra", meridian, "partner").await?,
        chidi: member(raw, "Chidi", meridian, "admin").await?,
        dana: member(raw, "Dana", meridian, "member").await?,
        tom: staff(raw, "Tom", "agent").await?,
        cleo: staff(raw, "Cleo", "clerk").await?,
    };
    let roles: Vec<Role> = toy::roles();
    directory::keep_roles(&work, &roles).await?;
    work.commit().await?;
    Ok(cast)
}

pub async fn account(
    work: &store::Work,
    name: &str,
    kind: AccountKind,
    parent: Option<Id<access::Account>>,
) -> Result<Id<access::Account>, StoreError> {
    let id = fresh();
    let row = Account {
        id,
        parent_id: parent,
        kind,
        name: name.to_owned(),
        name_fold: fold(name),
        reference: None,
        created_at: START,
        vat_number: None,
        registered_address: None,
    };
    work.unguarded().insert(&row).await?;
    directory::tree::plant(work, id, parent).await?;
    Ok(id)
}
