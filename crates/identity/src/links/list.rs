use access::Account;
use directory::RecordLink;
use gateway::{ById, Input, Line, Path, Query, Quote, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Ref, Timestamp};
use serde::Serialize;
use store::{Direction, List, Order, Scope};

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
}

impl Query for ListLinks {
    const NAME: &'static str = "links.list";
    const PATH: Path = get("/links");
    const VIEWED: Viewed = Viewed::Logged;
    type On = RecordLink;
    type Under = Scope<Self, RecordLink>;
    type Output = Page<LinkLine>;

    async fn run(self, links: Scope<Self, RecordLink>) -> Result<Page<LinkLine>, Problem> {
        let account = self.account.map(|account| RecordLink::ACCOUNT_ID.is(&account.id()));
        let about = self.about.map(|about| RecordLink::TARGET.is(&about.target));
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(RecordLink::CREATED_AT, Direction::Descending);
        let list = List::by(by).only(RecordLink::REVOKED_AT.is_unknown()).maybe(account).maybe(about).from(cursor);
        Ok(links.page(list.rows(Limit::DEFAULT)).await?.map(LinkLine::of))
    }
}

impl LinkLine {
    fn of(link: RecordLink) -> Self {
        Self {
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
