use access::Account;
use directory::{ApiKey, App};
use gateway::{Input, Line, Path, Query, Viewed, get};
use kernel::{Cursor, Id, Limit, Page, Problem, Timestamp};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Direction, List, Order, Scope};

use crate::redirects;

/// Lists the apps that are registered, and those that said themselves who they are when somebody let them in; the newest
/// first.
#[derive(Input)]
pub struct ListApps {
    from: Option<Line<400>>,
}

/// An app, without what it is known by.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct AppLine {
    /// Its id.
    pub app: Id<App>,
    /// What it calls itself.
    pub client_id: String,
    /// What people call it.
    pub name: String,
    /// Where people may be sent back to.
    pub redirects: Vec<String>,
    /// Whether it shows a secret.
    pub confidential: bool,
    /// By which key it acts by itself at the desk, if it does.
    pub key: Option<Id<access::ApiKey>>,
    /// Since when.
    pub since: Timestamp,
    /// Under which host it says who it is, if nobody here has registered it.
    pub says_so_at: Option<String>,
    /// When such an app was taken off, if it was.
    pub removed: Option<Timestamp>,
}

impl Query for ListApps {
    const NAME: &'static str = "apps.list";
    const PATH: Path = get("/apps");
    const VIEWED: Viewed = Viewed::Logged;
    type On = App;
    type Under = Scope<Self, App>;
    type Output = Page<AppLine>;

    async fn run(self, apps: Scope<Self, App>) -> Result<Page<AppLine>, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(App::CREATED_AT, Direction::Descending);
        let list = List::by(by).only(App::REMOVED_AT.is_unknown().or(App::HEARD_AT.is_known())).from(cursor);
        let line = |app: App| AppLine {
            app: app.id,
            says_so_at: app.heard_at.map(|_| redirects::host(&app.client_id)),
            removed: app.removed_at,
            client_id: app.client_id,
            name: app.name,
            redirects: app.redirects.0,
            confidential: app.secret_hash.is_some(),
            key: app.key_id,
            since: app.created_at,
        };
        Ok(apps.page(list.rows(Limit::DEFAULT)).await?.map(line))
    }
}

/// Lists the apps that act on one's own rights, the newest first.
#[derive(Input)]
pub struct ListOwnApps {
    from: Option<Line<400>>,
}

/// An app that somebody let in.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OwnApp {
    /// The key it has.
    pub key: Id<access::ApiKey>,
    /// What people call it.
    pub name: String,
    /// For which account; for none at the desk.
    pub account: Option<Id<Account>>,
    /// What it may do, by the names of operations.
    pub actions: Vec<String>,
    /// Since when.
    pub since: Timestamp,
    /// First instant it may no longer.
    pub expires: Timestamp,
    /// Last use, within a minute or so.
    pub used: Option<Timestamp>,
}

impl Query for ListOwnApps {
    const NAME: &'static str = "apps.list_own";
    const PATH: Path = get("/me/apps");
    const VIEWED: Viewed = Viewed::Silent;
    type On = ApiKey;
    type Under = Scope<Self, ApiKey>;
    type Output = Page<OwnApp>;

    async fn run(self, keys: Scope<Self, ApiKey>) -> Result<Page<OwnApp>, Problem> {
        let cursor: Option<Cursor> = self.from.as_ref().and_then(|from| from.as_str().parse().ok());
        let by = Order::by(ApiKey::CREATED_AT, Direction::Descending);
        let open = ApiKey::CLIENT_ID.is_known().and(ApiKey::REVOKED_AT.is_unknown());
        let own = |key: ApiKey| OwnApp {
            key: key.id,
            name: key.name,
            account: key.account_id,
            actions: key.actions.0,
            since: key.created_at,
            expires: key.expires_at,
            used: key.used_at,
        };
        Ok(keys.page(List::by(by).only(open).from(cursor).rows(Limit::DEFAULT)).await?.map(own))
    }
}
