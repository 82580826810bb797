use kernel::{Message, Problem};
use store::StoreError;

/// Why nothing was done about an app.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// Only a person lets apps in, and only for the account they act for: it is their rights that an app acts on.
    #[error("an app is let in by a person, for the account they act for")]
    NotOneself,
    /// Tokens are given to the app alone that has the key.
    #[error("the key is another's")]
    NotItself,
    /// The key is none that an app has.
    #[error("the key is no app's")]
    NoApp,
    /// The token is none of the key's, is not for this, has run out, or whoever shows it did not begin.
    #[error("the token does not count")]
    Unknown,
    /// No action was asked for.
    #[error("an app that may do nothing")]
    Nothing,
    /// An action that whoever lets the app in could not do themselves, or that no program may do.
    #[error("the action is not theirs to give")]
    NotTheirs(String),
    /// An address to which nobody may be sent.
    #[error("nobody may be sent there")]
    Redirect(String),
    /// An app that nobody could come back to, and that does nothing by itself.
    #[error("nobody can come back to the app")]
    NoRedirect,
    /// An app that is to do something by itself and shows no secret.
    #[error("nothing would show that it is the app")]
    NoSecret,
    /// Another app has this name.
    #[error("the name is another app's")]
    Named(String),
    /// The desk has taken the app off.
    #[error("the app was taken off")]
    Refused,
    /// An app that was registered is registered anew instead.
    #[error("the app was registered")]
    Registered,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<AppError> for Problem {
    fn from(error: AppError) -> Self {
        let at = |field: &'static str, says| Self::invalid(Vec::new()).at(field, says);
        match error {
            AppError::NotOneself => Self::conflict(Message::new("apps-error-not-oneself")),
            AppError::NotItself => Self::conflict(Message::new("apps-error-not-itself")),
            AppError::NoApp => Self::conflict(Message::new("apps-error-no-app")),
            AppError::Unknown => Self::conflict(Message::new("apps-error-unknown")),
            AppError::Nothing => at("/actions", Message::new("apps-error-nothing")),
            AppError::NotTheirs(action) => at("/actions", Message::new("apps-error-not-theirs").with("action", action)),
            AppError::Redirect(address) => {
                at("/redirects", Message::new("apps-error-redirect").with("address", address))
            }
            AppError::NoRedirect => at("/redirects", Message::new("apps-error-no-redirect")),
            AppError::NoSecret => at("/confidential", Message::new("apps-error-no-secret")),
            AppError::Named(name) => at("/name", Message::new("apps-error-named").with("name", name)),
            AppError::Refused => Self::conflict(Message::new("apps-request-refused")),
            AppError::Registered => Self::conflict(Message::new("apps-error-registered")),
            AppError::Store(error) => error.into(),
        }
    }
}
