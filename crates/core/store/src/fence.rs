//! What PostgreSQL itself lets a request see: row-level security repeats which accounts are its own.
//!
//! What is asked under a proof is asked in a role that owns nothing, within the fence around whoever asks. Each table
//! with an account has a policy for that role (`row_security.sql`), which reads the settings made here; without them
//! there is no row of any account. What the machinery asks without a proof is asked as the owner, whom no policy binds.

use access::{Acting, Caller, Reach};
use uuid::Uuid;

use crate::Sql;

/// How far somebody's request carries at all, whatever it asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fence {
    /// To every account.
    All,
    /// To this account.
    Account(Uuid),
    /// To this account and all below it.
    Tree(Uuid),
    /// To what is this person's own, whichever account it lies in.
    Own(Uuid),
    /// To no account.
    Nothing,
}

impl Fence {
    /// The fence around `caller`; there is none around the program itself.
    pub fn around(caller: &Caller) -> Option<Self> {
        let Caller { principal, rights, now, .. } = caller;
        let carries = |reach: &Reach| rights.book.carries(principal, reach, *now);
        match principal.acting {
            Acting::System => None,
            Acting::Account(account) if carries(&Reach::Tree) => Some(Self::Tree(account.uuid())),
            Acting::Account(account) => Some(Self::Account(account.uuid())),
            Acting::Desk | Acting::Public if carries(&Reach::All) => Some(Self::All),
            Acting::Oneself => Some(principal.person.map_or(Self::Nothing, |person| Self::Own(person.uuid()))),
            Acting::Desk | Acting::Public => Some(Self::Nothing),
        }
    }
}

/// In which role a statement is asked, and within which fence.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Within<'a> {
    pub role: &'a str,
    pub fence: Fence,
}

/// How long a setting lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lasting {
    Transaction,
    Connection,
}

/// The statement that takes a connection there, or back to the machinery.
pub(crate) fn setting(within: Option<Within<'_>>, lasting: Lasting) -> Sql {
    let within_any = within.map_or(Fence::Nothing, |within| within.fence);
    let named = |of: fn(Fence) -> Option<Uuid>| of(within_any).map_or_else(String::new, |id| id.to_string());
    let all = if within_any == Fence::All { "on" } else { "" };
    let account = named(|fence| match fence {
        Fence::Account(account) | Fence::Tree(account) => Some(account),
        Fence::All | Fence::Own(_) | Fence::Nothing => None,
    });
    let below = named(|fence| if let Fence::Tree(top) = fence { Some(top) } else { None });
    let person = named(|fence| if let Fence::Own(person) = fence { Some(person) } else { None });
    let role = within.map_or("none", |within| within.role).to_owned();
    let settings = [
        ("role", role),
        ("portico.all", all.to_owned()),
        ("portico.account", account),
        ("portico.below", below),
        ("portico.person", person),
    ];
    let ends = if lasting == Lasting::Transaction { ", true)" } else { ", false)" };
    let mut sql = Sql::new("SELECT ");
    sql.join(", ", settings, |sql, (name, value)| {
        sql.push("set_config('").push(name).push("', ").bind(value).push(ends);
    });
    sql
}
