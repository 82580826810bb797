use access::{Account, Caller};
use directory::RecordLink;
use gateway::{ById, Input, Line, Path, Proven, Query, Quote, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Ref, Timestamp};
use serde::Serialize;
use store::{Db, Direction, List, Order, Refused, Scope};
use uuid::Uuid;

/// Lists links to records that were not revoked, the newest first: all that may be seen, those to records of one account
/// or those to one record.
#[derive(Input)]
pub struct ListLinks {
    account: Option<ById<Account>>,
    about: Option<Quote>,
    from: Option<Line<400>>,
}

/// A link, without what it is known by.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct LinkLine {
    /// Its id.
    pub link: Id<access::RecordLink>,
    /// Whose record it opens.
    pub account: Id<Account>,
    /// The record.
    pub target: Ref,
    /// What people called the record when it was sent.
    pub name: String,
    /// Where it was sent.
    pub email: String,
    /// Since when.
    pub since: Timestamp,
    /// First instant it no longer counts.
    pub expires: Timestamp,
    /// Last use, within a minute or so.
    pub used: Option<Timestamp>,
    /// Whether it opens nothing while somebody is locked out: whoever sent it, or whoever has the address.
    pub suspended: bool,
}

/// The links somebody may see, and where it is known who is locked out.
pub struct Links<A> {
    found: Scope<A, RecordLink>,
    db: Db,
}

impl<Q: Query<On = RecordLink>> Proven<Q> for Links<Q> {
    const ONE: bool = false;

    async fn obtain(db: &Db, caller: &Caller, action: &str, id: Option<Uuid>) -> Result<Self, Refused> {
        let found = <Scope<Q, RecordLink> as Proven<Q>>::obtain(db, caller, action, id).await?;
        Ok(Self { found, db: db.clone() })
    }
}

impl Query for ListLinks {
    const NAME: &'static str = "links.list";
    const PATH: Path = get("/links");
    const VIEWED: Viewed = Viewed::Logged;
    type On = RecordLink;
    type Under = Links<Self>;
    type Output = Page<LinkLine>;

    async fn run(self, links: Links<Self>) -> Result<Page<LinkLine>, Problem> {
        let account = self.account.map(|account| RecordLink::ACCOUNT_ID.is(&account.id()));
        let about = self.about.map(|about| RecordLink::TARGET.is(&about.target));
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(RecordLink::CREATED_AT, Direction::Descending);
        let list = List::by(by).only(RecordLink::REVOKED_AT.is_unknown()).maybe(account).maybe(about).from(cursor);
        let page = links.found.page(list.rows(Limit::DEFAULT)).await?;
        let ids: Vec<_> = page.rows.iter().map(|link| link.id).collect();
        let suspended = directory::suspended_links(&links.db, &ids).await?;
        Ok(page.map(|link| LinkLine::of(link, &suspended)))
    }
}

impl LinkLine {
    fn of(link: RecordLink, suspended: &[Id<access::RecordLink>]) -> Self {
        Self {
            suspended: suspended.contains(&link.id),
            link: link.id,
            account: link.account_id,
            target: link.target,
            name: link.name,
            email: link.email,
            since: link.created_at,
            expires: link.expires_at,
            used: link.used_at,
        }
    }
}
