use std::collections::{BTreeMap, BTreeSet};

use front::{Failure, Signed, Visit};
use gateway::{Query, Raw};
use kernel::Message;
use uuid::Uuid;

use super::{
    noted::Noted,
    way::Way,
    words::{say, system},
};
use crate::queries::{NameAccounts, NamePeople, Named};

/// Whom a page mentions by id.
#[derive(Default)]
pub(super) struct Mentioned {
    people: BTreeSet<Uuid>,
    accounts: BTreeSet<Uuid>,
}

/// What they are called. Who is not here may not be seen, or is no more.
pub(super) struct Names {
    people: BTreeMap<Uuid, String>,
    accounts: BTreeMap<Uuid, String>,
}

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
        }
        mentioned
    }

    /// And those that the list is narrowed to.
    pub fn and(mut self, way: &Way) -> Self {
        self.people.extend(way.get("who").and_then(|who| id_behind("person:", who)));
        self.accounts.extend(way.get("account").and_then(|account| Uuid::try_parse(account).ok()));
        self
    }

    /// Their names: one question for people and one for accounts, however many lines there are.
    pub async fn names(&self, me: &Signed) -> Result<Names, Failure> {
        Ok(Names {
            people: named::<NamePeople>(me, &self.people).await?,
            accounts: named::<NameAccounts>(me, &self.accounts).await?,
        })
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
