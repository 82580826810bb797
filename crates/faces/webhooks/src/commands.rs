//! What is done to webhooks: made, for an account or at the desk, changed, tried and removed. Only people do it, on
//! pages: a key that could make one would go on telling after its own end.

mod change;
mod create;
mod create_at_desk;
mod error;
mod events;
mod give_up;
mod making;
mod remove;
mod resend;
mod rotate;
mod set_aside;
mod test;

pub use change::ChangeWebhook;
pub use create::CreateWebhook;
pub use create_at_desk::CreateDeskWebhook;
pub use error::WebhookError;
pub use events::{WebhookChanged, WebhookCreated};
pub use give_up::GiveUpDelivery;
pub use remove::RemoveWebhook;
pub use resend::ResendDelivery;
pub use rotate::RotateWebhook;
pub use set_aside::SetWebhookAside;
pub use test::{TEST, TestWebhook};
