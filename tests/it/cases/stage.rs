//! Where the stories of cases play: the small world, with cases, pages, and the letters that follow.

use std::sync::Arc;

use access::Role;
use axum::Router;
use cases::{CaseView, ListCases, Listed, RaiseCase, Raised, ReadCase};
use directory::{Address, Session, fold};
use front::{Site, SiteSettings};
use gateway::{Asked, Gateway, Parts, Raw, Registry};
use journal::follow::Followers;
use kernel::{Id, Problem};
use mail::Letter;
use store::Row as _;
use words::Catalogue;

use crate::{
    toy::{
        self,
        rows::{Job, Note},
    },
    visitor::{BASE, Visitor, signed_in},
    world::{self, Member, START, World, form, fresh},
};

pub struct Stage {
    pub world: World,
    router: Router,
    letters: Followers,
}

fn roles() -> Vec<Role> {
    let mut roles = toy::roles();
    for (name, grant) in cases::grants() {
        for role in roles.iter_mut().filter(|role| role.name == name) {
            role.grants.push(grant.clone());
        }
    }
    roles
}

impl Stage {
    pub async fn new() -> Self {
        let mut world = World::new().await;
        let mut tables = world::migrations();
        tables.extend([front::MIGRATIONS, cases::MIGRATIONS]);
        world.db.migrate(&tables).await.unwrap();
        let work = world.db.begin().await.unwrap();
        directory::keep_roles(&work, &roles()).await.unwrap();
        work.commit().await.unwrap();
        let registry = Registry::of([toy::service(), cases::service()]).unwrap();
        let clock: Arc<dyn kernel::Clock> = Arc::clone(&world.clock) as _;
        let gateway = Gateway::open(Parts { db: world.db.clone(), registry, clock }).await.unwrap();
        world.gateway = Arc::new(gateway);
        let (router, site) = front::router(site(&world.gateway).await, cases::pages()).unwrap();
        Self { world, router, letters: Followers::of(cases::followers(&site)) }
    }

    /// A record of an account, with a line of these words.
    pub async fn record(&self, account: Id<access::Account>, line: &str) -> (Job, Note) {
        let job = self.world.job(account, None, |job| job.title = "INV-20418".to_owned()).await;
        let note = Note {
            id: fresh(),
            job_id: job.id,
            account_id: account,
            author_id: None,
            body: line.to_owned(),
            tool_id: None,
            written_at: START,
        };
        self.world.raw().insert(&note).await.unwrap();
        (job, note)
    }

    pub async fn colleague(&self, name: &str) -> Member {
        world::member(self.world.raw(), name, self.world.cast.northgate, "member").await.unwrap()
    }

    pub fn member(&self, who: Member) -> Asked {
        self.world.as_member(who)
    }

    pub fn tom(&self) -> Asked {
        self.world.as_staff(self.world.cast.tom)
    }

    pub async fn raises(&self, asked: &Asked, told: &[(&str, &str)]) -> Result<Raised, Problem> {
        let usual = [("subject", "Seal kit binds"), ("body", "Can you check the price?")];
        let rest = usual.into_iter().filter(|(name, _)| told.iter().all(|(own, _)| own != name));
        let told: Vec<(&str, &str)> = told.iter().copied().chain(rest).collect();
        Ok(self.world.does::<RaiseCase>(asked, &[], &form(&told)).await?.output)
    }

    pub async fn reads(&self, asked: &Asked, case: &Raised) -> Result<CaseView, Problem> {
        self.world.asks::<ReadCase>(asked, Some(case.case.uuid()), &Raw::empty()).await
    }

    pub async fn lists(&self, asked: &Asked, told: &[(&str, &str)]) -> Listed {
        self.world.asks::<ListCases>(asked, None, &form(told)).await.unwrap()
    }

    pub async fn references(&self, asked: &Asked, told: &[(&str, &str)]) -> Vec<String> {
        self.lists(asked, told).await.cases.rows.iter().map(cases::Case::reference).collect()
    }

    /// Mail that this person can get.
    pub async fn has_address(&self, who: Member, email: &str) {
        let address = Address {
            id: fresh(),
            person_id: who.person,
            email: email.to_owned(),
            email_fold: fold(email),
            verified_at: Some(START),
            primary_since: Some(START),
        };
        self.world.raw().insert(&address).await.unwrap();
    }

    /// Seals the journal and lets the letters follow it.
    pub async fn settle(&self) {
        journal::seal::seal(&self.world.db).await.unwrap();
        while self.letters.turn(&self.world.db, &*self.world.clock).await.unwrap() > 0 {}
    }

    pub async fn letters(&self) -> Vec<Letter> {
        let mut letters = self.world.raw().find(Letter::ID.is_known()).await.unwrap();
        letters.sort_by_key(Letter::id);
        letters
    }

    /// Sends the letters' follower back to the beginning, as a copy of it that had not yet heard would begin.
    pub async fn forget_what_was_followed(&self) {
        self.world.raw().script("DELETE FROM journal_followers").await.unwrap();
    }

    pub async fn browser(&self, person: Id<access::Person>) -> Visitor {
        Visitor::with(&self.router, &self.signs_in(person).await).referring()
    }

    /// A new session of somebody's; gives the token their browser keeps.
    pub async fn signs_in(&self, person: Id<access::Person>) -> String {
        signed_in(self.world.raw(), person).await
    }

    /// Ends every session, as signing out elsewhere does.
    pub async fn all_are_signed_out(&self) {
        for session in self.world.raw().find(Session::ID.is_known()).await.unwrap() {
            self.world.raw().update(&Session { ended_at: Some(START), ..session }).await.unwrap();
        }
    }
}

async fn site(gateway: &Arc<Gateway>) -> Site {
    let texts = [&front::TEXTS, &cases::TEXTS];
    let words = texts.iter().fold(Catalogue::builder(), |to, texts| texts.add_messages(to));
    let words = mail::MESSAGES.iter().fold(words, |to, (locale, origin, text)| to.add(locale, origin, text));
    let words = Arc::new(words.build().unwrap());
    let pages = front::templates(texts.iter().copied());
    let pages = mail::TEMPLATES.iter().fold(pages, |to, (name, text)| to.add(name, text));
    let pages = pages.words(Arc::clone(&words)).build().unwrap();
    let zone = jiff::tz::TimeZone::UTC;
    let settings = SiteSettings {
        base_url: BASE.to_owned(),
        secure_cookies: false,
        shows_letters: false,
        zone,
        seal: front::Seal::of(&[7; 32]),
    };
    Site::open(Arc::clone(gateway), words, pages, settings).await.unwrap()
}
