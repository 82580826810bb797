//! What can be asked: the list, one case, one message, and what deserves attention.

mod about;
mod attention;
mod count;
mod list;
mod message;
mod newest;
mod open;
mod places;
mod read;
mod sought;

pub use about::{AskedAbout, OpenAbout};
pub use attention::AttendCases;
pub use count::CountCases;
pub use list::{ListCases, Listed, View, ViewCounts};
pub use message::{ReadMessage, Said};
pub use newest::NewestCase;
pub use open::OpenCases;
pub use places::ListPlaces;
pub use read::{CaseView, ReadCase};
pub use sought::Sought;
