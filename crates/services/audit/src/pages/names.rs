use std::collections::{BTreeMap, BTreeSet};

use front::{Failure, Signed, Visit};
use gateway::{Query, Raw};
use kernel::{Message, Ref};
use store::Object;
use uuid::Uuid;

use super::{
    noted::Noted,
    way::Way,
    words::{kind, say, system},
};
use crate::queries::{NameAccounts, NamePeople, Named};

/// Whom and what a page mentions by id.
#[derive(Default)]
pub(super) struct Mentioned {
    people: BTreeSet<Uuid>,
    accounts: BTreeSet<Uuid>,
    records: BTreeSet<Ref>,
}

/// What they are called. Who or what is not here has no name, may not be seen, or is no more.
pub(super) struct Names {
    people: BTreeMap<Uuid, String>,
    accounts: BTreeMap<Uuid, String>,
    records: BTreeMap<Ref, String>,
}

/// What people are, as entries point at them, and accounts.
const PERSON: &str = <directory::Person as Object>::KIND;
const ACCOUNT: &str = <directory::Account as Object>::KIND;

/// As many as one question names.
const AT_ONCE: usize = 200;

impl Mentioned {
    /// Those that lines mention.
    pub fn by<'l, L: Noted + 'l>(lines: impl IntoIterator<Item = &'l L>) -> Self {
        let mut mentioned = Self::default();
        for line in lines {
            mentioned.people.extend(id_behind("person:", line.actor()));
            mentioned.people.extend(line.for_person().map(kernel::Id::uuid));
            mentioned.accounts.extend(id_behind("account:", line.acting()));
            mentioned.accounts.extend(line.account().map(kernel::Id::uuid));
            for object in line.target().into_iter().chain(line.others()) {
                mentioned.add(object);
            }
        }
        mentioned
    }

    fn add(&mut self, object: &Ref) {
        match object.kind.as_ref() {
            PERSON => self.people.insert(object.id),
            ACCOUNT => self.accounts.insert(object.id),
            _ => self.records.insert(object.clone()),
        };
    }

    /// And those that the list is narrowed to.
    pub fn and(mut self, way: &Way) -> Self {
        self.people.extend(way.get("who").and_then(|who| id_behind("person:", who)));
        self.accounts.extend(way.get("account").and_then(|account| Uuid::try_parse(account).ok()));
        if let Some(object) = way.get("object").and_then(|object| object.parse::<Ref>().ok()) {
            self.add(&object);
        }
        self
    }

    /// Their names: one question for people and one for accounts, however many lines there are.
    pub async fn names(&self, me: &Signed) -> Result<Names, Failure> {
        Ok(Names {
            people: named::<NamePeople>(me, &self.people).await?,
            accounts: named::<NameAccounts>(me, &self.accounts).await?,
            records: BTreeMap::new(),
        })
    }

    /// The same, and the numbers of records: one question for each kind that has numbers.
    pub async fn with_records(&self, me: &Signed) -> Result<Names, Failure> {
        let records = me.site().gateway.called(&me.asked(), &self.records).await?;
        Ok(Names { records, ..self.names(me).await? })
    }
}

async fn named<Q: Query<Output = Vec<Named>>>(
    me: &Signed,
    ids: &BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, String>, Failure> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    let mut names = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let among = some.iter().map(|id| ("among".to_owned(), id.simple().to_string())).collect();
        let found = me.ask::<Q>(None, &Raw::Form(among)).await?;
        names.extend(found.into_iter().map(|named| (named.id, named.name)));
    }
    Ok(names)
}

impl Names {
    /// A person's name.
    pub fn person(&self, id: Uuid) -> Option<&str> {
        self.people.get(&id).map(String::as_str)
    }

    /// An account's name.
    pub fn account(&self, id: Uuid) -> Option<&str> {
        self.accounts.get(&id).map(String::as_str)
    }

    /// Everybody here, as `who` names them in an address.
    pub fn people(&self) -> impl Iterator<Item = (String, &str)> {
        self.people.iter().map(|(id, name)| (format!("person:{}", id.simple()), name.as_str()))
    }

    /// Every account here, as addresses name it.
    pub fn accounts(&self) -> impl Iterator<Item = (String, &str)> {
        self.accounts.iter().map(|(id, name)| (id.simple().to_string(), name.as_str()))
    }

    /// An actor in words.
    pub fn actor(&self, visit: &Visit, key: &str) -> String {
        if let Some(id) = id_behind("person:", key) {
            return self.person(id).map_or_else(|| say(visit, "journal-somebody"), str::to_owned);
        }
        match (key, key.strip_prefix("system:")) {
            ("stranger", _) => say(visit, "journal-stranger"),
            (key, _) if key.starts_with("key:") => say(visit, "journal-key"),
            (link, _) if link.starts_with("link:") => say(visit, "journal-link"),
            (directory, _) if directory.starts_with("connection:") => say(visit, "journal-connection"),
            (_, Some(name)) => system(visit, name),
            (other, None) => other.to_owned(),
        }
    }

    /// A capacity in words.
    pub fn capacity(&self, visit: &Visit, acting: &str) -> String {
        if let Some(id) = id_behind("account:", acting) {
            return self.account(id).map_or_else(|| say(visit, "journal-some-account"), str::to_owned);
        }
        match acting {
            "desk" => say(visit, "journal-acting-desk"),
            "oneself" => say(visit, "journal-acting-oneself"),
            "public" => say(visit, "journal-acting-public"),
            "system" => say(visit, "journal-acting-system"),
            other => other.to_owned(),
        }
    }

    /// An object: its kind, and what it is called; else as much of its id as tells it apart on a page.
    pub fn record(&self, visit: &Visit, object: &Ref) -> String {
        let name = match object.kind.as_ref() {
            PERSON => self.person(object.id),
            ACCOUNT => self.account(object.id),
            _ => self.records.get(object).map(String::as_str),
        };
        let name = name.map_or_else(|| end(object), str::to_owned);
        visit.say(&Message::new("journal-record-named").with("kind", kind(visit, &object.kind)).with("id", name))
    }

    /// For whom it was done, where that is somebody else than the actor.
    pub fn on_behalf(&self, visit: &Visit, line: &impl Noted) -> Option<String> {
        let person = line.for_person().map(kernel::Id::uuid)?;
        if id_behind("person:", line.actor()) == Some(person) {
            return None;
        }
        let name = self.person(person).map_or_else(|| say(visit, "journal-somebody"), str::to_owned);
        Some(visit.say(&Message::new("journal-for").with("name", name)))
    }
}

fn id_behind(prefix: &str, key: &str) -> Option<Uuid> {
    key.strip_prefix(prefix).and_then(|id| Uuid::try_parse(id).ok())
}

fn end(object: &Ref) -> String {
    let id = object.id.simple().to_string();
    id.get(id.len() - 8..).unwrap_or(&id).to_owned()
}
