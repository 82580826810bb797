//! How an account's people sign in through their company, for its admin.

use access::Account;
use axum::response::Response;
use front::{Blank, Customer, Fact, Failure, Form};
use gateway::{Command, Raw};
use kernel::{Id, Message, Problem};

use super::{
    company,
    form::{text, told, wrong},
    sign_on_saml, sign_on_tokens,
    views::{SignOn, SignOnChoice, SignOnConnection, SignOnDomain, SignOnProvider, SignOnRole, say},
};
use crate::sso::{
    self, CALLBACK, CheckDomain, ClaimDomain, ConnectionShown, DOMAIN_FAULTS, DisableSignOn, DomainShown, EnableSignOn,
    FAULTS, MapRole, ReleaseDomain, SetUpSignOn, ShowSignOn, SignOnShown, TestSignOn, UnmapRole,
};

/// Below a customer's door.
pub(super) const HERE: &str = "/company/sign-on";

/// The longest secret a provider gives; sealed, it is longer.
const LONGEST: usize = 400;

/// How it stands.
pub(super) async fn show(customer: Customer) -> Result<Response, Failure> {
    customer.page("identity/sign_on.html", view(&customer).await?)
}

/// Through whom, to be changed.
pub(super) async fn provider(customer: Customer) -> Result<Response, Failure> {
    customer.page("identity/sign_on_provider.html", provider_view(&customer).await?)
}

/// It was changed.
pub(super) async fn set_up(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let account = account(&customer)?;
    let secret = text(&raw, "secret").trim().to_owned();
    if secret.len() > LONGEST {
        let problem = wrong("/secret", Message::new("identity-error-sso-secret-long"));
        return customer.form_page("identity/sign_on_provider.html", provider_view(&customer).await?, &problem, &raw);
    }
    let sealed = if secret.is_empty() {
        String::new()
    } else {
        customer.site().settings.seal.close(secret.as_bytes(), &sso::sealed_for(account))
    };
    let same = |name: &'static str| (name, text(&raw, name));
    let [name, issuer, client_id] = ["name", "issuer", "client_id"].map(same);
    let [claim, role, required] = ["claim", "role", "required"].map(same);
    let fields = told(&[name, issuer, client_id, ("secret", sealed), claim, role, required]);
    match customer.execute::<SetUpSignOn>(&[account.uuid()], &fields).await {
        Ok(_) => Ok(said(&customer, "identity-sso-saved")),
        Err(failure) if failure.is_mendable() => {
            let view = provider_view(&customer).await?;
            customer.form_page("identity/sign_on_provider.html", view, &failure.0, &raw)
        }
        Err(failure) => Err(failure),
    }
}

/// The provider is asked whether it answers.
pub(super) async fn test(customer: Customer) -> Result<Response, Failure> {
    act::<TestSignOn>(&customer, &Raw::empty(), "identity-sso-testing").await
}

/// The door opens.
pub(super) async fn enable(customer: Customer) -> Result<Response, Failure> {
    act::<EnableSignOn>(&customer, &Raw::empty(), "identity-sso-enabled").await
}

/// The door is shut.
pub(super) async fn disable(customer: Customer) -> Result<Response, Failure> {
    act::<DisableSignOn>(&customer, &Raw::empty(), "identity-sso-disabled").await
}

/// A domain is said to be the account's.
pub(super) async fn claim(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<ClaimDomain>(&customer, &raw, "identity-sso-claimed").await
}

/// Its proof is looked for.
pub(super) async fn check(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<CheckDomain>(&customer, &raw, "identity-sso-checking").await
}

/// It is given up.
pub(super) async fn release(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<ReleaseDomain>(&customer, &raw, "identity-sso-released").await
}

/// A value gives a role.
pub(super) async fn map(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<MapRole>(&customer, &raw, "identity-sso-mapped").await
}

/// It gives it no more.
pub(super) async fn unmap(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<UnmapRole>(&customer, &raw, "identity-sso-unmapped").await
}

/// Does it to the account and says so, or shows the page again with what is to be put right.
pub(super) async fn act<C: Command>(customer: &Customer, raw: &Raw, says: &'static str) -> Result<Response, Failure> {
    match customer.execute::<C>(&[account(customer)?.uuid()], raw).await {
        Ok(_) => Ok(said(customer, says)),
        Err(failure) if failure.is_mendable() => {
            customer.form_page("identity/sign_on.html", view(customer).await?, &failure.0, raw)
        }
        Err(failure) => Err(failure),
    }
}

pub(super) fn said(customer: &Customer, says: &'static str) -> Response {
    customer.toast(&Message::new(says));
    customer.redirect(&customer.address(HERE))
}

pub(super) fn account(customer: &Customer) -> Result<Id<Account>, Failure> {
    customer.account().ok_or_else(|| Problem::not_found().into())
}

pub(super) async fn shown(customer: &Customer) -> Result<SignOnShown, Failure> {
    customer.ask::<ShowSignOn>(Some(account(customer)?.uuid()), &Raw::empty()).await
}

/// The roles that whoever looks may hand out by this command, those that permit least first: the first is what is chosen
/// in haste.
pub(super) async fn choices(customer: &Customer, action: &str) -> Result<Vec<SignOnChoice>, Failure> {
    let (account, gateway) = (account(customer)?, &customer.site().gateway);
    let caller = gateway.caller(customer.principal(), None).await?;
    let offered = caller.rights.book.roles().filter(|role| sso::may_give(&caller, action, account, &role.name));
    let mut offered: Vec<_> = offered.collect();
    offered.sort_by_key(|role| role.grants.len());
    let choice = |name: &str| SignOnChoice { value: name.to_owned(), label: customer.role(name) };
    Ok(offered.into_iter().map(|role| choice(&role.name)).collect())
}

pub(super) async fn view(customer: &Customer) -> Result<SignOn, Failure> {
    let found = shown(customer).await?;
    let domains = found.domains.iter().map(|domain| domain_of(customer, domain)).collect();
    let is_saml = found.connection.as_ref().is_some_and(|found| found.saml.is_some());
    let role = |value: &str, role: &str| SignOnRole {
        value: value.to_owned(),
        gives: role.to_owned(),
        label: customer.role(role),
    };
    Ok(SignOn {
        title: say(customer, "identity-sign-on"),
        here: customer.address(HERE),
        provider: customer.address(&format!("{HERE}{}", if is_saml { "/saml" } else { "/provider" })),
        domains,
        roles: found.roles.iter().map(|known| role(&known.value, &known.role)).collect(),
        choices: choices(customer, MapRole::NAME).await?,
        directory: found.connection.as_ref().map(|_| sign_on_tokens::directory(customer, &found.tokens)),
        connection: found.connection.map(|connection| connection_of(customer, found.account, connection)),
        form: Blank::default(),
    })
}

fn connection_of(customer: &Customer, account: Id<Account>, found: ConnectionShown) -> SignOnConnection {
    let base = customer.site().settings.base_url.trim_end_matches('/');
    let door = company::path(&found.slug, None);
    let fact = |id: &'static str, detail: String| Fact { term: say(customer, id), detail };
    let mut facts = vec![fact("identity-sso-login", format!("{base}{door}"))];
    // Until its metadata were read, it is known by where they stand.
    let unread = found.saml.as_ref().and_then(|saml| saml.metadata_address.clone());
    if found.saml.is_some() {
        facts.extend(sign_on_saml::ours(customer, account));
    } else {
        facts.push(fact("identity-sso-callback", format!("{base}{CALLBACK}")));
        facts.push(fact("identity-sso-logout", format!("{base}{door}/logout")));
        facts.push(fact("identity-sso-signed-out", format!("{base}/sign-in?said=out")));
    }
    SignOnConnection {
        facts,
        name: found.name,
        issuer: if found.issuer.is_empty() { unread.unwrap_or_default() } else { found.issuer },
        enabled: found.enabled.is_some(),
        works: found.works,
        tested: found.tested,
        fault: found.fault.as_deref().map(|fault| fault_of(customer, fault)),
        required: found.required,
        claim: found.claim,
        door,
    }
}

fn domain_of(customer: &Customer, found: &DomainShown) -> SignOnDomain {
    let fact = |id: &'static str, detail: &str| Fact { term: say(customer, id), detail: detail.to_owned() };
    let facts = [("identity-sso-record", &found.proof_name), ("identity-sso-says", &found.proof_value)];
    let is_open = found.verified.is_none();
    SignOnDomain {
        domain: found.domain.clone(),
        verified: found.verified,
        fault: found.fault.as_deref().map(|fault| domain_fault_of(customer, fault)),
        asked: found.asked > found.checked,
        facts: facts.into_iter().filter(|_| is_open).map(|(id, detail)| fact(id, detail)).collect(),
    }
}

/// What was wrong with a connection, in words.
fn fault_of(customer: &Customer, fault: &str) -> String {
    let [unreachable, not_allowed, _, other_issuer] = FAULTS;
    let id = match fault {
        word if word == unreachable => "identity-sso-fault-unreachable",
        word if word == not_allowed => "identity-sso-fault-not-allowed",
        word if word == other_issuer => "identity-sso-fault-other-issuer",
        _ => "identity-sso-fault-unreadable",
    };
    say(customer, id)
}

/// What was wrong with a domain, in words.
fn domain_fault_of(customer: &Customer, fault: &str) -> String {
    let [missing, _, taken] = DOMAIN_FAULTS;
    let id = match fault {
        word if word == missing => "identity-sso-domain-missing",
        word if word == taken => "identity-sso-domain-taken",
        _ => "identity-sso-domain-unanswered",
    };
    say(customer, id)
}

async fn provider_view(customer: &Customer) -> Result<SignOnProvider, Failure> {
    let found = shown(customer).await?.connection.filter(|found| found.saml.is_none());
    let of = |part: fn(&ConnectionShown) -> Option<String>| found.as_ref().and_then(part).unwrap_or_default();
    let values = [
        ("name", of(|found| Some(found.name.clone()))),
        ("issuer", of(|found| Some(found.issuer.clone()))),
        ("client_id", of(|found| Some(found.client_id.clone()))),
        ("claim", of(|found| found.claim.clone())),
        ("role", of(|found| found.role.clone())),
        ("required", of(|found| found.required.then(|| "true".to_owned()))),
    ];
    Ok(SignOnProvider {
        title: say(customer, "identity-sso-provider"),
        here: customer.address(HERE),
        callback: format!("{}{CALLBACK}", customer.site().settings.base_url.trim_end_matches('/')),
        has_secret: found.is_some(),
        choices: choices(customer, SetUpSignOn::NAME).await?,
        form: Blank::of(values),
    })
}
