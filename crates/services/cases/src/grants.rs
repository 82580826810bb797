use access::{Grant, Reach};
use gateway::{Command as _, Query as _};
use store::Object as _;

use crate::{
    AttendCases, Case, CloseCase, CountCases, ListCases, ListPlaces, NewestCase, OpenAbout, OpenCases, RaiseCase,
    ReadMessage, ReopenCase, ReplyToCase,
};

/// What is done to a case, or read of it. Whoever may answer may also close and reopen.
const CASES: [&str; 9] = [
    Case::READ,
    ListCases::NAME,
    CountCases::NAME,
    OpenAbout::NAME,
    AttendCases::NAME,
    ReadMessage::NAME,
    ReplyToCase::NAME,
    CloseCase::NAME,
    ReopenCase::NAME,
];

/// What is done to an account, or read of it.
const ACCOUNTS: [&str; 2] = [RaiseCase::NAME, ListPlaces::NAME];

/// What stands on a customer's page at the desk.
const DESK: [&str; 2] = [NewestCase::NAME, OpenCases::NAME];

/// What the stock roles may do with cases: everybody in an account raises them and follows their own, its
/// administrators all of them, a group those of its tree, staff those of everybody.
pub fn grants() -> Vec<(&'static str, Grant)> {
    let reach = [
        ("admin", Reach::Account, Reach::Account),
        ("member", Reach::Own, Reach::Account),
        ("billing", Reach::Own, Reach::Account),
        ("buyer", Reach::Own, Reach::Account),
        ("group", Reach::Tree, Reach::Tree),
        ("agent", Reach::All, Reach::All),
        ("desk-admin", Reach::All, Reach::All),
    ];
    let each = |(role, cases, accounts): (&'static str, Reach, Reach)| {
        let cases = CASES.map(|action| (role, Grant::new(action, cases.clone())));
        let accounts = ACCOUNTS.map(|action| (role, Grant::new(action, accounts.clone())));
        cases.into_iter().chain(accounts).collect::<Vec<_>>()
    };
    let desk = ["agent", "desk-admin"];
    let desk = desk.into_iter().flat_map(|role| DESK.map(|action| (role, Grant::new(action, Reach::All))));
    reach.into_iter().flat_map(each).chain(desk).collect()
}
