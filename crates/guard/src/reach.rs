//! What a person may come to see, worked out from the roles alone.

use std::collections::BTreeMap;

use access::{Facts, ObjectType, TREE};
use gateway::Asked;

use crate::{
    Cast, Row,
    cast::{DESK, Member, Place},
    seeds::START,
};

impl Cast {
    /// What the person's roles come to for an action, in one capacity.
    pub fn facts(&self, asked: &Asked, action: &str) -> Facts {
        self.book.facts(&asked.principal, action, START)
    }

    /// The same for every action there is.
    pub(crate) fn all_facts(&self, asked: &Asked) -> BTreeMap<String, Facts> {
        let actions = self.portal.app.gateway.registry().actions();
        actions.map(|action| (action.name.to_string(), self.facts(asked, &action.name))).collect()
    }

    /// Whether facts reach a row: by everything, the account, its tree, or because it is the person's own. What is no
    /// registered kind is its owner's.
    pub fn reaches(&self, facts: &Facts, row: &Row) -> bool {
        let owned = row.owner.is_some() && row.owner == facts.person;
        let objects = self.portal.app.gateway.registry().objects();
        let Some(object) = objects.iter().find(|object| object.kind == row.kind) else { return owned };
        facts.all || self.within(facts, object, row, owned)
    }

    fn within(&self, facts: &Facts, object: &ObjectType, row: &Row, owned: bool) -> bool {
        let own = facts.own && owned && object.owner.is_some();
        let place = row.place.filter(|_| object.account.is_some());
        let (Some(place), Some(here)) = (place, self.places.iter().find(|place| Some(place.account) == facts.account))
        else {
            // Whoever minds their own things acts for no account.
            return own && (object.account.is_none() || facts.account.is_none());
        };
        let at_home = place == here.name;
        let below = facts.linked.contains(TREE) && self.lies_below(place, here.name);
        below || (at_home && (facts.whole || own))
    }

    /// The words that may not be shown to somebody, whatever they ask for: those of accounts their roles do not reach.
    pub async fn withheld(&self, member: &Member) -> Vec<String> {
        let Some(home) = member.place else { return Vec::new() };
        let asked = self.acting(member, access::Acting::Account(self.place(home).account)).await;
        let mut down = false;
        for action in self.portal.app.gateway.registry().actions() {
            down |= self.facts(&asked, &action.name).linked.contains(TREE);
        }
        let shown = |place: &&Place| place.name == home || (down && self.lies_below(place.name, home));
        let foreign = self.places.iter().filter(|place| !shown(place)).map(Place::word);
        foreign.chain([DESK.to_owned()]).collect()
    }
}

/// The first of these words in a text, in whatever case.
pub fn leaked<'w>(text: &str, withheld: &'w [String]) -> Option<&'w String> {
    let text = text.to_lowercase();
    withheld.iter().find(|word| text.contains(word.as_str()))
}

/// What stands around a word in a text, for people to read.
pub(crate) fn around(text: &str, word: &str) -> String {
    let text = text.to_lowercase();
    let at = text.find(word).unwrap_or_default();
    let from = text[..at].char_indices().rev().nth(60).map_or(0, |(at, _)| at);
    text[from..].chars().take(120).collect()
}
