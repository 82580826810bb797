//! What is alike in setting a connection up, whatever protocol the provider speaks.

use directory::Account;
use gateway::{Command, Line, Tx};
use kernel::Id;
use store::{Held, Json, Part};

use super::{SsoError, may_give};
use crate::{
    events::SignOnChanged,
    sso::rows::{ConnectionKind, SsoConnection},
};

/// What is told of a connection by either protocol; how long a claim's name may be is the protocol's.
pub(super) struct Told<const CLAIM: usize> {
    /// What people call the provider.
    pub name: Line<60>,
    /// What names the groups that give roles.
    pub claim: Option<Line<CLAIM>>,
    /// The role of whoever comes in.
    pub role: Option<Line<60>>,
    /// Whether people with an address of the account's domains may sign in by nothing else.
    pub required: bool,
}

impl<const CLAIM: usize> Told<CLAIM> {
    /// The connection with nothing known of its provider, where the one before it was.
    ///
    /// # Errors
    /// The role is not theirs to give, and was not there.
    pub fn row<'t, C: Command>(
        self,
        account: &Held<'t, Account>,
        tx: &Tx<'t, (SsoConnection,)>,
        before: Option<&SsoConnection>,
    ) -> Result<SsoConnection, SsoError> {
        let role = self.role.map(|role| role.as_str().to_owned());
        let kept = before.and_then(|before| before.role.as_ref());
        if let Some(role) = role.as_ref().filter(|role| Some(*role) != kept)
            && !may_give(tx.caller(), C::NAME, account.id, role)
        {
            return Err(SsoError::NotTheirsToGive("/role"));
        }
        let id = before.map_or_else(|| tx.new_id(), |before| before.id);
        Ok(SsoConnection {
            id,
            account_id: account.id,
            kind: ConnectionKind::Oidc,
            slug: before.map_or_else(|| slug(&account.name, id), |before| before.slug.clone()),
            name: self.name.as_str().to_owned(),
            issuer: String::new(),
            client_id: String::new(),
            client_secret: String::new(),
            claim: self.claim.map(|claim| claim.as_str().to_owned()),
            role,
            endpoints: Json(None),
            saml: Json(None),
            metadata_address: None,
            tested_at: None,
            fault: None,
            enabled_at: None,
            required_since: self.required.then_some(tx.now()),
        })
    }
}

/// The account's connection, if it has one.
pub(super) async fn known<'t, W>(
    account: &Held<'t, Account>,
    tx: &Tx<'t, W>,
) -> Result<Option<Part<'t, SsoConnection>>, SsoError> {
    Ok(tx.parts::<SsoConnection, Account>(account, None).await?.into_iter().next())
}

/// Keeps a connection in the place of the one before. One that was moved leads to another provider, so what was found
/// when it was tested holds no more, and it has to be enabled again.
pub(super) async fn keep<'t>(
    tx: &Tx<'t, (SsoConnection,)>,
    before: Option<Part<'t, SsoConnection>>,
    row: SsoConnection,
    moved: bool,
) -> Result<(), SsoError> {
    let changed = SignOnChanged { connection: row.id, moved };
    match before {
        Some(before) => {
            let (tested_at, enabled_at) = (before.tested_at, before.enabled_at);
            let row =
                if moved { row } else { SsoConnection { tested_at, fault: before.fault.clone(), enabled_at, ..row } };
            tx.update_part(&before, |kept| *kept = row).await?;
        }
        None => {
            tx.insert(row).await?;
        }
    }
    tx.record(&changed);
    Ok(())
}

/// What the address of a company's door ends with: its name, and so much of the id that no two are alike.
fn slug(name: &str, id: Id<SsoConnection>) -> String {
    let plain = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_lowercase() } else { ' ' };
    let words: String = name.chars().map(plain).collect();
    let words: Vec<&str> = words.split_whitespace().take(4).collect();
    let id = id.uuid().simple().to_string();
    let mark: String = id.chars().rev().take(6).collect();
    if words.is_empty() { mark } else { format!("{}-{mark}", words.join("-")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_s_address_is_made_of_its_name() {
        let id = Id::from_uuid(uuid::Uuid::from_u128(0xabc_def0));
        assert_eq!(slug("Northgate Water (UK) Ltd & Sons", id), "northgate-water-uk-ltd-0fedcb");
        assert_eq!(slug("水", id), "0fedcb");
    }
}
