use kernel::{Message, Problem};
use store::StoreError;

/// Why nothing was done about a key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Only a person makes keys, and only for the account they act for: it is their rights that a key acts on.
    #[error("a key is made by a person, for the account they act for")]
    NotOneself,
    /// No action was chosen.
    #[error("a key that may do nothing")]
    Nothing,
    /// An action that whoever makes the key could not do themselves, or that no key may do.
    #[error("the action is not theirs to give")]
    NotTheirs(String),
    /// Another key of the account has this name.
    #[error("the name is another key's")]
    Named(String),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<KeyError> for Problem {
    fn from(error: KeyError) -> Self {
        let at = |field: &'static str, says| Self::invalid(Vec::new()).at(field, says);
        match error {
            KeyError::NotOneself => Self::conflict(Message::new("keys-error-not-oneself")),
            KeyError::Nothing => at("/actions", Message::new("keys-error-nothing")),
            KeyError::NotTheirs(action) => at("/actions", Message::new("keys-error-not-theirs").with("action", action)),
            KeyError::Named(name) => at("/name", Message::new("keys-error-named").with("name", name)),
            KeyError::Store(error) => error.into(),
        }
    }
}
