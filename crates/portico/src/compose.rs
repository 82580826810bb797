//! Puts the parts together: which services there are, which tables, texts, pages and roles they bring.

#![expect(clippy::disallowed_methods, reason = "the machinery's own transaction")]

use std::sync::Arc;

use access::{Grant, Reach, Role};
use anyhow::Context as _;
use axum::{Extension, Router};
use front::{Pages, Shared, Site, SiteSettings, Texts};
use gateway::{Gateway, Parts, Registry, Service};
use identity::{Dns, Outside};
use journal::follow::{Follower, Followers};
use kernel::{Clock, Message};
use store::{Db, Migrations, Options, RowSecurity};
use words::{Catalogue, Templates};

use crate::{
    doctor, init, secrets,
    settings::{Settings, Words},
    staff,
    terminal::{of_file, say},
};

/// Every service of this program, in the order in which their tables may point at each other.
pub fn services() -> Vec<Service> {
    vec![
        identity::service(),
        accounts::service(),
        accounts::people(),
        accounts::persons(),
        accounts::desk::service(),
        accounts::views_as(),
        accounts::requests(),
        accounts::legal::service(),
        branding::service(),
        readiness::service(),
        identity::rules(),
        identity::staff(),
        identity::ways(),
        identity::links(),
        identity::sign_on(),
        sync::service(),
        billing::service(),
        orders::service(),
        audit::service(),
        cases::service(),
        api::service(),
        oauth::service(),
        webhooks::service(),
        scim::service(),
    ]
}

/// Every page.
pub fn pages() -> Pages {
    let customers = accounts::pages().and(accounts::desk::pages()).and(accounts::legal::pages());
    let records = billing::pages().and(orders::pages()).and(cases::pages()).and(imports::pages());
    let identity =
        identity::pages().and(identity::rule_pages()).and(identity::link_pages()).and(identity::sign_on_pages());
    let identity = identity.and(identity::staff_pages());
    let house = audit::pages().and(branding::pages()).and(readiness::pages());
    let programs = api::pages().and(oauth::pages()).and(webhooks::pages());
    identity.and(home::pages()).and(customers).and(records).and(house).and(programs)
}

/// Templates, samples and messages of every part that brings pages.
pub fn texts() -> Vec<Texts> {
    let mail = Texts { templates: mail::TEMPLATES, samples: &[], messages: mail::MESSAGES };
    let journal = Texts { templates: &[], samples: &[], messages: journal::MESSAGES };
    let backup = Texts { templates: &[], samples: &[], messages: backup::MESSAGES };
    let guard = Texts { templates: &[], samples: &[], messages: guard::MESSAGES };
    let faces = [front::TEXTS, edge::TEXTS, mail, journal, backup, guard, identity::TEXTS, home::TEXTS];
    let programs = [api::TEXTS, oauth::TEXTS, scim::TEXTS, webhooks::TEXTS];
    let records = [billing::TEXTS, orders::TEXTS, cases::TEXTS, imports::TEXTS];
    let services = [accounts::TEXTS, accounts::desk::TEXTS, accounts::legal::TEXTS];
    let house = [audit::TEXTS, branding::TEXTS, readiness::TEXTS, init::TEXTS];
    faces.into_iter().chain(programs).chain(records).chain(services).chain(house).collect()
}

/// Every table, in order.
pub fn migrations() -> Vec<Migrations> {
    let mut all =
        vec![directory::MIGRATIONS, journal::MIGRATIONS, gateway::MIGRATIONS, mail::MIGRATIONS, front::MIGRATIONS];
    all.extend(services().iter().flat_map(|service| service.tables().to_vec()));
    all
}

/// The roles a portal begins with, and whether each is for staff.
const STOCK: [(&str, bool); 7] = [
    ("admin", false),
    ("member", false),
    ("billing", false),
    ("buyer", false),
    ("group", false),
    ("agent", true),
    ("desk-admin", true),
];

/// Roles that are a part of how the program works; they are as this program says, whatever the database holds.
pub fn own_roles() -> Vec<Role> {
    let mut roles = identity::roles();
    roles.extend(sync::roles());
    roles.extend(webhooks::roles());
    roles.extend(accounts::roles());
    roles.push(staff::role());
    grant_to(&mut roles);
    roles
}

/// Roles that a portal begins with. They follow the program until somebody changes them; then they are the
/// administrator's.
pub fn stock_roles() -> Vec<Role> {
    let stock = STOCK.map(|(name, staff)| Role { name: name.into(), staff, grants: Vec::new() });
    let mut roles = stock.to_vec();
    grant_to(&mut roles);
    for admin in roles.iter_mut().filter(|role| role.name == "desk-admin") {
        admin.grants = vec![Grant::new("*", Reach::All)];
    }
    roles
}

/// What each service lets the roles do with it.
fn grant_to(roles: &mut [Role]) {
    let grants = accounts::grants().into_iter().chain(accounts::desk::grants()).chain(sync::grants());
    let grants = grants.chain(accounts::legal::grants()).chain(identity::grants()).chain(identity::link_grants());
    let grants = grants.chain(identity::way_grants());
    let grants = grants.chain(billing::grants()).chain(orders::grants()).chain(cases::grants()).chain(audit::grants());
    for (name, grant) in grants.chain(api::grants()).chain(oauth::grants()).chain(webhooks::grants()) {
        for role in roles.iter_mut().filter(|role| role.name == name) {
            role.grants.push(grant.clone());
        }
    }
}

/// A portal, ready to answer.
pub struct App {
    /// Its database.
    pub db: Db,
    /// Its gate.
    pub gateway: Arc<Gateway>,
    /// Its pages.
    pub router: Router,
    /// What its pages share.
    pub site: Shared,
    /// What follows its journal.
    pub followers: Followers,
    /// Its way to companies' sign-in providers.
    pub outside: Outside,
}

/// Opens the database of these settings.
///
/// # Errors
/// It cannot be reached.
pub async fn database(settings: &Settings) -> anyhow::Result<Db> {
    let url = settings.database();
    if settings.database.is_none() {
        let data = &settings.data;
        std::fs::create_dir_all(data).with_context(|| say(&of_file("file-unmade", data)))?;
    }
    let unopened = if url.starts_with("sqlite:") {
        Message::new("database-unopened").with("place", url.as_str())
    } else {
        Message::new("database-no-server")
    };
    let row_security = match settings.row_level_security {
        None => RowSecurity::WherePossible,
        Some(true) => RowSecurity::Required,
        Some(false) => RowSecurity::Off,
    };
    Db::open(&Options { row_security, ..Options::at(url.clone()) }).await.with_context(|| say(&unopened))
}

/// Brings the tables up to date, plants a brand where there is none, and lets the roles follow this program. Gives the
/// steps that ran.
///
/// # Errors
/// The step that failed.
pub async fn migrate(db: &Db, clock: &dyn Clock) -> anyhow::Result<Vec<store::Pending>> {
    migrate_as(db, NAMELESS, clock).await
}

/// What a portal is called until somebody names it.
pub const NAMELESS: &str = "Portico";

/// The same; a brand that is planted gets this name.
///
/// # Errors
/// As [`migrate`].
pub async fn migrate_as(db: &Db, name: &str, clock: &dyn Clock) -> anyhow::Result<Vec<store::Pending>> {
    let ran = db.migrate(&migrations()).await?;
    if directory::first_brand(db).await?.is_none() {
        let work = db.begin().await?;
        directory::plant_brand(&work, name, clock.now()).await?;
        work.commit().await?;
    }
    let ahead = db.ahead(&migrations()).await?;
    if !ahead.is_empty() {
        // The newer program wrote its roles; this one's would take away from them.
        tracing::warn!(
            steps = ahead.join(", "),
            "A newer program brought the database further; this one goes on with it"
        );
        return Ok(ran);
    }
    let work = db.begin().await?;
    let left_alone = directory::follow_roles(&work, &own_roles(), &stock_roles()).await?;
    work.commit().await?;
    for role in left_alone {
        tracing::warn!(role, "The role {role} was changed here, so it does not get what this release adds to it");
    }
    Ok(ran)
}

/// Words and templates of every part.
///
/// # Errors
/// A message or template that is not right; a fault of the build.
pub fn words() -> anyhow::Result<(Arc<Catalogue>, Templates)> {
    words_of(Words::default())
}

/// The same in these languages.
fn words_of(languages: Words) -> anyhow::Result<(Arc<Catalogue>, Templates)> {
    let catalogue = Arc::new(catalogue(languages)?);
    let templates = front::templates(&texts());
    Ok((Arc::clone(&catalogue), templates.words(catalogue).build()?))
}

/// The words of every part alone, in these languages.
///
/// # Errors
/// A message that is not right; a fault of the build.
pub(crate) fn catalogue(languages: Words) -> anyhow::Result<Catalogue> {
    let texts = texts();
    let catalogue = texts.iter().fold(Catalogue::builder(), |builder, texts| texts.add_messages(builder));
    let catalogue = if languages.pseudo { catalogue.pseudo() } else { catalogue };
    Ok(catalogue.build()?)
}

/// Opens the portal over a database whose tables are up to date.
///
/// # Errors
/// Parts that do not fit together; the database's.
pub async fn open(db: Db, settings: &Settings, clock: Arc<dyn Clock>) -> anyhow::Result<App> {
    let sign_on = &settings.company_sign_on;
    let outside = Outside::new(sign_on.private_hosts.clone(), Arc::new(Dns::new(sign_on.dns)));
    open_with(db, settings, clock, outside).await
}

/// The same, by this way to companies' sign-in providers.
///
/// # Errors
/// As [`open`].
pub async fn open_with(db: Db, settings: &Settings, clock: Arc<dyn Clock>, outside: Outside) -> anyhow::Result<App> {
    open_of(services(), db, settings, clock, outside).await
}

/// The same, of these services.
///
/// # Errors
/// As [`open`].
pub async fn open_of(
    mut services: Vec<Service>,
    db: Db,
    settings: &Settings,
    clock: Arc<dyn Clock>,
    outside: Outside,
) -> anyhow::Result<App> {
    let mut followers: Vec<Follower> = services.iter_mut().flat_map(Service::take_followers).collect();
    let registry = Registry::of(services)?;
    let gateway = Arc::new(Gateway::open(Parts { db: db.clone(), registry, clock }).await?);
    let (catalogue, templates) = words_of(settings.words)?;
    let how = SiteSettings {
        base_url: settings.base_url.clone(),
        secure_cookies: settings.is_secure(),
        shows_letters: settings.mail.transport == crate::settings::Transport::Outbox,
        zone: settings.time_zone()?,
        seal: secrets::sealing_key(&settings.data)?,
    };
    let site = Site::open(Arc::clone(&gateway), catalogue, templates, how).await?;
    let (router, site) = front::router(site, pages())?;
    let router = router.layer(Extension(outside.clone())).layer(Extension(oauth::Documents::default()));
    let router = router.merge(api::router(&site)?).merge(oauth::router(&site));
    let router = router.merge(identity::sign_on_router(&site, &outside)).merge(scim::router(&site));
    followers.extend(identity::followers(&site));
    followers.extend(identity::sign_on_followers(&site, &outside));
    followers.extend(cases::followers(&site));
    followers.extend(webhooks::followers(&site));
    let house = doctor::House { settings: settings.clone(), outside: outside.clone() };
    followers.extend(readiness::followers(&site, Arc::new(house)));
    Ok(App { db, gateway, router, site, followers: Followers::of(followers), outside })
}
