//! Who there is: two companies that know nothing of each other, one with two sites below it; in each place a person of
//! every stock role; a person of every staff role. Each place has a word of its own that stands in all of its rows.

use access::{Account, Acting, Actor, Person, Principal, Role, RoleBook};
use axum::http::StatusCode;
use directory::{Address, Membership, fold};
use gateway::{Asked, Raw};
use kernel::Id;
use serde_json::{Value, json};
use sync::{Feed, Mark};
use uuid::Uuid;

use crate::{
    Browser, Portal, Row, planted,
    seeds::{self, START, asked, fresh},
};

/// A place's name in its feed, the place it lies below, and what it is. Its word is its name behind `zq`.
const PLACES: [(&str, Option<&str>, &str); 4] = [
    ("northgate", None, "company"),
    ("depot", Some("northgate"), "site"),
    ("works", Some("northgate"), "site"),
    ("meridian", None, "company"),
];

/// The word of rows that belong to no account: nobody but staff ever sees it.
pub const DESK: &str = "zqdesk";

/// An account.
#[derive(Clone, Debug)]
pub struct Place {
    /// What its feed calls it.
    pub name: &'static str,
    /// Its account.
    pub account: Id<Account>,
    /// The place it lies below.
    pub parent: Option<&'static str>,
}

/// Somebody, and where they are; staff are nowhere.
#[derive(Clone, Debug)]
pub struct Member {
    /// The role they hold, the only one.
    pub role: String,
    /// Who they are.
    pub person: Id<Person>,
    /// Their address.
    pub email: String,
    /// The place they are in.
    pub place: Option<&'static str>,
    /// What makes them one of that place.
    pub membership: Option<Id<Membership>>,
}

/// The portal with everybody in it and samples of everything.
pub struct Cast {
    /// The portal they are in.
    pub portal: Portal,
    /// What roles permit, as the program has them. By these everybody is judged: what the portal's database makes of
    /// them is a part of what is proved.
    pub book: RoleBook,
    /// Where documents come from.
    pub feed: Id<Feed>,
    /// The accounts.
    pub places: Vec<Place>,
    /// The people.
    pub members: Vec<Member>,
    /// What was planted.
    pub rows: Vec<Row>,
}

impl Place {
    /// The word in every row of the place.
    pub fn word(&self) -> String {
        format!("zq{}", self.name)
    }
}

impl Member {
    /// How a failure names them.
    pub fn called(&self) -> String {
        format!("{} of {}", self.role, self.place.unwrap_or("the desk"))
    }
}

impl Cast {
    /// Fills a portal in which there is nobody yet: `count` rows of every kind that may be many, for each place.
    pub async fn seed(portal: Portal, count: usize) -> Self {
        let feed = Feed { id: fresh(), name: "guard".to_owned(), system: "Sage 200".to_owned(), created_at: START };
        portal.app.db.unguarded().insert(&feed).await.expect("a feed");
        let book = RoleBook::new(portal.app.roles.iter().chain(&portal.app.own_roles).cloned());
        let (places, members, rows) = (Vec::new(), Vec::new(), Vec::new());
        let mut cast = Self { portal, book, feed: feed.id, places, members, rows };
        cast.settle_places().await;
        cast.settle_people().await;
        planted::plant(&mut cast, 0..count).await;
        cast.portal.settle().await;
        cast
    }

    /// The place of this name.
    pub fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|place| place.name == name).expect("a place of the cast")
    }

    /// Whether `below` is `above`, or lies below it.
    pub fn lies_below(&self, below: &str, above: &str) -> bool {
        below == above || self.place(below).parent.is_some_and(|parent| self.lies_below(parent, above))
    }

    /// A browser in which somebody is signed in.
    pub async fn browser(&self, member: &Member) -> Browser<'_> {
        self.portal.browser(member.person).await
    }

    /// The member as the gate sees them in one capacity, with the roles they hold.
    pub async fn acting(&self, member: &Member, acting: Acting) -> Asked {
        let work = self.portal.app.db.begin().await.expect("a connection");
        let principal = Principal::vouch(Actor::Person(member.person), acting, Vec::new());
        let principal = directory::refresh(&work, &principal).await.expect("roles");
        work.roll_back().await.expect("roll back");
        asked(principal)
    }

    /// Takes a document in as an import does, and gives the row it became.
    pub async fn ingest(&self, operation: &str, kind: &str, document: Value) -> Uuid {
        let remote = document["id"].as_str().or(document["remote_id"].as_str()).expect("a name").to_owned();
        let gateway = &self.portal.app.gateway;
        let found = gateway.registry().operation(operation).unwrap_or_else(|| panic!("{operation} is not there"));
        let holdings = vec![access::Holding::of("import", None)];
        let import = asked(Principal::vouch(Actor::System("import".into()), Acting::System, holdings));
        let raw = Raw::Json(json!({ "document": document }));
        let done = found.run(gateway, &import, &[self.feed.uuid()], &raw).await;
        done.unwrap_or_else(|problem| panic!("{operation} refused a sample: {problem} {:?}", problem.fields()));
        let mark = Mark::FEED_ID.is(&self.feed).and(Mark::KIND.is(&kind.to_owned())).and(Mark::REMOTE_ID.is(&remote));
        let found = self.portal.app.db.unguarded().first(mark).await.expect("marks").expect("the document's mark");
        found.local_id.uuid()
    }

    async fn settle_places(&mut self) {
        for (name, parent, kind) in PLACES {
            let document = json!({
                "remote_id": name, "reference": format!("NR-{name}"), "name": format!("Zq{name} Ltd"), "kind": kind,
                "parent": parent,
            });
            let account = self.ingest("accounts.ingest_account", "account", document).await;
            self.places.push(Place { name, account: Id::from_uuid(account), parent });
        }
    }

    async fn settle_people(&mut self) {
        let roles = self.portal.app.roles.clone();
        for place in self.places.clone() {
            for role in roles.iter().filter(|role| !role.staff) {
                let raw = self.portal.app.db.unguarded();
                let name = format!("{} {}", role.name, place.word());
                let member = seeds::member(raw, &name, place.account, &role.name).await.expect("a member");
                self.settle(role, member.person, Some(&place), Some(member.membership)).await;
            }
        }
        for role in roles.iter().filter(|role| role.staff) {
            let person = fresh();
            let name = format!("{} of the desk", role.name);
            let row =
                directory::Person { id: person, name_fold: fold(&name), name, created_at: START, disabled_at: None };
            let raw = self.portal.app.db.unguarded();
            raw.insert(&row).await.expect("a person");
            raw.insert(&seeds::holding(person, None, &role.name)).await.expect("a role");
            self.settle(role, person, None, None).await;
        }
    }

    async fn settle(
        &mut self,
        role: &Role,
        person: Id<Person>,
        place: Option<&Place>,
        membership: Option<Id<Membership>>,
    ) {
        let domain = place.map_or("harrow".to_owned(), Place::word);
        let email = format!("{}@{domain}.example", role.name);
        let address = Address {
            id: fresh(),
            person_id: person,
            email: email.clone(),
            email_fold: fold(&email),
            verified_at: Some(START),
            primary_since: Some(START),
        };
        self.portal.app.db.unguarded().insert(&address).await.expect("an address");
        let place = place.map(|place| place.name);
        self.members.push(Member { role: role.name.to_string(), person, email, place, membership });
    }
}

/// Whether an answer opened something.
pub fn opened(status: StatusCode) -> bool {
    status.is_success() || status.is_redirection()
}
