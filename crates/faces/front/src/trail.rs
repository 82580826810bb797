use access::Account;
use directory::Door;
use kernel::Id;
use serde::Serialize;

use crate::Visit;

/// A step of a breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What it says.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Where the desk has its customers, each below at its id.
const CUSTOMERS: &str = "/customers";

impl Visit {
    /// The way back from a customer's records to the customer, for staff who may look at customers. A customer's own
    /// people are there already.
    pub fn back_to_customer(&self, account: Id<Account>, name: &str) -> Vec<Step> {
        let lines = if self.door == Door::Desk { self.menu() } else { Vec::new() };
        let Some(all) = lines.into_iter().find(|line| line.path == CUSTOMERS) else { return Vec::new() };
        let one = Step { label: name.to_owned(), href: format!("{}/{account}", all.href) };
        vec![Step { label: all.label, href: all.href }, one]
    }
}
