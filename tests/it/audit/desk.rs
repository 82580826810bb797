//! A desk with a journal: two customers, an administrator, an agent, and a customer's person with a dangerous role.

use std::sync::Arc;

use access::{Acting, Actor, Grant, Holding, Person, Principal, Reach, Role};
use directory::AccountKind;
use gateway::{Asked, Gateway, Parts, Query, Raw, Registry, Service};
use journal::{Audience, Draft, Entry, Face, Recorded};
use kernel::{Id, ManualClock, Problem, Ref};
use serde_json::json;
use store::Db;
use uuid::Uuid;

use crate::{
    visitor::{Visitor, door, signed_in},
    world::{self, Member, START, asked, blank, member},
};

pub struct Desk {
    pub db: Db,
    pub gateway: Arc<Gateway>,
    pub northgate: Id<access::Account>,
    pub meridian: Id<access::Account>,
    /// Whoever administers the portal, and an agent.
    pub hannah: Id<Person>,
    pub tom: Id<Person>,
    /// A person of Northgate whose role gives them the account's journal.
    pub priya: Member,
    _folder: Option<tempfile::TempDir>,
}

fn services() -> Vec<Service> {
    vec![Service::named("people").object::<directory::Person>().object::<directory::Account>(), audit::service()]
}

fn roles() -> Vec<Role> {
    let stock = |name: &'static str| Role { name: name.into(), staff: true, grants: Vec::new() };
    let mut desk = stock("desk-admin");
    desk.grants.extend(audit::grants().into_iter().map(|(_, grant)| grant));
    let mut agent = stock("agent");
    agent.grants.push(Grant::new("accounts.read", Reach::All));
    let grants = vec![Grant::new("journal.*", Reach::Account)];
    vec![desk, agent, Role { name: "auditor".into(), staff: false, grants }]
}

impl Desk {
    pub async fn new() -> Self {
        let (options, folder) = blank().await;
        let db = Db::open(&options).await.unwrap();
        let tables = [directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, front::MIGRATIONS];
        db.migrate(&tables).await.unwrap();
        let work = db.begin().await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        let northgate = world::account(&work, "Northgate Water", AccountKind::Company, None).await.unwrap();
        let meridian = world::account(&work, "Meridian Foods", AccountKind::Company, None).await.unwrap();
        let raw = work.unguarded();
        let priya = member(raw, "Priya Raman", northgate, "auditor").await.unwrap();
        let hannah = world::staff(raw, "Hannah Okafor", "desk-admin").await.unwrap();
        let tom = world::staff(raw, "Tom Ellery", "agent").await.unwrap();
        work.commit().await.unwrap();
        let clock = Arc::new(ManualClock::at(START));
        let registry = Registry::of(services()).unwrap();
        let gateway = Arc::new(Gateway::open(Parts { db: db.clone(), registry, clock }).await.unwrap());
        Self { db, gateway, northgate, meridian, hannah, tom, priya, _folder: folder }
    }

    /// An entry as commands write it: by Priya at Northgate, unless it is changed.
    pub async fn tell(&self, change: impl FnOnce(&mut Draft)) -> Entry {
        let work = self.db.begin().await.unwrap();
        let mut draft = self.draft();
        change(&mut draft);
        journal::append(&work, draft).await.unwrap();
        work.commit().await.unwrap();
        let all = Entry::ID.is_not(&Id::from_uuid(Uuid::nil()));
        self.db.unguarded().last(all, Entry::ID).await.unwrap().unwrap()
    }

    fn draft(&self) -> Draft {
        let event = Recorded {
            name: "jobs.noted".to_owned(),
            version: 1,
            audience: Audience::Account,
            payload: json!({ "note": 7 }),
            refs: Vec::new(),
        };
        Draft {
            at: START,
            principal: self.by(self.priya),
            face: Face::Page,
            command: "jobs.note".to_owned(),
            event,
            target: Ref { kind: "job".into(), id: Uuid::now_v7() },
            account: Some(self.northgate),
            cause: None,
            depth: 0,
            decision: vec!["reach.job".to_owned()],
            trace: String::new(),
            held_until: None,
        }
    }

    pub fn by(&self, who: Member) -> Principal {
        Principal::vouch(Actor::Person(who.person), Acting::Account(who.account), Vec::new())
    }

    pub fn importer() -> Principal {
        Principal::vouch(Actor::System("import".into()), Acting::System, vec![Holding::of("import", None)])
    }

    async fn signed_in(&self, person: Id<Person>, acting: Acting) -> Asked {
        let principal = Principal::vouch(Actor::Person(person), acting, Vec::new());
        let work = self.db.begin().await.unwrap();
        let principal = directory::refresh(&work, &principal).await.unwrap();
        work.roll_back().await.unwrap();
        asked(principal)
    }

    pub async fn staff(&self, person: Id<Person>) -> Asked {
        self.signed_in(person, Acting::Desk).await
    }

    pub async fn customer(&self, who: Member) -> Asked {
        self.signed_in(who.person, Acting::Account(who.account)).await
    }

    pub async fn ask<Q: Query>(&self, who: &Asked, id: Option<Uuid>, raw: &Raw) -> Result<Q::Output, Problem> {
        self.gateway.ask::<Q>(who, id, raw).await
    }

    /// The pages, with a browser in which somebody is signed in.
    pub async fn browser(&self, person: Id<Person>) -> Visitor {
        let token = signed_in(self.db.unguarded(), person).await;
        let router = door(&self.gateway, &[&front::TEXTS, &audit::TEXTS], audit::pages()).await;
        Visitor::with(&router, &token)
    }
}
