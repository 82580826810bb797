//! What the company's directory shows when it tells who its people are, for the account's admin.

use axum::response::Response;
use front::{Customer, Failure, Form};
use kernel::Message;

use super::{
    form::text,
    sign_on::{HERE, account, act, view},
    views::{ScimTokenMade, SignOnChoice, SignOnDirectory, SignOnToken, say},
};
use crate::sso::{MakeScimToken, RevokeScimToken, TokenShown};

/// Where a directory tells who its people are.
const SCIM: &str = "/scim/v2";

/// For how many days a token may count, as the page offers it; a year first, since directories are set up once.
const DAYS: [u32; 3] = [365, 180, 90];

/// A token is made and shown, once. It is made past `Signed::execute`: under a name the answer would be kept, and it holds
/// the token.
pub(super) async fn make(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    let gateway = &customer.site().gateway;
    match gateway.execute::<MakeScimToken>(&customer.asked(), &[account(&customer)?.uuid()], &raw).await {
        Ok(made) => {
            let view = ScimTokenMade {
                title: say(&customer, "identity-scim-made"),
                here: customer.address(HERE),
                address: address(&customer),
                label: text(&raw, "label").trim().to_owned(),
                token: made.output.token,
            };
            Ok(front::done(customer.page("identity/scim_token_made.html", view)?))
        }
        Err(problem) => {
            let failure = Failure(problem);
            if failure.is_mendable() {
                return customer.form_page("identity/sign_on.html", view(&customer).await?, &failure.0, &raw);
            }
            Err(failure)
        }
    }
}

/// A token counts no more.
pub(super) async fn revoke(customer: Customer, Form(raw): Form) -> Result<Response, Failure> {
    act::<RevokeScimToken>(&customer, &raw, "identity-scim-revoked").await
}

/// The directory's part of the page.
pub(super) fn directory(customer: &Customer, tokens: &[TokenShown]) -> SignOnDirectory {
    let now = customer.formats.now();
    let token = |token: &TokenShown| SignOnToken {
        id: token.id.to_string(),
        label: format!("{} …{}", token.name, token.ending),
        expires: token.expires,
        ended: token.expires <= now,
        used: token.used,
    };
    let days = |days: u32| SignOnChoice {
        value: days.to_string(),
        label: customer.say(&Message::new("identity-scim-for-days").with("days", days)),
    };
    SignOnDirectory {
        address: address(customer),
        tokens: tokens.iter().map(token).collect(),
        days: DAYS.map(days).to_vec(),
    }
}

fn address(customer: &Customer) -> String {
    format!("{}{SCIM}", customer.site().settings.base_url.trim_end_matches('/'))
}
