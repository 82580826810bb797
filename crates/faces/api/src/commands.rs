//! What is done to keys: made and revoked.

mod create;
mod error;
mod events;
mod revoke;

pub(crate) use create::may_choose;
pub use create::{CreateKey, NewKey};
pub use error::KeyError;
pub use events::{KeyCreated, KeyRevoked};
pub use revoke::RevokeKey;
