use access::Account;
use front::{Failure, Signed, Targets};
use gateway::Raw;
use kernel::{Id, Problem};
use uuid::Uuid;

use super::views::Around;
use crate::desk::ReadAccount;

/// Whose people a page is about: those of the account acted for or, at the desk, of the customer in the address.
pub(super) struct Whose {
    /// The account.
    pub account: Id<Account>,
    /// Where its people are listed.
    pub people: String,
    /// Where somebody is invited.
    pub invite: String,
    /// The membership or the invitation that the address names, if it names one.
    pub targets: Vec<Uuid>,
    /// Whether staff look.
    pub at_desk: bool,
}

impl Whose {
    /// Reads the address.
    ///
    /// # Errors
    /// Not found, when staff name no customer.
    pub fn read(me: &Signed, targets: &Targets) -> Result<Self, Failure> {
        if let Some(account) = me.account() {
            let people = me.address("/people");
            let (invite, targets) = (format!("{people}/invite"), targets.0.clone());
            return Ok(Self { account, people, invite, targets, at_desk: false });
        }
        let (customer, targets) = targets.0.split_first().ok_or_else(Problem::not_found)?;
        let account: Id<Account> = Id::from_uuid(*customer);
        let own = me.address(&format!("/customers/{account}"));
        let (people, invite) = (format!("{own}/people"), format!("{own}/invite"));
        Ok(Self { account, people, invite, targets: targets.to_vec(), at_desk: true })
    }

    /// The only thing the address names.
    ///
    /// # Errors
    /// Not found, when it names none.
    pub fn one(&self) -> Result<Uuid, Failure> {
        self.targets.first().copied().ok_or_else(|| Problem::not_found().into())
    }

    /// Where somebody's access is shown.
    ///
    /// # Errors
    /// Not found, when the address names nobody.
    pub fn person(&self) -> Result<String, Failure> {
        Ok(format!("{}/{}", self.people, self.one()?.simple()))
    }

    /// What stands around the page: at the desk, which customer it is about and the way back to it.
    ///
    /// # Errors
    /// Not found, when there is no such customer for whoever asks.
    pub async fn around(&self, me: &Signed) -> Result<Around, Failure> {
        if !self.at_desk {
            return Ok(Around::default());
        }
        let found = me.ask::<ReadAccount>(Some(self.account.uuid()), &Raw::empty()).await?;
        let trail = me.back_to_customer(self.account, &found.account.name);
        Ok(Around { trail, company: Some(found.account.name) })
    }
}
