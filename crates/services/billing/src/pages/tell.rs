//! What several pages ask and say.

use access::Account;
use front::{Failure, Signed, Visit};
use gateway::{Query as _, Raw};
use kernel::{Id, Message, Problem};
use uuid::Uuid;

use super::way::Way;
use crate::queries::{ListSites, Site};

/// The words of a message without values.
pub(super) fn say(visit: &Visit, id: &'static str) -> String {
    visit.say(&Message::new(id))
}

/// Today, as the gate reads it.
pub(super) fn today(visit: &Visit) -> (&'static str, String) {
    ("today", visit.formats.today().to_string())
}

/// Whether somebody has any reach for an action: only then is a way to it drawn.
pub(super) async fn may(me: &Signed, action: &str) -> Result<bool, Problem> {
    let caller = me.site().gateway.caller(me.principal(), None).await?;
    Ok(!caller.facts(action).is_nothing())
}

/// The accounts a page names. A customer's person chooses among all whose invoices they may see; at the desk, where
/// that is everybody, these are the ones `shown`.
pub(super) async fn sites(me: &Signed, shown: impl IntoIterator<Item = Id<Account>>) -> Result<Vec<Site>, Failure> {
    if let Some(here) = me.here().filter(|_| me.stays_here(ListSites::NAME)) {
        // Named already, in the shell.
        let (name, reference) = (here.name.clone(), here.reference.clone());
        return Ok(vec![Site { account: here.account, name, reference }]);
    }
    if me.account().is_some() {
        return me.ask::<ListSites>(None, &Raw::empty()).await;
    }
    let mut shown: Vec<Id<Account>> = shown.into_iter().collect();
    shown.sort_unstable();
    shown.dedup();
    named(me, shown.iter().map(Id::to_string)).await
}

/// The customer whose records staff have chosen, as the address names them. Who is at home here has none to choose.
///
/// # Errors
/// Not found, when the address names nobody there is.
pub(super) async fn chosen(me: &Signed, way: &Way) -> Result<Option<Site>, Failure> {
    let Some(account) = way.get("account").filter(|_| me.account().is_none()) else { return Ok(None) };
    let found = named(me, [account.to_owned()]).await?.into_iter().next();
    Ok(Some(found.ok_or_else(Problem::not_found)?))
}

/// The same where there has to be one: what adds up, adds up one customer at a time.
///
/// # Errors
/// Not found, also when the address names nobody.
pub(super) async fn one_customer(me: &Signed, way: &Way) -> Result<Option<Site>, Failure> {
    let chosen = chosen(me, way).await?;
    if me.account().is_none() && chosen.is_none() {
        return Err(Problem::not_found().into());
    }
    Ok(chosen)
}

async fn named(me: &Signed, accounts: impl IntoIterator<Item = String>) -> Result<Vec<Site>, Failure> {
    let among: Vec<_> = accounts.into_iter().map(|account| ("among".to_owned(), account)).collect();
    if among.is_empty() {
        return Ok(Vec::new());
    }
    me.ask::<ListSites>(None, &Raw::Form(among)).await
}

/// One of them.
pub(super) fn site(sites: &[Site], account: Uuid) -> Option<&Site> {
    sites.iter().find(|site| site.account.uuid() == account)
}

/// The account somebody acts for.
pub(super) fn own<'s>(me: &Signed, sites: &'s [Site]) -> Option<&'s Site> {
    me.account().and_then(|account| site(sites, account.uuid()))
}
