//! What several pages ask and say.

use front::{Customer, Failure, Visit};
use gateway::Raw;
use kernel::{Message, Problem};
use uuid::Uuid;

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
pub(super) async fn may(me: &Customer, action: &str) -> Result<bool, Problem> {
    let caller = me.site().gateway.caller(me.principal(), None).await?;
    Ok(!caller.facts(action).is_nothing())
}

/// The accounts whose invoices somebody may see.
pub(super) async fn sites(me: &Customer) -> Result<Vec<Site>, Failure> {
    me.ask::<ListSites>(None, &Raw::empty()).await
}

/// One of them.
pub(super) fn site(sites: &[Site], account: Uuid) -> Option<&Site> {
    sites.iter().find(|site| site.account.uuid() == account)
}

/// The account somebody acts for.
pub(super) fn own<'s>(me: &Customer, sites: &'s [Site]) -> Option<&'s Site> {
    me.account().and_then(|account| site(sites, account.uuid()))
}
