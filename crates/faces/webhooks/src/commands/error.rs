use kernel::{Message, Problem};
use store::StoreError;

/// Why nothing was done about a webhook.
#[derive(Debug, thiserror::Error)]
pub enum WebhookError {
    /// Only a person makes webhooks and changes their secrets, where they act: it is their rights that count.
    #[error("a webhook is made by a person, for the account they act for")]
    NotOneself,
    /// No event was chosen.
    #[error("a webhook that is told nothing")]
    Nothing,
    /// An event that is not announced.
    #[error("the event is not announced")]
    Unknown(String),
    /// Another webhook of the account has this address.
    #[error("the address is another webhook's")]
    Known,
    /// It is set aside, so nothing is sent there.
    #[error("the webhook is set aside")]
    SetAside,
    /// There is no such delivery.
    #[error("there is no such delivery")]
    Absent,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<WebhookError> for Problem {
    fn from(error: WebhookError) -> Self {
        let at = |field: &'static str, says| Self::invalid(Vec::new()).at(field, says);
        match error {
            WebhookError::NotOneself => Self::conflict(Message::new("webhooks-error-not-oneself")),
            WebhookError::Nothing => at("/events", Message::new("webhooks-error-nothing")),
            WebhookError::Unknown(event) => at("/events", Message::new("webhooks-error-unknown").with("event", event)),
            WebhookError::Known => at("/url", Message::new("webhooks-error-known")),
            WebhookError::SetAside => Self::conflict(Message::new("webhooks-error-set-aside")),
            WebhookError::Absent => at("/delivery", Message::new("webhooks-error-absent")),
            WebhookError::Store(error) => error.into(),
        }
    }
}
