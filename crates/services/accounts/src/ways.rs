//! How people sign in, as lists of them say it. That is known where they do; its query is asked by its name.

use directory::Membership;
use front::{Failure, Signed, Visit};
use gateway::Raw;
use kernel::{Id, Message};
use serde::{Deserialize, Serialize};

/// The query: it takes memberships, and answers how each of these signs in.
const QUERY: &str = "people.ways";

/// How somebody signs in, in words.
#[derive(Debug, Serialize)]
pub(crate) struct SignsIn {
    /// By what.
    pub says: String,
    /// Whether that is a password and nothing else.
    pub weak: bool,
}

/// How the people of a list sign in.
pub(crate) struct Ways(Vec<Told>);

#[derive(Deserialize)]
struct Told {
    membership: Id<Membership>,
    way: Way,
    provider: Option<String>,
    second: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Way {
    Company,
    Passkey,
    Password,
    Mail,
}

impl Ways {
    /// How these members sign in, for those who may know: whoever looks after access, and staff.
    pub async fn of(me: &Signed, members: &[Id<Membership>]) -> Result<Option<Self>, Failure> {
        let named = members.iter().map(|membership| ("memberships".to_owned(), membership.to_string()));
        Ok(me.ask_named(QUERY, None, &Raw::Form(named.collect())).await?.map(Self))
    }

    /// How this one does.
    pub fn says(&self, visit: &Visit, membership: Id<Membership>) -> Option<SignsIn> {
        let told = self.0.iter().find(|told| told.membership == membership)?;
        let words = match (told.way, told.second) {
            (Way::Company, _) => return told.provider.clone().map(|says| SignsIn { says, weak: false }),
            (Way::Passkey, _) => "people-way-passkey",
            (Way::Password, true) => "people-way-password-second",
            (Way::Password, false) => "people-way-password",
            (Way::Mail, true) => "people-way-mail-second",
            (Way::Mail, false) => "people-way-mail",
        };
        let weak = matches!((told.way, told.second), (Way::Password, false));
        Some(SignsIn { says: visit.say(&Message::new(words)), weak })
    }
}
