//! What is done about apps: registered and taken off at the desk, allowed and ended by people; and what an app does about
//! its own key.

mod allow;
mod end;
mod error;
mod exchange;
mod give_back;
mod issue;
mod making;
mod readmit;
mod register;
mod remove;
mod token;

pub(crate) use allow::LASTS;
pub use allow::{AllowApp, Allowed};
pub use end::EndApp;
pub use error::AppError;
pub use exchange::ExchangeToken;
pub use give_back::GiveBack;
pub use issue::IssueToken;
pub use readmit::ReadmitApp;
pub use register::{NewApp, RegisterApp};
pub use remove::RemoveApp;
pub use token::Issued;
pub(crate) use token::{ACCESS, REFRESH_MARK};
