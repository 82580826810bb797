use access::{Grant, Reach};
use directory::ApiKey;
use gateway::{Command as _, Query as _};
use store::Object as _;

use crate::{CreateKey, ListKeys, RevokeKey};

/// What those may do who look after access.
const KEEPING: [&str; 4] = [ApiKey::READ, ListKeys::NAME, CreateKey::NAME, RevokeKey::NAME];

/// What stock roles may do with keys: admins look after those of their account, a group's after those in its tree.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let roles = [("admin", Reach::Account), ("group", Reach::Tree)];
    let each = roles.iter().flat_map(|(role, reach)| KEEPING.map(|action| (*role, Grant::new(action, reach.clone()))));
    each.collect()
}
