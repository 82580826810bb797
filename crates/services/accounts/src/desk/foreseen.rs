//! What will happen to each line of a list, told before anything is sent.

use std::collections::BTreeMap;

use access::{Account, Role};
use directory::{Invitation, fold};
use front::{Failure, Signed};
use gateway::{Command as _, Email, Line, Raw};
use kernel::{Id, Timestamp};

use super::queries::{Brief, FindCustomers, FindInvitations, FindMembers};
use super::roster::Wanted;
use crate::InvitePerson;

/// A line, and what will happen to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreseen {
    /// The line.
    pub wanted: Wanted,
    /// The account it means.
    pub account: Option<Brief>,
    /// What will happen.
    pub fate: Fate,
}

/// What will happen to a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// An invitation to this role goes out.
    New {
        /// The role's name.
        role: String,
    },
    /// An earlier invitation, which ran out, goes out again.
    Again(Id<Invitation>),
    /// Who has the address is a member already, under this name.
    Member(String),
    /// An invitation is open until then.
    Open(Timestamp),
    /// The number is no account's.
    UnknownAccount,
    /// No mail can be sent there.
    BadAddress,
    /// There is no such role for customers.
    UnknownRole,
    /// The note is longer than a mail takes.
    LongNote,
    /// The line says the same as an earlier one.
    Twice(u64),
}

/// An invitation: which, whether it has run out, and until when it counts.
type Invited = (Id<Invitation>, bool, Timestamp);

/// What is known of everybody and everything a list names.
#[derive(Default)]
pub(super) struct Known {
    accounts: BTreeMap<String, Brief>,
    members: BTreeMap<(Id<Account>, String), String>,
    invitations: BTreeMap<(Id<Account>, String), Invited>,
    /// Roles, by what they may be called, folded.
    roles: BTreeMap<String, String>,
}

/// The longest number an account has, and the longest note a mail takes.
const REFERENCE: usize = 120;
const NOTE: usize = 200;

impl Known {
    /// Looks everything up that these lines name: three statements, however many lines there are.
    pub async fn of(staff: &Signed, wanted: &[Wanted]) -> Result<Self, Failure> {
        let told = |name: &'static str, values: Vec<&str>| {
            Raw::Form(values.into_iter().map(|value| (name.to_owned(), value.to_owned())).collect())
        };
        let numbers = wanted.iter().map(|wanted| wanted.reference.as_str());
        let numbers = numbers.filter(|number| Line::<REFERENCE>::parse(number).is_ok()).collect();
        let emails: Vec<&str> =
            wanted.iter().map(|wanted| wanted.email.as_str()).filter(|email| Email::parse(email).is_ok()).collect();
        let accounts = staff.ask::<FindCustomers>(None, &told("references", numbers)).await?;
        let members = staff.ask::<FindMembers>(None, &told("emails", emails.clone())).await?;
        let invitations = staff.ask::<FindInvitations>(None, &told("emails", emails)).await?;
        let numbered = accounts.into_iter().filter_map(|account| Some((account.reference.clone()?, account)));
        let named = |role: &Role| {
            let called = [role.name.to_string(), staff.role(&role.name)];
            called.map(|called| (fold(&called), role.name.to_string()))
        };
        Ok(Self {
            accounts: numbered.collect(),
            members: members.into_iter().map(|found| ((found.account, found.email_fold), found.name)).collect(),
            invitations: invitations
                .into_iter()
                .map(|found| ((found.account, found.email), (found.id, found.ran_out, found.expires_at)))
                .collect(),
            roles: customer_roles(staff).await?.iter().flat_map(named).collect(),
        })
    }

    /// Whether there is no role that whoever asks may offer.
    pub fn offers_nothing(&self) -> bool {
        self.roles.is_empty()
    }
}

/// The roles that whoever asks may offer to anybody, for good as invitations are; the one that permits least first.
pub(super) async fn customer_roles(staff: &Signed) -> Result<Vec<Role>, Failure> {
    let caller = staff.site().gateway.caller(staff.principal(), None).await?;
    let may_offer = |role: &&Role| caller.may_offer_anywhere(InvitePerson::NAME, &role.name, None);
    let mut roles: Vec<Role> = caller.rights.book.roles().filter(may_offer).cloned().collect();
    roles.sort_by_key(|role| (role.grants.len(), role.name.clone()));
    Ok(roles)
}

/// What will happen to each line; a line without a role is offered `usual`.
pub(super) fn foresee(wanted: Vec<Wanted>, known: &Known, usual: &str) -> Vec<Foreseen> {
    let mut seen: BTreeMap<(String, String), u64> = BTreeMap::new();
    let one = |wanted: Wanted| {
        let key = (wanted.reference.clone(), fold(&wanted.email));
        let first = *seen.entry(key).or_insert(wanted.line);
        let account = known.accounts.get(&wanted.reference).cloned();
        let fate =
            if first == wanted.line { fate(&wanted, account.as_ref(), known, usual) } else { Fate::Twice(first) };
        Foreseen { wanted, account, fate }
    };
    wanted.into_iter().map(one).collect()
}

fn fate(wanted: &Wanted, account: Option<&Brief>, known: &Known, usual: &str) -> Fate {
    let Some(account) = account else { return Fate::UnknownAccount };
    if Email::parse(&wanted.email).is_err() {
        return Fate::BadAddress;
    }
    let role = if wanted.role.is_empty() { usual } else { &wanted.role };
    let Some(role) = known.roles.get(&fold(role)) else { return Fate::UnknownRole };
    if !wanted.note.is_empty() && Line::<NOTE>::parse(&wanted.note).is_err() {
        return Fate::LongNote;
    }
    let place = (account.id, fold(&wanted.email));
    if let Some(name) = known.members.get(&place) {
        return Fate::Member(name.clone());
    }
    match known.invitations.get(&place) {
        Some((id, true, _)) => Fate::Again(*id),
        Some((_, false, until)) => Fate::Open(*until),
        None => Fate::New { role: role.clone() },
    }
}

impl Fate {
    /// Whether a mail goes out.
    pub fn sends(&self) -> bool {
        matches!(self, Self::New { .. } | Self::Again(_))
    }
}

#[cfg(test)]
mod tests {
    use directory::AccountKind;
    use kernel::{Id, Timestamp};

    use super::{Fate, Known, foresee};
    use crate::desk::{queries::Brief, roster};

    fn id<T>(number: u128) -> Id<T> {
        Id::from_uuid(uuid::Uuid::from_u128(number))
    }

    fn known() -> Known {
        let northgate = Brief {
            id: id(1),
            name: "Northgate Water".to_owned(),
            reference: Some("NWS-0142".to_owned()),
            kind: AccountKind::Company,
        };
        let place = |email: &str| (id(1), email.to_owned());
        Known {
            accounts: [("NWS-0142".to_owned(), northgate)].into(),
            members: [(place("ben@northgate.example"), "Ben".to_owned())].into(),
            invitations: [
                (place("old@northgate.example"), (id(7), true, Timestamp::from_micros(5))),
                (place("sade@northgate.example"), (id(8), false, Timestamp::from_micros(9))),
            ]
            .into(),
            roles: [("billing".to_owned(), "billing".to_owned()), ("finance".to_owned(), "billing".to_owned())].into(),
        }
    }

    #[test]
    fn every_line_is_told_its_fate() {
        let text = "NWS-0142,priya@northgate.example,Finance\nNWS-0142,Ben@Northgate.example,billing\n\
                    NWS-0142,sade@northgate.example,\nNWS-0142,old@northgate.example,\nX-1,eve@x.example,billing\n\
                    NWS-0142,nobody,billing\nNWS-0142,eve@northgate.example,emperor\n\
                    NWS-0142,PRIYA@northgate.example,billing\n";
        let foreseen = foresee(roster::read(text).unwrap(), &known(), "billing");
        let fates: Vec<Fate> = foreseen.into_iter().map(|line| line.fate).collect();
        assert_eq!(
            fates,
            [
                Fate::New { role: "billing".to_owned() },
                Fate::Member("Ben".to_owned()),
                Fate::Open(Timestamp::from_micros(9)),
                Fate::Again(id(7)),
                Fate::UnknownAccount,
                Fate::BadAddress,
                Fate::UnknownRole,
                Fate::Twice(1),
            ]
        );
    }
}
