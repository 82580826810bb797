//! What is done to keys: made, for an account or at the desk, and revoked.

mod create;
mod create_at_desk;
mod error;
mod events;
mod making;
mod revoke;

pub use create::CreateKey;
pub use create_at_desk::CreateDeskKey;
pub use error::KeyError;
pub use events::{KeyCreated, KeyRevoked};
pub(crate) use making::MARK;
pub use making::{NewKey, may_choose};
pub use revoke::RevokeKey;
