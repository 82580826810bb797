use access::{Grant, Reach, Role};
use gateway::{Command as _, Query as _};
use store::Object as _;

use crate::{
    AttendWebhooks, ChangeWebhook, CreateWebhook, GiveUpDelivery, ListWebhooks, RemoveWebhook, ResendDelivery,
    RotateWebhook, SetWebhookAside, ShowWebhook, TestWebhook, Webhook,
};

/// The role under which the sender sets endpoints aside, and says that they take nothing.
pub(crate) const ROLE: &str = "webhooks";

/// What those may do who look after access.
const KEEPING: [&str; 10] = [
    Webhook::READ,
    AttendWebhooks::NAME,
    ListWebhooks::NAME,
    ShowWebhook::NAME,
    CreateWebhook::NAME,
    ChangeWebhook::NAME,
    RotateWebhook::NAME,
    TestWebhook::NAME,
    ResendDelivery::NAME,
    RemoveWebhook::NAME,
];

/// What stock roles may do with webhooks: admins, a group's among them, look after those of the account they act for.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let each = |role: &'static str| KEEPING.map(|action| (role, Grant::new(action, Reach::Account)));
    ["admin", "group"].into_iter().flat_map(each).collect()
}

/// The role of the sender.
pub fn roles() -> Vec<Role> {
    let grants =
        [Webhook::READ, SetWebhookAside::NAME, GiveUpDelivery::NAME].map(|action| Grant::new(action, Reach::All));
    vec![Role { name: ROLE.into(), staff: false, grants: grants.to_vec() }]
}
