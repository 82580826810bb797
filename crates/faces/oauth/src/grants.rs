use access::{Grant, Reach};
use directory::{ApiKey, ONESELF};
use gateway::{Command as _, Query as _};
use store::Object as _;

use crate::{AllowApp, EndApp, ExchangeToken, GiveBack, IssueToken, ListOwnApps};

/// What everybody may do with the keys that apps have of them; the last three, only the app itself does.
const OWN: [&str; 6] =
    [ApiKey::READ, ListOwnApps::NAME, EndApp::NAME, ExchangeToken::NAME, IssueToken::NAME, GiveBack::NAME];

/// What stock roles may do with apps: a customer's people let them act for their account, on their own rights.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let members = ["admin", "billing", "buyer", "member"].map(|role| (role, Reach::Account));
    let allow = members.into_iter().chain([("group", Reach::Tree)]);
    let allow = allow.map(|(role, reach)| (role, Grant::new(AllowApp::NAME, reach)));
    allow.chain(OWN.map(|action| (ONESELF, Grant::new(action, Reach::Own)))).collect()
}
