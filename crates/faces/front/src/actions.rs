use gateway::Quote;
use kernel::Message;
use serde::Serialize;

use crate::{Audience, Visit, door, menu::audience, path::encoded};

/// Something that can be done about a record of another service: ask about it, return it. A service registers its own;
/// the pages of records offer those that are of use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordAction {
    /// What it says of a whole record: a message without values.
    pub label: &'static str,
    /// The same of a part; nothing when it is done about whole records only.
    pub label_part: Option<&'static str>,
    /// The icon before it.
    pub icon: &'static str,
    /// The page where it is done, below the audience's door; the record comes as `?about=`.
    pub path: &'static str,
    /// Whom it is for.
    pub audience: Audience,
    /// Shown only to those who have some reach for this action.
    pub action: &'static str,
}

/// An action as templates take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OfferedAction {
    /// What it says.
    pub label: String,
    /// The icon before it.
    pub icon: &'static str,
    /// Where it is done.
    pub href: String,
}

impl Visit {
    /// What whoever looks at a record, or at one part of it, may do about it.
    pub fn record_actions(&self, about: &Quote) -> Vec<OfferedAction> {
        let here = audience(self.door);
        let may = |action: &&RecordAction| action.audience == here && self.may(action.action);
        let offered = self.site.actions.iter().filter(may).filter_map(|action| {
            let label = if about.part.is_some() { action.label_part? } else { action.label };
            Some(OfferedAction {
                label: self.say(&Message::new(label)),
                icon: action.icon,
                href: format!("{}{}?about={}", door::address(self.door), action.path, encoded(&about.to_string())),
            })
        });
        offered.collect()
    }
}
