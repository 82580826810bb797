//! How the journal's chain stood when it was last walked. No page walks along it: the doctor does, when somebody asks it
//! to look, and what it found is kept by another service, which is asked by its query's name.

use front::{Failure, Signed};
use gateway::Raw;
use kernel::{Message, Timestamp};
use serde::{Deserialize, Serialize};

/// The query that tells what the doctor found, where it may be read, and the check that is about the journal.
const LOOK: &str = "readiness.read";
const PAGE: &str = "/admin/readiness";
const CHECK: &str = "journal";

/// What is known of the chain, and where it is looked at again.
#[derive(Serialize)]
pub(super) struct Chain {
    pub known: Option<Known>,
    pub href: String,
}

/// What the last walk found.
#[derive(Serialize)]
pub(super) struct Known {
    pub whole: bool,
    /// Up to which entry, or what is wrong.
    pub says: String,
    pub at: Timestamp,
}

#[derive(Deserialize)]
struct Look {
    looked_at: Option<Timestamp>,
    findings: Vec<Finding>,
}

#[derive(Deserialize)]
struct Finding {
    check: String,
    light: String,
    says: Message,
}

/// The chain as whoever asks may know of it; nothing where nobody tells of it.
pub(super) async fn chain(me: &Signed) -> Result<Option<Chain>, Failure> {
    let Some(brand) = me.brand.id else { return Ok(None) };
    let Some(look) = me.ask_named::<Look>(LOOK, Some(brand.uuid()), &Raw::empty()).await? else { return Ok(None) };
    let found = look.findings.into_iter().find(|finding| finding.check == CHECK);
    let known = found.zip(look.looked_at).map(|(finding, at)| Known {
        whole: finding.light == "green",
        says: me.say(&finding.says),
        at,
    });
    Ok(Some(Chain { known, href: me.address(PAGE) }))
}
