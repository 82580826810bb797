use access::Acting;
use directory::{Account, ChangeRequest};
use gateway::{Command, Effect, Granted, Input, Line, Path, Tx, post};
use kernel::{Id, Ref};
use store::{Object as _, StoreError};

use super::{ChangeError, ChangeProposed};

/// Asks for other legal data of the account one acts for. What is left out, or is as it is already, stays. One request
/// at a time waits for staff to decide.
#[derive(Input)]
pub struct ProposeChange {
    /// The legal name.
    name: Option<Line<120>>,
    /// The VAT number, with the letters of its country.
    vat_number: Option<Line<40>>,
    /// The registered address, on one line.
    registered_address: Option<Line<300>>,
    /// Why.
    reason: Line<400>,
}

impl Command for ProposeChange {
    const NAME: &'static str = "legal.propose";
    const PATH: Path = post("/legal-changes");
    const EFFECT: Effect = Effect::Changes;
    type On = Account;
    type Writes = (ChangeRequest,);
    type Output = Id<ChangeRequest>;
    type Error = ChangeError;

    async fn run<'t>(
        self,
        account: Granted<'t, Self>,
        tx: &Tx<'t, Self::Writes>,
    ) -> Result<Id<ChangeRequest>, ChangeError> {
        let here = tx.principal().acting == Acting::Account(account.id);
        let Some(proposer_id) = tx.principal().person.filter(|_| here) else { return Err(ChangeError::NotHere) };
        let now = account.legal();
        let name = other(self.name.as_ref().map(Line::as_str), Some(&now.name));
        let vat_number = other(self.vat_number.as_ref().map(Line::as_str), now.vat_number.as_deref());
        let address = self.registered_address.as_ref().map(Line::as_str);
        let registered_address = other(address, now.registered_address.as_deref());
        if vat_number.as_deref().is_some_and(|number| !is_vat_number(number)) {
            return Err(ChangeError::Vat);
        }
        if name.is_none() && vat_number.is_none() && registered_address.is_none() {
            return Err(ChangeError::Nothing);
        }
        let id = tx.new_id();
        let asked = tx.insert(ChangeRequest {
            id,
            account_id: account.id,
            company: now.name.clone(),
            proposer_id,
            proposer: tx.own_name().await?.unwrap_or_default(),
            reason: self.reason.as_str().to_owned(),
            name_before: name.is_some().then_some(now.name),
            name,
            vat_number_before: now.vat_number.filter(|_| vat_number.is_some()),
            vat_number,
            registered_address_before: now.registered_address.filter(|_| registered_address.is_some()),
            registered_address,
            asked_at: tx.now(),
            approved_at: None,
            declined_at: None,
            answered_by: None,
            answerer: None,
            note: None,
        });
        asked.await.map_err(|error| match error {
            StoreError::Taken(_) => ChangeError::Asked,
            other => other.into(),
        })?;
        tx.record_naming(&ChangeProposed { request: id }, [Ref::new(ChangeRequest::KIND, id)]);
        Ok(id)
    }
}

/// A value that is told and is another than now.
fn other(told: Option<&str>, now: Option<&str>) -> Option<String> {
    let told = told.map(str::trim).filter(|told| !told.is_empty());
    told.filter(|told| Some(*told) != now).map(str::to_owned)
}

/// Whether it may be a VAT number: a country's two letters, then digits and letters, as many as any country has.
/// Spaces, dots and hyphens do not count.
fn is_vat_number(number: &str) -> bool {
    let letters: Vec<char> = number.chars().filter(|letter| !matches!(letter, ' ' | '.' | '-')).collect();
    let country = letters.iter().take_while(|letter| letter.is_ascii_alphabetic()).count();
    country >= 2 && (4..=16).contains(&letters.len()) && letters.iter().all(char::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::{is_vat_number, other};

    #[test]
    fn a_vat_number_begins_with_its_country() {
        for number in ["GB 123 4567 89", "DE123456789", "CHE-123.456.789 MWST", "ESX1234567X"] {
            assert!(is_vat_number(number), "{number}");
        }
        for number in ["123456789", "GB", "GB12/34", "GB1234567890123456"] {
            assert!(!is_vat_number(number), "{number}");
        }
    }

    #[test]
    fn what_is_as_it_was_is_no_change() {
        assert_eq!(other(Some(" Northgate "), Some("Northgate")), None);
        assert_eq!(other(Some(""), Some("Northgate")), None);
        assert_eq!(other(Some("Southgate"), Some("Northgate")).as_deref(), Some("Southgate"));
        assert_eq!(other(Some("GB1234"), None).as_deref(), Some("GB1234"));
    }
}
