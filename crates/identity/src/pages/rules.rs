//! Of whom a second proof is asked: at the desk for everybody and for roles, in an account for its people. How staff
//! take away somebody's that are lost.

use axum::response::Response;
use front::{Customer, Failure, Form, Staff, Targets, own_path};
use gateway::Raw;
use kernel::{Message, Problem};

use super::{
    form::{text, told},
    views::{ProofRule, ProofRules, say},
};
use crate::{
    commands::ResetProofs,
    rules::{DemandProof, DemandProofHere, ShowProofRule, ShowProofRules},
};

/// Below the desk's door.
pub(super) const AT_THE_DESK: &str = "/admin/sign-in";

/// Below a customer's door.
pub(super) const HERE: &str = "/company/sign-in";

/// The desk's rules.
pub(super) async fn show(staff: Staff) -> Result<Response, Failure> {
    let brand = staff.brand.id.ok_or_else(Problem::not_found)?;
    let rules = staff.ask::<ShowProofRules>(Some(brand.uuid()), &Raw::empty()).await?;
    let caller = staff.site().gateway.caller(staff.principal(), None).await?;
    let everybody = ProofRule {
        role: String::new(),
        name: say(&staff, "identity-rules-everybody"),
        demanded: rules.contains(&None),
    };
    let of_role = |name: &str| ProofRule {
        role: name.to_owned(),
        name: staff.role(name),
        demanded: rules.iter().any(|role| role.as_deref() == Some(name)),
    };
    // Of roles that people hold; the program's own are nobody's.
    let roles = caller.rights.book.roles().filter(|role| role.staff || role.is_for_customers());
    let rules = std::iter::once(everybody).chain(roles.map(|role| of_role(&role.name))).collect();
    let action = staff.address(AT_THE_DESK);
    staff.page("identity/proof_rules.html", ProofRules { title: say(&staff, "identity-rules"), rules, action })
}

/// One of them is changed.
pub(super) async fn demand(staff: Staff, Form(raw): Form) -> Result<Response, Failure> {
    let here = staff.address(AT_THE_DESK);
    let brand = staff.brand.id.ok_or_else(Problem::not_found)?;
    staff.execute::<DemandProof>(&[brand.uuid()], &raw).await?;
    staff.toast(&Message::new("identity-rules-saved"));
    Ok(staff.redirect(&here))
}

/// An account's rule.
pub(super) async fn show_here(customer: Customer) -> Result<Response, Failure> {
    let account = customer.account().ok_or_else(Problem::not_found)?;
    let since = customer.ask::<ShowProofRule>(Some(account.uuid()), &Raw::empty()).await?;
    let here = customer.here().map_or_else(String::new, |here| here.name.clone());
    let rule = ProofRule { role: String::new(), name: here, demanded: since.is_some() };
    let action = customer.address(HERE);
    let title = say(&customer, "identity-rules");
    customer.page("identity/proof_rules.html", ProofRules { title, rules: vec![rule], action })
}

/// It is changed.
pub(super) async fn demand_here(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let here = customer.address(HERE);
    let account = customer.account().ok_or_else(Problem::not_found)?;
    customer.execute::<DemandProofHere>(&[account.uuid()], &raw).await?;
    customer.toast(&Message::new("identity-rules-saved"));
    Ok(customer.redirect(&here))
}

/// Somebody's second proofs are taken away, by the form on the desk's page about them; back to that page.
pub(super) async fn reset(staff: Staff, targets: Targets, Form(raw): Form) -> Result<Response, Failure> {
    staff.execute::<ResetProofs>(&[targets.one()?], &told(&[("reason", text(&raw, "reason"))])).await?;
    staff.toast(&Message::new("identity-proofs-reset"));
    let next = text(&raw, "next");
    Ok(staff.redirect(own_path(&next).unwrap_or("/desk")))
}
