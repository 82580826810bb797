//! A company's provider that speaks SAML, for its account's admin.

use access::Account;
use axum::response::Response;
use front::{Blank, Customer, Fact, Failure, Form};
use gateway::Command as _;
use kernel::Id;

use super::{
    sign_on::{self, HERE},
    views::{SignOnSaml, say},
};
use crate::sso::{self, ConnectionShown, SamlShown, SetUpSaml};

const PAGE: &str = "identity/sign_on_saml.html";

/// Through whom, to be changed.
pub(super) async fn show(customer: Customer) -> Result<Response, Failure> {
    customer.page(PAGE, view(&customer).await?)
}

/// It was changed.
pub(super) async fn set_up(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let account = sign_on::account(&customer)?;
    match customer.execute::<SetUpSaml>(&[account.uuid()], &raw).await {
        Ok(_) => Ok(sign_on::said(&customer, "identity-sso-saved")),
        Err(failure) if failure.is_mendable() => customer.form_page(PAGE, view(&customer).await?, &failure.0, &raw),
        Err(failure) => Err(failure),
    }
}

/// What an account's provider has to know of the portal.
pub(super) fn ours(customer: &Customer, account: Id<Account>) -> Vec<Fact> {
    let portal = sso::portal(&customer.site().settings.base_url, account.uuid());
    let fact = |id: &'static str, detail: String| Fact { term: say(customer, id), detail };
    vec![
        fact("identity-saml-ours", portal.entity_id),
        fact("identity-saml-acs", portal.acs),
        fact("identity-saml-logout", portal.logout),
    ]
}

async fn view(customer: &Customer) -> Result<SignOnSaml, Failure> {
    let account = sign_on::account(customer)?;
    let found = sign_on::shown(customer).await?.connection;
    let of = |part: fn(&ConnectionShown) -> Option<String>| found.as_ref().and_then(part).unwrap_or_default();
    let known = found.as_ref().and_then(|found| found.saml.as_ref());
    let typed = |part: fn(&ConnectionShown, &SamlShown) -> Option<String>| {
        // What was read at an address is not typed.
        let typed = found.as_ref().zip(known).filter(|(_, known)| known.metadata_address.is_none());
        typed.and_then(|(found, known)| part(found, known)).unwrap_or_default()
    };
    let values = [
        ("name", of(|found| Some(found.name.clone()))),
        ("metadata_address", known.and_then(|known| known.metadata_address.clone()).unwrap_or_default()),
        ("entity_id", typed(|found, _| Some(found.issuer.clone()))),
        ("address", typed(|_, known| known.address.clone())),
        ("certificate", typed(|_, known| Some(framed(&known.certificates)))),
        ("claim", of(|found| found.claim.clone())),
        ("role", of(|found| found.role.clone())),
        ("required", of(|found| found.required.then(|| "true".to_owned()))),
    ];
    Ok(SignOnSaml {
        title: say(customer, "identity-saml-provider"),
        here: customer.address(HERE),
        metadata: sso::metadata_path(account.uuid()),
        facts: ours(customer, account),
        choices: sign_on::choices(customer, SetUpSaml::NAME).await?,
        form: Blank::of(values),
    })
}

/// Certificates as they stand in files.
fn framed(certificates: &[String]) -> String {
    let framed = |body: &String| format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----");
    certificates.iter().map(framed).collect::<Vec<_>>().join("\n")
}
