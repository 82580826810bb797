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
    /// To no account.
    Nothing,
}

impl Fence {
    /// The fence around `caller`; there is none around the program itself.
    pub fn around(caller: &Caller) -> Option<Self> {
        let Caller { principal, rights, now } = caller;
        let carries = |reach: &Reach| rights.book.carries(principal, reach, *now);
        match principal.acting {
            Acting::System => None,
            Acting::Account(account) if carries(&Reach::Tree) => Some(Self::Tree(account.uuid())),
            Acting::Account(account) => Some(Self::Account(account.uuid())),
            Acting::Desk | Acting::Public if carries(&Reach::All) => Some(Self::All),
            Acting::Desk | Acting::Public | Acting::Oneself => Some(Self::Nothing),
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
    let (all, account, below) = match within.map(|within| within.fence) {
        Some(Fence::All) => ("on", String::new(), String::new()),
        Some(Fence::Account(account)) => ("", account.to_string(), String::new()),
        Some(Fence::Tree(top)) => ("", top.to_string(), top.to_string()),
        Some(Fence::Nothing) | None => ("", String::new(), String::new()),
    };
    let role = within.map_or("none", |within| within.role).to_owned();
    let settings =
        [("role", role), ("portico.all", all.to_owned()), ("portico.account", account), ("portico.below", below)];
    let ends = if lasting == Lasting::Transaction { ", true)" } else { ", false)" };
    let mut sql = Sql::new("SELECT ");
    sql.join(", ", settings, |sql, (name, value)| {
        sql.push("set_config('").push(name).push("', ").bind(value).push(ends);
    });
    sql
}
